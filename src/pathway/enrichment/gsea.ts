import type { Context, Task } from '../../context/index.ts';
import { exp, log2, randomStream, trigamma } from '../../stats/index.ts';
import { enrichmentScore, type ScoreType } from './enrichment-score.ts';
import { exactScores, MOST_SUBSETS, subsetCount } from './exact-gsea.ts';
import { splittingTails } from './multilevel.ts';
import { type RandomScoreCounts, type RandomScoreRequest, randomScoreTask } from './random-scores.ts';
import { type Ranking, ranksOf } from './ranking.ts';
import { wholeWeights } from './whole-weights.ts';

/** Preranked enrichment of one set. NaN where it cannot be said, see {@link gsea}. */
export interface GseaScore {
  size: number;
  es: number;
  nes: number;
  pvalue: number;
  /** Expected error of log2(p). */
  log2err: number;
}

export interface GseaOptions {
  type: ScoreType;
  /** Random sets per size for NES and for p-values that are not small; even. */
  permutations: number;
  /** Population of the splitting; odd. */
  particles: number;
  /** Smallest probability looked for; smaller ones are given as this, with log2err NaN. 0: no limit. */
  smallest: number;
}

export const GSEA_DEFAULTS: GseaOptions = { type: 'std', permutations: 2000, particles: 101, smallest: 1e-50 };

/** Random scores of one sign must be at least this many for a p-value (fgsea's rule). */
const FEWEST_OF_A_SIGN = 10;
/** Rounds of random sets per task. */
const CHUNK = 125;
/** How often each gene of a set is offered a swap on a level. */
const MIXING = 0.8;

/**
 * Preranked enrichment with gene permutation. p is the probability that a random set of the same size has a score at least as
 * extreme, among those of the same sign; NES is the score over the mean size of same-signed random scores. Large p-values come
 * from random sets ((x + 1)/(k + 1)), small ones from adaptive multilevel splitting, whichever is expected to be more exact;
 * where there are at most a million sets of the size, all are scored and p and NES are exact (log2err 0).
 * p and NES are NaN when fewer than 10 random scores have the sign of the ES, for empty sets, and for sets of all genes.
 *
 * The null hypothesis is competitive (the set is like a random set of genes, genes independent), which real expression data
 * violate: never report this p alone.
 *
 * @param sets input positions of each set's genes
 */
export async function gsea(
  ranking: Ranking,
  sets: readonly Int32Array[],
  context: Context,
  options: GseaOptions = GSEA_DEFAULTS,
): Promise<GseaScore[]> {
  const genes = ranking.weights.length;
  const weights = wholeWeights(ranking.weights).values;
  const ranks = sets.map((set) => ranksOf(ranking, set));
  const testable = sets.flatMap((set, i) => (set.length > 0 && set.length < genes ? [i] : []));
  const scores: GseaScore[] = sets.map((set) => ({ size: set.length, es: NaN, nes: NaN, pvalue: NaN, log2err: NaN }));
  for (const i of testable) scores[i].es = enrichmentScore(ranking.weights, ranks[i], options.type);
  if (testable.length === 0) return scores;
  const sampled = testable.filter((i) => subsetCount(genes, sets[i].length) > MOST_SUBSETS);
  enumerate(
    testable.filter((i) => !sampled.includes(i)),
    ranking.weights,
    scores,
    options.type,
  );
  if (sampled.length === 0) return scores;
  const sizes = Int32Array.from(new Set(sampled.map((i) => sets[i].length))).sort();
  const request: Omit<RandomScoreRequest, 'first' | 'count'> = {
    weights,
    sizes,
    sizeOf: Int32Array.from(sampled, (i) => sizes.indexOf(sets[i].length)),
    scores: Float64Array.from(sampled, (i) => enrichmentScore(weights, ranks[i], options.type)),
    type: options.type,
    seed: context.seed,
  };
  const random = await randomCounts(request, options.permutations, context);
  const rare: RareScore[] = [];
  sampled.forEach((i, k) => {
    const signed = fromRandomSets(scores[i], request.sizeOf[k], k, random, options);
    if (signed === null) return;
    const score = request.scores[k];
    rare.push({ set: i, size: sets[i].length, sign: score < 0 ? -1 : 1, score: Math.abs(score), ofSign: signed });
  });
  await splitRareScores(rare, weights, scores, context, options);
  return scores;
}

/** Exact p and NES of sets so small that all sets of their size can be scored. */
function enumerate(which: readonly number[], weights: Float64Array, scores: GseaScore[], type: ScoreType): void {
  for (const size of new Set(which.map((i) => scores[i].size))) {
    const same = which.filter((i) => scores[i].size === size);
    const exact = exactScores(
      weights,
      size,
      same.map((i) => scores[i].es),
      type,
    );
    same.forEach((i, k) => {
      scores[i] = { ...scores[i], ...exact[k], log2err: 0 };
    });
  }
}

