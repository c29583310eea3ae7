import type { Context } from '../../context/index.ts';
import { log2 } from '../../stats/index.ts';
import { priorCounts } from '../edger/abundance.ts';
import { estimateDispersions } from '../edger/dispersions.ts';
import { glmDesign } from '../edger/glm-design.ts';
import { fitQuasiLikelihood } from '../edger/quasi-likelihood.ts';
import { logFoldChange, quasiLikelihoodTest } from '../edger/tests.ts';
import { plainContrast } from './plain-contrast.ts';
import type { MethodFit, RefitInput } from './refit.ts';
import { effectiveLibraries } from './voom-fit.ts';

/** Mean prior count of edgeR's log counts per million. */
const PRIOR_COUNT = 2;

/** edgeR's quasi-likelihood test of the headline comparison; the values are its log2 counts per million with a prior count of 2. */
export async function edgerFit({ study, matrix, model, factors }: RefitInput, context: Context): Promise<MethodFit> {
  const { counts, samples } = matrix;
  const [headline] = model.contrasts;
  const sizes = effectiveLibraries(counts, factors);
  const design = glmDesign(model.model.design.matrix, samples.length);
  const { trended, averageLogCpm } = await estimateDispersions(counts, sizes, design, false, context);
  const quasi = fitQuasiLikelihood(counts, sizes, design, trended, averageLogCpm, false);
  const { statistic, pvalue } = quasiLikelihoodTest(counts, sizes, design, quasi, headline.weights);
  const change = logFoldChange(quasi.fit.coefficients, headline.weights);
  const stat = statistic.map((value, g) => (change[g] < 0 ? -1 : 1) * Math.sqrt(value));
  const contrast = plainContrast(headline, change, stat, pvalue, { alpha: study.plan.fdr, method: 'edgeR (quasi-likelihood)' });
  return { transformed: logCounts(counts, sizes), contrast };
}

/** edgeR's `cpm(log = TRUE)`: log2 counts per million with prior counts in proportion to depth. */
function logCounts(counts: Float64Array, libraries: Float64Array): Float64Array {
  const { added, sizes } = priorCounts(libraries, PRIOR_COUNT);
  const samples = libraries.length;
  return counts.map((count, i) => log2(((count + added[i % samples]) / sizes[i % samples]) * 1e6));
}
