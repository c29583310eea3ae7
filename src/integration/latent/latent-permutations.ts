import type { Task } from '../../context/index.ts';
import { permutedOrder } from '../permutation.ts';
import { crossValidatePair, type PairMethod } from './cross-validated-pair.ts';
import { crossValidatePls, preparePls } from './cross-validated-pls.ts';
import { transformed } from './gram.ts';
import { residualOperator } from './residual-operator.ts';

/** A run of permutations; every one redoes the whole nested cross-validation. */
export interface LatentChunk {
  /** PLS: dot products of animals. Pairs: the first table, variables x animals. */
  predictors: Float64Array;
  /** Outcomes x animals (one for PLS). */
  outcomes: Float64Array;
  method: 'pls' | PairMethod;
  labels: readonly (readonly string[])[];
  litter: readonly (string | null)[];
  mostComponents: number;
  seed: number;
  purpose: string;
  first: number;
  count: number;
}

/**
 * The cross-validated figure (Q2 of PLS, correlation of a pair) when the outcomes' within-group residuals are exchanged within groups: how
 * well new animals are "predicted" when there is nothing to find. Animals keep their outcomes together.
 */
export function permutedScores(chunk: LatentChunk): Float64Array {
  const { labels, litter, predictors, outcomes, method } = chunk;
  const animals = labels[0].length;
  const operator = residualOperator(
    labels,
    labels[0].map((_, i) => i),
  );
  if (operator === null) throw new RangeError('the labels of all animals occur among all animals');
  const residuals = new Float64Array(outcomes.length);
  for (let at = 0; at < outcomes.length; at += animals)
    residuals.set(transformed(operator, outcomes.subarray(at, at + animals)), at);
  const prepared = method === 'pls' ? preparePls(predictors, labels, litter, chunk.mostComponents) : null;
  return Float64Array.from({ length: chunk.count }, (_, k) => {
    const order = permutedOrder(animals, labels[0], chunk.seed, chunk.purpose, chunk.first + k);
    const permuted = residuals.map((_, at) => residuals[at - (at % animals) + order[at % animals]]);
    if (prepared !== null) return crossValidatePls(prepared, permuted).q2;
    const tables = { x: predictors, y: permuted, animals };
    return crossValidatePair(tables, labels, litter, method as PairMethod).crossValidatedCorrelation;
  });
}

/** {@link permutedScores} as a task for a worker. */
export const latentPermutationTask: Task<LatentChunk, Float64Array> = {
  name: 'integration/latent-permutations',
  run: permutedScores,
};
