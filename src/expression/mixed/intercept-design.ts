/** A mixed model with one random intercept, ready for many responses with weights of their own. */
export interface InterceptDesign {
  samples: number;
  /** Fixed effects, samples x columns, row-major, of full rank. */
  matrix: Float64Array;
  columns: number;
  /** Group of each sample, from 0. */
  groups: Int32Array;
  groupCount: number;
}

/** Room for fits of one design, so that nothing is allocated per gene. Sums are over samples with the gene's weights. */
export interface InterceptRoom {
  design: InterceptDesign;
  /** Restricted (REML) or plain maximum likelihood. */
  restricted: boolean;
  /** Scaled weights, mean 1. */
  weights: Float64Array;
  /** Sum of weights per group. */
  sizes: Float64Array;
  /** Sums of weight times (columns, response) per group, groups x (columns + 1). */
  sums: Float64Array;
  /** Cross products of (columns, response), square of columns + 1. */
  products: Float64Array;
  /** Lower Cholesky factor of the products within V^-1. */
  factor: Float64Array;
  /** First and second derivatives, and their forms in the coordinates of the factor. */
  first: Float64Array;
  second: Float64Array;
  scratch: Float64Array;
}

/** Room for fits of a design. */
export function interceptRoom(design: InterceptDesign, restricted = true): InterceptRoom {
  const width = design.columns + 1;
  const square = (): Float64Array => new Float64Array(width * width);
  return {
    design,
    restricted,
    weights: new Float64Array(design.samples),
    sizes: new Float64Array(design.groupCount),
    sums: new Float64Array(design.groupCount * width),
    ...{ products: square(), factor: square(), first: square(), second: square(), scratch: square() },
  };
}

/** Fills the sums of a gene's response and weights; returns the mean weight, by which they were divided. */
export function gatherSums(room: InterceptRoom, values: Float64Array, weights: Float64Array | null, at: number): number {
  const { design, sizes, sums, products } = room;
  const { samples, matrix, columns: p, groups } = design;
  const width = p + 1;
  let mean = 0;
  for (let j = 0; j < samples; j++) mean += (weights === null ? 1 : weights[at + j]) / samples;
  sizes.fill(0);
  sums.fill(0);
  products.fill(0);
  for (let j = 0; j < samples; j++) {
    const weight = weights === null ? 1 : weights[at + j] / mean;
    room.weights[j] = weight;
    const group = groups[j];
    sizes[group] += weight;
    for (let k = 0; k <= p; k++) {
      const scaled = weight * (k < p ? matrix[j * p + k] : values[at + j]);
      sums[group * width + k] += scaled;
      for (let l = 0; l <= k; l++) products[k * width + l] += scaled * (l < p ? matrix[j * p + l] : values[at + j]);
    }
  }
  return mean;
}
