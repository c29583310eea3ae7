import { chiSquared } from '../distributions/index.ts';

/**
 * The finite limit of a coefficient whose estimate is infinite: where twice the loss of the profile log likelihood reaches the chi-squared
 * quantile. On the way to the infinite estimate the profile only rises.
 *
 * @param profile log likelihood maximized over everything else
 * @param best its supremum
 * @param sign of the infinite estimate
 */
export function profileLimit(profile: (value: number) => number, best: number, sign: 1 | -1, level: number): number {
  const bar = chiSquared.quantileUpper(1 - level, 1) / 2;
  const lost = (distance: number): boolean => best - profile(sign * distance) > bar;
  let [below, above] = [-1, 1];
  while (!lost(below) && below > -700) below *= 2;
  while (lost(above) && above < 700) above *= 2;
  for (let round = 0; round < 100 && above - below > 1e-12 * Math.max(1, Math.abs(above)); round++) {
    const middle = (below + above) / 2;
    if (lost(middle)) below = middle;
    else above = middle;
  }
  return (sign * (below + above)) / 2;
}
