import { qrCoefficients, qrDecomposition, qrEffects } from '../../stats/index.ts';
import { joinColumns } from './residual-space.ts';

/** Columns of a factor's codes whose coefficients sum to zero over the levels: samples x (levels - 1). */
export function sumCoding(codes: Int32Array, levels: number): Float64Array {
  const width = levels - 1;
  return Float64Array.from({ length: codes.length * width }, (_, i) => {
    const code = codes[Math.floor(i / width)];
    return code === width ? -1 : code === i % width ? 1 : 0;
  });
}

/**
 * Values without the linear effects of batches and covariates, for pictures and clustering only, as limma's `removeBatchEffect`: a
 * linear model with the design to be kept and the nuisance, from which the nuisance part is taken off. Nuisance that the design
 * already explains stays.
 *
 * @param values genes x samples, on a log scale
 * @param design what is to be kept, samples x p, row-major
 * @param nuisance {@link sumCoding} of batches, covariates: samples x q
 */
export function removeBatch(values: Float64Array, samples: number, design: Float64Array, nuisance: Float64Array): Float64Array {
  const p = design.length / samples;
  const q = nuisance.length / samples;
  const qr = qrDecomposition(joinColumns(samples, design, nuisance), samples, p + q);
  const out = Float64Array.from(values);
  for (let at = 0; at < out.length; at += samples) {
    const coefficients = qrCoefficients(qr, qrEffects(qr, values.subarray(at, at + samples)));
    for (let k = 0; k < q; k++) {
      const coefficient = coefficients[p + k];
      if (Number.isNaN(coefficient)) continue;
      for (let j = 0; j < samples; j++) out[at + j] -= coefficient * nuisance[j * q + k];
    }
  }
  return out;
}
