import { studentT } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { leastSquares } from '../linear/index.ts';
import { cholesky, choleskyInverse, choleskySolve, crossProduct, transposedMatrixVector } from '../linear-algebra/index.ts';

/** A curve y = f(x; parameters) with its derivatives. */
export interface Curve {
  readonly parameters: readonly string[];
  /** The value at x, the derivatives by the parameters being put into `gradient`. */
  value(x: number, parameters: Float64Array, gradient: Float64Array): number;
}

export interface CurveParameter {
  term: string;
  estimate: number;
  se: number;
  statistic: number;
  pvalue: number;
}

export interface CurveFit {
  parameters: CurveParameter[];
  /** p x p. */
  covariance: Float64Array;
  sigma: number;
  residualDf: number;
  residualSumOfSquares: number;
  logLik: number;
  aic: number;
  fitted: Float64Array;
  residuals: Float64Array;
}

interface Linearized {
  residuals: Float64Array;
  jacobian: Float64Array;
  sumOfSquares: number;
}

function linearize(curve: Curve, x: Float64Array, y: Float64Array, point: Float64Array): Linearized {
  const p = point.length;
  const jacobian = new Float64Array(x.length * p);
  let sumOfSquares = 0;
  const residuals = x.map((one, i) => {
    const residual = y[i] - curve.value(one, point, jacobian.subarray(i * p, (i + 1) * p));
    sumOfSquares += residual * residual;
    return residual;
  });
  return { residuals, jacobian, sumOfSquares };
}

/** Marquardt's step: the normal equations with their diagonal raised. */
function dampedStep({ jacobian, residuals }: Linearized, n: number, p: number, damping: number): Float64Array | undefined {
  const normal = crossProduct(jacobian, n, p);
  for (let j = 0; j < p; j++) normal[j * p + j] *= 1 + damping;
  const root = cholesky(normal, p);
  return root && choleskySolve(root, transposedMatrixVector(jacobian, residuals, n, p), p);
}

/**
 * Minimizes the sum of squares from a start: Levenberg-Marquardt far away, Gauss-Newton by QR to full precision near the minimum.
 *
 * @throws RangeError when the minimum is not reached or does not determine the parameters
 */
export function minimizeSquares(
  curve: Curve,
  x: Float64Array,
  y: Float64Array,
  start: Float64Array,
): { point: Float64Array } & Linearized {
  const [n, p] = [x.length, start.length];
  let point = start;
  let here = linearize(curve, x, y, point);
  let damping = 1e-3;
  for (let round = 0; round < 500; round++) {
    const step = dampedStep(here, n, p, damping);
    const next = step && point.map((one, j) => one + step[j]);
    const there = next && linearize(curve, x, y, next);
    if (next === undefined || there === undefined || !(there.sumOfSquares <= here.sumOfSquares)) {
      damping *= 10;
      if (damping > 1e12) break;
      continue;
    }
    const gained = here.sumOfSquares - there.sumOfSquares;
    [point, here] = [next, there];
    if (gained <= 1e-10 * here.sumOfSquares) break;
    damping = Math.max(1e-12, damping / 10);
  }
  for (let round = 0; round < 20; round++) {
    const { coefficients, qr } = leastSquares(here.jacobian, n, p, here.residuals, 1e-12);
    if (qr.rank < p) throw new RangeError('the data do not determine every parameter of the curve: use a simpler one');
    const next = point.map((one, j) => one + coefficients[j]);
    const there = linearize(curve, x, y, next);
    if (!(there.sumOfSquares <= here.sumOfSquares * (1 + 1e-9))) break;
    const moved = coefficients.reduce((most, one, j) => Math.max(most, Math.abs(one) / (Math.abs(next[j]) + 1e-12)), 0);
    [point, here] = [next, there];
    if (moved < 1e-13) break;
  }
  return { point, ...here };
}

/** Relative slope of the residuals along the curve's tangent plane: 0 at the minimum. */
function tangentShare({ residuals, jacobian, sumOfSquares }: Linearized, n: number, p: number): number {
  const { residualSumOfSquares } = leastSquares(jacobian, n, p, residuals, 1e-12);
  return Math.sqrt(Math.max(0, sumOfSquares - residualSumOfSquares) / Math.max(sumOfSquares, 1e-300));
}

