import { dot } from '../../stats/index.ts';
/** Partial least squares of one outcome, computed from dot products of animals. */
export interface PlsFit {
  /** Scores of the components, one array per component, orthogonal. */
  scores: Float64Array[];
  /** Outcome's loading on each component. */
  outcomeLoadings: number[];
  /** `dual[k]`: the coefficients of the model with k + 1 components are X' dual[k] (X animals x genes). */
  dual: Float64Array[];
  /** Share of the variation of X that each component takes up. */
  explained: number[];
}

/**
 * PLS regression of one centered outcome on centered predictors, of which only the Gram matrix X X' is needed. For one outcome the kernel
 * algorithm, SIMPLS and NIPALS give this same fit. Stops early when nothing of the outcome is left in the predictors.
 *
 * @param gram n x n, of centered (or otherwise residual) predictors
 * @param outcome centered
 * Sources: Rosipal & Trejo (2001), J Mach Learn Res 2:97, eq. 22; checked against R's pls (kernelpls, simpls, oscorespls).
 */
export function fitPls(gram: Float64Array, outcome: Float64Array, components: number): PlsFit {
  const n = outcome.length;
  const total = trace(gram, n);
  const left = outcome.slice();
  const fit: PlsFit = { scores: [], outcomeLoadings: [], dual: [], explained: [] };
  // score k = X X' directions[k]: kept as combinations of animals
  const directions: Float64Array[] = [];
  const coefficients = new Float64Array(n);
  const product = new Float64Array(n);
  let start = 0;
  for (let k = 0; k < components; k++) {
    times(gram, left, n, product);
    if (k === 0) start = norm(product);
    const t = product.slice();
    const direction = left.slice();
    for (let j = 0; j < k; j++) {
      const overlap = dot(fit.scores[j], t);
      subtract(t, fit.scores[j], overlap);
      subtract(direction, directions[j], overlap);
    }
    const length = norm(t);
    if (!(length > 1e-10 * start)) break;
    for (let i = 0; i < n; i++) {
      t[i] /= length;
      direction[i] /= length;
    }
    const q = dot(t, left);
    subtract(coefficients, direction, -q);
    subtract(left, t, q);
    times(gram, t, n, product);
    fit.explained.push(dot(t, product) / total);
    directions.push(direction);
    fit.scores.push(t);
    fit.outcomeLoadings.push(q);
    fit.dual.push(coefficients.slice());
  }
  return fit;
}

/** values -= factor * other, in place. */
function subtract(values: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] -= factor * other[i];
}

/** Matrix times vector into `out`. */
function times(matrix: Float64Array, vector: Float64Array, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const row = i * n;
    for (let k = 0; k < n; k++) sum += matrix[row + k] * vector[k];
    out[i] = sum;
  }
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i];
  return sum;
}

const norm = (values: Float64Array): number => Math.sqrt(dot(values, values));
