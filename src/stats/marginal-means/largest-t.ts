import { dunnett, meanOverScale, normal } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { cholesky } from '../linear-algebra/index.ts';
import { findRoot } from '../optimization/index.ts';
import { chebyshevInterpolant, gaussLegendre } from '../special/index.ts';
import { factorOf, type MaximumT, radialTail, sampledSizes } from './multivariate-t.ts';
import { productLoadings } from './product-loadings.ts';

/** Statistics up to which the normal probabilities are integrated one inside the other. */
const NESTED = 4;
const NODES = gaussLegendre(28);
const PIECES = 50;
/** Critical values up to which the normal tail is tabulated; beyond it there is nothing left that counts. */
const TOP = 12;
/** Below this a standard normal has no mass that counts. */
const BOTTOM = -8;

/**
 * P(some of k standard normals with Cholesky factor L exceeds c), as the sum over the first that does: normals are taken one after another
 * given the earlier ones, so that every term is positive and no tail is a difference.
 */
function normalUpper(factor: Float64Array, k: number, c: number): number {
  const z = new Float64Array(k);
  const from = (level: number): number => {
    let mean = 0;
    for (let j = 0; j < level; j++) mean += factor[level * k + j] * z[j];
    const limit = (c - mean) / factor[level * k + level];
    const above = normal.upper(limit);
    if (level === k - 1 || limit <= BOTTOM) return above;
    const width = Math.min(limit, -BOTTOM) - BOTTOM;
    let sum = 0;
    NODES.nodes.forEach((node, i) => {
      z[level] = BOTTOM + width * node;
      sum += NODES.weights[i] * normal.density(z[level]) * from(level + 1);
    });
    return above + width * sum;
  };
  return from(0);
}

/** The t tail from the normal one, whose logarithm is tabulated first. */
function tabulatedTail(upper: (c: number) => number): (c: number, df: number) => number {
  const logTail = chebyshevInterpolant((c) => log(upper(c)), 0, TOP, PIECES);
  return (c, df) => meanOverScale((s) => exp(logTail(Math.min(TOP, c * s))), df, c);
}

function tailFunction(
  correlation: Float64Array,
  k: number,
  seed: number,
): { tail: (c: number, df: number) => number; exact: boolean } {
  const loadings = k > 2 ? productLoadings(correlation, k) : undefined;
  if (loadings !== undefined) return { tail: (c, df) => dunnett.upper(c, df, loadings, 'one'), exact: true };
  const factor = k <= NESTED ? cholesky(correlation, k) : undefined;
  if (factor?.every((one, at) => at % (k + 1) !== 0 || one > 1e-5))
    return { tail: tabulatedTail((c) => normalUpper(factor, k, c)), exact: true };
  const { rows, rank } = factorOf(correlation, k);
  const sizes = sampledSizes(rows, k, rank, seed, true);
  const tail = (c: number, df: number): number =>
    sizes.reduce((sum, size) => sum + radialTail(c, size, rank, df), 0) / sizes.length;
  return { tail, exact: false };
}

/**
 * The distribution of the largest of k correlated t statistics with common degrees of freedom (one-sided; `maximumT` is the two-sided one), for
 * positive critical values: by Dunnett's quadrature for product correlations, nested quadrature up to four statistics, seeded lattices beyond.
 *
 * @param correlation k×k row-major, may be singular
 * @throws RangeError for quantiles above one half, where the largest statistic need not be positive
 */
export function largestT(correlation: Float64Array, k: number, seed = 1): MaximumT {
  const { tail, exact } = tailFunction(correlation, k, seed);
  const upper = (c: number, df: number): number => Math.min(1, tail(Math.max(c, 1e-6), df));
  const quantileUpper = (p: number, df: number): number => {
    if (!(p > 0 && p <= 0.5)) throw new RangeError('one-sided critical values are for error rates of at most one half');
    return exp(findRoot((c) => log(upper(exp(c), df)) - log(p), log(1e-3), log(1e4)));
  };
  return { upper, quantileUpper, exact };
}
