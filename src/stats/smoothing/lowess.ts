/** Median of absolute values, by sorting a copy; even numbers average the middle two. */
function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Cleveland's robust locally weighted line, as R's `lowess` computes it (1979; ratfor program of 1981). x must ascend.
 *
 * @param f share of points that influence each fit
 * @param rounds robustness rounds (R's default 3)
 * @param delta points closer than this to the last fitted one are interpolated (R's default: 1 % of the range)
 */
export function lowess(x: Float64Array, y: Float64Array, f: number, rounds: number, delta: number): Float64Array {
  const n = x.length;
  if (n < 2) return y.slice();
  const neighbors = Math.max(Math.min(Math.floor(f * n + 1e-7), n), 2);
  const fitted = new Float64Array(n);
  const robustness = new Float64Array(n).fill(1);
  for (let round = 0; round <= rounds; round++) {
    onePass({ x, y, neighbors, delta, robustness: round === 0 ? null : robustness }, fitted);
    if (round === rounds) break;
    const residuals = y.map((value, i) => Math.abs(value - fitted[i]));
    let scale = 0;
    for (const residual of residuals) scale += residual;
    const six = 6 * medianOf(residuals);
    if (six < (1e-7 * scale) / n) break;
    for (let i = 0; i < n; i++) {
      const ratio = residuals[i] / six;
      const inner = 1 - ratio * ratio;
      robustness[i] = residuals[i] <= 0.001 * six ? 1 : residuals[i] > 0.999 * six ? 0 : inner * inner;
    }
  }
  return fitted;
}

interface Pass {
  x: Float64Array;
  y: Float64Array;
  neighbors: number;
  delta: number;
  robustness: Float64Array | null;
}

function onePass(pass: Pass, fitted: Float64Array): void {
  const { x, y, neighbors, delta } = pass;
  const n = x.length;
  let left = 0;
  let right = neighbors - 1;
  let last = -1;
  let i = 0;
  for (;;) {
    while (right < n - 1 && x[right + 1] - x[i] < x[i] - x[left]) {
      left++;
      right++;
    }
    fitted[i] = localLine(pass, x[i], left, right) ?? y[i];
    if (last < i - 1) {
      const width = x[i] - x[last];
      for (let j = last + 1; j < i; j++) {
        const share = (x[j] - x[last]) / width;
        fitted[j] = share * fitted[i] + (1 - share) * fitted[last];
      }
    }
    last = i;
    const cut = x[last] + delta;
    for (i = last + 1; i < n; i++) {
      if (x[i] > cut) break;
      if (x[i] === x[last]) {
        fitted[i] = fitted[last];
        last = i;
      }
    }
    i = Math.max(last + 1, i - 1);
    if (last >= n - 1) break;
  }
}

/** Weighted linear fit at `at` over points from `left`, ties beyond `right` included; undefined when all weights vanish. */
function localLine({ x, y, robustness }: Pass, at: number, left: number, right: number): number | undefined {
  const n = x.length;
  const bandwidth = Math.max(at - x[left], x[right] - at);
  const [h9, h1] = [0.999 * bandwidth, 0.001 * bandwidth];
  const weights: number[] = [];
  let total = 0;
  let j = left;
  for (; j < n; j++) {
    const distance = Math.abs(x[j] - at);
    let weight = 0;
    if (distance <= h9) {
      if (distance <= h1) weight = 1;
      else {
        const ratio = distance / bandwidth;
        const cube = 1 - ratio * ratio * ratio;
        weight = cube * cube * cube;
      }
      if (robustness !== null) weight *= robustness[j];
      total += weight;
    } else if (x[j] > at) break;
    weights.push(weight);
  }
  if (!(total > 0)) return undefined;
  const last = j - 1;
  let mean = 0;
  for (j = left; j <= last; j++) {
    weights[j - left] /= total;
    mean += weights[j - left] * x[j];
  }
  if (bandwidth > 0) {
    const offset = at - mean;
    let spread = 0;
    for (j = left; j <= last; j++) spread += weights[j - left] * (x[j] - mean) * (x[j] - mean);
    if (Math.sqrt(spread) > 0.001 * (x[n - 1] - x[0])) {
      const slope = offset / spread;
      for (j = left; j <= last; j++) weights[j - left] *= slope * (x[j] - mean) + 1;
    }
  }
  let value = 0;
  for (j = left; j <= last; j++) value += weights[j - left] * y[j];
  return value;
}
