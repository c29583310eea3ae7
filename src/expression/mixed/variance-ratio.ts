import { exp } from '../../stats/index.ts';
import type { InterceptRoom } from './intercept-design.ts';
import { devianceAt } from './intercept-deviance.ts';

/** Logarithms of the ratios (weights of mean 1) at which the search begins to look. */
const LOOKS = Float64Array.of(-7, -4.5, -3, -1.5, 0, 1.5, 3, 5);
const MOST_STEPS = 60;
/** A step of the logarithm smaller than this ends the search. */
const ENOUGH = 1e-11;

/**
 * The ratio of group to residual variance with the smallest deviance: the best of a few looks, then Newton steps on its
 * logarithm kept between its neighbors. Exactly 0 where the deviance rises from 0 and is lowest there.
 */
export function bestRatio(room: InterceptRoom): number {
  const none = devianceAt(room, 0);
  const [valueAtZero, rising] = [none.value, none.slope >= 0];
  let best = 0;
  let least = Infinity;
  LOOKS.forEach((look, i) => {
    const { value } = devianceAt(room, exp(look));
    if (value < least) [least, best] = [value, i];
  });
  if (best === 0 && rising) return 0;
  let low = best === 0 ? -30 : LOOKS[best - 1];
  let high = best === LOOKS.length - 1 ? 40 : LOOKS[best + 1];
  let at = LOOKS[best];
  for (let step = 0; step < MOST_STEPS; step++) {
    const ratio = exp(at);
    const { slope, curvature } = devianceAt(room, ratio);
    if (slope > 0) high = at;
    else low = at;
    // derivatives by the logarithm
    const [first, second] = [ratio * slope, ratio * slope + ratio * ratio * curvature];
    let next = second > 0 ? at - first / second : NaN;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const moved = Math.abs(next - at);
    at = next;
    if (moved < ENOUGH) break;
  }
  const ratio = exp(at);
  return rising && devianceAt(room, ratio).value >= valueAtZero ? 0 : ratio;
}
