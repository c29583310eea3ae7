import type { Context } from '../../context/index.ts';
import { type CrossValidatedPair, crossValidatePair, type PairMethod } from './cross-validated-pair.ts';
import { crossValidatePls, preparePls } from './cross-validated-pls.ts';
import { gramMatrix, standardizedRows } from './gram.ts';
import { type LatentChunk, latentPermutationTask } from './latent-permutations.ts';

/** How well a combination of genes predicts an outcome in animals that took no part in finding it. */
export interface PredictionTable {
  outcome: string;
  label: string;
  /** What predicts: `all genes` or `panel genes`, and how many. */
  predictors: string;
  genes: number;
  n: number;
  components: number;
  /** Share of the within-group variation fitted in the same animals: never to be read alone. */
  fittedR2: number;
  /** Share predicted in animals left out (nested cross-validation); at or below 0 nothing is. */
  q2: number;
  predictedCorrelation: number;
  /** Share of permutations within groups whose cross-validated Q2 is as large. */
  pvalue: number;
  permutations: number;
  /** Per animal: prediction by models that had not seen it, and what it deviates in from its group. */
  predicted: Float64Array;
  observed: Float64Array;
  unpredictable: number;
}

/** A pair of sparse components of genes and behaviors. */
export interface PairTable extends Omit<CrossValidatedPair, 'weightsX' | 'weightsY' | 'stability'> {
  outcomes: string[];
  outcomeWeights: Float64Array;
  /** Genes with a weight, strongest first, and the share of outer folds that chose each. */
  genes: string[];
  geneWeights: Float64Array;
  stability: Float64Array;
  n: number;
  pvalue: number;
  permutations: number;
}

/** Genes and outcomes of the same animals, nothing missing. */
export interface LatentData {
  genes: readonly string[];
  /** Genes x animals. */
  values: Float64Array;
  /** Labels held constant; the first is the group, within which outcomes are exchanged. */
  labels: readonly (readonly string[])[];
  litter: readonly (string | null)[];
}

/** Most components of a PLS. */
const MOST_COMPONENTS = 3;
/** Permutations per task: about a second's work, so that one thread alone still hears a stop. */
const CHUNK = { pls: 25, 'sparse-pls': 2, 'sparse-cca': 2 };

/** Partial least squares of one outcome on many genes, with nested cross-validation and permutation p. */
export async function predictionTable(
  data: LatentData,
  outcome: { id: string; label: string; values: Float64Array; predictors: string },
  permutations: number,
  context: Context,
): Promise<PredictionTable> {
  const n = data.labels[0].length;
  const gram = gramMatrix(standardizedRows(data.values, n), n);
  const prepared = preparePls(gram, data.labels, data.litter, MOST_COMPONENTS);
  const result = crossValidatePls(prepared, outcome.values);
  const chunk = { predictors: gram, outcomes: outcome.values, method: 'pls' as const, labels: data.labels, litter: data.litter };
  const purpose = `latent/${outcome.predictors}/${outcome.id}`;
  const pvalue = await permutationPvalue(chunk, result.q2, permutations, purpose, context);
  const { label, predictors } = outcome;
  const { unpredictable } = prepared;
  return { outcome: outcome.id, label, predictors, genes: data.genes.length, n, ...result, pvalue, permutations, unpredictable };
}

/** The first pair of sparse components of genes and several outcomes, with nested cross-validation and permutation p. */
export async function pairTable(
  data: LatentData,
  outcomes: readonly { label: string; values: Float64Array }[],
  method: PairMethod,
  permutations: number,
  context: Context,
): Promise<PairTable> {
  const n = data.labels[0].length;
  const y = Float64Array.from(outcomes.flatMap((one) => Array.from(one.values)));
  const found = crossValidatePair({ x: data.values, y, animals: n }, data.labels, data.litter, method);
  const chunk = { predictors: data.values, outcomes: y, method, labels: data.labels, litter: data.litter };
  const observed = found.crossValidatedCorrelation;
  const pvalue = await permutationPvalue(chunk, observed, permutations, `latent/${method}`, context);
  const { weightsX, weightsY, stability, ...rest } = found;
  const chosen = Array.from(weightsX.keys())
    .filter((g) => weightsX[g] !== 0)
    .sort((i, j) => Math.abs(weightsX[j]) - Math.abs(weightsX[i]) || i - j);
  return {
    ...rest,
    outcomes: outcomes.map((one) => one.label),
    outcomeWeights: weightsY,
    genes: chosen.map((g) => data.genes[g]),
    geneWeights: Float64Array.from(chosen, (g) => weightsX[g]),
    stability: Float64Array.from(chosen, (g) => stability[g]),
    n,
    pvalue,
    permutations,
  };
}

/** (1 + permutations that do as well) / (1 + permutations). */
async function permutationPvalue(
  data: Omit<LatentChunk, 'mostComponents' | 'seed' | 'purpose' | 'first' | 'count'>,
  observed: number,
  permutations: number,
  purpose: string,
  context: Context,
): Promise<number> {
  const chunks: LatentChunk[] = [];
  const size = CHUNK[data.method];
  for (let first = 0; first < permutations; first += size) {
    const count = Math.min(size, permutations - first);
    chunks.push({ ...data, mostComponents: MOST_COMPONENTS, seed: context.seed, purpose, first, count });
  }
  const scores = await context.pool.map(latentPermutationTask, chunks, (done, total) =>
    context.progress('latent components', done, total),
  );
  const reached = scores.reduce((sum, part) => sum + part.filter((score) => score >= observed - 1e-12).length, 0);
  return (1 + reached) / (1 + permutations);
}
