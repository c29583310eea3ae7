import type { Context } from '../../context/index.ts';
import { logCountsPerMillion } from '../limma/log-cpm.ts';
import { type VoomResult, weightsFromFits } from '../limma/voom.ts';
import type { ComponentsDesign } from './components-design.ts';
import { geneChunks, joinChunks } from './gene-chunks.ts';
import { fittedGenesTask } from './gene-wise-task.ts';

/**
 * voom's values and weights with the trend of residuals of a mixed model instead of a linear one (Hoffman & Roussos 2021,
 * `voomWithDreamWeights`): unweighted maximum-likelihood fits, fitted values with the random intercepts in them.
 *
 * @param counts genes x samples
 * @param sizes effective library sizes
 */
export async function dreamWeights(
  counts: Float64Array,
  sizes: Float64Array,
  design: ComponentsDesign,
  context: Context,
): Promise<VoomResult> {
  const { samples } = design;
  const values = logCountsPerMillion(counts, sizes);
  const inputs = geneChunks(values, samples).map((chunk) => ({ design, values: chunk }));
  const parts = await context.pool.map(fittedGenesTask, inputs, (done, total) => context.progress('mixed trend', done, total));
  const means = Float64Array.from({ length: values.length / samples }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += values[g * samples + j] / samples;
    return sum;
  });
  const sigma = joinChunks(parts.map((part) => part.sigma));
  const fitted = joinChunks(parts.map((part) => part.fitted));
  return weightsFromFits(counts, sizes, { values, means, sigma, fitted });
}
