import { chiSquared, normal } from '../distributions/index.ts';
import { atan, cos, expm1, log, log1p, sin } from '../elementary/index.ts';
import { adjustPvalues } from './adjust.ts';

/** Ways of combining p-values of one hypothesis. */
export type CombineMethod = 'fisher' | 'stouffer' | 'cauchy' | 'simes' | 'tippett';

/**
 * One p-value for the global null hypothesis that all the given ones are null. NaN is left out; NaN of nothing.
 *
 * `fisher`, `stouffer` and `tippett` need independent tests; `simes` holds under positive dependence; `cauchy` under arbitrary
 * dependence, approximately in the tail.
 * Source: Fisher (1932); Stouffer et al. (1949); Liu & Xie (2020), JASA 115:393; Simes (1986); Tippett (1931).
 */
export function combinePvalues(p: ArrayLike<number>, method: CombineMethod): number {
  const values = Array.from(p).filter((value) => value === value);
  const n = values.length;
  if (n === 0) return NaN;
  const sum = (f: (value: number) => number): number => values.reduce((total, value) => total + f(value), 0);
  switch (method) {
    case 'fisher':
      return chiSquared.upper(-2 * sum(log), 2 * n);
    case 'stouffer':
      return normal.upper(sum((value) => normal.quantileUpper(value)) / Math.sqrt(n));
    case 'cauchy':
      return cauchyUpper(sum(cauchyQuantileUpper) / n);
    case 'simes':
      return adjustPvalues(values, 'BH').reduce((least, value) => Math.min(least, value), 1);
    case 'tippett':
      return -expm1(n * log1p(-values.reduce((least, value) => Math.min(least, value), 1)));
  }
}

/** x with P(X > x) = p for the standard Cauchy distribution: cot(pi p), exact for small p. */
function cauchyQuantileUpper(p: number): number {
  return cos(Math.PI * p) / sin(Math.PI * p);
}

function cauchyUpper(x: number): number {
  return x > 1 ? atan(1 / x) / Math.PI : 0.5 - atan(x) / Math.PI;
}
