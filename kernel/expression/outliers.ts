import { cellOf, cells, sampleC, samples } from './design';

// Cook's distances and the robust dispersion they rest on.

/** Sorts `n` doubles ascending in place: insertion for short runs, heap otherwise. */
function sortAscending(values: usize, n: i32): void {
  if (n <= 48) {
    for (let i = 1; i < n; i++) {
      const value = load<f64>(values + ((<usize>i) << 3));
      let k = i - 1;
      while (k >= 0 && load<f64>(values + ((<usize>k) << 3)) > value) {
        store<f64>(values + ((<usize>(k + 1)) << 3), load<f64>(values + ((<usize>k) << 3)));
        k--;
      }
      store<f64>(values + ((<usize>(k + 1)) << 3), value);
    }
    return;
  }
  for (let start = (n >> 1) - 1; start >= 0; start--) siftDown(values, start, n);
  for (let end = n - 1; end > 0; end--) {
    const largest = load<f64>(values);
    store<f64>(values, load<f64>(values + ((<usize>end) << 3)));
    store<f64>(values + ((<usize>end) << 3), largest);
    siftDown(values, 0, end);
  }
}

function siftDown(values: usize, start: i32, n: i32): void {
  let root = start;
  const value = load<f64>(values + ((<usize>root) << 3));
  for (;;) {
    let child = 2 * root + 1;
    if (child >= n) break;
    if (child + 1 < n && load<f64>(values + ((<usize>(child + 1)) << 3)) > load<f64>(values + ((<usize>child) << 3))) child++;
    if (load<f64>(values + ((<usize>child) << 3)) <= value) break;
    store<f64>(values + ((<usize>root) << 3), load<f64>(values + ((<usize>child) << 3)));
    root = child;
  }
  store<f64>(values + ((<usize>root) << 3), value);
}

/** Mean of the values left when floor(n * trim) are dropped at each end. Sorts the values. */
export function trimmedMean(values: usize, n: i32, trim: f64): f64 {
  sortAscending(values, n);
  const drop = <i32>Math.floor(<f64>n * trim);
  let sum: f64 = 0.0;
  for (let i = drop; i < n - drop; i++) sum += load<f64>(values + ((<usize>i) << 3));
  return sum / <f64>(n - 2 * drop);
}

/** Scaled trimmed mean of squared deviations from the trimmed mean; scratch holds the n values. */
function trimmedVariance(n: i32, trim: f64, scale: f64): f64 {
  const center = trimmedMean(sampleC, n, trim);
  for (let i = 0; i < n; i++) {
    const place = sampleC + ((<usize>i) << 3);
    const deviation = load<f64>(place) - center;
    store<f64>(place, deviation * deviation);
  }
  return scale * trimmedMean(sampleC, n, trim);
}

/**
 * Robust dispersion for Cook's distance: largest trimmed variance over the cells of at least 3 samples (over all samples
 * when there is none), turned into a dispersion of at least 0.04. `normalized` holds y / s.
 */
export function robustDispersion(normalized: usize, cellSize: usize): f64 {
  let total: f64 = 0.0;
  for (let j = 0; j < samples; j++) total += load<f64>(normalized + ((<usize>j) << 3));
  const mean = total / <f64>samples;
  let variance: f64 = -1.0;
  for (let c = 0; c < cells; c++) {
    const size = load<i32>(cellSize + ((<usize>c) << 2));
    if (size < 3) continue;
    let n = 0;
    for (let j = 0; j < samples; j++) {
      if (load<i32>(cellOf + ((<usize>j) << 2)) !== c) continue;
      store<f64>(sampleC + ((<usize>n) << 3), load<f64>(normalized + ((<usize>j) << 3)));
      n++;
    }
    const trim = size <= 3 ? 1.0 / 3.0 : size <= 23 ? 0.25 : 0.125;
    const scale = size <= 3 ? 2.04 : size <= 23 ? 1.86 : 1.51;
    variance = Math.max(variance, trimmedVariance(n, trim, scale));
  }
  if (variance < 0.0) {
    memory.copy(sampleC, normalized, (<usize>samples) << 3);
    variance = trimmedVariance(samples, 0.125, 1.51);
  }
  return Math.max((variance - mean) / (mean * mean), 0.04);
}
