import { log } from '../elementary/index.ts';
import { logGammaFront } from '../special/index.ts';

/** Logarithm of the density at x of the gamma distribution of scale 1. */
export function logGammaDensity(shape: number, x: number): number {
  if (!(shape > 0) || x !== x) return NaN;
  if (x < 0 || x === Infinity) return -Infinity;
  if (x === 0) return shape > 1 ? -Infinity : shape === 1 ? 0 : Infinity;
  return logGammaFront(shape, x) - log(x);
}
