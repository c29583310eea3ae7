import { type Problem, throwIfErrors } from '../../problems/index.ts';
import { type ByteTable, mostCells, raggedLine } from './byte-table.ts';
import { cellsOf, contentEnd, lineEnd } from './cells.ts';

const BLANK = 32;
const MAX_PROBLEMS = 20;

/** The wanted columns as texts, quotes removed. For time stamps and labels; slower than {@link scanColumns}. */
export function scanTexts(table: ByteTable, positions: readonly number[]): string[][] {
  const { bytes, file, firstLine, delimiter } = table;
  const columns = positions.map((): string[] => []);
  const last = contentEnd(bytes, table.from);
  const needed = positions.reduce((most, position) => Math.max(most, position + 1), 0);
  const problems: Problem[] = [];
  const most = mostCells(table);
  let first = 0;
  let at = table.from;
  for (let row = 0; at < last; row++) {
    const end = lineEnd(bytes, at);
    const cells = cellsOf(bytes, at, end, delimiter);
    const isCut = row > 0 && end + 1 >= last && cells.length < first;
    const isLong = cells.length > most && delimiter !== BLANK;
    if (row === 0) first = cells.length;
    if ((cells.length < needed || isCut || isLong) && problems.length < MAX_PROBLEMS)
      problems.push(raggedLine(file, firstLine + row, cells.length, isLong ? most : Math.max(first, needed)));
    positions.forEach((position, c) => {
      columns[c].push(cells[position] ?? '');
    });
    at = end + 1;
  }
  throwIfErrors(problems);
  return columns;
}
