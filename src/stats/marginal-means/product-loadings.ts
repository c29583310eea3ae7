/**
 * Loadings l with correlation_ij = l_i l_j (i ≠ j), the structure of comparisons with one control, where l_i² = n_i / (n_i + n_0);
 * undefined when the matrix has no such structure with |l_i| < 1.
 *
 * @param correlation k×k row-major, k >= 3
 */
export function productLoadings(correlation: Float64Array, k: number): Float64Array | undefined {
  const at = (i: number, j: number): number => correlation[i * k + j];
  const square = (at(0, 1) * at(0, 2)) / at(1, 2);
  if (!(square > 0 && square < 1)) return undefined;
  const first = Math.sqrt(square);
  const loadings = Float64Array.from({ length: k }, (_, j) => (j === 0 ? first : at(0, j) / first));
  for (let i = 0; i < k; i++) {
    if (!(Math.abs(loadings[i]) < 1)) return undefined;
    for (let j = 0; j < i; j++) if (Math.abs(at(i, j) - loadings[i] * loadings[j]) > 1e-12) return undefined;
  }
  return loadings;
}
