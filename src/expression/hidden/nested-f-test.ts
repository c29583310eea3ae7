import { fisherF } from '../../stats/index.ts';
import { columnBasis, projectOut } from './residual-space.ts';

/**
 * P-value of every gene for a linear model against a smaller one within it (F-test).
 *
 * @param values genes x samples
 * @param full samples x p, row-major
 * @param reduced samples x q, in the column space of `full`; q may be 0
 */
export function nestedFTest(values: Float64Array, samples: number, full: Float64Array, reduced: Float64Array): Float64Array {
  const big = columnBasis(full, samples);
  const small = reduced.length === 0 ? { basis: reduced, rank: 0 } : columnBasis(reduced, samples);
  const [numerator, denominator] = [big.rank - small.rank, samples - big.rank];
  const row = new Float64Array(samples);
  const squares = (at: number, { basis, rank }: { basis: Float64Array; rank: number }): number => {
    for (let j = 0; j < samples; j++) row[j] = values[at + j];
    projectOut(row, 0, basis, rank, samples);
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += row[j] * row[j];
    return sum;
  };
  return Float64Array.from({ length: values.length / samples }, (_, g) => {
    const rest = squares(g * samples, big);
    const gain = squares(g * samples, small) - rest;
    return fisherF.upper(gain / numerator / (rest / denominator), numerator, denominator);
  });
}
