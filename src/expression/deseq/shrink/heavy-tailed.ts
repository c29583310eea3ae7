import type { Task } from '../../../context/index.ts';
import { kernel, putDoubles, roomForDoubles, takeDoubles } from '../../kernel/kernel.ts';

export interface HeavyTailedInput {
  genes: number;
  /** Raw counts, genes x samples. */
  counts: Float64Array;
  /** Logarithms of the factors: per sample, or genes x samples. */
  offsets: Float64Array;
  /** samples x coefficients. */
  matrix: Float64Array;
  samples: number;
  coefficients: number;
  dispersions: Float64Array;
  /** Which coefficient is shrunk, and the scale of its Cauchy prior. */
  shrunk: number;
  scale: number;
}

export interface HeavyTailedOutput {
  /** Posterior mode and standard deviation of the shrunk coefficient, natural-log scale; NaN where not estimated. */
  mode: Float64Array;
  sd: Float64Array;
}

/**
 * Shrunken coefficients with a Cauchy prior on one of them and wide normal priors on the others (apeglm: Zhu, Ibrahim & Love 2019): modes
 * of the posterior where apeglm 1.27 finds them (its optimizer stops early on genes with many counts, by up to a tenth of a
 * standard error), and their spread from the curvature there.
 */
export function shrinkHeavyTailed(input: HeavyTailedInput): HeavyTailedOutput {
  const { genes, samples, coefficients } = input;
  const k = kernel();
  k.releaseAll();
  k.beginHeavyTailed(samples, coefficients, putDoubles(k, input.matrix), input.shrunk, input.scale);
  const [counts, offsets] = [putDoubles(k, input.counts), putDoubles(k, input.offsets)];
  const dispersions = putDoubles(k, input.dispersions);
  const [modes, deviations] = [roomForDoubles(k, genes), roomForDoubles(k, genes)];
  const stride = input.offsets.length === samples ? 0 : samples;
  k.shrinkHeavyTailed(genes, counts, offsets, stride, dispersions, modes, deviations);
  return { mode: takeDoubles(k, modes, genes), sd: takeDoubles(k, deviations, genes) };
}

export const heavyTailedTask: Task<HeavyTailedInput, HeavyTailedOutput> = {
  name: 'expression/shrink-heavy-tailed',
  run: shrinkHeavyTailed,
};
