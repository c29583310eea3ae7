// Order statistics and logarithms over arrays.

/** The k-th smallest (from 0) of n doubles; reorders them (Hoare's selection, median of three). */
export function select(values: usize, n: i32, k: i32): f64 {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    order(values, low, middle);
    order(values, low, high);
    order(values, middle, high);
    const pivot = load<f64>(values + ((<usize>middle) << 3));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f64>(values + ((<usize>i) << 3)) < pivot) i++;
      while (load<f64>(values + ((<usize>j) << 3)) > pivot) j--;
      if (i > j) break;
      swap(values, i, j);
      i++;
      j--;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return load<f64>(values + ((<usize>k) << 3));
}

function order(values: usize, i: i32, j: i32): void {
  if (load<f64>(values + ((<usize>j) << 3)) < load<f64>(values + ((<usize>i) << 3))) swap(values, i, j);
}

function swap(values: usize, i: i32, j: i32): void {
  const kept = load<f64>(values + ((<usize>i) << 3));
  store<f64>(values + ((<usize>i) << 3), load<f64>(values + ((<usize>j) << 3)));
  store<f64>(values + ((<usize>j) << 3), kept);
}

/** Median of n doubles without NaN; even numbers average the middle two. Reorders them. */
export function median(values: usize, n: i32): f64 {
  if (n === 0) return NaN;
  const half = n >> 1;
  const upper = select(values, n, half);
  if (n % 2 === 1) return upper;
  let lower = load<f64>(values);
  for (let i = 1; i < half; i++) lower = Math.max(lower, load<f64>(values + ((<usize>i) << 3)));
  return (lower + upper) / 2.0;
}

/** Natural logarithms in place. */
export function logarithms(values: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const place = values + ((<usize>i) << 3);
    store<f64>(place, Math.log(load<f64>(place)));
  }
}

/**
 * Mean of ln(count) over the samples of each gene: NaN for a gene with a zero, or, when `positive` is set, the sum over its
 * positive counts divided by all samples, NaN for a gene without any.
 */
export function logReferences(genes: i32, width: i32, counts: usize, positive: i32, result: usize): void {
  for (let g = 0; g < genes; g++) {
    const row = counts + ((<usize>(g * width)) << 3);
    let sum: f64 = 0.0;
    let product: f64 = 1.0;
    let seen = 0;
    for (let j = 0; j < width; j++) {
      const count = load<f64>(row + ((<usize>j) << 3));
      if (count === 0.0) continue;
      seen++;
      product *= count;
      if (product > 1e250) {
        sum += Math.log(product);
        product = 1.0;
      }
    }
    const usable = seen === width || (positive !== 0 && seen > 0);
    store<f64>(result + ((<usize>g) << 3), usable ? (sum + Math.log(product)) / <f64>width : NaN);
  }
}

/** Median of ln(count) - reference over the genes with a reference and a positive count; `column` is overwritten. */
export function medianLogRatio(genes: i32, column: usize, references: usize): f64 {
  let kept = 0;
  for (let g = 0; g < genes; g++) {
    const reference = load<f64>(references + ((<usize>g) << 3));
    const count = load<f64>(column + ((<usize>g) << 3));
    if (reference !== reference || count === 0.0) continue;
    store<f64>(column + ((<usize>kept) << 3), Math.log(count) - reference);
    kept++;
  }
  return median(column, kept);
}
