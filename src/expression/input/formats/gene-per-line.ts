import { InputError } from '../../../problems/index.ts';
import { manyProblems } from '../count-problems.ts';
import { GENE, readDelimitedRows, SKIPPED } from '../delimited-counts.ts';
import { noGenes } from '../no-genes.ts';
import type { CountReading, RawCounts } from '../raw-counts.ts';
import { roundingNote } from '../rounding-note.ts';

const TAB = 9;

/**
 * Reads one sample's counts without a header: gene first, count last, perhaps a name between (HTSeq, with its rows of reads without
 * a gene at the end; GEO's files of one sample).
 *
 * @param delimiter byte value
 * @param width cells in a row
 * @throws InputError with every problem of the file at once
 */
export function readGenePerLine(
  text: Uint8Array,
  file: string,
  shape: { delimiter: number; width: number },
  reading: Pick<CountReading, 'round'>,
): RawCounts {
  const roles = new Int32Array(shape.width).fill(SKIPPED);
  roles[0] = GENE;
  roles[shape.width - 1] = 0;
  const layout = { delimiter: shape.delimiter, start: 0, line: 1, roles, samples: [file], round: reading.round };
  const problems = manyProblems();
  const { genes, lines, values, rounded } = readDelimitedRows(text, file, layout, problems);
  return finished(file, { genes, lines, samples: [file], values, notes: roundingNote(rounded) }, problems.list());
}

/**
 * Reads STAR's ReadsPerGene.out.tab: the counts of its three columns (unstranded, forward, reverse) as three samples.
 *
 * @throws InputError with every problem of the file at once
 */
export function readStarColumns(text: Uint8Array, file: string): RawCounts {
  const samples = ['unstranded', 'forward', 'reverse'];
  const layout = { delimiter: TAB, start: 0, line: 1, roles: Int32Array.of(GENE, 0, 1, 2), samples, round: false };
  const problems = manyProblems();
  const { genes, lines, values } = readDelimitedRows(text, file, layout, problems);
  return finished(file, { genes, lines, samples, values, notes: [] }, problems.list());
}

function finished(
  file: string,
  raw: Omit<RawCounts, 'file'>,
  problems: ReturnType<ReturnType<typeof manyProblems>['list']>,
): RawCounts {
  if (problems.length > 0) throw new InputError(problems);
  if (raw.genes.length === 0) throw noGenes(file);
  return { file, ...raw };
}
