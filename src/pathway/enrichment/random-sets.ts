import type { RandomStream } from '../../stats/index.ts';
import type { WholeWeights } from './whole-weights.ts';

/** log2 of the ranks that share a bucket of hit counts. */
export const BUCKET_BITS = 8;
/** 2^-32, which turns 32 random bits into a number below 1. */
export const UNIT = 1 / 4294967296;

/**
 * Many random gene sets of one size on one ranking, and the extremes of their running sums. Each set is held as a list (to draw
 * from), a bit per rank (to know members and walk in order), and hit counts and weights per bucket of ranks (to find the peak
 * without visiting every hit).
 */
export class RandomSets {
  readonly count: number;
  protected readonly genes: number;
  protected readonly size: number;
  protected readonly weights: Int32Array;
  protected readonly words: number;
  protected readonly buckets: number;
  protected readonly perMiss: number;
  protected readonly members: Int32Array;
  protected readonly bits: Int32Array;
  protected readonly hits: Int32Array;
  protected readonly mass: Float64Array;
  protected readonly total: Float64Array;
  /** Where each set's running sum was highest when last looked at, or cleared a bar: rank, weight and number of hits up to it. */
  protected readonly peakRank: Int32Array;
  protected readonly peakMass: Float64Array;
  protected readonly peakHits: Int32Array;

  /** @param size hits per set, at least 1 and fewer than there are genes */
  constructor(weights: WholeWeights, size: number, count: number) {
    this.weights = Int32Array.from(weights.values);
    this.genes = weights.values.length;
    this.size = size;
    this.count = count;
    this.buckets = ((this.genes - 1) >> BUCKET_BITS) + 1;
    this.words = this.buckets << (BUCKET_BITS - 5);
    this.perMiss = 1 / (this.genes - size);
    this.members = new Int32Array(count * size);
    this.bits = new Int32Array(count * this.words);
    this.hits = new Int32Array(count * this.buckets);
    this.mass = new Float64Array(count * this.buckets);
    this.total = new Float64Array(count);
    this.peakRank = new Int32Array(count);
    this.peakMass = new Float64Array(count);
    this.peakHits = new Int32Array(count);
  }

  /** Fills every set with genes drawn at random. */
  draw(stream: RandomStream): void {
    const { genes, size, words, buckets, weights } = this;
    for (let p = 0; p < this.count; p++) {
      for (let k = 0; k < size; k++) {
        let rank = Math.floor(stream.bits() * genes * UNIT);
        while (this.isMember(p, rank)) rank = Math.floor(stream.bits() * genes * UNIT);
        this.members[p * size + k] = rank;
        this.bits[p * words + (rank >> 5)] |= 1 << (rank & 31);
        this.hits[p * buckets + (rank >> BUCKET_BITS)]++;
        this.mass[p * buckets + (rank >> BUCKET_BITS)] += weights[rank];
        this.total[p] += weights[rank];
      }
    }
  }

  /** Makes set `to` a copy of set `from`. */
  copy(from: number, to: number): void {
    const { size, words, buckets } = this;
    this.members.copyWithin(to * size, from * size, (from + 1) * size);
    this.bits.copyWithin(to * words, from * words, (from + 1) * words);
    this.hits.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
    this.mass.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
    this.total[to] = this.total[from];
    this.peakRank[to] = this.peakRank[from];
    this.peakMass[to] = this.peakMass[from];
    this.peakHits[to] = this.peakHits[from];
  }

  /** Largest deviation of the running sum of set `p`; its place is remembered as the peak. */
  top(p: number): number {
    const { buckets, perMiss } = this;
    const share = 1 / this.total[p];
    let best = -Infinity;
    let mass = 0;
    let hits = 0;
    for (let b = 0; b < buckets; b++) {
      const here = this.hits[p * buckets + b];
      if (here === 0) continue;
      const own = this.mass[p * buckets + b];
      // no place in this bucket lies higher than if all its hits stood at its start
      if ((mass + own) * share - ((b << BUCKET_BITS) - hits) * perMiss > best)
        best = this.topWithin(p, b, mass, hits, share, best);
      mass += own;
      hits += here;
    }
    return best;
  }

  /** The larger of `best` and the running sum at the hits of a bucket; a larger place becomes the peak. */
  private topWithin(p: number, bucket: number, massBefore: number, hitsBefore: number, share: number, best: number): number {
    const { words, weights, perMiss } = this;
    let [highest, mass, hits] = [best, massBefore, hitsBefore];
    const first = bucket << (BUCKET_BITS - 5);
    for (let w = first; w < first + (1 << (BUCKET_BITS - 5)); w++) {
      let word = this.bits[p * words + w];
      while (word !== 0) {
        const rank = (w << 5) + 31 - Math.clz32(word & -word);
        word &= word - 1;
        mass += weights[rank];
        hits++;
        const value = mass * share - (rank + 1 - hits) * perMiss;
        if (value > highest) {
          highest = value;
          this.peakRank[p] = rank;
          this.peakMass[p] = mass;
          this.peakHits[p] = hits;
        }
      }
    }
    return highest;
  }

  /** Size of the lowest deviation of the running sum of set `p` (at least 0). */
  depth(p: number): number {
    const { words, buckets, weights, perMiss } = this;
    const share = 1 / this.total[p];
    let lowest = 0;
    let mass = 0;
    let hits = 0;
    for (let b = 0; b < buckets; b++) {
      const here = this.hits[p * buckets + b];
      if (here === 0) continue;
      // no place in this bucket lies lower than its end would without its hits
      if (mass * share - (((b + 1) << BUCKET_BITS) - hits) * perMiss >= lowest) {
        mass += this.mass[p * buckets + b];
        hits += here;
        continue;
      }
      const first = b << (BUCKET_BITS - 5);
      for (let w = first; w < first + (1 << (BUCKET_BITS - 5)); w++) {
        let word = this.bits[p * words + w];
        while (word !== 0) {
          const rank = (w << 5) + 31 - Math.clz32(word & -word);
          word &= word - 1;
          lowest = Math.min(lowest, mass * share - (rank - hits) * perMiss);
          mass += weights[rank];
          hits++;
        }
      }
    }
    return -lowest;
  }

  private isMember(p: number, rank: number): boolean {
    return (this.bits[p * this.words + (rank >> 5)] & (1 << (rank & 31))) !== 0;
  }
}
