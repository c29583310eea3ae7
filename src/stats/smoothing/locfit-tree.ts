/** A cell is halved while it is longer than this share of the smaller bandwidth at its ends (locfit's default). */
const CUT = 0.8;

/** How many points are nearest, as a share of n; what locfit adds keeps 0.7 x 90 from being 62. */
export function nearestPoints(n: number, share: number): number {
  return Math.floor(n * share + 1e-12);
}

/**
 * The vertices at which locfit makes its local fits in one dimension, ascending: the ends of the data, and the midpoints of all
 * cells that are long against the bandwidths at their ends. Source: Loader 1999, "Local Regression and Likelihood", chapter 12.
 *
 * @param fitAt the fit at a point with its bandwidth
 */
export function locfitVertices<Fit extends { bandwidth: number }>(
  x: Float64Array,
  fitAt: (at: number) => Fit,
): { at: number; fit: Fit }[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of x) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const between = (left: number, leftFit: Fit, right: number, rightFit: Fit): { at: number; fit: Fit }[] => {
    if (!((right - left) / Math.min(leftFit.bandwidth, rightFit.bandwidth) > CUT)) return [];
    const at = (left + right) / 2;
    const fit = fitAt(at);
    return [...between(left, leftFit, at, fit), { at, fit }, ...between(at, fit, right, rightFit)];
  };
  const [first, last] = [fitAt(low), fitAt(high)];
  return [{ at: low, fit: first }, ...between(low, first, high, last), { at: high, fit: last }];
}
