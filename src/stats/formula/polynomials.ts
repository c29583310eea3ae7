/**
 * Orthogonal polynomials on a set of points, by the three-term recurrence (Kennedy & Gentle 1980, pp. 343-344), as R's
 * `poly()` stores them: `centers[k]` and `norms[k]` (squared lengths, of degree k - 1 at position k).
 */
export interface PolynomialBasis {
  readonly degree: number;
  readonly centers: Float64Array;
  readonly norms: Float64Array;
}

/** Values of the recurrence at x for all degrees 0..degree, not normalized; returned degree by degree. */
function recurrence(basis: PolynomialBasis, x: ArrayLike<number>): Float64Array[] {
  const { degree, centers, norms } = basis;
  const out = [new Float64Array(x.length).fill(1)];
  for (let k = 1; k <= degree; k++) {
    const before = out[k - 1];
    const earlier = k > 1 ? out[k - 2] : undefined;
    const ratio = k > 1 ? norms[k] / norms[k - 1] : 0;
    out.push(before.map((value, i) => (x[i] - centers[k - 1]) * value - ratio * (earlier === undefined ? 0 : earlier[i])));
  }
  return out;
}

/**
 * The basis of the given degree on the points x.
 *
 * @throws RangeError when x has no more distinct values than the degree
 */
export function polynomialBasis(x: ArrayLike<number>, degree: number): PolynomialBasis {
  const distinct = new Set(Array.from(x)).size;
  if (distinct <= degree) throw new RangeError(`a polynomial of degree ${degree} needs more than ${degree} distinct values`);
  const centers = new Float64Array(degree);
  const norms = new Float64Array(degree + 2);
  norms[0] = 1;
  norms[1] = x.length;
  for (let k = 1; k <= degree; k++) {
    const current = recurrence({ degree: k - 1, centers, norms }, x)[k - 1];
    let weighted = 0;
    let total = 0;
    for (let i = 0; i < x.length; i++) {
      const square = current[i] * current[i];
      weighted += square * x[i];
      total += square;
    }
    centers[k - 1] = weighted / total;
    const next = recurrence({ degree: k, centers, norms }, x)[k];
    norms[k + 1] = next.reduce((sum, value) => sum + value * value, 0);
  }
  return { degree, centers, norms };
}

/** The orthonormal polynomials of degree 1..degree at the points x; row-major, one column per degree. */
export function evaluatePolynomials(basis: PolynomialBasis, x: ArrayLike<number>): Float64Array {
  const { degree, norms } = basis;
  const raw = recurrence(basis, x);
  const out = new Float64Array(x.length * degree);
  for (let i = 0; i < x.length; i++)
    for (let k = 1; k <= degree; k++) out[i * degree + k - 1] = raw[k][i] / Math.sqrt(norms[k + 1]);
  return out;
}
