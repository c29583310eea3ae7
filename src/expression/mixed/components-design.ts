/** A mixed model with random intercepts, ready for many responses with weights of their own. */
export interface ComponentsDesign {
  samples: number;
  /** Fixed effects, samples x columns, row-major, of full rank. */
  matrix: Float64Array;
  columns: number;
  /** For each random intercept the group of each sample, from 0, and the number of groups. */
  terms: readonly { codes: Int32Array; count: number }[];
}

/**
 * The likelihood of one response at given ratios of the group variances to the residual variance, with all that is made
 * from it. Weighted coordinates: rows times the root of the weight. P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1 for residual variance 1.
 */
export interface ComponentsRoom {
  design: ComponentsDesign;
  /** Restricted (REML) or plain maximum likelihood. */
  restricted: boolean;
  /** Roots of the scaled weights, mean weight 1. */
  roots: Float64Array;
  /** Weighted fixed effects and response. */
  x: Float64Array;
  y: Float64Array;
  /** P, samples x samples, both triangles. */
  p: Float64Array;
  /** V^-1 X, and the lower Cholesky factor of X'V^-1 X. */
  vx: Float64Array;
  factor: Float64Array;
  /** P y. */
  py: Float64Array;
  /** Z_k'P Z_l for every pair of terms, at [k * terms + l]. */
  cross: Float64Array[];
  /** The same of the matrix whose traces the deviance has: P when restricted, else V^-1. */
  traced: Float64Array[];
  /** Z_k'P y. */
  shares: Float64Array[];
  /** y'P y. */
  squares: number;
  inverse: Float64Array;
  scratch: Float64Array;
  halves: Float64Array[];
}

/** Room for fits of a design. */
export function componentsRoom(design: ComponentsDesign, restricted = true): ComponentsRoom {
  const { samples: n, columns: p, terms } = design;
  const pairs = (): Float64Array[] => terms.flatMap((a) => terms.map((b) => new Float64Array(a.count * b.count)));
  const cross = pairs();
  return {
    design,
    restricted,
    roots: new Float64Array(n),
    x: new Float64Array(n * p),
    y: new Float64Array(n),
    p: new Float64Array(n * n),
    vx: new Float64Array(n * p),
    factor: new Float64Array(p * p),
    py: new Float64Array(n),
    cross,
    traced: restricted ? cross : pairs(),
    shares: terms.map(({ count }) => new Float64Array(count)),
    squares: 0,
    inverse: new Float64Array(n * n),
    scratch: new Float64Array(n * Math.max(n, p)),
    halves: terms.map(({ count }) => new Float64Array(count * n)),
  };
}

/** Puts a response with its weights (null: all 1) into the room; returns the mean weight, by which weights are divided. */
export function setResponse(room: ComponentsRoom, values: Float64Array, weights: Float64Array | null, at: number): number {
  const { samples: n, columns: p, matrix } = room.design;
  let mean = 0;
  for (let j = 0; j < n; j++) mean += (weights === null ? 1 : weights[at + j]) / n;
  for (let j = 0; j < n; j++) {
    const root = weights === null ? 1 : Math.sqrt(weights[at + j] / mean);
    room.roots[j] = root;
    room.y[j] = root * values[at + j];
    for (let k = 0; k < p; k++) room.x[j * p + k] = root * matrix[j * p + k];
  }
  return mean;
}
