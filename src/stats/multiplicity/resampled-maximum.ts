/** Familywise adjusted p-values from resampled statistics. */
export interface ResampledAdjustment {
  /** P-value of each hypothesis by itself. */
  raw: Float64Array;
  /** Against the largest statistic of all hypotheses. */
  singleStep: Float64Array;
  /** Step-down: against the largest statistic of the hypotheses not yet rejected. At most the single-step ones. */
  stepDown: Float64Array;
}

export interface ResamplingPlan {
  /** Number of resamplings. */
  count: number;
  /** Writes the statistics of resampling b, one for each hypothesis, into `into`; larger means more extreme (|t|, F). */
  statistics(b: number, into: Float64Array): void;
  /**
   * Whether these are all resamplings there are, the observed one among them: p is then the share at least as extreme. Otherwise
   * they are a random sample without it, and p is (b + 1) / (B + 1).
   */
  complete: boolean;
}

/** Statistics that differ by less than this share are equal. */
const TIE = 1e-10;

/** Indices in the order of falling statistics, NaN left out. */
function fallingOrder(observed: ArrayLike<number>): Int32Array {
  const present = Int32Array.from({ length: observed.length }, (_, i) => i).filter((i) => observed[i] === observed[i]);
  return present.sort((a, b) => observed[b] - observed[a]);
}

/**
 * Westfall & Young's max-T adjustment, single-step and step-down, which keeps the dependence between the hypotheses. Familywise
 * error is controlled strongly under subset pivotality, exactly when `plan.complete`.
 *
 * @param observed statistics of the data, larger meaning more extreme; a NaN keeps NaN and takes no part
 * Source: Westfall & Young (1993), Algorithms 2.8 and 4.1; Ge, Dudoit & Speed (2003), Test 12:1.
 */
export function maxT(observed: ArrayLike<number>, plan: ResamplingPlan): ResampledAdjustment {
  const size = observed.length;
  const order = fallingOrder(observed);
  const raw = new Float64Array(size);
  const single = new Float64Array(size);
  const step = new Float64Array(size);
  const drawn = new Float64Array(size);
  const limit = Float64Array.from(observed, (value) => value - TIE * Math.abs(value));
  for (let b = 0; b < plan.count; b++) {
    plan.statistics(b, drawn);
    let largest = -Infinity;
    for (let k = order.length - 1; k >= 0; k--) {
      const i = order[k];
      if (drawn[i] > largest) largest = drawn[i];
      if (drawn[i] >= limit[i]) raw[i]++;
      if (largest >= limit[i]) step[i]++;
    }
    for (const i of order) if (largest >= limit[i]) single[i]++;
  }
  return finish({ raw, singleStep: single, stepDown: step }, order, plan);
}

/** Counts to p-values; step-down ones made to rise along the order, hypotheses that took no part NaN. */
function finish(counts: ResampledAdjustment, order: Int32Array, plan: ResamplingPlan): ResampledAdjustment {
  const share = (count: number): number => (plan.complete ? count / plan.count : (count + 1) / (plan.count + 1));
  const size = counts.raw.length;
  const result = {
    raw: new Float64Array(size).fill(NaN),
    singleStep: new Float64Array(size).fill(NaN),
    stepDown: new Float64Array(size).fill(NaN),
  };
  let largest = 0;
  for (const i of order) {
    result.raw[i] = share(counts.raw[i]);
    result.singleStep[i] = share(counts.singleStep[i]);
    largest = Math.max(largest, share(counts.stepDown[i]));
    result.stepDown[i] = largest;
  }
  return result;
}

/**
 * Westfall & Young's min-P adjustment: as {@link maxT}, but each statistic is first turned into its own resampling p-value, so
 * that hypotheses with differently distributed statistics weigh the same. Keeps all statistics in memory (hypotheses times
 * resamplings).
 * Source: Ge, Dudoit & Speed (2003), Box 4.
 */
export function minP(observed: ArrayLike<number>, plan: ResamplingPlan): ResampledAdjustment {
  const size = observed.length;
  const all = new Float64Array(size * plan.count);
  const drawn = new Float64Array(size);
  for (let b = 0; b < plan.count; b++) {
    plan.statistics(b, drawn);
    for (let i = 0; i < size; i++) all[i * plan.count + b] = drawn[i];
  }
  const ownPvalue = new Float64Array(size).fill(NaN);
  for (let i = 0; i < size; i++) {
    if (observed[i] !== observed[i]) continue;
    const row = all.subarray(i * plan.count, (i + 1) * plan.count);
    ownPvalue[i] = replaceByTailShares(row, observed[i]);
  }
  // Small p is extreme: their negatives go through the same steps as statistics.
  return maxT(
    ownPvalue.map((value) => -value),
    {
      count: plan.count,
      complete: plan.complete,
      statistics: (b, into) => {
        for (let i = 0; i < size; i++) into[i] = -all[i * plan.count + b];
      },
    },
  );
}

/** Replaces each statistic of a row by the share of the row at least as large; returns that of the observed one. */
function replaceByTailShares(row: Float64Array, observed: number): number {
  const ascending = row.slice().sort();
  const count = row.length;
  const shareAtLeast = (value: number): number => {
    const limit = value - TIE * Math.abs(value);
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ascending[middle] < limit) low = middle + 1;
      else high = middle;
    }
    return (count - low) / count;
  };
  const own = shareAtLeast(observed);
  for (let b = 0; b < count; b++) row[b] = shareAtLeast(row[b]);
  return own;
}
