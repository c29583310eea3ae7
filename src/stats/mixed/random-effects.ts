import type { BlockResponse } from './block-system.ts';
import { dotAt, multiplyInto } from './dense-kernels.ts';
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
 * @param likelihood just solved at the absolute covariances `parameters` with `response`
 */
export function predictRandomEffects(
  core: MixedCore,
  likelihood: BlockLikelihood,
  response: BlockResponse,
  parameters: Float64Array,
): RandomEffects[] {
  const widths = core.terms.map((term) => term.effects.length);
  const out = core.terms.map(({ label, group, levels, effects }) => {
    const values = new Float64Array(levels.length * effects.length);
    return { label, group, levels, effects, values, sd: new Float64Array(values.length) };
  });
  const squares = widths.map((_, t) => squareCovariance(parameters, widths, t));
  const { system, inverse } = likelihood;
  system.patterns.forEach(({ size, blocks }, k) => {
    const own = inverse.subarray(system.squares[k], system.squares[k] + size * size);
    for (const b of blocks) {
      const { levels, starts, z, columns } = system.blocks[b];
      const projected = projectBlock(own, system.blockX[b], response.blockY[b], likelihood.coefficients, size);
      core.terms.forEach(({ transform }, t) => {
        const width = widths[t];
        levels[t].forEach((level, position) => {
          const part = new Float64Array(size * width);
          for (let i = 0; i < size; i++)
            for (let a = 0; a < width; a++) part[i * width + a] = z[i * columns + starts[t][position] + a];
          const mode = modeOf(part, projected, squares[t], size, width);
          const variance = conditionalVariance(part, own, squares[t], size, width);
          storeLevel(out[t].values, out[t].sd, level, mode, variance, transform, width);
        });
      });
    }
  });
  return out;
}

/** V^-1 (y - X b) of one block. */
function projectBlock(
  inverse: Float64Array,
  x: Float64Array,
  y: Float64Array,
  coefficients: Float64Array,
  size: number,
): Float64Array {
  const p = coefficients.length;
  const residual = Float64Array.from(y, (value, i) => value - dotAt(x, i * p, coefficients, 0, p));
  const out = new Float64Array(size);
  multiplyInto(out, 0, inverse, 0, residual, 0, size, size, 1);
  return out;
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
