import { qrCoefficients, qrDecomposition, qrEffects, qrInverseCrossProduct } from '../linear-algebra/index.ts';
import { contrastResult, type MixedContrast } from './inference.ts';
import type { MixedModel } from './mixed-model.ts';

/** The same contrast by the model's methods and by the simplest honest analysis. */
export interface DegreesOfFreedomCheck {
  /** Undefined for a fit by maximum likelihood. */
  readonly kenwardRoger: MixedContrast | undefined;
  readonly satterthwaite: MixedContrast;
  /** From one mean per level of the coarsest grouping factor; undefined when the contrast is not one between such levels. */
  readonly groupMeans: MixedContrast | undefined;
  /** The coarsest grouping factor, e.g. `litter`. */
  readonly group: string;
}

/**
 * Shows how much a conclusion depends on the degrees of freedom: Kenward-Roger, Satterthwaite, and a test on the means of
 * the coarsest group (litters), which is exact when the design is balanced.
 */
export function degreesOfFreedomCheck(model: MixedModel, weights: ArrayLike<number>): DegreesOfFreedomCheck {
  const coarsest = model.core.terms.reduce((best, term) => (term.levels.length < best.levels.length ? term : best));
  return {
    kenwardRoger: model.reml ? model.contrast(weights, { df: 'kenward-roger' }) : undefined,
    satterthwaite: model.contrast(weights, { df: 'satterthwaite' }),
    groupMeans: groupMeanTest(model, coarsest.codes, coarsest.levels.length, weights),
    group: coarsest.group,
  };
}

/** Least squares on group means of response and columns. */
function groupMeanTest(
  model: MixedModel,
  codes: Int32Array,
  groups: number,
  weights: ArrayLike<number>,
): MixedContrast | undefined {
  const { design, response, n, columns, level } = model;
  const p = columns.length;
  const x = new Float64Array(groups * p);
  const y = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  for (let i = 0; i < n; i++) {
    sizes[codes[i]]++;
    y[codes[i]] += response[i] - (design.offset?.[i] ?? 0);
    for (let j = 0; j < p; j++) x[codes[i] * p + j] += design.matrix[i * p + j];
  }
  for (let g = 0; g < groups; g++) {
    y[g] /= sizes[g];
    for (let j = 0; j < p; j++) x[g * p + j] /= sizes[g];
  }
  const qr = qrDecomposition(x, groups, p);
  const df = groups - qr.rank;
  if (df < 1 || !estimable(x, groups, p, weights)) return undefined;
  const effects = qrEffects(qr, y);
  const coefficients = qrCoefficients(qr, effects);
  const inverse = qrInverseCrossProduct(qr);
  let squares = 0;
  for (let i = qr.rank; i < groups; i++) squares += effects[i] * effects[i];
  let estimate = 0;
  let variance = 0;
  for (let j = 0; j < p; j++) {
    if (weights[j] === 0 || Number.isNaN(coefficients[j])) continue;
    estimate += weights[j] * coefficients[j];
    for (let k = 0; k < p; k++)
      if (weights[k] !== 0 && !Number.isNaN(coefficients[k])) variance += weights[j] * inverse[j * p + k] * weights[k];
  }
  return contrastResult(estimate, Math.sqrt((variance * squares) / df), df, level);
}

/** Whether a contrast lies in the row space of the group means: adding it as a row does not raise the rank. */
function estimable(x: Float64Array, groups: number, p: number, weights: ArrayLike<number>): boolean {
  const rank = qrDecomposition(x, groups, p).rank;
  const longer = new Float64Array((groups + 1) * p);
  longer.set(x);
  for (let j = 0; j < p; j++) longer[groups * p + j] = weights[j];
  return qrDecomposition(longer, groups + 1, p).rank === rank;
}
