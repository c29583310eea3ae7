import { exp, pow } from '../elementary/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';

/** Nodes x_k and scaled weights w_k exp(x_k^2 / 2), where sum w_k g(x_k) approximates the integral of g(x) exp(-x^2 / 2). */
export interface HermiteRule {
  readonly nodes: Float64Array;
  readonly scaledWeights: Float64Array;
}

/**
 * Gauss-Hermite rule: nodes as eigenvalues of the Jacobi matrix (Golub and Welsch 1969), polished on the orthonormal Hermite
 * functions, whose squares sum to the inverse scaled weights (so that the far weights keep their digits).
 *
 * @param count number of nodes, at least 1
 */
export function hermiteRule(count: number): HermiteRule {
  const jacobi = new Float64Array(count * count);
  for (let i = 1; i < count; i++) jacobi[i * count + i - 1] = jacobi[(i - 1) * count + i] = Math.sqrt(i);
  const nodes = Float64Array.from(symmetricEigen(jacobi, count).values).reverse();
  const scaledWeights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    for (let round = 0; round < 3; round++) {
      const { value, previous } = hermiteFunctions(count, nodes[k]);
      // The derivative of h_n is sqrt(n) h_(n-1).
      nodes[k] -= value / (Math.sqrt(count) * previous);
    }
    scaledWeights[k] = 1 / hermiteFunctions(count, nodes[k]).squares;
  }
  return { nodes, scaledWeights };
}

/** Orthonormal Hermite functions of order n and n - 1 at x, and the sum of squares of those below n. */
function hermiteFunctions(n: number, x: number): { value: number; previous: number; squares: number } {
  let previous = 0;
  let value = exp(-0.25 * x * x) / pow(2 * Math.PI, 0.25);
  let squares = 0;
  for (let j = 0; j < n; j++) {
    squares += value * value;
    const next = (x * value - Math.sqrt(j) * previous) / Math.sqrt(j + 1);
    previous = value;
    value = next;
  }
  return { value, previous, squares };
}
