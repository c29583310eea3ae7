import { InputError, inputError } from '../../problems/index.ts';
import { LARGEST_COUNT } from '../input/count-cell.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { noGeneId, valueProblem } from '../input/count-problems.ts';
import type { CountReading, RawCounts } from '../input/raw-counts.ts';
import { sumsToMillion } from '../input/scale.ts';
import { duplicateProblems, findDuplicates, sumDuplicates } from './duplicates.ts';
import { describeIdentifiers, type Recognized, recognizeIdentifiers } from './recognize.ts';
import { repairDates } from './repair-dates.ts';
import { isTailRow } from './tail-rows.ts';
import { withoutVersion } from './versions.ts';

/** A count matrix whose ids are settled. */
export interface SettledCounts {
  matrix: CountMatrix;
  identifiers: Recognized;
  /** Everything that was found and changed on the way, in words. */
  notes: string[];
}

/**
 * Makes a matrix of what a reader found: rows of reads without a gene left out, dates made symbols again, versions of Ensembl ids
 * removed, ids that stand twice refused or added up. Each step says what it did.
 *
 * @throws InputError `counts-duplicate-gene`; `counts-transcripts` when the ids are transcripts
 */
export function settleIdentifiers(found: RawCounts, reading: Pick<CountReading, 'versions' | 'duplicates'>): SettledCounts {
  requireNamed(found);
  const raw = withoutTails(found);
  const looks = recognizeIdentifiers(raw.genes);
  const symbols = looks.kind === 'symbol' || looks.kind === 'mixed';
  const repaired = symbols ? repairDates(raw.genes, raw.lines) : { ids: raw.genes, notes: [] };
  const recognized = repaired.notes.length === 0 ? looks : recognizeIdentifiers(repaired.ids);
  if (recognized.kind === 'ensembl-transcript') throw transcripts(raw.file, repaired.ids[0]);
  const strip = reading.versions === 'strip' && recognized.versioned > 0;
  const ids = strip ? repaired.ids.map(withoutVersion) : repaired.ids;
  const notes = [...raw.notes, ...repaired.notes, describeIdentifiers(recognized)];
  const duplicates = findDuplicates(ids, repaired.ids);
  if (strip) notes.push(versionNote(recognized.versioned, duplicates.byVersion));
  const { file, samples, lengths } = raw;
  const scale = scaleNote(raw);
  if (scale !== null) notes.push(scale);
  if (duplicates.repeated.length === 0) {
    const matrix: CountMatrix = { file, genes: ids, samples, counts: raw.values };
    return { matrix: lengths === undefined ? matrix : { ...matrix, lengths }, identifiers: recognized, notes };
  }
  if (reading.duplicates === 'refuse' || lengths !== undefined) throw duplicateProblems(duplicates, ids, repaired.ids, raw);
  const { rows, values } = sumDuplicates(duplicates, raw.values, samples.length);
  const genes = Array.from(rows, (row) => ids[row]);
  requireSmall(values, genes, samples, file);
  const repeats = duplicates.repeated.length;
  notes.push(
    `${repeats} rows repeat the id of an earlier row; their counts were added to it (${named(duplicates.repeated, ids)}).`,
  );
  return { matrix: { file, genes, samples, counts: values }, identifiers: recognizeIdentifiers(genes), notes };
}

/** Formats that hold ids apart from counts may lack some. */
function requireNamed({ file, genes, lines }: RawCounts): void {
  const row = genes.findIndex((gene) => gene.trim() === '');
  if (row < 0) return;
  throw new InputError([noGeneId(file, lines[row])]);
}

function requireSmall(values: Float64Array, genes: readonly string[], samples: readonly string[], file: string): void {
  const at = values.findIndex((value) => value > LARGEST_COUNT);
  if (at < 0) return;
  const sample = samples[at % samples.length];
  const { message, ...rest } = valueProblem(values[at], sample);
  const gene = genes[Math.floor(at / samples.length)];
  throw inputError({
    file,
    ...rest,
    message: `${message} once the rows of gene "${gene}" are added up`,
    found: String(values[at]),
  });
}

function versionNote(versioned: number, merged: number): string {
  const words = merged === 0 ? 'no two became the same' : `${merged} became the same as another`;
  return `Versions were removed from ${versioned} Ensembl ids (ENSMUSG00000000001.5 is ENSMUSG00000000001); ${words}.`;
}

/** Reads of HTSeq and STAR that have no gene are no gene: left out, with their share. */
function withoutTails(raw: RawCounts): RawCounts {
  const tails = raw.genes.filter(isTailRow);
  if (tails.length === 0) return raw;
  const samples = raw.samples.length;
  const kept = Int32Array.from(raw.genes, (_, row) => row).filter((row) => !isTailRow(raw.genes[row]));
  const values = new Float64Array(kept.length * samples);
  kept.forEach((row, i) => {
    values.set(raw.values.subarray(row * samples, (row + 1) * samples), i * samples);
  });
  let all = 0;
  let assigned = 0;
  for (const value of raw.values) all += value;
  for (const value of values) assigned += value;
  const share = all === 0 ? 0 : Math.round((100 * (all - assigned)) / all);
  return {
    ...raw,
    genes: Array.from(kept, (row) => raw.genes[row]),
    lines: Int32Array.from(kept, (row) => raw.lines[row]),
    values,
    notes: [
      ...raw.notes,
      `Rows of reads without a gene are left out (${[...new Set(tails)].join(', ')}): ${share} % of all reads.`,
    ],
  };
}

/** Whole numbers that add up to one million in each of several samples are hardly counts. */
function scaleNote({ values, samples, file }: RawCounts): string | null {
  if (samples.length < 3 || !sumsToMillion(values, samples.length, 0.005)) return null;
  return `Every sample of ${file} adds up to about one million: are these TPM or CPM rounded to whole numbers? Tests need raw counts.`;
}

function transcripts(file: string, example: string): Error {
  return inputError({
    code: 'counts-transcripts',
    file,
    message: 'the ids are transcripts, not genes',
    found: example,
    expected: 'one row per gene',
    mend: 'give the files of salmon or kallisto with a table of transcripts and genes (--transcripts), or counts per gene',
  });
}

function named(rows: readonly number[], ids: readonly string[]): string {
  const names = [...new Set(rows.map((row) => ids[row]))];
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}
