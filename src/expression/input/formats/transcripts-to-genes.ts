import { InputError, inputError } from '../../../problems/index.ts';
import { exp, log } from '../../../stats/index.ts';
import { roundHalfEven } from '../count-cell.ts';
import type { CountReading, RawCounts } from '../raw-counts.ts';
import type { TranscriptEstimates } from './quantifiers.ts';
import type { TranscriptTable } from './transcript-table.ts';

/** Estimates per gene, genes x samples. */
export interface GeneEstimates {
  genes: string[];
  counts: Float64Array;
  abundance: Float64Array;
  /** Average transcript length, weighted by abundance. */
  lengths: Float64Array;
  notes: string[];
}

/**
 * Sums estimates per transcript to genes and averages their lengths, as tximport 1.26's `summarizeToGene` (Soneson, Love &
 * Robinson 2015): lengths weighted by abundance; of a gene without any abundance in a sample the geometric mean of the other
 * samples; without any at all the plain mean of its transcripts.
 *
 * @throws InputError `transcripts-unknown`, `transcripts-differ`
 */
export function summarizeToGenes(
  samples: readonly TranscriptEstimates[],
  table: TranscriptTable,
  reading: Pick<CountReading, 'ignoreTxVersion' | 'ignoreAfterBar'>,
): GeneEstimates {
  requireSameTranscripts(samples);
  const ids = samples[0].ids.map((id) => lookupId(id, reading));
  const position = new Map<string, number>();
  const geneOf = new Int32Array(ids.length).fill(-1);
  ids.forEach((id, t) => {
    const gene = table.genes.get(id);
    if (gene === undefined) return;
    if (!position.has(gene)) position.set(gene, position.size);
    geneOf[t] = position.get(gene) ?? -1;
  });
  if (position.size === 0) throw unknownTranscripts(samples[0], ids, table);
  const missing = geneOf.filter((gene) => gene < 0).length;
  const notes = [...table.notes];
  if (missing > 0)
    notes.push(
      `${missing} of ${ids.length} transcripts are not in the table of transcripts and genes; their reads are left out (${shareOf(samples, geneOf)}).`,
    );
  return { genes: [...position.keys()], ...sums(samples, geneOf, position.size), notes };
}

/** The id that is looked up in the table. */
function lookupId(
  id: string,
  { ignoreTxVersion, ignoreAfterBar }: Pick<CountReading, 'ignoreTxVersion' | 'ignoreAfterBar'>,
): string {
  const cut = ignoreTxVersion ? id.indexOf('.') : ignoreAfterBar ? id.indexOf('|') : -1;
  return cut < 0 ? id : id.slice(0, cut);
}

function sums(
  samples: readonly TranscriptEstimates[],
  geneOf: Int32Array,
  genes: number,
): Omit<GeneEstimates, 'genes' | 'notes'> {
  const width = samples.length;
  const counts = new Float64Array(genes * width);
  const abundance = new Float64Array(genes * width);
  const lengths = new Float64Array(genes * width);
  const plain = new Float64Array(genes);
  const members = new Float64Array(genes);
  samples.forEach((sample, j) => {
    geneOf.forEach((gene, t) => {
      if (gene < 0) return;
      const at = gene * width + j;
      counts[at] += sample.counts[t];
      abundance[at] += sample.abundance[t];
      lengths[at] += sample.abundance[t] * sample.lengths[t];
    });
  });
  geneOf.forEach((gene, t) => {
    if (gene < 0) return;
    let sum = 0;
    for (const sample of samples) sum += sample.lengths[t];
    plain[gene] += sum / width;
    members[gene]++;
  });
  for (let i = 0; i < lengths.length; i++) lengths[i] /= abundance[i];
  for (let g = 0; g < genes; g++) fillLengths(lengths.subarray(g * width, (g + 1) * width), plain[g] / members[g]);
  return { counts, abundance, lengths };
}

/** Replaces lengths that no abundance weighs (tximport's `replaceMissingLength`). */
function fillLengths(row: Float64Array, plain: number): void {
  let sum = 0;
  let known = 0;
  for (const length of row) {
    if (Number.isNaN(length)) continue;
    sum += log(length);
    known++;
  }
  if (known === row.length) return;
  const substitute = known === 0 ? plain : exp(sum / known);
  for (let j = 0; j < row.length; j++) if (Number.isNaN(row[j])) row[j] = substitute;
}

