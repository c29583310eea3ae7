import { log } from '../../stats/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { type Kernel, viewDoubles } from '../kernel/kernel.ts';

/** Whether the model is nothing but one mean. */
export function isInterceptOnly(design: CellDesign): boolean {
  return design.coefficients === 1 && design.matrix.every((value) => value === 1);
}

/**
 * The intercept-only model in closed form, as DESeq2 does it: the mean of the normalized counts, without the floor on the
 * fitted means. Writes means and (unless `hats` is 0) hat values into the kernel.
 */
export function fitInterceptOnly(input: {
  k: Kernel;
  genes: number;
  samples: number;
  counts: number;
  place: { sizes: number; stride: number };
  dispersions: Float64Array;
  means: number;
  hats: number;
}): { estimates: Float64Array; variances: Float64Array } {
  const { k, genes, samples, place, dispersions } = input;
  const y = viewDoubles(k, input.counts, genes * samples);
  const sizes = viewDoubles(k, place.sizes, place.stride === 0 ? samples : genes * samples);
  const means = viewDoubles(k, input.means, genes * samples);
  const hats = input.hats === 0 ? undefined : viewDoubles(k, input.hats, genes * samples);
  const estimates = new Float64Array(genes).fill(NaN);
  const variances = new Float64Array(genes).fill(NaN);
  for (let g = 0; g < genes; g++) {
    if (Number.isNaN(dispersions[g])) continue;
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += y[g * samples + j] / sizes[g * place.stride + j];
    const mean = sum / samples;
    let weights = 0;
    for (let j = 0; j < samples; j++) {
      const mu = sizes[g * place.stride + j] * mean;
      means[g * samples + j] = mu;
      weights += 1 / (1 / mu + dispersions[g]);
    }
    for (let j = 0; hats !== undefined && j < samples; j++)
      hats[g * samples + j] = 1 / (1 / means[g * samples + j] + dispersions[g]) / weights;
    estimates[g] = log(mean);
    variances[g] = 1 / weights;
  }
  return { estimates, variances };
}