/**
 * Nonlinear least squares, as R's `nls`: estimates at the exact minimum, standard errors from the tangent plane.
 *
 * @param start starting values in the order of the curve's parameters
 * @throws RangeError when there are not more values than parameters, none is determined, or no minimum is found
 */
export function fitCurve(curve: Curve, x: ArrayLike<number>, y: ArrayLike<number>, start: Float64Array): CurveFit {
  const [n, p] = [x.length, start.length];
  if (y.length !== n || n <= p) throw new RangeError(`a curve of ${p} parameters needs more than ${p} values, not ${n}`);
  const best = minimizeSquares(curve, Float64Array.from(x), Float64Array.from(y), start);
  if (!(best.sumOfSquares < Infinity)) throw new RangeError('the curve has no value at the start given');
  if (tangentShare(best, n, p) > 1e-5)
    throw new RangeError(
      `no curve of this kind fits best: the search ended at ${curve.parameters.map((name, j) => `${name} = ${best.point[j]}`).join(', ')}`,
    );
  const residualDf = n - p;
  const variance = best.sumOfSquares / residualDf;
  const root = cholesky(crossProduct(best.jacobian, n, p), p) ?? new Float64Array(p * p).fill(NaN);
  const covariance = choleskyInverse(root, p).map((one) => one * variance);
  const logLik = (-n / 2) * (log(2 * Math.PI) + 1 + log(best.sumOfSquares / n));
  return {
    parameters: curve.parameters.map((term, j) => {
      const se = Math.sqrt(covariance[j * p + j]);
      const statistic = best.point[j] / se;
      return { term, estimate: best.point[j], se, statistic, pvalue: 2 * studentT.upper(Math.abs(statistic), residualDf) };
    }),
    covariance,
    sigma: Math.sqrt(variance),
    residualDf,
    residualSumOfSquares: best.sumOfSquares,
    logLik,
    aic: -2 * logLik + 2 * (p + 1),
    fitted: best.residuals.map((one, i) => y[i] - one),
    residuals: best.residuals,
  };
}

/** The curve with one parameter held at a value. */
function withFixed(curve: Curve, fixed: number, value: number): Curve {
  const whole = new Float64Array(curve.parameters.length);
  const slopes = new Float64Array(curve.parameters.length);
  return {
    parameters: curve.parameters.filter((_, j) => j !== fixed),
    value: (x, parameters, gradient) => {
      for (let j = 0, k = 0; j < whole.length; j++) whole[j] = j === fixed ? value : parameters[k++];
      const result = curve.value(x, whole, slopes);
      for (let j = 0, k = 0; j < whole.length; j++) if (j !== fixed) gradient[k++] = slopes[j];
      return result;
    },
  };
}

/**
 * Profile-t limits of one parameter (Bates & Watts 1988): where the sum of squares minimized over the others has risen by t^2 sigma^2. Infinite on
 * a side on which it never rises so far.
 */
export function profileInterval(
  curve: Curve,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  fit: CurveFit,
  parameter: number,
  level = 0.95,
): { low: number; high: number } {
  const [xs, ys] = [Float64Array.from(x), Float64Array.from(y)];
  const t = studentT.quantileUpper((1 - level) / 2, fit.residualDf);
  const bar = fit.residualSumOfSquares + t * t * fit.sigma * fit.sigma;
  const { estimate, se } = fit.parameters[parameter];
  const limit = (sign: 1 | -1): number => {
    let start: Float64Array = Float64Array.from(
      fit.parameters.filter((_, j) => j !== parameter),
      (one) => one.estimate,
    );
    const excess = (distance: number): number => {
      const best = minimizeSquares(withFixed(curve, parameter, estimate + sign * distance), xs, ys, start);
      start = best.point;
      return best.sumOfSquares - bar;
    };
    let [low, high] = [0, t * se];
    while (excess(high) < 0) {
      [low, high] = [high, 1.5 * high];
      if (high > 1e6 * t * se) return sign * Infinity;
    }
    for (let round = 0; round < 60 && high - low > 1e-10 * high; round++) {
      const middle = (low + high) / 2;
      if (excess(middle) < 0) low = middle;
      else high = middle;
    }
    return estimate + (sign * (low + high)) / 2;
  };
  return { low: limit(-1), high: limit(1) };
}
