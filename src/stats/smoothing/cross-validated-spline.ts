import { log2, pow } from '../elementary/index.ts';
import { goldenMinimum } from '../optimization/index.ts';
import { basisValues, type CubicBasis, cubicBasis, curvatureBands, intervalOf } from './cubic-basis.ts';

/** Range, accuracy and relative accuracy of the search for the smoothing parameter (R's defaults). */
const SEARCH = { low: -1.5, high: 1.5, tolerance: 1e-4, relative: 2e-8 };

/**
 * Cubic smoothing spline through many points whose penalty minimizes generalized cross-validation, on fewer knots than points, as
 * R's `smooth.spline(x, y)`: knots, search and its stopping point are the same.
 *
 * @param x strictly ascending
 * @param y as many values
 * @returns the spline within the range of x
 * Source: Green & Silverman (1994), section 3; Hastie & Tibshirani (1990), section 2.10.
 */
export function crossValidatedSpline(x: Float64Array, y: Float64Array): (at: number) => number {
  const n = x.length;
  const origin = x[0];
  const range = x[n - 1] - origin;
  const scaled = x.map((one) => (one - origin) / range);
  const count = knotCount(n);
  const inner = Float64Array.from({ length: count }, (_, i) => scaled[Math.floor((i * (n - 1)) / (count - 1) + 1e-9)]);
  const basis = cubicBasis(inner);
  const system = normalEquations(basis, scaled, y);
  const { last } = goldenMinimum(
    (parameter) => system.criterion(parameter),
    SEARCH.low,
    SEARCH.high,
    SEARCH.tolerance,
    SEARCH.relative,
  );
  // R keeps the coefficients of the evaluation made last, which need not be the best by a hair
  system.criterion(last);
  const { coefficients } = system;
  const values = new Float64Array(4);
  return (at) => {
    const place = (at - origin) / range;
    const i = intervalOf(basis, place);
    basisValues(basis, i, place, values);
    let sum = 0;
    for (let r = 0; r < 4; r++) sum += values[r] * coefficients[i - 3 + r];
    return sum;
  };
}

/** How many of n points become knots: all below 50, 50 to 200 beyond. */
function knotCount(n: number): number {
  if (n < 50) return n;
  const between = (a: number, b: number, share: number): number => Math.floor(pow(2, log2(a) + (log2(b) - log2(a)) * share));
  if (n < 200) return between(50, 100, (n - 50) / 150);
  if (n < 800) return between(100, 140, (n - 200) / 600);
  if (n < 3200) return between(140, 200, (n - 800) / 2400);
  return Math.floor(200 + pow(n - 3200, 0.2));
}

/** Penalized normal equations of the points, solved anew for each smoothing parameter. */
interface PenalizedSystem {
  /** Generalized cross-validation at a smoothing parameter (R's `spar`); leaves the coefficients behind. */
  criterion(parameter: number): number;
  readonly coefficients: Float64Array;
}

function normalEquations(basis: CubicBasis, x: Float64Array, y: Float64Array): PenalizedSystem {
  const { size } = basis;
  const n = x.length;
  const intervals = Int32Array.from(x, (one) => intervalOf(basis, one));
  const values = new Float64Array(4 * n);
  const cross = new Float64Array(4 * size);
  const score = new Float64Array(size);
  for (let k = 0; k < n; k++) {
    const own = values.subarray(4 * k, 4 * k + 4);
    basisValues(basis, intervals[k], x[k], own);
    for (let r = 0; r < 4; r++) {
      const j = intervals[k] - 3 + r;
      score[j] += own[r] * y[k];
      for (let s = r; s < 4; s++) cross[j + (s - r) * size] += own[r] * own[s];
    }
  }
  const curvature = curvatureBands(basis);
  let [fit, bend] = [0, 0];
  for (let j = 2; j < size - 3; j++) {
    fit += cross[j];
    bend += curvature[j];
  }
  const ratio = fit / bend;
  const factor = new Float64Array(4 * size);
  const inverse = new Float64Array(4 * size);
  const coefficients = new Float64Array(size);
  const criterion = (parameter: number): number => {
    const penalty = ratio * pow(256, 3 * parameter - 1);
    for (let i = 0; i < factor.length; i++) factor[i] = cross[i] + penalty * curvature[i];
    factorBands(factor, size);
    coefficients.set(score);
    solveBands(factor, size, coefficients);
    invertBands(factor, size, inverse);
    let [rss, df] = [0, 0];
    for (let k = 0; k < n; k++) {
      const start = intervals[k] - 3;
      let [fitted, leverage] = [0, 0];
      for (let r = 0; r < 4; r++) {
        const value = values[4 * k + r];
        fitted += value * coefficients[start + r];
        leverage += value * value * inverse[start + r];
        for (let s = r + 1; s < 4; s++) leverage += 2 * value * values[4 * k + s] * inverse[start + r + (s - r) * size];
      }
      rss += (y[k] - fitted) * (y[k] - fitted);
      df += leverage;
    }
    return rss / n / ((1 - df / n) * (1 - df / n));
  };
  return { criterion, coefficients };
}

/** Cholesky U'U of a symmetric matrix given by its diagonal and three bands, in place. */
function factorBands(bands: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let band = 0; band <= Math.min(3, size - 1 - j); band++) {
      let sum = bands[j + band * size];
      for (let k = Math.max(0, j + band - 3); k < j; k++) sum -= bands[k + (j - k) * size] * bands[k + (j + band - k) * size];
      bands[j + band * size] = band === 0 ? Math.sqrt(sum) : sum / bands[j];
    }
  }
}

function solveBands(factor: Float64Array, size: number, rhs: Float64Array): void {
  for (let j = 0; j < size; j++) {
    for (let k = Math.max(0, j - 3); k < j; k++) rhs[j] -= factor[k + (j - k) * size] * rhs[k];
    rhs[j] /= factor[j];
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let band = 1; band <= Math.min(3, size - 1 - j); band++) rhs[j] -= factor[j + band * size] * rhs[j + band];
    rhs[j] /= factor[j];
  }
}

/** Diagonal and three bands of the inverse, from the last row up (Hutchinson & de Hoog 1985). */
function invertBands(factor: Float64Array, size: number, inverse: Float64Array): void {
  const at = (i: number, j: number): number => (i < j ? i + (j - i) * size : j + (i - j) * size);
  for (let j = size - 1; j >= 0; j--) {
    const most = Math.min(3, size - 1 - j);
    for (let band = most; band >= 0; band--) {
      const i = j + band;
      let sum = band === 0 ? 1 / factor[j] : 0;
      for (let k = 1; k <= most; k++) sum -= factor[j + k * size] * inverse[at(j + k, i)];
      inverse[at(j, i)] = sum / factor[j];
    }
  }
}
