/** Arithmetic mean; NaN of nothing. In two passes, which leaves little more than the last rounding. */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const first = sum / n;
  if (!(Math.abs(first) < Infinity)) return first;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += values[i] - first;
  return first + rest / n;
}

/** Variance with n - 1, in two passes; NaN for fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number {
  if (values.length < 2) return NaN;
  const center = mean(values);
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - center;
    sum += d * d;
    rest += d;
  }
  return (sum - (rest * rest) / values.length) / (values.length - 1);
}

/** Standard deviation with n - 1. */
export function sampleSd(values: ArrayLike<number>): number {
  return Math.sqrt(sampleVariance(values));
}

/** Product-moment correlation of two equally long samples; NaN when one of them is constant. */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - mx, y[i] - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xy / Math.sqrt(xx) / Math.sqrt(yy);
}
