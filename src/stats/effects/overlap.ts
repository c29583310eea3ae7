import { normal } from '../distributions/index.ts';

const SQRT_HALF = 0.7071067811865476;

/** What a standardized difference d means for two normal distributions of equal variance. */
export interface Overlap {
  /** Cohen's U3: the share of the second group below the mean of the first. */
  u3: number;
  /** Shared area of the two densities. */
  overlap: number;
  /** P(a random value of the first group exceeds one of the second). */
  superiority: number;
}

/** Translates a standardized difference d into shares of animals. Source: Cohen (1988); McGraw & Wong (1992). */
export function overlapOfNormals(d: number): Overlap {
  return { u3: normal.lower(d), overlap: 2 * normal.lower(-Math.abs(d) / 2), superiority: normal.lower(d * SQRT_HALF) };
}
