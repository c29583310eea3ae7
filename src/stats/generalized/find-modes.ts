import { cholesky, choleskyInverse, choleskyLogDeterminant, choleskySolve } from '../linear-algebra/index.ts';
import type { BlockState, LatentProblem } from './latent-blocks.ts';

/** -log f(y | u) + |u|^2 / 2 at given effects; fills the derivatives of the observations. */
export function evaluateBlock(state: BlockState, { family, y, weights }: LatentProblem, u: Float64Array, s: number): number {
  const { block, loadings, fixed, derivatives } = state;
  const { rows, columns } = block;
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    let eta = fixed[i];
    for (let j = 0; j < columns; j++) eta += loadings[i * columns + j] * u[j];
    family.fill(derivatives[i], y[rows[i]], weights[rows[i]], eta, s);
    sum -= derivatives[i].value;
  }
  for (let j = 0; j < columns; j++) sum += 0.5 * u[j] * u[j];
  return sum;
}

/** I + M'WM with W = -(second derivatives), and the gradient u - M'(first derivatives). */
function curvature(state: BlockState, u: Float64Array, floor: boolean): { h: Float64Array; gradient: Float64Array } {
  const { block, loadings, derivatives } = state;
  const { rows, columns } = block;
  const h = new Float64Array(columns * columns);
  const gradient = Float64Array.from(u);
  for (let j = 0; j < columns; j++) h[j * columns + j] = 1;
  for (let i = 0; i < rows.length; i++) {
    const { first, second } = derivatives[i];
    const weight = floor ? Math.max(-second, 0) : -second;
    for (let j = 0; j < columns; j++) {
      const loading = loadings[i * columns + j];
      if (loading === 0) continue;
      gradient[j] -= loading * first;
      for (let k = 0; k <= j; k++) h[j * columns + k] += loading * weight * loadings[i * columns + k];
    }
  }
  for (let j = 0; j < columns; j++) for (let k = 0; k < j; k++) h[k * columns + j] = h[j * columns + k];
  return { h, gradient };
}

/**
 * Moves a block's effects to the mode of their posterior by Newton steps with halving, from where they are; fills the
 * derivatives there and the inverse and determinant of H.
 *
 * @returns false when no mode is found
 */
export function findMode(state: BlockState, problem: LatentProblem, s: number): boolean {
  const { columns } = state.block;
  const { u } = state;
  let value = evaluateBlock(state, problem, u, s);
  if (!Number.isFinite(value)) {
    u.fill(0);
    value = evaluateBlock(state, problem, u, s);
  }
  for (let round = 0; round < 100; round++) {
    const { h, gradient } = curvature(state, u, true);
    const lower = cholesky(h, columns);
    if (lower === undefined || !Number.isFinite(value)) return false;
    const direction = choleskySolve(lower, gradient, columns);
    const size = direction.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    let share = 1;
    let next = u;
    let nextValue = Infinity;
    for (let halving = 0; halving < 40; halving++, share /= 2) {
      next = u.map((one, j) => one - share * direction[j]);
      nextValue = evaluateBlock(state, problem, next, s);
      if (nextValue <= value + 1e-12 * (1 + Math.abs(value))) break;
    }
    if (!(nextValue < Infinity)) return false;
    u.set(next);
    value = nextValue;
    if (size * share < 1e-13 * (1 + u.reduce((most, one) => Math.max(most, Math.abs(one)), 0)) || size < 1e-11) break;
  }
  state.penalized = value;
  const lower = cholesky(curvature(state, u, false).h, columns);
  if (lower === undefined) return false;
  state.logDetH = choleskyLogDeterminant(lower, columns);
  state.inverse.set(choleskyInverse(lower, columns));
  return true;
}
