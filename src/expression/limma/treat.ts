import { studentT } from '../../stats/index.ts';
import { moderateVariances } from './empirical-bayes.ts';
import type { LinearFits } from './linear-fits.ts';

/** Tests against a least fold change. Matrices are genes x columns of the fits. */
export interface ThresholdTests {
  t: Float64Array;
  pvalue: Float64Array;
  df: Float64Array;
}

/**
 * Tests whether effects exceed a threshold in size (McCarthy & Smyth 2009), as limma's `treat`.
 *
 * @param threshold log2 fold change, at least 0
 */
export function treat(
  fits: LinearFits,
  threshold: number,
  options: { trend: boolean; robust: boolean } = { trend: false, robust: false },
): ThresholdTests {
  const { squeezed, df } = moderateVariances(fits, options);
  const t = new Float64Array(fits.coefficients.length);
  const pvalue = fits.coefficients.map((estimate, i) => {
    const g = Math.floor(i / fits.columns);
    const error = fits.unscaledErrors[i] * Math.sqrt(squeezed.posterior[g]);
    const beyond = (Math.abs(estimate) - threshold) / error;
    t[i] = Math.max(beyond, 0) * Math.sign(estimate);
    return studentT.upper(beyond, df[g]) + studentT.upper((Math.abs(estimate) + threshold) / error, df[g]);
  });
  return { t, pvalue, df };
}
