import { librarySizes } from '../edger/library-sizes.ts';
import { contrastFits } from '../limma/contrast-fits.ts';
import { moderate } from '../limma/empirical-bayes.ts';
import { fitLinear, NO_OPTIONS } from '../limma/linear-fits.ts';
import { voom } from '../limma/voom.ts';
import { plainContrast } from './plain-contrast.ts';
import type { MethodFit, RefitInput } from './refit.ts';

/** limma-voom of the headline comparison; the values are voom's log2 counts per million with their precision weights. */
export async function voomFit({ study, matrix, model, factors }: RefitInput): Promise<MethodFit> {
  const { counts, samples } = matrix;
  const { design } = model.model;
  const [headline] = model.contrasts;
  const { values, weights } = voom(counts, effectiveLibraries(counts, factors), design.matrix);
  const fits = contrastFits(fitLinear(values, design.matrix, samples.length, { ...NO_OPTIONS, weights }), headline.weights);
  const { t, pvalue } = moderate(fits, { trend: false, robust: false });
  const contrast = plainContrast(headline, fits.coefficients, t, pvalue, { alpha: study.plan.fdr, method: 'limma-voom' });
  return { transformed: values, weights, contrast };
}

/** Library sizes in proportion to the size factors, with the mean of the totals. */
export function effectiveLibraries(counts: Float64Array, factors: Float64Array): Float64Array {
  const totals = librarySizes(counts, factors.length);
  const mean = totals.reduce((sum, total) => sum + total / totals.length, 0);
  const scale = factors.reduce((sum, factor) => sum + factor / factors.length, 0);
  return factors.map((factor) => (factor / scale) * mean);
}
