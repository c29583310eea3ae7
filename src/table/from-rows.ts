import { InputError, type Problem } from '../problems/index.ts';
import type { Column, Table } from './table.ts';

const MISSING: ReadonlySet<string> = new Set(['', 'NA', 'N/A', '#N/A']);
const LONGEST_MISSING = Math.max(...[...MISSING].map((mark) => mark.length));
const SPACE = 32;
const MOST_PROBLEMS_SHOWN = 20;

/**
 * Makes a table of rows of text, the first being the header: blanks around cells removed, missing marks to `null`, rows
 * and trailing columns without content left out.
 *
 * @param rows header and data
 * @param lines line (or spreadsheet row) of each of `rows`
 * @throws InputError with all ragged rows, duplicate and unnamed columns
 */
export function tableFromRows(file: string, rows: readonly (readonly string[])[], lines: ArrayLike<number>): Table {
  const header = rows[0].map((name) => name.trim());
  const kept: number[] = [];
  let end = rows.length;
  while (end > 1 && isBlank(rows[end - 1])) end--;
  // in a table of one column a blank line is a missing cell
  for (let row = 1; row < end; row++) if (header.length === 1 || !isBlank(rows[row])) kept.push(row);
  const { names, width } = nameColumns(header, rows, kept);
  const problems = [...checkNames(names, file, lines[0]), ...checkWidths(rows, kept, lines, width, file)];
  if (problems.length > 0) throw new InputError(problems);
  const columns = names.map((name, column): Column => ({ name, cells: kept.map((row) => cellOf(rows[row][column] ?? '')) }));
  return { file, columns, rowCount: kept.length, lines: Int32Array.from(kept, (row) => lines[row]), decimal: '.' };
}

function cellOf(text: string): string | null {
  // trimming and looking up every cell of a count matrix takes longer than parsing it
  if (text.length > LONGEST_MISSING && isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1))) return text;
  const cell = text.trim();
  return MISSING.has(cell) ? null : cell;
}

/** Whether the code is that of a character that `trim` keeps, told without a table of Unicode blanks. */
function isPlain(code: number): boolean {
  return code > SPACE && code < 127;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Settles what the header leaves open: a first column without a name, and delimiters at the ends of all lines. */
function nameColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  kept: readonly number[],
): { names: string[]; width: number } {
  const names = [...header];
  const oneMore = kept.length > 0 && kept.every((row) => rows[row].length === header.length + 1);
  if (oneMore && kept.some((row) => rows[row][header.length].trim() !== '')) names.unshift('');
  while (names.length > 1 && names[names.length - 1] === '') {
    const last = names.length - 1;
    if (kept.some((row) => (rows[row][last] ?? '').trim() !== '')) break;
    names.pop();
  }
  return { names, width: names.length };
}

function checkNames(names: readonly string[], file: string, line: number): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, number>();
  names.forEach((name, i) => {
    const place = { severity: 'error', file, line, column: i + 1 } as const;
    const earlier = first.get(name);
    if (name === '' && i > 0) {
      problems.push({
        ...place,
        code: 'table-unnamed-column',
        message: `column ${i + 1} has content but no name`,
        mend: 'give the column a name in the first line, or delete it',
      });
    } else if (earlier !== undefined) {
      problems.push({
        ...place,
        code: 'table-duplicate-column',
        message: `columns ${earlier + 1} and ${i + 1} have the same name`,
        found: name,
        expected: 'every column name once',
        mend: 'rename or delete one of them',
      });
    } else first.set(name, i);
  });
  return problems;
}

function checkWidths(
  rows: readonly (readonly string[])[],
  kept: readonly number[],
  lines: ArrayLike<number>,
  width: number,
  file: string,
): Problem[] {
  const ragged = kept.filter((row) => widthOf(rows[row], width) !== width);
  const problems = ragged.slice(0, MOST_PROBLEMS_SHOWN).map(
    (row): Problem => ({
      code: 'table-ragged-row',
      severity: 'error',
      file,
      line: lines[row],
      column: Math.min(rows[row].length, width) + 1,
      message: `this row has ${cells(rows[row].length)}, the header has ${cells(width)}`,
      found: rows[row].join(' | '),
      expected: cells(width),
      mend:
        rows[row].length < width
          ? 'add the missing cells (empty ones need their delimiter too)'
          : 'quote cells that contain the delimiter, or delete the cells too many',
    }),
  );
  const more = ragged.length - problems.length;
  if (more > 0) problems[problems.length - 1].message += ` (and so have ${more} more rows)`;
  return problems;
}

/** Number of cells, not counting empty ones beyond the last column. */
function widthOf(row: readonly string[], width: number): number {
  let length = row.length;
  while (length > width && row[length - 1].trim() === '') length--;
  return length;
}

function cells(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}
