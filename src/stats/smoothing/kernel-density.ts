import { mean, quantileOfSorted, sampleSd, sorted } from '../descriptive/index.ts';
import { exp, pow } from '../elementary/index.ts';
import { type CubicSpline, evaluateSpline, fmmSpline } from './spline.ts';

const GRID = 512;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Silverman's rule-of-thumb bandwidth, R's bw.nrd0: 0.9 min(sd, IQR / 1.34) n^-1/5, never 0. */
export function ruleOfThumbBandwidth(values: ArrayLike<number>): number {
  const ascending = sorted(values);
  const sd = sampleSd(values);
  const range = (quantileOfSorted(ascending, 0.75) - quantileOfSorted(ascending, 0.25)) / 1.34;
  const spread = Math.min(sd, range) || sd || Math.abs(mean(values)) || 1;
  return 0.9 * spread * pow(values.length, -0.2);
}

/**
 * Gaussian kernel density estimate: values shared out linearly between 512 grid points that reach three bandwidths beyond the
 * data, smoothed there, and interpolated between. Agrees with the direct sum to about 1e-3 of its maximum.
 *
 * @returns the density at any point
 * Source: Silverman (1982), Applied Statistics 31:93 (AS 176); Wand (1994) for linear binning.
 */
export function kernelDensity(values: ArrayLike<number>, bandwidth: number): (at: number) => number {
  const ascending = sorted(values);
  const from = ascending[0] - 3 * bandwidth;
  const step = (ascending[ascending.length - 1] + 3 * bandwidth - from) / (GRID - 1);
  const weights = new Float64Array(GRID);
  for (const value of ascending) {
    const place = (value - from) / step;
    const left = Math.min(Math.floor(place), GRID - 2);
    weights[left] += left + 1 - place;
    weights[left + 1] += place - left;
  }
  const reach = Math.min(GRID - 1, Math.ceil((8 * bandwidth) / step));
  const scale = INVERSE_SQRT_TWO_PI / (bandwidth * ascending.length);
  const kernel = Float64Array.from(
    { length: reach + 1 },
    (_, i) => scale * exp(-0.5 * ((i * step) / bandwidth) * ((i * step) / bandwidth)),
  );
  const x = Float64Array.from({ length: GRID }, (_, i) => from + i * step);
  const density = x.map((_, i) => {
    let sum = 0;
    for (let j = Math.max(0, i - reach); j <= Math.min(GRID - 1, i + reach); j++) sum += weights[j] * kernel[Math.abs(i - j)];
    return sum;
  });
  const spline: CubicSpline = fmmSpline(x, density);
  return (at) => (at < x[0] || at > x[GRID - 1] ? 0 : Math.max(0, evaluateSpline(spline, at)));
}
