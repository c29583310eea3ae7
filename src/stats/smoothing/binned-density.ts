import { sorted } from '../descriptive/index.ts';
import { exp } from '../elementary/index.ts';

/** Grid points, on which values are binned and at which the density is given. */
const POINTS = 512;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
/** Bandwidths beyond the data to which the estimate, and the grid it is made on, reach. */
const REACH = 3;
const MARGIN = 4;
/** Bandwidths from which on the kernel is nothing next to rounding. */
const KERNEL_END = 9;

/**
 * Gaussian kernel density estimate on 512 points: values are shared out linearly on a grid seven bandwidths beyond the data,
 * smoothed there, and read off linearly on a grid three bandwidths beyond. Grids and interpolation are those of R's `density`.
 *
 * @returns ascending x and the density there
 * Source: Silverman (1982), Applied Statistics 31:93 (AS 176).
 */
export function binnedDensity(values: ArrayLike<number>, bandwidth: number): { x: Float64Array; y: Float64Array } {
  const ascending = sorted(values);
  const from = ascending[0] - REACH * bandwidth;
  const to = ascending[ascending.length - 1] + REACH * bandwidth;
  const low = from - MARGIN * bandwidth;
  const step = (to + MARGIN * bandwidth - low) / (POINTS - 1);
  const smooth = smoothed(binned(ascending, low, step), step, bandwidth);
  const x = Float64Array.from({ length: POINTS }, (_, i) => from + (i * (to - from)) / (POINTS - 1));
  const y = x.map((at) => {
    const left = Math.min(Math.floor((at - low) / step), POINTS - 2);
    const share = (at - (low + left * step)) / step;
    return smooth[left] * (1 - share) + smooth[left + 1] * share;
  });
  return { x, y };
}

/** Shares of the values at the grid points. */
function binned(values: Float64Array, low: number, step: number): Float64Array {
  const weights = new Float64Array(POINTS);
  for (const value of values) {
    const place = (value - low) / step;
    const left = Math.min(Math.floor(place), POINTS - 2);
    weights[left] += (left + 1 - place) / values.length;
    weights[left + 1] += (place - left) / values.length;
  }
  return weights;
}

function smoothed(weights: Float64Array, step: number, bandwidth: number): Float64Array {
  // R before 4.4 evaluates the kernel at steps a thousandth shorter than those of the grid; numbers made with it are to be met
  const kernelStep = (step * (POINTS - 1)) / (POINTS - 0.5);
  const reach = Math.min(POINTS - 1, Math.ceil((KERNEL_END * bandwidth) / step));
  const kernel = Float64Array.from({ length: reach + 1 }, (_, i) => {
    const z = (i * kernelStep) / bandwidth;
    return (INVERSE_SQRT_TWO_PI / bandwidth) * exp(-0.5 * z * z);
  });
  return weights.map((_, i) => {
    let sum = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(POINTS - 1, i + reach); j++) sum += weights[j] * kernel[Math.abs(i - j)];
    return sum;
  });
}
