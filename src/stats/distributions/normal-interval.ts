import { exp } from '../elementary/index.ts';
import { standardNormalUpper } from './normal.ts';

const NODES = [0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959, 0.96028985649753623168];
const WEIGHTS = [0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054, 0.10122853629037625915];
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/**
 * P(low < Z < low + width) of the standard normal distribution with relative accuracy: the difference of the smaller tails, and
 * eight-point Gauss-Legendre quadrature of the density for narrow intervals.
 */
export function normalInterval(low: number, width: number): number {
  if (width <= 0.25) return narrow(low + 0.5 * width, 0.5 * width);
  const high = low + width;
  return low > 0 ? standardNormalUpper(low) - standardNormalUpper(high) : standardNormalUpper(-high) - standardNormalUpper(-low);
}

function narrow(center: number, half: number): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    const step = half * NODES[i];
    sum += WEIGHTS[i] * (exp(-0.5 * (center + step) * (center + step)) + exp(-0.5 * (center - step) * (center - step)));
  }
  return sum * half * INVERSE_SQRT_TWO_PI;
}
