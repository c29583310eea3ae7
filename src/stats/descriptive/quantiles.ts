/** Values in ascending order. NaN is not allowed. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** Sample quantile by linear interpolation between order statistics: R's type 7, the default of R, NumPy and Excel. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number {
  const n = ascending.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return NaN;
  const at = (n - 1) * p;
  const below = Math.floor(at);
  const share = at - below;
  return share === 0 ? ascending[below] : ascending[below] + share * (ascending[below + 1] - ascending[below]);
}

/** The smallest value whose share of values at or below it reaches p: the inverse distribution function, R's type 1. */
export function inverseDistributionOfSorted(ascending: ArrayLike<number>, p: number): number {
  const n = ascending.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return NaN;
  // As R, a product that misses a whole number by rounding alone is that number.
  const position = Math.ceil(n * p - 4 * 2.220446049250313e-16 * n);
  return ascending[Math.min(Math.max(position, 1), n) - 1];
}

/** Median, the mean of the two middle values when their number is even. */
export function median(values: ArrayLike<number>): number {
  return quantileOfSorted(sorted(values), 0.5);
}

/**
 * The value that would stand at position k (zero-based) after sorting. Rearranges the array so that no earlier
 * value is larger. No value may be missing.
 * Source: Hoare's selection (1961), pivot the median of three.
 */
export function orderStatistic(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (high > low) {
    const [a, b, c] = [values[low], values[(low + high) >> 1], values[high]];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const kept = values[i];
      values[i++] = values[j];
      values[j--] = kept;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return values[k];
  }
  return values[k];
}
