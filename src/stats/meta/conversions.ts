import { normal, studentT } from '../distributions/index.ts';

/** Standard deviation from a standard error of the mean. */
export function sdFromSem(sem: number, n: number): number {
  return sem * Math.sqrt(n);
}

/** Cohen's d from a two-sample t. */
export function dFromT(t: number, n1: number, n2: number): number {
  return t * Math.sqrt(1 / n1 + 1 / n2);
}

/** |d| from an F with one numerator degree of freedom. */
export function dFromF(f: number, n1: number, n2: number): number {
  return dFromT(Math.sqrt(f), n1, n2);
}

/** |t| and |d| from a two-sided p of a two-sample t-test. */
export function dFromP(p: number, n1: number, n2: number): { t: number; d: number } {
  const t = studentT.quantileUpper(p / 2, n1 + n2 - 2);
  return { t, d: dFromT(t, n1, n2) };
}

/** Mean and SD from median and quartiles of n values from a normal distribution (Wan et al. 2014, scenario C3). */
export function fromQuartiles(median: number, q1: number, q3: number, n: number): { mean: number; sd: number } {
  const width = 2 * normal.quantile((0.75 * n - 0.125) / (n + 0.25));
  return { mean: (q1 + median + q3) / 3, sd: (q3 - q1) / width };
}

/** SD from the range of n values from a normal distribution (Wan et al. 2014, scenario C1). */
export function sdFromRange(low: number, high: number, n: number): number {
  return (high - low) / (2 * normal.quantile((n - 0.375) / (n + 0.25)));
}

/** Log odds ratio from a standardized mean difference: g pi / sqrt(3) (Hasselblad & Hedges 1995). */
export function logOddsRatioFromG(g: number): number {
  return (g * Math.PI) / Math.sqrt(3);
}

/** Correlation from a standardized mean difference: d / sqrt(d^2 + a), a = (n1 + n2)^2 / (n1 n2). */
export function correlationFromG(g: number, n1: number, n2: number): number {
  const total = n1 + n2;
  return g / Math.sqrt(g * g + (total * total) / (n1 * n2));
}

/** Probability that a treated animal exceeds a control (common-language effect size) for normal groups. */
export function probabilityOfSuperiority(d: number): number {
  return normal.lower(d / Math.SQRT2);
}
