/** Cubic B-splines on given knots: basis functions j = 0 .. knots.length - 5. */
export interface CubicBasis {
  /** Ascending, the first and the last four equal. */
  readonly knots: Float64Array;
  /** Number of basis functions. */
  readonly size: number;
}

/** The basis on interior knots between 0 and 1, ends included. */
export function cubicBasis(inner: Float64Array): CubicBasis {
  const [first, last] = [inner[0], inner[inner.length - 1]];
  const knots = Float64Array.from([first, first, first, ...inner, last, last, last]);
  return { knots, size: knots.length - 4 };
}

/** The interval of a point: i with knots[i] <= x < knots[i + 1], the last one for the right end. */
export function intervalOf({ knots, size }: CubicBasis, x: number): number {
  let [low, high] = [3, size];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Values at x of the four basis functions i - 3 .. i that are not zero on interval i (de Boor's recursion), written to `out`.
 */
export function basisValues({ knots }: CubicBasis, i: number, x: number, out: Float64Array): void {
  out[0] = 1;
  for (let order = 1; order <= 3; order++) {
    let carried = 0;
    for (let r = 0; r < order; r++) {
      const right = knots[i + r + 1];
      const left = knots[i + r + 1 - order];
      const term = out[r] / (right - left);
      out[r] = carried + (right - x) * term;
      carried = (x - left) * term;
    }
    out[order] = carried;
  }
}

/**
 * Integrals of products of second derivatives of the basis functions: entry [j + band * size] is that of functions j and j + band,
 * band 0 .. 3.
 */
export function curvatureBands(basis: CubicBasis): Float64Array {
  const { knots, size } = basis;
  const bands = new Float64Array(4 * size);
  for (let i = 3; i < size; i++) {
    const width = knots[i + 1] - knots[i];
    if (!(width > 0)) continue;
    const ends = Array.from({ length: 4 }, (_, r) => secondDerivativeEnds(knots, i, r));
    for (let r = 0; r < 4; r++) {
      for (let s = r; s < 4; s++) {
        const [a, b] = ends[r];
        const [c, d] = ends[s];
        bands[i - 3 + r + (s - r) * size] += (width * (2 * a * c + a * d + b * c + 2 * b * d)) / 6;
      }
    }
  }
  return bands;
}

/** Second derivative of function i - 3 + r at the two ends of interval i, between which it is linear. */
function secondDerivativeEnds(knots: Float64Array, i: number, r: number): readonly [number, number] {
  const own = i - 3 + r;
  const coefficient = (j: number): number => (j === own ? 1 : 0);
  const first = (j: number): number => (3 * (coefficient(j) - coefficient(j - 1))) / (knots[j + 3] - knots[j]);
  const second = (j: number): number => (2 * (first(j) - first(j - 1))) / (knots[j + 2] - knots[j]);
  return [second(i - 1), second(i)];
}
