import { inputError } from '../../../problems/index.ts';
import { isTailRow } from '../../identifiers/tail-rows.ts';
import type { CountReading, RawCounts } from '../raw-counts.ts';

export type Strand = NonNullable<CountReading['strand']>;

/** Column of each strand in ReadsPerGene.out.tab, without the gene's. */
const COLUMN: Readonly<Record<Strand, number>> = { unstranded: 0, forward: 1, reverse: 2 };
/** Share of reads on one strand above which a library is stranded, and within which it is not (as nf-core/rnaseq judges). */
const STRANDED = 0.8;
const UNSTRANDED = { low: 0.4, high: 0.6 };

/**
 * Chooses the column of STAR's ReadsPerGene: the share of reads that lie on the gene's own strand says how the library was
 * made. Above 0.8 forward, below 0.2 reverse, between 0.4 and 0.6 unstranded.
 *
 * @param files one table of three columns per sample
 * @param asked the strand, when the user says it
 * @returns one table of one column per sample, with what was chosen and why
 * @throws InputError `star-strand` when the evidence is unclear, or differs between samples
 */
export function chooseStrand(files: readonly RawCounts[], asked: Strand | null): { tables: RawCounts[]; notes: string[] } {
  const shares = files.map(forwardShare);
  const judged = shares.map(strandOf);
  const strand = asked ?? judged[0];
  const list = files.map(({ file }, i) => `${file} ${shares[i].toFixed(2)}`).join(', ');
  if (strand === null || (asked === null && judged.some((one) => one !== strand)))
    throw inputError({
      code: 'star-strand',
      file: files[0].file,
      message: 'it is unclear which column of ReadsPerGene belongs to these libraries',
      found: `share of reads on the gene's own strand: ${list}`,
      expected: 'above 0.8 (forward), below 0.2 (reverse) or 0.4 to 0.6 (unstranded) in every sample',
      mend: 'say how the libraries were made: --strand unstranded, forward or reverse',
    });
  const tables = files.map((raw) => columnOf(raw, COLUMN[strand]));
  const range = `${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}`;
  const evidence = `share of reads on the gene's own strand ${range}`;
  const against = asked !== null && judged.some((one) => one !== null && one !== asked);
  const words =
    asked === null ? `chosen by evidence (${evidence})` : `as asked (${evidence}${against ? ': the reads say otherwise' : ''})`;
  return { tables, notes: [`STAR: column ${COLUMN[strand] + 2} of ReadsPerGene (${strand}), ${words}.`] };
}

/** Reads on the gene's strand as a share of those on either. */
function forwardShare({ genes, values }: RawCounts): number {
  let forward = 0;
  let reverse = 0;
  genes.forEach((gene, g) => {
    if (isTailRow(gene)) return;
    forward += values[g * 3 + 1];
    reverse += values[g * 3 + 2];
  });
  return forward + reverse === 0 ? 0.5 : forward / (forward + reverse);
}

function strandOf(share: number): Strand | null {
  if (share >= STRANDED) return 'forward';
  if (share <= 1 - STRANDED) return 'reverse';
  return share >= UNSTRANDED.low && share <= UNSTRANDED.high ? 'unstranded' : null;
}

function columnOf(raw: RawCounts, column: number): RawCounts {
  return { ...raw, samples: [raw.file], values: Float64Array.from(raw.genes, (_, g) => raw.values[g * 3 + column]) };
}
