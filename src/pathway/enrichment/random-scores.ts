import type { Task } from '../../context/index.ts';
import { type RandomStream, randomStream } from '../../stats/index.ts';
import { largerExtreme, type ScoreType } from './enrichment-score.ts';

/** Random gene sets of several sizes, to be scored and compared with observed scores. */
export interface RandomScoreRequest {
  /** Weight at each rank. */
  weights: Float64Array;
  /** Distinct set sizes, ascending. */
  sizes: Int32Array;
  /** For each observed set the position of its size in `sizes`, and its score. */
  sizeOf: Int32Array;
  scores: Float64Array;
  type: ScoreType;
  seed: number;
  /** Rounds number first .. first + count - 1, each with two random sets per size. */
  first: number;
  count: number;
}

/** How the observed sets compare with random ones. */
export interface RandomScoreCounts {
  /** Per observed set: random sets of its size and sign with a score at least as extreme. */
  reached: Float64Array;
  /** Per size: random scores of at least 0, their number and sum; the same for those of at most 0. */
  positive: Float64Array;
  positiveSum: Float64Array;
  negative: Float64Array;
  negativeSum: Float64Array;
}

/** Scores are compared up to rounding. */
const SLACK = 1e-11;

/** 2^-32, which turns 32 random bits into a number below 1. */
const UNIT = 1 / 4294967296;

/**
 * Scores random sets of every size. Each set is drawn on its own, so that errors of different sizes are independent, and scored
 * twice: as it is and with its ranks mirrored (rank r becomes N - 1 - r), which is a random set too, so that a round gives two
 * scores per size. The numbers of round b depend on (seed, b) alone.
 */
export function countRandomScores(request: RandomScoreRequest): RandomScoreCounts {
  const { weights, sizes, type } = request;
  const counts: RandomScoreCounts = {
    reached: new Float64Array(request.scores.length),
    positive: new Float64Array(sizes.length),
    positiveSum: new Float64Array(sizes.length),
    negative: new Float64Array(sizes.length),
    negativeSum: new Float64Array(sizes.length),
  };
  const observed = groupBySize(request);
  const ranks = new Int32Array(sizes[sizes.length - 1]);
  const bits = new Int32Array(((weights.length - 1) >> 5) + 1);
  for (let b = request.first; b < request.first + request.count; b++) {
    const stream = randomStream(request.seed, 'gsea/random-sets', b);
    for (let k = 0; k < sizes.length; k++) {
      drawSet(bits, weights.length, sizes[k], stream);
      takeRanks(bits, ranks);
      record(counts, k, scoreOf(weights, ranks, sizes[k], type, false), observed[k], request.scores);
      record(counts, k, scoreOf(weights, ranks, sizes[k], type, true), observed[k], request.scores);
    }
  }
  return counts;
}

/** Sets the bits of random distinct ranks. */
function drawSet(bits: Int32Array, genes: number, size: number, stream: RandomStream): void {
  for (let held = 0; held < size; ) {
    const rank = Math.floor(stream.bits() * genes * UNIT);
    const bit = 1 << (rank & 31);
    if ((bits[rank >> 5] & bit) !== 0) continue;
    bits[rank >> 5] |= bit;
    held++;
  }
}

function groupBySize(request: RandomScoreRequest): number[][] {
  const groups = Array.from(request.sizes, (): number[] => []);
  request.sizeOf.forEach((k, i) => {
    groups[k].push(i);
  });
  return groups;
}

function record(counts: RandomScoreCounts, k: number, score: number, observed: readonly number[], scores: Float64Array): void {
  if (score >= 0) {
    counts.positive[k]++;
    counts.positiveSum[k] += score;
  }
  if (score <= 0) {
    counts.negative[k]++;
    counts.negativeSum[k] += score;
  }
  for (const i of observed) {
    const es = scores[i];
    if (es >= 0 ? score >= Math.max(0, es - SLACK) : score <= es + SLACK) counts.reached[i]++;
  }
}

/** Lists the ranks whose bits are set, ascending, and clears the bits. */
function takeRanks(bits: Int32Array, ranks: Int32Array): void {
  let hits = 0;
  for (let w = 0; w < bits.length; w++) {
    let word = bits[w];
    if (word === 0) continue;
    bits[w] = 0;
    while (word !== 0) {
      ranks[hits++] = (w << 5) + 31 - Math.clz32(word & -word);
      word &= word - 1;
    }
  }
}

/** The enrichment score (see `enrichmentScore`) of the first `size` ranks; of their mirror images with `mirror`. */
function scoreOf(weights: Float64Array, ranks: Int32Array, size: number, type: ScoreType, mirror: boolean): number {
  const last = weights.length - 1;
  let total = 0;
  for (let k = 0; k < size; k++) total += weights[mirror ? last - ranks[k] : ranks[k]];
  const share = total === 0 ? 0 : 1 / total;
  const equal = total === 0 ? 1 / size : 0;
  const fall = 1 / (weights.length - size);
  let sum = 0;
  let top = -1;
  let bottom = 1;
  for (let k = 0; k < size; k++) {
    const rank = mirror ? last - ranks[size - 1 - k] : ranks[k];
    const passed = (rank - k) * fall;
    const before = sum - passed;
    if (before < bottom) bottom = before;
    sum += weights[rank] * share + equal;
    const after = sum - passed;
    if (after > top) top = after;
  }
  if (type === 'pos') return top;
  if (type === 'neg') return bottom;
  return largerExtreme(top, bottom);
}

/** {@link countRandomScores} as a task for a worker. */
export const randomScoreTask: Task<RandomScoreRequest, RandomScoreCounts> = {
  name: 'pathway/random-scores',
  run: countRandomScores,
};
