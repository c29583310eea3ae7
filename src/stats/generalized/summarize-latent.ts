import { cholesky, choleskyInverse } from '../linear-algebra/index.ts';
import {
  type FactorPattern,
  factorsAt,
  lowerFactor,
  type MixedTerm,
  type RandomEffects,
  termComponents,
  type VarianceComponent,
} from '../mixed/index.ts';
import type { BlockState } from './latent-blocks.ts';

/** Standard deviations below this (on the scale of the linear predictor) are at the boundary. */
const ZERO = 1e-5;

/** Factors at an optimum, the variances they mean in the user's covariates, and variables that stand at zero. */
export function componentSummary(
  terms: readonly MixedTerm[],
  pattern: FactorPattern,
  point: Float64Array,
): { factors: Float64Array[]; components: VarianceComponent[]; singular: boolean; zero: number[] } {
  const factors = factorsAt(pattern, point);
  const user = terms.map(({ transform, effects }, t) => {
    const width = effects.length;
    const product = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++)
        for (let k = i; k < width; k++) product[i * width + j] += transform[i * width + k] * factors[t][k * width + j];
    return lowerFactor(product, width, width);
  });
  const zero = pattern.entries.filter(({ row, column, variable }) => row === column && Math.abs(point[variable]) < ZERO);
  return {
    factors,
    components: termComponents(terms, user, 1),
    singular: zero.length > 0,
    zero: zero.map((entry) => entry.variable),
  };
}

/**
 * Inverse of the Hessian of -log L with some variables held (those at the boundary, where the likelihood is even and they
 * carry no information about the others); rows and columns of held ones are NaN.
 */
export function coefficientCovariance(hessian: Float64Array, count: number, held: readonly number[]): Float64Array {
  const free = Array.from({ length: count }, (_, k) => k).filter((k) => !held.includes(k));
  const size = free.length;
  const small = Float64Array.from(
    { length: size * size },
    (_, i) => hessian[free[Math.floor(i / size)] * count + free[i % size]],
  );
  const lower = cholesky(small, size);
  const out = new Float64Array(count * count).fill(NaN);
  if (lower === undefined) return out;
  const inverse = choleskyInverse(lower, size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) out[free[i] * count + free[j]] = inverse[i * size + j];
  return out;
}

/** Random effects at the modes with their conditional standard deviations, and the linear predictor there. */
export function predictedEffects(
  terms: readonly MixedTerm[],
  states: readonly BlockState[],
  factors: readonly Float64Array[],
): { effects: RandomEffects[]; eta: Float64Array } {
  const n = states.reduce((sum, { block }) => sum + block.rows.length, 0);
  const eta = new Float64Array(n);
  const effects = terms.map(({ label, group, levels, effects: names }) => {
    const values = new Float64Array(levels.length * names.length);
    return { label, group, levels, effects: names, values, sd: new Float64Array(values.length) };
  });
  for (const { block, u, loadings, fixed, inverse } of states) {
    const { rows, columns } = block;
    rows.forEach((row, i) => {
      eta[row] = fixed[i];
      for (let j = 0; j < columns; j++) eta[row] += loadings[i * columns + j] * u[j];
    });
    terms.forEach(({ transform, effects: names }, t) => {
      const width = names.length;
      const map = new Float64Array(width * width);
      for (let a = 0; a < width; a++)
        for (let b = 0; b < width; b++)
          for (let k = a; k < width; k++) map[a * width + b] += transform[a * width + k] * factors[t][k * width + b];
      block.levels[t].forEach((level, position) => {
        const start = block.starts[t][position];
        for (let a = 0; a < width; a++) {
          let variance = 0;
          for (let b = 0; b < width; b++) {
            effects[t].values[level * width + a] += map[a * width + b] * u[start + b];
            for (let c = 0; c < width; c++)
              variance += map[a * width + b] * inverse[(start + b) * columns + start + c] * map[a * width + c];
          }
          effects[t].sd[level * width + a] = Math.sqrt(variance);
        }
      });
    });
  }
  return { effects, eta };
}
