import type { RandomStream } from '../../stats/index.ts';

/** log2 of the ranks that share a bucket of hit counts. */
const BUCKET_BITS = 8;
/** 2^-32, which turns 32 random bits into a number below 1. */
const UNIT = 1 / 4294967296;

/** A ranking prepared for the splitting: whole-number weights, so that sums are exact whatever the order of the moves. */
export interface WholeWeights {
  /** N whole numbers up to 2^30. */
  values: Float64Array;
}

/** Weights scaled to whole numbers of up to 30 bits. All-zero weights become equal ones. */
export function wholeWeights(weights: Float64Array): WholeWeights {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  if (largest === 0) return { values: new Float64Array(weights.length).fill(1) };
  return { values: weights.map((weight) => Math.round((weight / largest) * 1073741824)) };
}

/**
 * A population of random gene sets of one size that walks, by swapping single genes, through the sets whose score exceeds a
 * bar. Each set is held as a list (to draw from), a bit per rank (to know members and walk in order), and hit counts and
 * weights per bucket of ranks (to find the peak without visiting every hit). A swap is accepted in a few operations when the
 * running sum still clears the bar where it cleared it before; only otherwise is the whole running sum looked at.
 */
export class Particles {
  readonly count: number;
  private readonly genes: number;
  private readonly size: number;
  private readonly weights: Int32Array;
  private readonly words: number;
  private readonly buckets: number;
  private readonly perMiss: number;
  private readonly members: Int32Array;
  private readonly bits: Int32Array;
  private readonly hits: Int32Array;
  private readonly mass: Float64Array;
  /** Highest rise of the running sum within a bucket when the total weight was the inverse of `riseInverse` (0: not known). */
  private readonly rise: Float64Array;
  private readonly riseInverse: Float64Array;
  private readonly total: Float64Array;
  /** Where each set's running sum cleared the bar last: rank, weight and number of hits up to it. */
  private readonly peakRank: Int32Array;
  private readonly peakMass: Float64Array;
  private readonly peakHits: Int32Array;

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
    this.rise = new Float64Array(count * this.buckets);
    this.riseInverse = new Float64Array(count * this.buckets);
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
    this.rise.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
    this.riseInverse.copyWithin(to * buckets, from * buckets, (from + 1) * buckets);
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

  private isMember(p: number, rank: number): boolean {
    return (this.bits[p * this.words + (rank >> 5)] & (1 << (rank & 31))) !== 0;
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
