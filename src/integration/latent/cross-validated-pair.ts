import { dot } from '../../stats/index.ts';
import { squared } from '../correlation.ts';
import { selectColumns } from '../matrix-parts.ts';
import { correlation } from './cross-validated-pls.ts';
import { type Fold, innerFolds, outerFolds } from './folds.ts';
import { transformed } from './gram.ts';
import { penalizedCca } from './penalized-cca.ts';
import { residualOperator } from './residual-operator.ts';
import { sparsePair, type TwoTables } from './sparse-pls.ts';

/** How a pair of sparse components is looked for. */
export type PairMethod = 'sparse-pls' | 'sparse-cca';

/** Weights of the two tables' variables. */
interface PairWeights {
  x: Float64Array;
  y: Float64Array;
}

/** A pair of sparse components with its cross-validated twin. */
export interface CrossValidatedPair {
  method: PairMethod;
  /** Complexity that the inner cross-validation chooses with all animals: genes kept, or the penalty on their weights. */
  complexity: number;
  weightsX: Float64Array;
  weightsY: Float64Array;
  /** Correlation of the two scores in the animals that the weights were fitted to: always flattering. */
  fittedCorrelation: number;
  /** Correlation of the scores of animals that took no part in finding the weights. */
  crossValidatedCorrelation: number;
  /** Scores of held-out animals; NaN where not predictable. */
  scoresX: Float64Array;
  scoresY: Float64Array;
  /** How often each variable of X has a weight, over the outer folds (0 to 1). */
  stability: Float64Array;
}

interface PreparedFold extends Fold {
  animals: number;
  x: Float64Array;
  y: Float64Array;
}

/** Complexities tried; those that exceed the number of variables are left out. */
const KEEP = [5, 15, 40];
const PENALTY = [0.1, 0.25, 0.5];

/**
 * Nested cross-validation of the first pair of sparse components between two tables of the same animals, within groups: label means and
 * standard deviations are those of the training animals. Inner folds choose the complexity, outer folds say how the scores of new animals
 * correlate.
 *
 * @param labels held constant; the first is the group
 */
export function crossValidatePair(
  tables: TwoTables,
  labels: readonly (readonly string[])[],
  litter: readonly (string | null)[],
  method: PairMethod,
): CrossValidatedPair {
  const { animals } = tables;
  const all = Array.from({ length: animals }, (_, i) => i);
  const whole = prepare(tables, labels, { training: all, held: all });
  if (whole === null) throw new RangeError('the labels of all animals occur among all animals');
  const complexity = choose(tables, labels, litter, all, method);
  const weights = fitPair(whole, method, complexity);
  const genes = tables.x.length / animals;
  const scoresX = new Float64Array(animals).fill(NaN);
  const scoresY = new Float64Array(animals).fill(NaN);
  const stability = new Float64Array(genes);
  let folds = 0;
  for (const one of outerFolds(labels[0], litter)) {
    const prepared = prepare(tables, labels, one);
    if (prepared === null) continue;
    folds++;
    const own = fitPair(prepared, method, choose(tables, labels, litter, one.training, method));
    const sign = dot(own.x, weights.x) + dot(own.y, weights.y) < 0 ? -1 : 1;
    one.held.forEach((i) => {
      scoresX[i] = sign * scoreOf(prepared.x, own.x, animals, i);
      scoresY[i] = sign * scoreOf(prepared.y, own.y, animals, i);
    });
    own.x.forEach((weight, g) => {
      if (weight !== 0) stability[g]++;
    });
  }
  const used = all.filter((i) => !Number.isNaN(scoresX[i]));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(used, (i) => values[i]);
  const inSample = (rows: Float64Array, own: Float64Array): Float64Array =>
    Float64Array.from(all, (i) => scoreOf(rows, own, animals, i));
  return {
    method,
    complexity,
    weightsX: weights.x,
    weightsY: weights.y,
    fittedCorrelation: correlation(inSample(whole.x, weights.x), inSample(whole.y, weights.y)),
    crossValidatedCorrelation: correlation(pick(scoresX), pick(scoresY)),
    scoresX,
    scoresY,
    stability: stability.map((count) => count / folds),
  };
}

/** The complexity whose held-out scores correlate best. */
function choose(
  tables: TwoTables,
  labels: readonly (readonly string[])[],
  litter: readonly (string | null)[],
  training: readonly number[],
  method: PairMethod,
): number {
  const genes = tables.x.length / tables.animals;
  const tried = method === 'sparse-cca' ? PENALTY : KEEP.filter((keep, k) => k === 0 || keep <= genes);
  const folds = innerFolds(training, labels[0], litter).flatMap((fold) => prepare(tables, labels, fold) ?? []);
  let [best, highest] = [tried[0], -Infinity];
  for (const complexity of tried) {
    const left: number[] = [];
    const right: number[] = [];
    for (const fold of folds) {
      const own = fitPair(fold, method, complexity);
      // a pair's sign is arbitrary: turn it so that the first outcome with weight counts upwards
      const sign = (own.y.find((weight) => weight !== 0) ?? 1) < 0 ? -1 : 1;
      for (const i of fold.held) {
        left.push(sign * scoreOf(fold.x, own.x, tables.animals, i));
        right.push(sign * scoreOf(fold.y, own.y, tables.animals, i));
      }
    }
    const r = correlation(Float64Array.from(left), Float64Array.from(right));
    if (r > highest) [best, highest] = [complexity, r];
  }
  return best;
}

/** Both tables freed of the training animals' label means and in units of their standard deviations. */
function prepare(tables: TwoTables, labels: readonly (readonly string[])[], fold: Fold): PreparedFold | null {
  const operator = residualOperator(labels, fold.training);
  if (operator === null) return null;
  const scaled = (rows: Float64Array): Float64Array => {
    const out = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at += tables.animals) {
      const residual = transformed(operator, rows.subarray(at, at + tables.animals));
      let square = 0;
      for (const i of fold.training) square += squared(residual[i]);
      const sd = Math.sqrt(square / (fold.training.length - 1));
      if (sd > 1e-12) for (let i = 0; i < tables.animals; i++) out[at + i] = residual[i] / sd;
    }
    return out;
  };
  return { ...fold, animals: tables.animals, x: scaled(tables.x), y: scaled(tables.y) };
}

function fitPair(fold: PreparedFold, method: PairMethod, complexity: number): PairWeights {
  const animals = fold.training.length;
  const part = (rows: Float64Array): Float64Array => selectColumns(rows, fold.animals, fold.training);
  const training = { x: part(fold.x), y: part(fold.y), animals };
  if (method === 'sparse-cca') {
    const { u, v } = penalizedCca(training, complexity, 1);
    return { x: u, y: v };
  }
  const { loadingsX, loadingsY } = sparsePair(training, complexity, training.y.length / animals);
  return { x: loadingsX, y: loadingsY };
}

function scoreOf(rows: Float64Array, weights: Float64Array, animals: number, animal: number): number {
  let sum = 0;
  for (let r = 0; r < weights.length; r++) if (weights[r] !== 0) sum += weights[r] * rows[r * animals + animal];
  return sum;
}
