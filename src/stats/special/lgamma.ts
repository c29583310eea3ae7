import { log, sin } from '../elementary/index.ts';
import { logGamma1p } from './log-gamma-1p.ts';
import { stirlingRemainder } from './stirling.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const LOG_PI = 1.1447298858494002;

/**
 * Natural logarithm of |Gamma(x)|; Infinity at 0, -1, -2, ... Relative error below 2e-15 for x > 0, also at its zeros 1 and 2.
 * Source: polynomial around 2, the recurrence up to 12, Stirling's series above, the reflection formula below 0.
 */
export function lgamma(x: number): number {
  if (!(x > 0)) return lgammaReflected(x);
  if (x >= 12) return x === Infinity ? Infinity : (x - 0.5) * log(x) - x + (HALF_LOG_TWO_PI + stirlingRemainder(x));
  if (x <= 2.5) return x < 0.5 ? logGamma1p(x) - log(x) : logGamma1p(x - 1);
  let product = 1;
  let z = x;
  while (z > 2.5) {
    z -= 1;
    product *= z;
  }
  return logGamma1p(z - 1) + log(product);
}

function lgammaReflected(x: number): number {
  if (x !== x) return x;
  if (x === -Infinity || Math.floor(x) === x) return Infinity;
  const fraction = x - Math.round(x);
  return LOG_PI - log(Math.abs(x * sin(Math.PI * fraction))) - lgamma(-x);
}
