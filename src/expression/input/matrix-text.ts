import { InputError, type Problem } from '../../problems/index.ts';
import { duplicateProblems, findDuplicates } from '../identifiers/duplicates.ts';
import { columnRoles } from './column-roles.ts';
import { type CountHeader, readHeader, sampleNameProblems } from './count-header.ts';
import { manyProblems } from './count-problems.ts';
import { readDelimitedRows } from './delimited-counts.ts';
import { noGenes } from './no-genes.ts';
import type { CountReading, RawCounts } from './raw-counts.ts';
import { roundingNote } from './rounding-note.ts';
import { looksLike, scaleProblem } from './scale.ts';

/**
 * Reads a matrix of counts as delimited text: gene ids, one column per sample, and perhaps columns that describe genes (GEO
 * supplementary tables, featureCounts).
 *
 * @param bytes UTF-8 text
 * @param isSample whether a column's name is that of a sample
 * @throws InputError with every problem of the file at once
 */
export function readMatrixText(
  bytes: Uint8Array,
  file: string,
  reading: Pick<CountReading, 'geneColumn' | 'round'>,
  isSample: (name: string) => boolean,
): RawCounts {
  const header = readHeader(bytes, file);
  const line = header.line - 1;
  const columns = columnRoles(header.names, header.firstRows, { file, line, geneColumn: reading.geneColumn, isSample });
  const problems = manyProblems(sampleNameProblems(columns.samples, { file, line }));
  const samples = columns.samples.map(({ name }) => name);
  const layout = {
    delimiter: header.delimiter,
    start: header.end,
    line: header.line,
    roles: columns.roles,
    samples,
    round: reading.round,
  };
  const { genes, lines, values, rounded } = readDelimitedRows(bytes, file, layout, problems);
  if (genes.length === 0) throw noGenes(file);
  const scale = problems.count('counts-not-integer') + rounded > 0 ? looksLike(values, samples.length) : null;
  if (scale !== null) throw new InputError([scaleProblem(scale, file), ...problems.list()]);
  const all = problems.list();
  if (all.length > 0) throw new InputError([...all, ...repeatedIds(genes, lines, file)]);
  return { file, genes, lines, samples, values, notes: [...notesOf(header), ...columns.notes, ...roundingNote(rounded)] };
}

/** Ids that stand twice, so that a table with other problems names these at once too. */
function repeatedIds(genes: readonly string[], lines: Int32Array, file: string): readonly Problem[] {
  const duplicates = findDuplicates(genes, genes);
  const repeated = duplicates.repeated.filter((row) => genes[row] !== '');
  return repeated.length === 0 ? [] : duplicateProblems({ ...duplicates, repeated }, genes, genes, { file, lines }).problems;
}

/** What the comments and the names of the columns say of the program that made the file. */
function notesOf({ comments, names }: CountHeader): string[] {
  const program = comments.find((comment) => comment.startsWith('# Program:featureCounts'));
  if (program !== undefined || names.slice(0, 6).join() === 'Geneid,Chr,Start,End,Strand,Length')
    return [`A table of featureCounts${program === undefined ? '' : ` (${/v[\d.]+/.exec(program)?.[0] ?? 'unknown version'})`}.`];
  return [];
}
