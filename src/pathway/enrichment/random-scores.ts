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
  const tallies = groupBySize(request).map((own) => new ReachTally(own, request.scores));
  const set = new RandomSet(weights);
  for (let b = request.first; b < request.first + request.count; b++) {
    const stream = randomStream(request.seed, 'gsea/random-sets', b);
    for (let k = 0; k < sizes.length; k++) {
      set.draw(sizes[k], stream);
      set.score();
      record(counts, k, pick(set.top, set.bottom, type), tallies[k]);
      record(counts, k, pick(set.mirrorTop, set.mirrorBottom, type), tallies[k]);
    }
  }
  for (const tally of tallies) tally.addTo(counts.reached);
  return counts;
}

function pick(top: number, bottom: number, type: ScoreType): number {
  if (type === 'pos') return top;
  return type === 'neg' ? bottom : largerExtreme(top, bottom);
}

function record(counts: RandomScoreCounts, k: number, score: number, tally: ReachTally): void {
  if (score >= 0) {
    counts.positive[k]++;
    counts.positiveSum[k] += score;
    tally.addPositive(score);
  }
  if (score <= 0) {
    counts.negative[k]++;
    counts.negativeSum[k] += score;
    tally.addNegative(-score);
  }
}

function groupBySize(request: RandomScoreRequest): number[][] {
  const groups = Array.from(request.sizes, (): number[] => []);
  request.sizeOf.forEach((k, i) => {
    groups[k].push(i);
  });
  return groups;
}

/** How many random scores reach each of the observed scores of one size: observed ones sorted, random ones counted between them. */
class ReachTally {
  private readonly up: number[];
  private readonly down: number[];
  private readonly upBars: Float64Array;
  private readonly downBars: Float64Array;
  private readonly upCounts: Float64Array;
  private readonly downCounts: Float64Array;

  /** @param own positions of the observed scores */
  constructor(own: readonly number[], scores: Float64Array) {
    this.up = own.filter((i) => scores[i] >= 0).sort((a, b) => scores[a] - scores[b]);
    this.down = own.filter((i) => scores[i] < 0).sort((a, b) => scores[b] - scores[a]);
    this.upBars = Float64Array.from(this.up, (i) => Math.max(0, scores[i] - SLACK));
    this.downBars = Float64Array.from(this.down, (i) => -scores[i] - SLACK);
    this.upCounts = new Float64Array(this.up.length + 1);
    this.downCounts = new Float64Array(this.down.length + 1);
  }

  addPositive(score: number): void {
    this.upCounts[barsBelow(this.upBars, score)]++;
  }

  addNegative(size: number): void {
    this.downCounts[barsBelow(this.downBars, size)]++;
  }

  addTo(reached: Float64Array): void {
    addTails(this.up, this.upCounts, reached);
    addTails(this.down, this.downCounts, reached);
  }
}

/** Number of bars that a value reaches; bars ascend. */
function barsBelow(bars: Float64Array, value: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A score that reaches n bars reaches the n lowest. */
function addTails(which: readonly number[], counts: Float64Array, reached: Float64Array): void {
  let sum = 0;
  for (let n = which.length; n >= 1; n--) {
    sum += counts[n];
    reached[which[n - 1]] += sum;
  }
}

/** A random set of ranks as a bit per rank, and the extremes of its running sum and of its mirror image's. */
class RandomSet {
  top = 0;
  bottom = 0;
  mirrorTop = 0;
  mirrorBottom = 0;
  private readonly weights: Float64Array;
  private readonly mirrored: Float64Array;
  private readonly bits: Int32Array;
  private size = 0;
  private total = 0;
  private mirrorTotal = 0;

  /** @param weights whole numbers, so that sums do not depend on the order of the terms */
  constructor(weights: Float64Array) {
    this.weights = weights;
    this.mirrored = weights.slice().reverse();
    this.bits = new Int32Array(((weights.length - 1) >> 5) + 1);
  }

  /** Sets the bits of random distinct ranks. */
  draw(size: number, stream: RandomStream): void {
    const { bits, weights, mirrored } = this;
    const genes = weights.length;
    let total = 0;
    let mirrorTotal = 0;
    for (let held = 0; held < size; ) {
      const rank = Math.floor(stream.bits() * genes * UNIT);
      const bit = 1 << (rank & 31);
      if ((bits[rank >> 5] & bit) !== 0) continue;
      bits[rank >> 5] |= bit;
      total += weights[rank];
      mirrorTotal += mirrored[rank];
      held++;
    }
    this.size = size;
    this.total = total;
    this.mirrorTotal = mirrorTotal;
  }

  /**
   * Walks the ranks once, clearing the bits. The mirror image is walked from its end: what comes before a hit there is what comes
   * after it here. A set whose hits all weigh nothing has hits of equal weight.
   */
  score(): void {
    const { bits, weights, mirrored, size, total, mirrorTotal } = this;
    const fall = 1 / (weights.length - size);
    const share = total === 0 ? 0 : 1 / total;
    const equal = total === 0 ? 1 / size : 0;
    const mirrorShare = mirrorTotal === 0 ? 0 : 1 / mirrorTotal;
    const mirrorEqual = mirrorTotal === 0 ? 1 / size : 0;
    const missesMirrored = weights.length - size;
    let [top, bottom, mirrorTop, mirrorBottom] = [-1, 1, -1, 1];
    let [mass, rest, hits] = [0, mirrorTotal, 0];
    for (let w = 0; w < bits.length; w++) {
      let word = bits[w];
      if (word === 0) continue;
      bits[w] = 0;
      while (word !== 0) {
        const rank = (w << 5) + 31 - Math.clz32(word & -word);
        word &= word - 1;
        const passed = rank - hits;
        const before = mass * share + hits * equal - passed * fall;
        const mirrorAfter = rest * mirrorShare + (size - hits) * mirrorEqual - (missesMirrored - passed) * fall;
        mass += weights[rank];
        rest -= mirrored[rank];
        hits++;
        const after = mass * share + hits * equal - passed * fall;
        const mirrorBefore = rest * mirrorShare + (size - hits) * mirrorEqual - (missesMirrored - passed) * fall;
        if (before < bottom) bottom = before;
        if (after > top) top = after;
        if (mirrorBefore < mirrorBottom) mirrorBottom = mirrorBefore;
        if (mirrorAfter > mirrorTop) mirrorTop = mirrorAfter;
      }
    }
    this.top = top;
    this.bottom = bottom;
    this.mirrorTop = mirrorTop;
    this.mirrorBottom = mirrorBottom;
  }
}

/** {@link countRandomScores} as a task for a worker. */
export const randomScoreTask: Task<RandomScoreRequest, RandomScoreCounts> = {
  name: 'pathway/random-scores',
  run: countRandomScores,
};