/** Draws the random sets in chunks and adds up the counts. */
async function randomCounts(
  request: Omit<RandomScoreRequest, 'first' | 'count'>,
  permutations: number,
  context: Context,
): Promise<RandomScoreCounts> {
  const chunks: RandomScoreRequest[] = [];
  const rounds = permutations / 2;
  for (let first = 0; first < rounds; first += CHUNK) chunks.push({ ...request, first, count: Math.min(CHUNK, rounds - first) });
  const parts = await context.pool.map(randomScoreTask, chunks, (done, total) =>
    context.progress('enrichment: random sets', done, total),
  );
  const sum = (pick: (part: RandomScoreCounts) => Float64Array): Float64Array =>
    pick(parts[0]).map((_, i) => parts.reduce((total, part) => total + pick(part)[i], 0));
  return {
    reached: sum((part) => part.reached),
    positive: sum((part) => part.positive),
    positiveSum: sum((part) => part.positiveSum),
    negative: sum((part) => part.negative),
    negativeSum: sum((part) => part.negativeSum),
  };
}

/** A score whose p-value the splitting finds more exactly than the random sets do. */
interface RareScore {
  set: number;
  size: number;
  sign: 1 | -1;
  score: number;
  /** Probability that a random score has this sign. */
  ofSign: number;
}

/**
 * NES and p from the random sets.
 *
 * @returns the probability of the score's sign when the splitting should refine p, else null
 */
function fromRandomSets(score: GseaScore, k: number, i: number, random: RandomScoreCounts, options: GseaOptions): number | null {
  const positive = options.type === 'pos' || (options.type === 'std' && score.es >= 0);
  const same = (positive ? random.positive : random.negative)[k];
  if (same < FEWEST_OF_A_SIGN) return null;
  const mean = (positive ? random.positiveSum : random.negativeSum)[k] / same;
  score.nes = mean === 0 ? NaN : score.es / Math.abs(mean);
  const reached = random.reached[i];
  score.pvalue = (reached + 1) / (same + 1);
  score.log2err = Math.sqrt(trigamma(reached + 1) - trigamma(options.permutations + 1)) / Math.LN2;
  const error = splittingError((reached + 1) / (options.permutations + 1), options.particles);
  return error < score.log2err ? (same + 1) / (options.permutations + 1) : null;
}

/** Expected error of log2(p) of the splitting: one level adds the variance of the logarithm of a beta variate. */
function splittingError(pvalue: number, particles: number): number {
  const levels = Math.floor(1 - log2(pvalue));
  return Math.sqrt(levels * (trigamma((particles + 1) / 2) - trigamma(particles + 1))) / Math.LN2;
}

/** All rare scores of one size and sign. */
interface SplittingRequest {
  /** Weights in the direction of the score. */
  weights: Float64Array;
  size: number;
  scores: number[];
  particles: number;
  smallest: number;
  signed: boolean;
  seed: number;
  purpose: string;
}

/** Splitting for one size as a task for a worker. */
export const splittingTask: Task<SplittingRequest, Float64Array> = {
  name: 'pathway/splitting',
  run: ({ weights, size, scores, seed, purpose, ...options }) =>
    splittingTails({ values: weights }, size, scores, { ...options, mixing: MIXING }, randomStream(seed, purpose, size)),
};

async function splitRareScores(
  rare: readonly RareScore[],
  weights: Float64Array,
  results: GseaScore[],
  context: Context,
  options: GseaOptions,
): Promise<void> {
  const reversed = weights.slice().reverse();
  const groups = new Map<number, RareScore[]>();
  for (const one of rare) groups.set(one.sign * one.size, [...(groups.get(one.sign * one.size) ?? []), one]);
  const jobs = [...groups.values()].map((members) => members.sort((a, b) => a.score - b.score));
  const requests = jobs.map(
    (members): SplittingRequest => ({
      weights: members[0].sign > 0 ? weights : reversed,
      size: members[0].size,
      scores: members.map((one) => one.score),
      particles: options.particles,
      smallest: options.smallest,
      signed: options.type === 'std',
      seed: context.seed,
      purpose: `gsea/splitting/${members[0].sign > 0 ? 'top' : 'bottom'}`,
    }),
  );
  const tails = await context.pool.map(splittingTask, requests, (done, total) =>
    context.progress('enrichment: small p-values', done, total),
  );
  jobs.forEach((members, j) => {
    members.forEach((one, k) => {
      const result = results[one.set];
      const pvalue = Math.min(1, exp(tails[j][k]) / one.ofSign);
      const found = exp(tails[j][k]) > options.smallest * (1 + 1e-9);
      result.pvalue = found ? pvalue : options.smallest;
      result.log2err = found ? splittingError(pvalue, options.particles) : NaN;
    });
  });
}
