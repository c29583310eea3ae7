import type { Task } from '../../../context/index.ts';
import { log } from '../../../stats/index.ts';
import { type CellDesign, combinationInBasis } from '../../design/cells.ts';
import { loadDesign } from '../../kernel/design.ts';
import { kernel, putDoubles, roomForDoubles, takeDoubles } from '../../kernel/kernel.ts';
import { LOG2_OF_E, naturalRidge } from '../constants.ts';
import { fitRows } from '../fit-rows.ts';
import { type Normalization, putNormalization } from '../normalization.ts';

export interface NormalPriorInput {
  design: CellDesign;
  genes: number;
  /** Raw counts, genes x samples. */
  counts: Float64Array;
  normalization: Normalization;
  /** NaN for genes to be left out. */
  dispersions: Float64Array;
  baseMean: Float64Array;
  /** 1 / prior variance per coefficient, log2 scale. */
  lambda: Float64Array;
  /** The combination of coefficients that is wanted. */
  combination: Float64Array;
  /** Position of the intercept, -1 when there is none. */
  intercept: number;
}

export interface NormalPriorOutput {
  /** log2 scale. */
  estimate: Float64Array;
  error: Float64Array;
}

/**
 * Refits coefficients with normal priors (ridge regression with 1 / prior variance) and reads one combination of them off:
 * DESeq2 1.38's `lfcShrink(type = "normal")`.
 */
export function shrinkNormal(input: NormalPriorInput): NormalPriorOutput {
  const { design, genes, dispersions } = input;
  const { samples } = design;
  const k = kernel();
  loadDesign(k, design, naturalRidge(input.lambda));
  const counts = putDoubles(k, input.counts);
  const place = putNormalization(k, input.normalization, samples);
  const means = roomForDoubles(k, genes * samples);
  const starts = design.raw ? flatStarts(input) : undefined;
  const fit = fitRows({ k, design, genes, counts, place, dispersions, means, hats: 0, starts, ridge: input.lambda });
  const vector = putDoubles(k, combinationInBasis(design, input.combination));
  const [dispersionsAt, betas] = [putDoubles(k, dispersions), putDoubles(k, fit.betas)];
  const [estimates, variances] = [roomForDoubles(k, genes), roomForDoubles(k, genes)];
  k.combine(genes, counts, place.sizes, place.logSizes, place.stride, dispersionsAt, betas, 1, vector, estimates, variances);
  return {
    estimate: takeDoubles(k, estimates, genes).map((value) => value * LOG2_OF_E),
    error: takeDoubles(k, variances, genes).map((value) => Math.sqrt(Math.max(value, 0)) * LOG2_OF_E),
  };
}

/** A model that is not of full rank starts at zero, its intercept at the log of the mean. */
function flatStarts({ genes, baseMean, design, intercept }: NormalPriorInput): Float64Array {
  const starts = new Float64Array(genes * design.coefficients);
  if (intercept >= 0)
    for (let g = 0; g < genes; g++) if (baseMean[g] > 0) starts[g * design.coefficients + intercept] = log(baseMean[g]);
  return starts;
}

export const normalPriorTask: Task<NormalPriorInput, NormalPriorOutput> = { name: 'expression/shrink-normal', run: shrinkNormal };
