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
  const deflated = gram.slice();
  const left = outcome.slice();
  const fit: PlsFit = { scores: [], outcomeLoadings: [], dual: [], explained: [] };
  // directions D with t_k = X (X' d_k): kept as combinations of animals, made conjugate to the earlier scores
  const directions: Float64Array[] = [];
  const coefficients = new Float64Array(n);
  const start = norm(times(gram, outcome, n));
  for (let k = 0; k < components; k++) {
    const raw = times(deflated, left, n);
    const length = norm(raw);
    if (!(length > 1e-10 * start)) break;
    const t = raw.map((value) => value / length);
    const direction = left.map((value) => value / length);
    directions.forEach((earlier, j) => {
      const overlap = dot(fit.scores[j], times(gram, direction, n));
      for (let i = 0; i < n; i++) direction[i] -= overlap * earlier[i];
    });
    const q = dot(t, left);
    for (let i = 0; i < n; i++) coefficients[i] += q * direction[i];
    fit.explained.push(dot(t, times(deflated, t, n)) / total);
    deflate(deflated, t, n);
    for (let i = 0; i < n; i++) left[i] -= q * t[i];
    directions.push(direction);
    fit.scores.push(t);
    fit.outcomeLoadings.push(q);
    fit.dual.push(coefficients.slice());
  }
  return fit;
}

/** (I - tt') G (I - tt') in place, t of length 1. */
function deflate(gram: Float64Array, t: Float64Array, n: number): void {
  const g = times(gram, t, n);
  const square = dot(t, g);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) gram[i * n + j] += -t[i] * g[j] - g[i] * t[j] + square * t[i] * t[j];
}

function times(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += matrix[i * n + k] * vector[k];
    out[i] = sum;
  }
  return out;
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i];
  return sum;
}

const norm = (values: Float64Array): number => Math.sqrt(dot(values, values));

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}
