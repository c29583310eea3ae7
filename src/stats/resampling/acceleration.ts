import { mean } from '../descriptive/index.ts';

/** Sum of cubes over the 1.5th power of the sum of squares, about the mean. 0 when all values are equal. */
function skewness(deviations: readonly Float64Array[], weightCube: readonly number[], weightSquare: readonly number[]): number {
  let cubes = 0;
  let squares = 0;
  deviations.forEach((part, k) => {
    for (const u of part) {
      cubes += u * u * u * weightCube[k];
      squares += u * u * weightSquare[k];
    }
  });
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}

/**
 * Acceleration from all leave-one-out values pooled over the samples (as DABEST).
 *
 * @param leaveOneOut statistic without each value in turn, one array for each sample
 */
export function pooledAcceleration(leaveOneOut: readonly ArrayLike<number>[]): number {
  const all = Float64Array.from(leaveOneOut.flatMap((part) => Array.from(part)));
  const center = mean(all);
  return skewness([all.map((value) => center - value)], [1], [1]);
}

/**
 * Acceleration from the empirical influence values of each sample about its own mean, weighted by sample size: the one that
 * follows from Efron's theory for several samples.
 * Source: Davison & Hinkley (1997), Bootstrap Methods and their Application, eq. 5.23 and section 5.3.2.
 */
export function stratifiedAcceleration(leaveOneOut: readonly ArrayLike<number>[]): number {
  const influence = leaveOneOut.map((part) => {
    const center = mean(part);
    return Float64Array.from(part, (value) => (part.length - 1) * (center - value));
  });
  const power = (n: number, exponent: 2 | 3): number => (exponent === 2 ? 1 / (n * n) : 1 / (n * n * n));
  return skewness(
    influence,
    influence.map((part) => power(part.length, 3)),
    influence.map((part) => power(part.length, 2)),
  );
}
