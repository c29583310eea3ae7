import { exp } from '../elementary/index.ts';
import { chiConstant, chiStep, logChiShape } from './chi-scale.ts';
import { logHazard } from './normal.ts';
import { integrateLogScale, peakOf } from './trapezoid.ts';

/**
 * Mean of tail(s) over s = chi_df / sqrt(df), for a tail probability of a maximum of standard normals at s times a critical
 * value.
 *
 * @param tail probability at scale s, computed without cancellation
 * @param falling rate at which an upper tail falls: it behaves like P(Z > falling * s); 0 for a lower tail
 */
export function meanOverScale(tail: (s: number) => number, df: number, falling: number): number {
  if (df === Infinity) return tail(1);
  const step = chiStep(df);
  const slope = (u: number): number => {
    const s = exp(u);
    return df * (1 - s * s) - falling * s * exp(logHazard(falling * s));
  };
  const term = (u: number): number => {
    const weight = exp(logChiShape(u, df));
    return weight === 0 ? 0 : weight * tail(exp(u));
  };
  return integrateLogScale(term, peakOf(slope, step), step) * chiConstant(df);
}
