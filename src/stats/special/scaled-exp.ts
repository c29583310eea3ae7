import { exp } from '../elementary/index.ts';

const E_MINUS_100 = 3.720075976020836e-44;

/** scale * exp(x + xLow), x <= 0, which does not underflow before the product does. */
export function scaledExp(scale: number, x: number, xLow: number): number {
  const correction = 1 + xLow;
  return x > -600 ? scale * correction * exp(x) : scale * correction * exp(x + 100) * E_MINUS_100;
}
