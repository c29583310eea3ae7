import { normal, studentT } from '../distributions/index.ts';
import { meanOverScale } from '../distributions/scale-mixture.ts';
import { expm1, log1p, pow } from '../elementary/index.ts';
import { twoSidedP } from '../linear/index.ts';

const REACH = 9;

/** P(range > w) of a number of standard normals that need not be whole, by the trapezoid rule over the place of the largest. */
function rangeUpper(w: number, groups: number): number {
  const step = Math.min(0.25, 0.7 / Math.sqrt(groups));
  let sum = 0;
  for (let z = -REACH; z <= REACH; z += step) {
    const inside = normal.lower(z) - normal.lower(z - w);
    if (inside > 0) sum += normal.density(z) * pow(inside, groups - 1);
  }
  return Math.max(0, 1 - groups * step * sum);
}

/**
 * Tail of emmeans' `dunnettx`, an approximation to the distribution of k comparisons with a control that needs no correlations: a mix with
 * weights (k - 1)/k and 1/k of the studentized range of as many means as have k pairs, and of k independent tests.
 */
export function dunnettxUpper(t: number, k: number, df: number): number {
  if (!(t > 0)) return 1;
  const groups = (1 + Math.sqrt(1 + 8 * k)) / 2;
  const range = meanOverScale((s) => rangeUpper(Math.SQRT2 * t * s, groups), df, t);
  const independent = -expm1(k * log1p(-twoSidedP(t, df)));
  return Math.min(1, ((k - 1) / k) * range + independent / k);
}

/** The t whose tail is alpha, by bisection between the limits of one comparison and of Bonferroni. */
export function dunnettxCritical(alpha: number, k: number, df: number): number {
  const single = (p: number): number => (df === Infinity ? normal.quantileUpper(p / 2) : studentT.quantileUpper(p / 2, df));
  let low = single(alpha);
  let high = single(alpha / k);
  for (let step = 0; step < 60 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (dunnettxUpper(middle, k, df) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
