import { InputError } from '../../problems/index.ts';
import { columnRoles } from './column-roles.ts';
import { isCount, LARGEST_COUNT, parseCell, roundHalfEven } from './count-cell.ts';
import { sampleNameProblems } from './count-header.ts';
import { cellProblem, manyProblems, noGeneId } from './count-problems.ts';
import { GENE } from './delimited-counts.ts';
import { noGenes } from './no-genes.ts';
import type { CountReading, RawCounts } from './raw-counts.ts';
import { roundingNote } from './rounding-note.ts';
import { looksLike, scaleProblem } from './scale.ts';

/** A table whose cells are text already: a sheet of a workbook, a Parquet file. */
export interface TextRows {
  file: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** One-based line of the header and of each row. */
  headerLine: number;
  lines: readonly number[];
}

/**
 * A matrix of counts of rows of text, with the same rules as {@link readMatrixText}.
 *
 * @throws InputError with every problem of the table at once
 */
export function readTextRows(
  table: TextRows,
  reading: Pick<CountReading, 'geneColumn' | 'round'>,
  isSample: (name: string) => boolean,
): RawCounts {
  const { file, header, rows, lines } = table;
  const kept = rows.flatMap((row, i) => (row.every((cell) => cell.trim() === '') ? [] : [i]));
  const first = kept.slice(0, 200).map((i) => rows[i].map((cell) => cell.trim()));
  const place = { file, line: table.headerLine };
  const columns = columnRoles(header, first, { ...place, geneColumn: reading.geneColumn, isSample });
  const problems = manyProblems(sampleNameProblems(columns.samples, place));
  const samples = columns.samples.map(({ name }) => name);
  const gene = columns.roles.indexOf(GENE);
  const values = new Float64Array(kept.length * samples.length);
  let rounded = 0;
  const genes = kept.map((row, i) => {
    const id = (rows[row][gene] ?? '').trim();
    if (id === '') problems.add(noGeneId(file, lines[row], gene + 1));
    columns.samples.forEach(({ name, column }, j) => {
      const text = (rows[row][column - 1] ?? '').trim();
      const value = parseCell(text);
      const at = i * samples.length + j;
      values[at] = Number.isFinite(value) ? value : 0;
      if (isCount(value)) return;
      if (reading.round && value >= 0 && value <= LARGEST_COUNT) {
        values[at] = roundHalfEven(value);
        rounded++;
      } else problems.add(cellProblem(text, { file, line: lines[row], column, sample: name }));
    });
    return id;
  });
  if (genes.length === 0) throw noGenes(file);
  const scale = problems.count('counts-not-integer') + rounded > 0 ? looksLike(values, samples.length) : null;
  const all = [...(scale === null ? [] : [scaleProblem(scale, file)]), ...problems.list()];
  if (all.length > 0) throw new InputError(all);
  return {
    file,
    genes,
    lines: Int32Array.from(kept, (row) => lines[row]),
    samples,
    values,
    notes: [...columns.notes, ...roundingNote(rounded)],
  };
}
