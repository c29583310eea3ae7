import { qrDecomposition, qrUnrotate } from '../../stats/index.ts';
import type { GlmDesign } from './glm-design.ts';

/**
 * The design in which all given contrasts are zero: the tested coefficient left out, or the columns turned so that the
 * contrasts stand alone and then left out.
 *
 * @param contrasts contrasts x columns, row-major, linearly independent
 * @returns samples x (columns − contrasts)
 * @throws RangeError when the contrasts are linearly dependent or all zero
 */
export function nullMatrix({ matrix, samples, columns: p }: GlmDesign, contrasts: Float64Array): Float64Array {
  const tested = contrasts.length / p;
  const dropped = Int32Array.from({ length: tested }, (_, c) => unitPosition(contrasts.subarray(c * p, (c + 1) * p)));
  if (dropped.every((k) => k >= 0) && new Set(dropped).size === tested) {
    const kept = Int32Array.from({ length: p }, (_, k) => k).filter((k) => !dropped.includes(k));
    const out = Float64Array.from({ length: samples * kept.length }, (_, i) => {
      return matrix[Math.floor(i / kept.length) * p + kept[i % kept.length]];
    });
    return out;
  }
  const asColumns = new Float64Array(p * tested);
  for (let c = 0; c < tested; c++) for (let k = 0; k < p; k++) asColumns[k * tested + c] = contrasts[c * p + k];
  const qr = qrDecomposition(asColumns, p, tested);
  if (qr.rank < tested) throw new RangeError('the contrasts are linearly dependent');
  const out = new Float64Array(samples * (p - tested));
  const unit = new Float64Array(p);
  for (let k = tested; k < p; k++) {
    unit.fill(0);
    unit[k] = 1;
    const direction = qrUnrotate(qr, unit);
    for (let j = 0; j < samples; j++) {
      let sum = 0;
      for (let l = 0; l < p; l++) sum += matrix[j * p + l] * direction[l];
      out[j * (p - tested) + k - tested] = sum;
    }
  }
  return out;
}

/** Position of the only nonzero weight, if it is 1; else −1. */
function unitPosition(contrast: Float64Array): number {
  const position = contrast.indexOf(1);
  return contrast.every((weight, k) => weight === 0 || k === position) ? position : -1;
}
