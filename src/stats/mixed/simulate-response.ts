import type { RandomStream } from '../random.ts';
import type { MixedModel } from './mixed-model.ts';

/** Draws a response (rows used) from a fitted model: new random effects and new residuals. */
export function simulateResponse(model: MixedModel, fixedPart: Float64Array, stream: RandomStream): Float64Array {
  const { core, sigma, n } = model;
  const out = Float64Array.from(fixedPart);
  core.terms.forEach(({ codes, values, effects, levels }, t) => {
    const width = effects.length;
    const factor = model.factors[t];
    const drawn = new Float64Array(levels.length * width);
    for (let level = 0; level < levels.length; level++) {
      const z = Float64Array.from({ length: width }, () => stream.normal());
      for (let a = 0; a < width; a++)
        for (let b = 0; b <= a; b++) drawn[level * width + a] += sigma * factor[a * width + b] * z[b];
    }
    for (let i = 0; i < n; i++) for (let a = 0; a < width; a++) out[i] += values[i * width + a] * drawn[codes[i] * width + a];
  });
  for (let i = 0; i < n; i++) {
    const weight = core.weights === undefined ? 1 : core.weights[i];
    out[i] += (sigma * stream.normal()) / Math.sqrt(weight);
  }
  return out;
}
