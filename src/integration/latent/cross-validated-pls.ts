import { pearsonCorrelation } from '../../stats/index.ts';
import { squared } from '../correlation.ts';
import { type Fold, innerFolds, outerFolds } from './folds.ts';
import { transformed, transformedGram } from './gram.ts';
import { fitPls } from './partial-least-squares.ts';
import { residualOperator } from './residual-operator.ts';

/** A fold with the predictors freed of the label means of its own training animals. */
interface PreparedFold extends Fold {
  /** See {@link residualOperator}. */
  operator: Float64Array;
  /** Dot products of the training animals, and of each held-out animal with them. */
  gram: Float64Array;
  heldGram: Float64Array;
}

/** Everything of a nested cross-validation that does not depend on the outcome's order: prepared once, used by every permutation. */
export interface PreparedPls {
  animals: number;
  most: number;
  outer: { fold: PreparedFold; inner: PreparedFold[] }[];
  whole: PreparedFold;
  wholeInner: PreparedFold[];
  /** Animals that could not be predicted because no other animal shares a label of theirs. */
  unpredictable: number;
}

/** What a nested cross-validation found. */
export interface PlsResult {
  /** Number of components that the inner cross-validation chooses with all animals. */
  components: number;
  /** Share of the outcome's within-group variation that the model fits in its own animals: always flattering. */
  fittedR2: number;
  /** The same for animals that took no part in the fit: 1 - PRESS / sum of squares. At or below 0: no better than the group means. */
  q2: number;
  /** Correlation of predicted and observed within-group values. */
  predictedCorrelation: number;
  /** Prediction for each animal, and what it deviates in from its group; NaN where not predictable. */
  predicted: Float64Array;
  observed: Float64Array;
}

/**
 * @param gram dot products of animals over the (standardized) predictors
 * @param labels whose means are held constant, from training animals alone; the first is the group
 * @param most most components tried
 */
export function preparePls(
  gram: Float64Array,
  labels: readonly (readonly string[])[],
  litter: readonly (string | null)[],
  most: number,
): PreparedPls {
  const animals = labels[0].length;
  const prepare = (fold: Fold): PreparedFold | null => {
    const operator = residualOperator(labels, fold.training);
    if (operator === null) return null;
    const all = transformedGram(operator, gram, animals);
    const { training, held } = fold;
    const part = (rows: readonly number[]): Float64Array =>
      Float64Array.from(rows.flatMap((i) => training.map((j) => all[i * animals + j])));
    return { ...fold, operator, gram: part(training), heldGram: part(held) };
  };
  const all = Array.from({ length: animals }, (_, i) => i);
  const inner = (training: readonly number[]): PreparedFold[] =>
    innerFolds(training, labels[0], litter).flatMap((fold) => prepare(fold) ?? []);
  const outer = outerFolds(labels[0], litter).flatMap((fold) => {
    const prepared = prepare(fold);
    return prepared === null ? [] : [{ fold: prepared, inner: inner(fold.training) }];
  });
  const whole = prepare({ training: all, held: all });
  if (whole === null) throw new RangeError('the labels of all animals occur among all animals');
  const unpredictable = animals - outer.reduce((sum, { fold }) => sum + fold.held.length, 0);
  return { animals, most, outer, whole, wholeInner: inner(all), unpredictable };
}

/** Nested cross-validation of one outcome on prepared folds. */
export function crossValidatePls(prepared: PreparedPls, outcome: Float64Array): PlsResult {
  const { animals, outer, whole } = prepared;
  const predicted = new Float64Array(animals).fill(NaN);
  const observed = new Float64Array(animals).fill(NaN);
  for (const { fold, inner } of outer) {
    const components = chosenComponents(inner, outcome, prepared.most);
    const residual = transformed(fold.operator, outcome);
    const predictions = predict(fold, residual, components);
    fold.held.forEach((i, k) => {
      observed[i] = residual[i];
      predicted[i] = predictions[predictions.length - 1][k];
    });
  }
  const components = chosenComponents(prepared.wholeInner, outcome, prepared.most);
  const residual = transformed(whole.operator, outcome);
  const fits = predict(whole, residual, components);
  return {
    components,
    ...judged(predicted, observed),
    fittedR2: shareExplained(fits[fits.length - 1], residual),
    predicted,
    observed,
  };
}

/** Number of components of the smallest squared error among held-out animals. */
function chosenComponents(folds: readonly PreparedFold[], outcome: Float64Array, most: number): number {
  const press = new Float64Array(most);
  for (const fold of folds) {
    const residual = transformed(fold.operator, outcome);
    const predictions = predict(fold, residual, most);
    for (let c = 0; c < most; c++) {
      const own = predictions[Math.min(c, predictions.length - 1)];
      fold.held.forEach((i, k) => {
        press[c] += squared(residual[i] - own[k]);
      });
    }
  }
  let best = 0;
  for (let c = 1; c < most; c++) if (press[c] < press[best]) best = c;
  return best + 1;
}

/** Predictions of the held-out animals with 1, 2, ... components (at least one entry; zeros when nothing can be fitted). */
function predict(fold: PreparedFold, residual: Float64Array, components: number): Float64Array[] {
  const { training, held } = fold;
  const size = training.length;
  const outcome = new Float64Array(size);
  for (let a = 0; a < size; a++) outcome[a] = residual[training[a]];
  const { dual } = fitPls(fold.gram, outcome, components);
  if (dual.length === 0) return [new Float64Array(held.length)];
  return dual.map((weights) => {
    const out = new Float64Array(held.length);
    for (let k = 0; k < held.length; k++) for (let a = 0; a < size; a++) out[k] += fold.heldGram[k * size + a] * weights[a];
    return out;
  });
}

function judged(predicted: Float64Array, observed: Float64Array): { q2: number; predictedCorrelation: number } {
  const used = Array.from(predicted.keys()).filter((i) => !Number.isNaN(predicted[i]));
  const own = Float64Array.from(used, (i) => predicted[i]);
  const truth = Float64Array.from(used, (i) => observed[i]);
  return { q2: shareExplained(own, truth), predictedCorrelation: correlation(own, truth) };
}

function shareExplained(predicted: Float64Array, observed: Float64Array): number {
  let [left, total] = [0, 0];
  for (let i = 0; i < observed.length; i++) {
    left += squared(observed[i] - predicted[i]);
    total += squared(observed[i]);
  }
  return 1 - left / total;
}

/** Pearson correlation; 0 when one side does not vary: a prediction that is the same for all animals predicts nothing. */
export function correlation(left: Float64Array, right: Float64Array): number {
  const r = pearsonCorrelation(left, right);
  return Number.isNaN(r) ? 0 : r;
}
