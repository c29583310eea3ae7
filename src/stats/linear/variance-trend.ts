import { quantileOfSorted, sorted } from '../descriptive/index.ts';
import { exp, log } from '../elementary/index.ts';
import { digamma } from '../special/index.ts';
import { fitInPlace, orthogonalFit } from './orthogonal-fit.ts';
import { centeredLogVariances, fitVariancePrior, liftedVariances, trigammaInverse, usableVariances } from './variance-prior.ts';

/** A prior of many variances whose location may follow a covariate. */
export interface TrendedPrior {
  df: number;
  /** Location per variance. */
  variances: Float64Array;
}

/**
 * Fits the prior of sample variances with a location that follows a covariate: ln s² is regressed on a natural cubic spline
 * (4 degrees of freedom from 30 variances on, 3 from 6, 2 from 3), the rest is as in {@link fitVariancePrior}. As limma's
 * `fitFDist` with covariate (Sartor et al. 2006; Law et al. 2014).
 *
 * @param covariate one finite value per variance, usually the mean log expression; null for no trend
 */
export function fitVarianceTrend(
  variances: ArrayLike<number>,
  df: number | ArrayLike<number>,
  covariate: Float64Array | null,
): TrendedPrior {
  const { kept, keptDf, rows } = usableVariances(variances, df);
  const n = kept.length;
  const at = covariate === null ? new Float64Array() : Float64Array.from(rows, (i) => covariate[i]);
  const columns = Math.min(1 + (n >= 3 ? 1 : 0) + (n >= 6 ? 1 : 0) + (n >= 30 ? 1 : 0), new Set(at).size);
  if (covariate === null || columns < 2) {
    const prior = fitVariancePrior(variances, df);
    return { df: prior.df, variances: new Float64Array(variances.length).fill(prior.variance) };
  }
  const { values, noise } = centeredLogVariances(liftedVariances(kept), keptDf);
  const basis = naturalSplineBasis(at, columns);
  const room = orthogonalFit(n, columns);
  for (let i = 0; i < n; i++) for (let k = 0; k < columns; k++) room.columns[k * n + i] = basis(at[i], k);
  room.response.set(values);
  const rest = fitInPlace(room);
  const excess = rest / (n - columns) - noise;
  const prior = excess > 0 ? 2 * trigammaInverse(excess) : Infinity;
  const shift = excess > 0 ? digamma(prior / 2) - log(prior / 2) : 0;
  const locations = covariate.map((x) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += basis(x, k) * room.coefficients[k];
    return exp(sum + shift);
  });
  return { df: prior, variances: locations };
}

/**
 * Basis of the natural cubic splines with knots at equally spaced quantiles, the outer ones at the ends of the data
 * (Hastie, Tibshirani & Friedman 2009, equations 5.4 and 5.5); linear outside. The same space as R's `ns(df, intercept)`.
 */
function naturalSplineBasis(x: Float64Array, columns: number): (x: number, k: number) => number {
  const ascending = sorted(x);
  const [low, width] = [ascending[0], ascending[ascending.length - 1] - ascending[0]];
  const last = columns - 1;
  const knots = Float64Array.from({ length: columns }, (_, k) => (quantileOfSorted(ascending, k / last) - low) / width);
  const cube = (t: number): number => (t > 0 ? t * t * t : 0);
  const slope = (t: number, k: number): number => (cube(t - knots[k]) - cube(t - knots[last])) / (knots[last] - knots[k]);
  return (at, k) => {
    const t = (at - low) / width;
    if (k === 0) return 1;
    return k === 1 ? t : slope(t, k - 2) - slope(t, last - 1);
  };
}
