import { cholesky } from '../../stats/index.ts';
import type { LinearFits } from './linear-fits.ts';

/**
 * The fits in terms of contrasts of their coefficients, as limma's `contrasts.fit`: with gene-wise weights, the correlations
 * between coefficients are taken from the unweighted design, an approximation.
 *
 * @param contrasts contrasts x columns, row-major
 */
export function contrastFits(fits: LinearFits, contrasts: Float64Array): LinearFits {
  const { genes, columns: p, covariance } = fits;
  const count = contrasts.length / p;
  const used = Int32Array.from({ length: p }, (_, k) => k).filter((k) => {
    for (let c = 0; c < count; c++) if (contrasts[c * p + k] !== 0) return true;
    return false;
  });
  const q = used.length;
  const correlation = Float64Array.from({ length: q * q }, (_, i) => {
    const [a, b] = [used[Math.floor(i / q)], used[i % q]];
    return covariance[a * p + b] / Math.sqrt(covariance[a * p + a] * covariance[b * p + b]);
  });
  const factor = cholesky(correlation, q) ?? new Float64Array(q * q);
  const out: LinearFits = {
    ...fits,
    columns: count,
    coefficients: new Float64Array(genes * count),
    unscaledErrors: new Float64Array(genes * count),
    covariance: contrastCovariance(covariance, contrasts, p),
  };
  for (let g = 0; g < genes; g++) {
    for (let c = 0; c < count; c++) {
      let estimate = 0;
      for (const k of used) estimate += contrasts[c * p + k] * fits.coefficients[g * p + k];
      let square = 0;
      for (let i = 0; i < q; i++) {
        let sum = 0;
        for (let k = i; k < q; k++) {
          sum += factor[k * q + i] * fits.unscaledErrors[g * p + used[k]] * contrasts[c * p + used[k]];
        }
        square += sum * sum;
      }
      out.coefficients[g * count + c] = estimate;
      out.unscaledErrors[g * count + c] = Math.sqrt(square);
    }
  }
  return out;
}

function contrastCovariance(covariance: Float64Array, contrasts: Float64Array, p: number): Float64Array {
  const count = contrasts.length / p;
  const out = new Float64Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++)
      for (let k = 0; k < p; k++)
        for (let l = 0; l < p; l++) out[a * count + b] += contrasts[a * p + k] * covariance[k * p + l] * contrasts[b * p + l];
  return out;
}
