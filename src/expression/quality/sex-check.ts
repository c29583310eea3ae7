import type { MarkerRows } from './marker-catalogue.ts';
import { notAssessed, type QualityFinding, type SexCall, type SexCheck } from './quality-result.ts';
import { knownRange } from './robust.ts';
import { listText, percentText } from './words.ts';

/** A kind is taken as expressed where it reaches this share of its typical level (the median of samples above half the largest). */
const EXPRESSED = 0.2;
/** Xist below this share of the Y-linked level, or Y-linked genes below this share of the Xist level, are noise. */
const XIST_NOISE = 0.05;
const Y_NOISE = 0.01;
const LEAST_READS = 10;
const LEAST_LEVEL = 10;
const RULE = `Xist or Y-linked genes of a sample reach ${percentText(EXPRESSED)} of their typical level where the sheet names the other sex, both do, or neither does (with at least ${LEAST_READS} reads)`;

export interface SexInput {
  /** genes x samples. */
  counts: Float64Array;
  sizeFactors: Float64Array;
  sheet: readonly ('female' | 'male' | null)[];
  markers: readonly MarkerRows[];
}

/**
 * What the counts say about each sample's sex: normalized Xist and the sum of Y-linked genes, each against its own typical level in
 * the data. With only one of the two in the table, absence of the one stands for the other sex.
 *
 * @returns null when neither is in the table or expressed anywhere
 */
export function checkSex({ counts, sizeFactors, sheet, markers }: SexInput): SexCheck | null {
  const [onX, onY] = ['sex-x', 'sex-y'].map((set) => markers.find((one) => one.set === set));
  const [x, y] = [onX?.rows ?? [], onY?.rows ?? []];
  const [female, male] = [x, y].map((rows) => normalizedSums(rows, counts, sizeFactors));
  let [typicalX, typicalY] = [typicalLevel(female), typicalLevel(male)];
  if (typicalX < XIST_NOISE * typicalY) typicalX = NaN;
  if (typicalY < Y_NOISE * typicalX) typicalY = NaN;
  if (Number.isNaN(typicalX) && Number.isNaN(typicalY)) return null;
  const calls = Array.from(sizeFactors, (factor, j): SexCall => {
    const reads = ((x.length > 0 ? female[j] : 0) + (y.length > 0 ? male[j] : 0)) * factor;
    const expectable =
      (Number.isNaN(typicalX) ? typicalY : Number.isNaN(typicalY) ? typicalX : Math.min(typicalX, typicalY)) * factor;
    if (reads < LEAST_READS && expectable < 2 * LEAST_READS) return 'too-few-reads';
    return callOf(relative(female[j], typicalX), relative(male[j], typicalY));
  });
  return { calls, female, male, femaleGenes: [...(onX?.names ?? [])], maleGenes: [...(onY?.names ?? [])], sheet: [...sheet] };
}

/** Level over its typical one; 0 where the kind is in the table but nowhere expressed, NaN where it is not in the table. */
function relative(level: number, typical: number): number {
  return Number.isNaN(typical) && !Number.isNaN(level) ? 0 : level / typical;
}

/** The sex by levels relative to their typical ones; NaN where a kind is not in the table. */
function callOf(x: number, y: number): SexCall {
  if (Number.isNaN(x)) return y >= EXPRESSED ? 'male' : 'female';
  if (Number.isNaN(y)) return x >= EXPRESSED ? 'female' : 'male';
  if (x >= EXPRESSED && y >= EXPRESSED) return 'mixed';
  return x >= EXPRESSED ? 'female' : y >= EXPRESSED ? 'male' : 'silent';
}

function normalizedSums(rows: readonly number[], counts: Float64Array, sizeFactors: Float64Array): Float64Array {
  const samples = sizeFactors.length;
  if (rows.length === 0) return new Float64Array(samples).fill(NaN);
  return sizeFactors.map((factor, j) => rows.reduce((sum, row) => sum + counts[row * samples + j] / factor, 0));
}

