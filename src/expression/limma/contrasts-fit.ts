import { cholesky } from '../../stats/index.ts';
import type { LinearFit } from './linear-fit.ts';

/** Estimates of contrasts of a fit, with the fit's sigma and degrees of freedom. */
export interface ContrastFit {
  genes: number;
  contrasts: number;
  /** genes x contrasts. */
  estimates: Float64Array;
  /** genes x contrasts. */
  stdevUnscaled: Float64Array;
  sigma: Float64Array;
  dfResidual: number;
  aveExpr: Float64Array;
}

/**
 * Linear combinations of the coefficients. As limma's `contrasts.fit`, the correlation between coefficients is that of the
 * unweighted design for every gene: with weights an approximation, and limma's answer.
 *
 * @param weights contrasts x columns
 */
export function fitContrasts(fit: LinearFit, weights: Float64Array): ContrastFit {
  const { genes, columns: p } = fit;
  const contrasts = weights.length / p;
  const correlation = fit.covariance.map((value, at) => {
    const [i, j] = [Math.floor(at / p), at % p];
    return value / Math.sqrt(fit.covariance[i * p + i] * fit.covariance[j * p + j]);
  });
  const factor = cholesky(correlation, p);
  if (factor === undefined) throw new RangeError('the design is not of full rank');
  const estimates = new Float64Array(genes * contrasts);
  const stdevUnscaled = new Float64Array(genes * contrasts);
  const scaled = new Float64Array(p);
  for (let g = 0; g < genes; g++) {
    for (let c = 0; c < contrasts; c++) {
      let estimate = 0;
      for (let k = 0; k < p; k++) {
        const weight = weights[c * p + k];
        if (weight !== 0) estimate += weight * fit.coefficients[g * p + k];
        scaled[k] = weight * fit.stdevUnscaled[g * p + k];
      }
      let square = 0;
      for (let k = 0; k < p; k++) {
        let sum = 0;
        for (let i = k; i < p; i++) sum += factor[i * p + k] * scaled[i];
        square += sum * sum;
      }
      estimates[g * contrasts + c] = estimate;
      stdevUnscaled[g * contrasts + c] = Math.sqrt(square);
    }
  }
  return { genes, contrasts, estimates, stdevUnscaled, sigma: fit.sigma, dfResidual: fit.dfResidual, aveExpr: fit.aveExpr };
}
