import { median, quantileOfSorted, sorted } from '../stats/index.ts';
import { unitVector } from './correlation.ts';

/**
 * A vector prepared for biweight midcorrelation: the product of two prepared vectors is their correlation (Wilcox 2012; Langfelder
 * & Horvath 2012). Values far from the median in units of nine median absolute deviations weigh less, outliers nothing. A
 * vector whose median absolute deviation is 0 is prepared for Pearson's correlation instead.
 *
 * @param largestShare at most this share of the values on either side may be treated as outliers (1: no limit)
 */
export function biweightVector(values: Float64Array, largestShare = 1): Float64Array {
  const middle = median(values);
  const deviation = median(values.map((value) => Math.abs(value - middle)));
  if (!(deviation > 0)) return unitVector(values);
  const u = values.map((value) => (value - middle) / (9 * deviation));
  if (largestShare < 0.5) {
    const ascending = sorted(u);
    const low = Math.abs(quantileOfSorted(ascending, largestShare));
    const high = Math.abs(quantileOfSorted(ascending, 1 - largestShare));
    for (let i = 0; i < u.length; i++) {
      if (u[i] < 0 && low > 0.5) u[i] /= 2 * low;
      else if (u[i] > 0 && high > 0.5) u[i] /= 2 * high;
    }
  }
  let square = 0;
  const weighted = values.map((value, i) => {
    const rest = 1 - u[i] * u[i];
    const product = Math.abs(u[i]) < 1 ? (value - middle) * rest * rest : 0;
    square += product * product;
    return product;
  });
  const length = Math.sqrt(square);
  return weighted.map((value) => (length > 0 ? value / length : NaN));
}
