/** How a path is cleaned. Every step can be turned off; every frame that it touches is counted. */
export interface Cleaning {
  /** Frames with a lower likelihood are dropped; null keeps all. */
  likelihood: number | null;
  /** A position that would need a higher speed (cm/s) from the last good one is dropped; null keeps all. */
  maxSpeed: number | null;
  /** Gaps up to this long (s) are filled by a straight line, at the ends with the nearest position; 0 fills none. */
  maxGap: number;
  /** Half width (s) of a Savitzky-Golay smoother of degree 4; 0 does not smooth. */
  smoothing: number;
}

/** What cleaning did, in frames. */
export interface CleaningCounts {
  frames: number;
  lowLikelihood: number;
  jumps: number;
  filled: number;
  missing: number;
}

/**
 * Cleans one path in place.
 *
 * @param x y positions, NaN where missing
 * @param likelihood confidence per frame, or null
 * @param cmPerUnit size of a unit of x and y
 * @param frameSeconds seconds per frame
 */
export function cleanPath(
  x: Float64Array,
  y: Float64Array,
  likelihood: Float64Array | null,
  cleaning: Cleaning,
  cmPerUnit: number,
  frameSeconds: number,
): CleaningCounts {
  const counts = { frames: x.length, lowLikelihood: 0, jumps: 0, filled: 0, missing: 0 };
  if (likelihood !== null && cleaning.likelihood !== null)
    counts.lowLikelihood = dropUnlikely(x, y, likelihood, cleaning.likelihood);
  unifyMissing(x, y);
  const gap = Math.floor(cleaning.maxGap / frameSeconds + 1e-9);
  if (cleaning.maxSpeed !== null)
    counts.jumps = dropJumps(x, y, (cleaning.maxSpeed * frameSeconds) / cmPerUnit, Math.max(gap, 1));
  if (gap > 0) counts.filled = fillGaps(x, y, gap);
  const half = Math.round(cleaning.smoothing / frameSeconds);
  if (half > 0) {
    smoothRuns(x, half);
    smoothRuns(y, half);
  }
  for (let i = 0; i < x.length; i++) if (x[i] !== x[i]) counts.missing++;
  return counts;
}

function dropUnlikely(x: Float64Array, y: Float64Array, likelihood: Float64Array, cut: number): number {
  let dropped = 0;
  for (let i = 0; i < x.length; i++) {
    if (likelihood[i] >= cut || x[i] !== x[i]) continue;
    x[i] = NaN;
    y[i] = NaN;
    dropped++;
  }
  return dropped;
}

/** A position is there or not as a whole. */
function unifyMissing(x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) continue;
    x[i] = NaN;
    y[i] = NaN;
  }
}

/**
 * Drops positions too far from the last good one for the time between. After `patience` frames the animal is taken to be
 * where the tracker says, because then it was the reference that was wrong, or the animal was moved.
 */
function dropJumps(x: Float64Array, y: Float64Array, limit: number, patience: number): number {
  let last = -1;
  let dropped = 0;
  let run = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== x[i]) continue;
    if (last >= 0) {
      const dx = x[i] - x[last];
      const dy = y[i] - y[last];
      const reach = limit * (i - last);
      if (dx * dx + dy * dy > reach * reach && run < patience) {
        x[i] = NaN;
        y[i] = NaN;
        dropped++;
        run++;
        continue;
      }
    }
    run = 0;
    last = i;
  }
  return dropped;
}

/** Fills gaps of at most `most` frames; returns the number of frames filled. */
export function fillGaps(x: Float64Array, y: Float64Array, most: number): number {
  const n = x.length;
  let filled = 0;
  for (let i = 0; i < n; ) {
    if (x[i] === x[i]) {
      i++;
      continue;
    }
    let end = i;
    while (end < n && x[end] !== x[end]) end++;
    if (end - i <= most && (i > 0 || end < n)) {
      const before = i > 0 ? i - 1 : end;
      const after = end < n ? end : i - 1;
      const span = after - before;
      for (let j = i; j < end; j++) {
        const share = span === 0 ? 0 : (j - before) / span;
        x[j] = x[before] + share * (x[after] - x[before]);
        y[j] = y[before] + share * (y[after] - y[before]);
      }
      filled += end - i;
    }
    i = end;
  }
  return filled;
}

/**
 * Savitzky-Golay smoothing of degree 4 (Savitzky & Golay 1964) over runs of valid values. Degree 2 takes away turns along with
 * the noise: it shortens simulated paths by up to 5 %, degree 4 by less than 3 %. Towards the ends of a run the window
 * shrinks, so that no value is invented; windows of fewer than 7 frames would change nothing.
 */
function smoothRuns(values: Float64Array, half: number): void {
  const source = values.slice();
  const n = values.length;
  const weights = Array.from({ length: half + 1 }, (_, h) => quarticWeights(h));
  for (let start = 0; start < n; ) {
    if (source[start] !== source[start]) {
      start++;
      continue;
    }
    let end = start;
    while (end < n && source[end] === source[end]) end++;
    for (let i = start; i < end; i++) {
      const h = Math.min(half, i - start, end - 1 - i);
      if (h < 3) continue;
      const w = weights[h];
      let sum = w[0] * source[i];
      for (let k = 1; k <= h; k++) sum += w[k] * (source[i - k] + source[i + k]);
      values[i] = sum;
    }
    start = end;
  }
}

/** Weights at distance 0..half of the value at the middle of a least-squares polynomial of degree 4 through 2 half + 1 points. */
function quarticWeights(half: number): Float64Array {
  const m = half;
  const square = m * m;
  const constant = 15 * square * square + 30 * square * m - 35 * square - 50 * m + 12;
  const denominator = (2 * m + 5) * (2 * m + 3) * (2 * m + 1) * (2 * m - 1) * (2 * m - 3);
  return Float64Array.from({ length: m + 1 }, (_, k) => {
    const distance = k * k;
    return (3.75 * (constant - 35 * (2 * square + 2 * m - 3) * distance + 63 * distance * distance)) / denominator;
  });
}
