import { inputError } from '../../problems/index.ts';
import { buildDesign, type DataFrame, qrDecomposition } from '../../stats/index.ts';
import { type CellDesign, cellDesign } from './cells.ts';
import { type ModelDesign, parseDesign } from './model-design.ts';

/**
 * The smaller model of a likelihood-ratio test.
 *
 * @throws InputError when it is not nested in the full model, or not smaller
 */
export function reducedDesign(text: string, full: ModelDesign, frame: DataFrame, samples: number): CellDesign {
  const formula = parseDesign(text);
  const reduced = buildDesign(formula, frame);
  const [p, q] = [full.design.columns.length, reduced.columns.length];
  const joined = new Float64Array(samples * (p + q));
  for (let j = 0; j < samples; j++) {
    joined.set(full.design.matrix.subarray(j * p, (j + 1) * p), j * (p + q));
    joined.set(reduced.matrix.subarray(j * q, (j + 1) * q), j * (p + q) + p);
  }
  if (q === 0 || q >= p || qrDecomposition(joined, samples, p + q).rank > p)
    throw inputError({
      code: 'reduced-not-nested',
      message: `the reduced design ${text} is not a smaller model within ${full.design.formula.text}`,
      found: `${q} coefficients against ${p}`,
      mend: 'leave out of the full design the terms that are to be tested, and nothing else',
    });
  return cellDesign(reduced.matrix, samples, q);
}
