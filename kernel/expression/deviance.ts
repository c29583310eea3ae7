// Negative binomial deviances as edgeR 3.40 computes them: the Poisson limit with its first correction for tiny dispersions, the gamma limit for
// huge ones. The correction can make a deviance negative for large counts, which is kept: the road of the damped fit depends on it.

import { at, dispersions, doubles, get, n, put, takeDispersion } from './log-linear-room';
import { logPair } from './pairs';

/** Added to counts and means, against the logarithm of zero (edgeR's constants, here and below). */
const TINY: f64 = 1e-8;
const POISSON_BELOW: f64 = 1e-4;
const GAMMA_ABOVE: f64 = 1e6;

/** Of each sample: 1 / dispersion, and the mean above which another formula holds (-1: always). */
let inverses: usize = 0;
let limits: usize = 0;

/** Room for the design taken last. */
export function beginDeviance(): void {
  inverses = doubles(n);
  limits = doubles(n);
}

/** Takes the dispersions of the gene in hand. */
export function takeDispersionLimits(): void {
  for (let j = 0; j < n; j++) {
    const dispersion = get(dispersions, j);
    put(inverses, j, 1.0 / dispersion);
    put(limits, j, dispersion < POISSON_BELOW ? -1.0 : GAMMA_ABOVE / dispersion);
  }
}

/** Deviance of the gene whose counts are at `y` at its means, two samples at a time where neither is in a limit. */
export function devianceOf(y: usize, means: usize): f64 {
  const tiny = f64x2.splat(TINY);
  const none = f64x2.splat(0.0);
  let sum: f64 = 0.0;
  let total = f64x2.splat(0.0);
  let j = 0;
  for (; j + 2 <= n; j += 2) {
    const mu = f64x2.add(v128.load(at(means, j)), tiny);
    if (v128.any_true(f64x2.gt(mu, v128.load(at(limits, j))))) {
      sum += unitDeviance(y, means, j) + unitDeviance(y, means, j + 1);
      continue;
    }
    const count = f64x2.add(v128.load(at(y, j)), tiny);
    const size = v128.load(at(inverses, j));
    const whole = f64x2.add(count, size);
    const ratio = logPair(f64x2.div(count, mu), none);
    const rest = logPair(f64x2.div(f64x2.add(mu, size), whole), none);
    total = f64x2.add(total, f64x2.add(f64x2.mul(count, ratio), f64x2.mul(whole, rest)));
  }
  for (; j < n; j++) sum += unitDeviance(y, means, j);
  return sum + 2.0 * (f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1));
}

function unitDeviance(y: usize, means: usize, j: i32): f64 {
  const dispersion = get(dispersions, j);
  const count = get(y, j) + TINY;
  const mu = get(means, j) + TINY;
  if (dispersion < POISSON_BELOW) {
    const residual = count - mu;
    return 2.0 * (count * Math.log(count / mu) - residual - 0.5 * residual * residual * dispersion * (1.0 - dispersion * count));
  }
  if (mu * dispersion > GAMMA_ABOVE) return (2.0 * ((count - mu) / mu - Math.log(count / mu)) * mu) / (1.0 + mu * dispersion);
  const size = 1.0 / dispersion;
  return 2.0 * (count * Math.log(count / mu) + (count + size) * Math.log((mu + size) / (count + size)));
}

/** Deviance of every gene, counts and means genes x samples, one dispersion per gene. */
export function deviances(genes: i32, counts: usize, means: usize, geneDispersions: usize, result: usize): void {
  for (let g = 0; g < genes; g++) {
    takeDispersion(get(geneDispersions, g));
    takeDispersionLimits();
    put(result, g, devianceOf(at(counts, g * n), at(means, g * n)));
  }
}
