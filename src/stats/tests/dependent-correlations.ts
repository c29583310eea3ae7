import { studentT } from '../distributions/index.ts';

/**
 * Whether a variable correlates equally with two others measured on the same animals (r12 = r13): Williams' t, which Steiger (1980) recommends.
 *
 * @param n animals
 * @param r23 correlation of the two others
 * @throws RangeError for fewer than four animals or correlations that cannot occur together
 */
export function dependentCorrelationsTest(
  n: number,
  r12: number,
  r13: number,
  r23: number,
): { statistic: number; df: number; pvalue: number } {
  const determinant = 1 - r12 * r12 - r13 * r13 - r23 * r23 + 2 * r12 * r13 * r23;
  if (n < 4) throw new RangeError('comparing two dependent correlations needs at least four animals');
  if (!(determinant > 0)) throw new RangeError('these three correlations cannot occur together');
  const middle = (r12 + r13) / 2;
  const apart = 1 - r23;
  const spread = ((2 * (n - 1)) / (n - 3)) * determinant + middle * middle * apart * apart * apart;
  const statistic = (r12 - r13) * Math.sqrt(((n - 1) * (1 + r23)) / spread);
  return { statistic, df: n - 3, pvalue: 2 * studentT.upper(Math.abs(statistic), n - 3) };
}
