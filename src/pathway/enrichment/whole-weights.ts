/** A ranking prepared for the splitting: whole-number weights, so that sums are exact whatever the order of the moves. */
export interface WholeWeights {
  /** N whole numbers up to 2^30. */
  values: Float64Array;
}

/** Weights scaled to whole numbers of up to 30 bits. All-zero weights become equal ones. */
export function wholeWeights(weights: Float64Array): WholeWeights {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  if (largest === 0) return { values: new Float64Array(weights.length).fill(1) };
  return { values: weights.map((weight) => Math.round((weight / largest) * 1073741824)) };
}
