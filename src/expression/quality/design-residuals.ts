import { qrDecomposition, qrLeverages, qrOrthonormal } from '../../stats/index.ts';

/** Beyond this leverage a sample has a coefficient to itself, and nothing predicts it. */
const OWN_COEFFICIENT = 0.999;

/** What a design leaves over of any row of values. */
export interface DesignResiduals {
  /** Leverage of each sample. */
  leverage: Float64Array;
  /** Samples minus rank. */
  df: number;
  /** Writes the least-squares residuals of `values[offset ..]` to `out`. */
  residuals(values: Float64Array, offset: number, out: Float64Array): void;
  /**
   * Writes deletion residuals: each value minus what the other samples predict for it, r / (1 - h). NaN where the sample has a
   * coefficient to itself.
   */
  deletion(values: Float64Array, offset: number, out: Float64Array): void;
}

/**
 * Prepares residuals of a design.
 *
 * @param matrix samples x columns, row-major
 */
export function designResiduals(matrix: Float64Array, samples: number): DesignResiduals {
  const qr = qrDecomposition(matrix, samples, matrix.length / samples);
  const basis = qrOrthonormal(qr);
  const leverage = qrLeverages(qr);
  const { rank } = qr;
  const residuals = (values: Float64Array, offset: number, out: Float64Array): void => {
    for (let j = 0; j < samples; j++) out[j] = values[offset + j];
    for (let k = 0; k < rank; k++) {
      let share = 0;
      for (let j = 0; j < samples; j++) share += basis[j * rank + k] * values[offset + j];
      for (let j = 0; j < samples; j++) out[j] -= share * basis[j * rank + k];
    }
  };
  return {
    leverage,
    df: samples - rank,
    residuals,
    deletion(values, offset, out) {
      residuals(values, offset, out);
      for (let j = 0; j < samples; j++) out[j] = leverage[j] > OWN_COEFFICIENT ? NaN : out[j] / (1 - leverage[j]);
    },
  };
}
