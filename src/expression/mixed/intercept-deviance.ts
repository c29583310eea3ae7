import { log } from '../../stats/index.ts';
import type { InterceptRoom } from './intercept-design.ts';

/** The profiled deviance (but for a constant), restricted or not, at a ratio of variances, with its derivatives by the ratio. */
export interface DevianceAt {
  value: number;
  slope: number;
  curvature: number;
  /** Weighted squares of the residual, r'V^-1 r, and derivatives; V for residual variance 1. */
  squares: number;
  squaresSlope: number;
  squaresCurvature: number;
  /** Second derivative of ln |V|, and of ln |X'V^-1 X| where restricted. */
  determinantCurvature: number;
}

/** One object, reused. */
const answer: DevianceAt = {
  value: 0,
  slope: 0,
  curvature: 0,
  squares: 0,
  squaresSlope: 0,
  squaresCurvature: 0,
  determinantCurvature: 0,
};

/**
 * The deviance at group variance / residual variance = `ratio`. In every group V^-1 takes off c = ratio / (1 + ratio s) times the
 * product of the group's sums with themselves, s being its sum of weights, so that an evaluation costs groups x columns² steps.
 * Leaves the Cholesky factor of (X y)'V^-1(X y) in `room.factor`. The answer is overwritten by the next call.
 */
export function devianceAt(room: InterceptRoom, ratio: number): DevianceAt {
  const { design, sizes, sums, products, factor, first, second } = room;
  const { columns: p, groupCount, samples } = design;
  const { restricted } = room;
  const width = p + 1;
  factor.set(products);
  first.fill(0);
  second.fill(0);
  let [logs, logSlope, logCurvature] = [0, 0, 0];
  for (let g = 0; g < groupCount; g++) {
    const size = sizes[g];
    const shrink = 1 / (1 + ratio * size);
    const [c, d1, d2] = [ratio * shrink, shrink * shrink, 2 * size * shrink * shrink * shrink];
    logs += log(1 + ratio * size);
    logSlope += size * shrink;
    logCurvature -= size * size * shrink * shrink;
    for (let k = 0; k < width; k++) {
      const left = sums[g * width + k];
      for (let l = 0; l <= k; l++) {
        const product = left * sums[g * width + l];
        factor[k * width + l] -= c * product;
        first[k * width + l] -= d1 * product;
        second[k * width + l] += d2 * product;
      }
    }
  }
  factorize(factor, width);
  whiten(first, factor, width, room.scratch);
  whiten(second, factor, width, room.scratch);
  for (let k = 0; restricted && k < p; k++) {
    logs += 2 * log(factor[k * width + k]);
    logSlope += first[k * width + k];
    logCurvature += second[k * width + k];
    for (let l = 0; l < p; l++) logCurvature -= first[k * width + l] * first[k * width + l];
  }
  const last = p * width + p;
  const squares = factor[last] * factor[last];
  let crossed = second[last];
  for (let k = 0; k < p; k++) crossed -= 2 * first[p * width + k] * first[p * width + k];
  const relative = first[last];
  const df = restricted ? samples - p : samples;
  answer.value = logs + df * log(squares);
  answer.slope = logSlope + df * relative;
  answer.curvature = logCurvature + df * (crossed - relative * relative);
  answer.squares = squares;
  answer.squaresSlope = squares * relative;
  answer.squaresCurvature = squares * crossed;
  answer.determinantCurvature = logCurvature;
  return answer;
}

/** Cholesky of the lower triangle in place. A response without residual variation ends in a factor of 0. */
function factorize(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 0)) : sum / a[j * n + j];
    }
  }
}

/** L^-1 A L^-T of a symmetric matrix given by its lower triangle, in place, both triangles. */
function whiten(a: Float64Array, factor: Float64Array, n: number, half: Float64Array): void {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i];
  solveRows(factor, a, half, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] = half[j * n + i];
  solveRows(factor, a, half, n);
  a.set(half.subarray(0, n * n));
}

/** L^-1 A. */
function solveRows(factor: Float64Array, a: Float64Array, out: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < i; k++) sum -= factor[i * n + k] * out[k * n + j];
      out[i * n + j] = sum / factor[i * n + i];
    }
  }
}
