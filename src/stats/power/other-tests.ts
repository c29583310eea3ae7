import { chiSquared, noncentralChiSquared, normal, studentT } from '../distributions/index.ts';
import { atanh } from '../elementary/index.ts';
import { sampleSizeFor } from './sample-size.ts';

/** Power of a chi-squared test with effect size w (Cohen) and N observations. */
export function chiSquaredPower(w: number, n: number, df: number, alpha = 0.05): number {
  return noncentralChiSquared.upper(chiSquared.quantileUpper(alpha, df), df, n * w * w);
}

/** The correlation of n pairs that is just significant at two-sided level alpha. */
export function criticalCorrelation(n: number, alpha = 0.05): number {
  const t = studentT.quantileUpper(alpha / 2, n - 2);
  return t / Math.sqrt(n - 2 + t * t);
}

/**
 * Power of the two-sided test of a correlation of n pairs, on Fisher's scale with its bias r / (2 (n - 1)): accurate to about
 * 0.002.
 * Source: Cohen (1988), section 3.3, as R's pwr.
 */
export function correlationPower(r: number, n: number, alpha = 0.05): number {
  if (!(n > 3)) return NaN;
  const size = Math.abs(r);
  const expected = atanh(size) + size / (2 * (n - 1));
  const critical = atanh(criticalCorrelation(n, alpha));
  const scale = Math.sqrt(n - 3);
  return normal.upper((critical - expected) * scale) + normal.lower((-critical - expected) * scale);
}

/** Pairs for the wanted power, a real number to be rounded up. */
export function correlationSampleSize(power: number, r: number, alpha = 0.05): number {
  return sampleSizeFor((n) => correlationPower(r, n, alpha), power, 4);
}

/**
 * Power of the comparison of two proportions with n units in each group, by the normal approximation with pooled variance under
 * the null; counts the far tail only, as R's power.prop.test.
 * Source: Fleiss (1981).
 */
export function proportionsPower(n: number, p1: number, p2: number, alpha = 0.05): number {
  const pooled = (p1 + p2) / 2;
  const underNull = normal.quantileUpper(alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled));
  return normal.lower((Math.sqrt(n) * Math.abs(p1 - p2) - underNull) / Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2)));
}

/** The same on the arcsine scale with Cohen's h (see `cohensH`), both tails counted. */
export function arcsineProportionsPower(n: number, h: number, alpha = 0.05): number {
  const critical = normal.quantileUpper(alpha / 2);
  const shift = Math.abs(h) * Math.sqrt(n / 2);
  return normal.upper(critical - shift) + normal.lower(-critical - shift);
}

/**
 * The smallest two-sided p an exact rank-sum test of n against m values can give: 2 / C(n + m, n). Above alpha, the test cannot
 * succeed.
 */
export function smallestRankSumP(n: number, m: number): number {
  let splits = 1;
  for (let i = 1; i <= n; i++) splits = (splits * (m + i)) / i;
  return Math.min(1, 2 / splits);
}