/**
 * Whole counts per gene in the way asked for. `no`: the estimates themselves, with the average lengths for offsets (as
 * `DESeqDataSetFromTximport`); `scaledTPM`: abundance scaled to the library size; `lengthScaledTPM`: abundance times
 * the gene's mean length over samples, scaled likewise (tximport's `makeCountsFromAbundance`). Halves are rounded to even.
 */
export function countsFromEstimates(
  estimates: GeneEstimates,
  samples: readonly TranscriptEstimates[],
  reading: Pick<CountReading, 'countsFrom'>,
): RawCounts {
  const { genes, lengths } = estimates;
  const raw = {
    file: samples.length === 1 ? samples[0].file : `${samples[0].file} and ${samples.length - 1} more files`,
    genes,
    lines: Int32Array.from(genes, (_, g) => g + 1),
    samples: samples.map(({ file }) => file),
  };
  const from = reading.countsFrom;
  const values = (from === 'no' ? estimates.counts : scaledAbundance(estimates, samples.length, from)).map(roundHalfEven);
  const words = `${genes.length} genes from ${samples[0].ids.length} transcripts (tximport's countsFromAbundance = ${from}`;
  if (from !== 'no') return { ...raw, values, notes: [...estimates.notes, `${words}).`] };
  return { ...raw, values, lengths, notes: [...estimates.notes, `${words}; average transcript lengths enter as offsets).`] };
}

/** tximport's `makeCountsFromAbundance`, before rounding. */
export function scaledAbundance(
  { counts, abundance, lengths }: GeneEstimates,
  samples: number,
  from: 'scaledTPM' | 'lengthScaledTPM',
): Float64Array {
  const scaled = abundance.slice();
  if (from === 'lengthScaledTPM') {
    for (let row = 0; row < scaled.length; row += samples) {
      let mean = 0;
      for (let j = 0; j < samples; j++) mean += lengths[row + j] / samples;
      for (let j = 0; j < samples; j++) scaled[row + j] *= mean;
    }
  }
  const before = new Float64Array(samples);
  const after = new Float64Array(samples);
  for (let i = 0; i < scaled.length; i++) {
    before[i % samples] += counts[i];
    after[i % samples] += scaled[i];
  }
  return scaled.map((value, i) => value * (before[i % samples] / after[i % samples]));
}

function shareOf(samples: readonly TranscriptEstimates[], geneOf: Int32Array): string {
  let lost = 0;
  let all = 0;
  for (const { counts } of samples) {
    counts.forEach((count, t) => {
      all += count;
      if (geneOf[t] < 0) lost += count;
    });
  }
  return `${all === 0 ? 0 : Math.round((1000 * lost) / all) / 10} % of all`;
}

function requireSameTranscripts(samples: readonly TranscriptEstimates[]): void {
  const [first, ...others] = samples;
  const problems = others.flatMap((other) => {
    const row = other.ids.length === first.ids.length ? other.ids.findIndex((id, t) => id !== first.ids[t]) : first.ids.length;
    if (row < 0) return [];
    return [
      {
        code: 'transcripts-differ',
        severity: 'error' as const,
        file: other.file,
        line: row + 2,
        message: `its transcripts are not those of ${first.file}`,
        found: `${other.ids.length} transcripts, ${other.ids[row] ?? 'none'} here`,
        expected: `${first.ids.length} transcripts, ${first.ids[row] ?? 'none'} here`,
        mend: 'quantify all samples with the same index',
      },
    ];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function unknownTranscripts(sample: TranscriptEstimates, ids: readonly string[], table: TranscriptTable): Error {
  const known = [...table.genes.keys()];
  const bare = (id: string): string => id.split('|')[0].replace(/\.\d+$/, '');
  const afterBar = ids.some((id) => id.includes('|')) && ids.some((id) => table.genes.has(id.split('|')[0]));
  const withoutVersion = ids.some((id) => table.genes.has(id.split('.')[0]));
  const bareKnown = new Set(known.map(bare));
  const tableVersions = known.some((id) => /\.\d+$/.test(id)) && ids.some((id) => bareKnown.has(bare(id)));
  return inputError({
    code: 'transcripts-unknown',
    file: sample.file,
    message: 'no transcript of the file is in the table of transcripts and genes',
    found: `${ids.slice(0, 3).join(', ')} in the file; ${known.slice(0, 3).join(', ')} in the table`,
    mend: afterBar
      ? 'cut the ids at the bar: --ignore-after-bar (ignore_after_bar: true)'
      : withoutVersion
        ? 'cut the versions: --ignore-tx-version (ignore_tx_version: true)'
        : tableVersions
          ? 'the table has versions that the file lacks: make it without them'
          : 'use the annotation the index was made from',
  });
}
