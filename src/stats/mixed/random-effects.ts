import { pivotPlaces, rotatedEntry } from './block-system.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { MixedCore } from './mixed-design.ts';
import { squareCovariance } from './mixed-fit.ts';

/** Predicted random effects of one term (conditional modes, BLUPs), levels x effects row-major. */
export interface RandomEffects {
  readonly label: string;
  readonly group: string;
  readonly levels: readonly string[];
  readonly effects: readonly string[];
  readonly values: Float64Array;
  /** Conditional standard deviations given the fixed effects and variances. */
  readonly sd: Float64Array;
}

/**
 * Conditional modes G Z'P y and variances G - G Z'V^-1 Z G, block by block.
 *
 * @param likelihood just solved at the absolute covariances `parameters`
 */
export function predictRandomEffects(core: MixedCore, likelihood: BlockLikelihood, parameters: Float64Array): RandomEffects[] {
  const widths = core.terms.map((term) => term.effects.length);
  return core.terms.map((term, t) => {
    const width = widths[t];
    const values = new Float64Array(term.levels.length * width);
    const sd = new Float64Array(term.levels.length * width);
    const square = squareCovariance(parameters, widths, t);
    const { system, projected, inverse } = likelihood;
    system.blocks.forEach((block, b) => {
      const size = system.offsets[b + 1] - system.offsets[b];
      const placed = { rotation: block.rotation, place: pivotPlaces(block.rotation) };
      block.levels[t].forEach((level, position) => {
        const columns = new Float64Array(size * width);
        for (let a = 0; a < width; a++)
          for (let i = 0; i < size; i++) columns[i * width + a] = rotatedEntry(placed, i, block.starts[t][position] + a);
        const mode = modeOf(columns, projected.subarray(system.offsets[b]), square, size, width);
        const variance = conditionalVariance(columns, inverse.subarray(system.squares[b]), square, size, width);
        storeLevel(values, sd, level, mode, variance, term.transform, width);
      });
    });
    return { label: term.label, group: term.group, levels: term.levels, effects: term.effects, values, sd };
  });
}

/** G Z'P y of one level. */
function modeOf(z: Float64Array, projected: Float64Array, g: Float64Array, size: number, width: number): Float64Array {
  const score = new Float64Array(width);
  for (let i = 0; i < size; i++) for (let a = 0; a < width; a++) score[a] += z[i * width + a] * projected[i];
  return Float64Array.from({ length: width }, (_, a) => {
    let sum = 0;
    for (let b = 0; b < width; b++) sum += g[a * width + b] * score[b];
    return sum;
  });
}

/** G - G Z'V^-1 Z G of one level. */
function conditionalVariance(z: Float64Array, inverse: Float64Array, g: Float64Array, size: number, width: number): Float64Array {
  const spread = new Float64Array(size * width);
  for (let i = 0; i < size; i++)
    for (let a = 0; a < width; a++) for (let b = 0; b < width; b++) spread[i * width + a] += z[i * width + b] * g[b * width + a];
  const out = Float64Array.from(g);
  for (let a = 0; a < width; a++)
    for (let b = 0; b < width; b++)
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++)
          out[a * width + b] -= spread[i * width + a] * inverse[i * size + j] * spread[j * width + b];
  return out;
}

/** Carries one level back from the transformed to the user's covariates: b = T b~. */
function storeLevel(
  values: Float64Array,
  sd: Float64Array,
  level: number,
  mode: Float64Array,
  variance: Float64Array,
  transform: Float64Array,
  width: number,
): void {
  for (let a = 0; a < width; a++) {
    let value = 0;
    let square = 0;
    for (let b = a; b < width; b++) {
      value += transform[a * width + b] * mode[b];
      for (let c = a; c < width; c++) square += transform[a * width + b] * variance[b * width + c] * transform[a * width + c];
    }
    values[level * width + a] = value;
    sd[level * width + a] = Math.sqrt(Math.max(square, 0));
  }
}
