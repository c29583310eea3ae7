/** Total count of each sample. */
export function columnTotals(counts: Float64Array, samples: number): Float64Array {
  const totals = new Float64Array(samples);
  for (let i = 0; i < counts.length; i++) totals[i % samples] += counts[i];
  return totals;
}