/** Median of the values above half the largest; NaN when the largest is next to nothing. */
function typicalLevel(values: Float64Array): number {
  const [, largest] = knownRange(values);
  if (!(largest >= LEAST_LEVEL)) return NaN;
  const high = values.filter((value) => value > largest / 2).sort();
  return high[high.length >> 1];
}

/** Disagreements between genes and sheet, with what they hint at. */
export function sexFindings(check: SexCheck | null, samples: readonly string[]): QualityFinding[] {
  const base = { check: 'sex', rule: RULE } as const;
  if (check === null) {
    const message =
      'Neither Xist nor a Y-linked gene (Ddx3y, Eif2s3y, Kdm5d, Uty) is in the count table and expressed, so sex was not checked.';
    return [notAssessed(base, message, 'keep genes of the sex chromosomes in the count table')];
  }
  const figures = (j: number): string => {
    const parts = [
      check.femaleGenes.length > 0 ? `Xist ${Math.round(check.female[j])}` : '',
      check.maleGenes.length > 0 ? `Y-linked genes ${Math.round(check.male[j])}` : '',
    ];
    return `${parts.filter((part) => part !== '').join(', ')} normalized counts`;
  };
  const wrong = samples.map((_, j) => isMismatch(check, j));
  const found = samples.flatMap((sample, j): QualityFinding[] => {
    const one = { ...base, level: 'warning', subject: sample, value: check.male[j] / (check.male[j] + check.female[j]) } as const;
    if (wrong[j]) return [{ ...one, ...mismatch(check, samples, wrong, j, figures(j)) }];
    if (check.calls[j] === 'mixed')
      return [
        {
          ...one,
          message: `Sample ${sample} expresses both Xist and Y-linked genes (${figures(j)}): reads of two animals?`,
          mend: 'look for pooled tissue, index hopping or a mix-up at library preparation; leave it out if it is a mixture',
        },
      ];
    if (check.calls[j] === 'silent')
      return [
        {
          ...one,
          message: `Sample ${sample} expresses neither Xist nor Y-linked genes (${figures(j)}).`,
          mend: 'check strain and annotation; a female that lost an X chromosome or the Xist transcript is rare',
        },
      ];
    return [];
  });
  return found.length > 0 ? found : [{ ...base, level: 'pass', subject: '', value: NaN, mend: '', message: agreement(check) }];
}

function isMismatch({ calls, sheet }: SexCheck, j: number): boolean {
  return (calls[j] === 'female' || calls[j] === 'male') && sheet[j] !== null && sheet[j] !== calls[j];
}

function mismatch(
  { calls, sheet }: SexCheck,
  samples: readonly string[],
  wrong: readonly boolean[],
  j: number,
  figures: string,
): { message: string; mend: string } {
  const partners = samples.filter((_, k) => wrong[k] && calls[k] !== calls[j]);
  const swap =
    partners.length > 0
      ? ` It may have been swapped with ${listText(partners)}, which ${partners.length === 1 ? 'is' : 'are'} wrong the other way round.`
      : '';
  return {
    message: `Sample ${samples[j]} is ${sheet[j]} in the animal sheet, but ${calls[j]} by its genes (${figures}): was it swapped?${swap}`,
    mend: `check tube labels and the sheet's row of ${samples[j]}${partners.length > 0 ? ' and of its partner' : ''}; correct the sheet, or leave the sample out if its identity stays unknown`,
  };
}

function agreement({ calls, sheet }: SexCheck): string {
  const counted = (call: SexCall): number => calls.filter((one) => one === call).length;
  const few = counted('too-few-reads');
  const rest = few === 0 ? '' : ` ${few} sample${few === 1 ? ' has' : 's have'} too few reads to tell.`;
  const told = `${counted('female')} female and ${counted('male')} male samples by Xist and Y-linked genes`;
  return sheet.some((sex) => sex !== null)
    ? `Sex by Xist and Y-linked genes agrees with the animal sheet for every sample that could be told (${told}).${rest}`
    : `${told}; the sheet names no sex to compare with.${rest}`;
}
