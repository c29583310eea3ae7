import { log2, mean, pow, sampleVariance, studentTTest, welchTTest } from '../../stats/index.ts';

/** Change of a gene against reference genes between two groups, on the log2 scale. */
export interface RelativeChange {
  /** Per animal: log2 of the quantity relative to the control group's mean (its mean over the control is 0). */
  log2Ratio: Float64Array;
  /** Difference of the group means of log2 ratio. */
  estimate: number;
  standardError: number;
  low: number;
  high: number;
  /** 2^estimate: the geometric mean fold change, and its interval. */
  fold: number;
  foldLow: number;
  foldHigh: number;
  pvalue: number;
  welch: { low: number; high: number; foldLow: number; foldHigh: number; pvalue: number };
}

/**
 * log2 of a gene's quantity relative to reference genes, per animal: sum of log2(E) (mean control cycle - cycle), the references averaged (the
 * geometric mean of their quantities). With E = 2 and one reference this is -ddCt.
 *
 * @param target cycles per animal
 * @param control which animals are controls
 * @param efficiency of the target (2: perfect doubling)
 * Sources: Livak & Schmittgen (2001), Methods 25:402; Pfaffl (2001), Nucleic Acids Res 29:e45; several references: Hellemans et al. (2007).
 */
export function log2RelativeQuantity(
  target: { cycles: Float64Array; efficiency: number },
  references: readonly { cycles: Float64Array; efficiency: number }[],
  control: readonly boolean[],
): Float64Array {
  const quantity = ({ cycles, efficiency }: { cycles: Float64Array; efficiency: number }): Float64Array => {
    const center = mean(cycles.filter((cycle, i) => control[i] && !Number.isNaN(cycle)));
    return cycles.map((cycle) => log2(efficiency) * (center - cycle));
  };
  const own = quantity(target);
  const norm = references.map(quantity);
  return own.map((value, i) => value - norm.reduce((sum, one) => sum + one[i], 0) / norm.length);
}

const UNKNOWN = { low: NaN, high: NaN, pvalue: NaN };

/**
 * Compares groups on the log2 scale, where the cycles are roughly normal; the fold change is 2 to the difference. (The arithmetic mean of
 * 2^-ddCt, often printed, is biased upwards.) Intervals and p are NaN where a group has fewer than two animals with a value, or where no
 * value differs from the mean of its group.
 */
export function relativeChange(log2Ratio: Float64Array, control: readonly boolean[], level = 0.95): RelativeChange {
  const part = (wanted: boolean): Float64Array => log2Ratio.filter((value, i) => control[i] === wanted && !Number.isNaN(value));
  const [treated, untreated] = [part(false), part(true)];
  const varies = Math.min(treated.length, untreated.length) > 1 && sampleVariance(treated) + sampleVariance(untreated) > 0;
  const pooled = varies ? studentTTest(treated, untreated, { level }) : UNKNOWN;
  const welch = varies ? welchTTest(treated, untreated, { level }) : UNKNOWN;
  const estimate = mean(treated) - mean(untreated);
  return {
    log2Ratio,
    estimate,
    standardError: Math.sqrt(sampleVariance(treated) / treated.length + sampleVariance(untreated) / untreated.length),
    low: pooled.low,
    high: pooled.high,
    fold: pow(2, estimate),
    foldLow: pow(2, pooled.low),
    foldHigh: pow(2, pooled.high),
    pvalue: pooled.pvalue,
    welch: {
      low: welch.low,
      high: welch.high,
      foldLow: pow(2, welch.low),
      foldHigh: pow(2, welch.high),
      pvalue: welch.pvalue,
    },
  };
}

/** Standard error that the technical replicates alone would give a dCt. It says how good the pipetting was, nothing about animals. */
export function technicalStandardError(
  target: { sd: number; replicates: number },
  reference: { sd: number; replicates: number },
) {
  return Math.sqrt((target.sd * target.sd) / target.replicates + (reference.sd * reference.sd) / reference.replicates);
}
