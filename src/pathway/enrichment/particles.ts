import type { RandomStream } from '../../stats/index.ts';
import { BUCKET_BITS, RandomSets, UNIT } from './random-sets.ts';
import type { WholeWeights } from './whole-weights.ts';

/**
 * A population of random gene sets of one size that walks, by swapping single genes, through the sets whose score exceeds a
 * bar. A swap is accepted in a few operations when the running sum still clears the bar where it cleared it before; only
 * otherwise is the whole running sum looked at.
 */
export class Particles extends RandomSets {
  /** Highest rise of the running sum within a bucket when the total weight was the inverse of `riseInverse` (0: not known). */
  private readonly rise: Float64Array;
  private readonly riseInverse: Float64Array;

  /** @param size hits per set, at least 1 and fewer than there are genes */
  constructor(weights: WholeWeights, size: number, count: number) {
    super(weights, size, count);
    this.rise = new Float64Array(count * this.buckets);
    this.riseInverse = new Float64Array(count * this.buckets);
  }

  override copy(from: number, to: number): void {
    super.copy(from, to);
    const { buckets } = this;
    this.rise.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
    this.riseInverse.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
  }

  /**
   * Goes over the genes of set `p` one after the other, offering each another gene drawn at random; swaps are kept after which
   * the running sum still exceeds the bar.
   *
   * @param attempts number of genes gone over, beginning at a random one
   */
  move(p: number, attempts: number, bar: number, stream: RandomStream): void {
    const { genes, size, words, weights, perMiss } = this;
    let next = Math.floor(stream.bits() * size * UNIT);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const at = p * size + next;
      next = next + 1 === size ? 0 : next + 1;
      const added = Math.floor(stream.bits() * genes * UNIT);
      if ((this.bits[p * words + (added >> 5)] & (1 << (added & 31))) !== 0) continue;
      const removed = this.members[at];
      const peak = this.peakRank[p];
      let mass = this.peakMass[p];
      let hits = this.peakHits[p];
      if (removed <= peak) {
        mass -= weights[removed];
        hits--;
      }
      if (added <= peak) {
        mass += weights[added];
        hits++;
      }
      const total = this.total[p] - weights[removed] + weights[added];
      if (mass > total * (bar + (peak + 1 - hits) * perMiss)) {
        this.peakMass[p] = mass;
        this.peakHits[p] = hits;
        this.swap(p, removed, added);
      } else if (total === 0 || !this.swapIfAbove(p, removed, added, total, bar)) continue;
      this.total[p] = total;
      this.members[at] = added;
    }
  }

  private swap(p: number, removed: number, added: number): void {
    const { words, buckets, weights } = this;
    this.bits[p * words + (removed >> 5)] &= ~(1 << (removed & 31));
    this.bits[p * words + (added >> 5)] |= 1 << (added & 31);
    const from = p * buckets + (removed >> BUCKET_BITS);
    const to = p * buckets + (added >> BUCKET_BITS);
    this.hits[from]--;
    this.hits[to]++;
    this.mass[from] -= weights[removed];
    this.mass[to] += weights[added];
    this.riseInverse[from] = 0;
    this.riseInverse[to] = 0;
  }

  /** Swaps two genes if the running sum then exceeds the bar somewhere, and remembers where. */
  private swapIfAbove(p: number, removed: number, added: number, total: number, bar: number): boolean {
    const from = p * this.buckets + (removed >> BUCKET_BITS);
    const to = p * this.buckets + (added >> BUCKET_BITS);
    const { rise, riseInverse } = this;
    const [riseFrom, riseTo, inverseFrom, inverseTo] = [rise[from], rise[to], riseInverse[from], riseInverse[to]];
    const [peakRank, peakMass, peakHits] = [this.peakRank[p], this.peakMass[p], this.peakHits[p]];
    this.swap(p, removed, added);
    if (this.findPeak(p, 1 / total, bar)) return true;
    this.swap(p, added, removed);
    rise[from] = riseFrom;
    rise[to] = riseTo;
    riseInverse[from] = inverseFrom;
    riseInverse[to] = inverseTo;
    this.peakRank[p] = peakRank;
    this.peakMass[p] = peakMass;
    this.peakHits[p] = peakHits;
    return false;
  }

  /** Looks for a place where the running sum exceeds the bar; remembers it as the peak. */
  private findPeak(p: number, inverse: number, bar: number): boolean {
    const { buckets, perMiss, rise, riseInverse } = this;
    const offset = p * buckets;
    let mass = 0;
    let hits = 0;
    for (let b = 0; b < buckets; b++) {
      const here = this.hits[offset + b];
      if (here === 0) continue;
      const own = this.mass[offset + b];
      const base = mass * inverse - ((b << BUCKET_BITS) - hits) * perMiss;
      // no place in this bucket lies higher than if all its hits stood at its start
      if (base + own * inverse > bar) {
        const known = riseInverse[offset + b];
        // a rise known for a larger total bounds the present one
        const bound = known === 0 ? Infinity : base + rise[offset + b] + Math.max(0, own * (inverse - known));
        if (bound > bar && this.climb(p, b, mass, hits, inverse) + base > bar) return true;
      }
      mass += own;
      hits += here;
      // what is left of the weight cannot lift the sum over the bar again
      if (bar + (((b + 1) << BUCKET_BITS) - hits) * perMiss >= 1) return false;
    }
    return false;
  }

  /** The highest rise of the running sum within a bucket, remembered; its place becomes the peak. */
  private climb(p: number, bucket: number, massBefore: number, hitsBefore: number, inverse: number): number {
    const { words, weights, perMiss } = this;
    const start = bucket << BUCKET_BITS;
    let mass = 0;
    let hits = 0;
    let best = -Infinity;
    const first = bucket << (BUCKET_BITS - 5);
    for (let w = first; w < first + (1 << (BUCKET_BITS - 5)); w++) {
      let word = this.bits[p * words + w];
      while (word !== 0) {
        const rank = (w << 5) + 31 - Math.clz32(word & -word);
        word &= word - 1;
        mass += weights[rank];
        hits++;
        const value = mass * inverse - (rank + 1 - start - hits) * perMiss;
        if (value > best) {
          best = value;
          this.peakRank[p] = rank;
          this.peakMass[p] = massBefore + mass;
          this.peakHits[p] = hitsBefore + hits;
        }
      }
    }
    this.rise[p * this.buckets + bucket] = best;
    this.riseInverse[p * this.buckets + bucket] = inverse;
    return best;
  }
}
