import { log } from '../../stats/index.ts';

/** Added to counts and means, against the logarithm of zero (edgeR's constants, here and below). */
const TINY = 1e-8;
const POISSON_BELOW = 1e-4;
const GAMMA_ABOVE = 1e6;

/**
 * Deviance of one count under a negative binomial: the Poisson limit with its first correction for tiny dispersions, the gamma
 * limit for huge ones, as edgeR 3.40 computes it. The correction can make it negative for large counts, which is kept: the
 * road of the damped fit depends on it.
 */
export function unitDeviance(count: number, mean: number, dispersion: number): number {
  const y = count + TINY;
  const mu = mean + TINY;
  if (dispersion < POISSON_BELOW) {
    const residual = y - mu;
    return 2 * (y * log(y / mu) - residual - 0.5 * residual * residual * dispersion * (1 - dispersion * y));
  }
  if (mu * dispersion > GAMMA_ABOVE) return (2 * ((y - mu) / mu - log(y / mu)) * mu) / (1 + mu * dispersion);
  const size = 1 / dispersion;
  return 2 * (y * log(y / mu) + (y + size) * log((mu + size) / (y + size)));
}

/** Sum of the unit deviances of a gene whose counts start at `at`; `means` are its samples' means. */
export function totalDeviance(counts: Float64Array, at: number, means: Float64Array, dispersion: number): number {
  let sum = 0;
  for (let j = 0; j < means.length; j++) sum += unitDeviance(counts[at + j], means[j], dispersion);
  return sum;
}

/** What of a gene's deviance does not depend on the means: y ln y, less (y + r) ln(y + r) unless nearly Poisson. */
export function devianceConstants(counts: Float64Array, at: number, dispersions: Float64Array, out: Float64Array): void {
  for (let j = 0; j < out.length; j++) {
    const size = dispersions[j] < POISSON_BELOW ? 0 : 1 / dispersions[j];
    const y = counts[at + j] + TINY;
    out[j] = y * log(y);
    if (size > 0) out[j] -= (y + size) * log(y + size);
  }
}

/**
 * As {@link totalDeviance}, from the logarithms of the means and {@link devianceConstants}: one logarithm per sample instead of
 * two, for the inner loop of the damped fit.
 */
export function devianceFromLogs(
  counts: Float64Array,
  at: number,
  means: Float64Array,
  logMeans: Float64Array,
  dispersions: Float64Array,
  constants: Float64Array,
): number {
  let sum = 0;
  for (let j = 0; j < means.length; j++) {
    const mean = means[j];
    const dispersion = dispersions[j];
    if (mean * dispersion > GAMMA_ABOVE) {
      sum += unitDeviance(counts[at + j], mean, dispersion);
      continue;
    }
    const y = counts[at + j] + TINY;
    const mu = mean + TINY;
    // ln(mean + tiny) to the last digit: the series ends after one term from a mean of 1 on
    const logMu = mean > 1 ? logMeans[j] + TINY / mean : log(mu);
    if (dispersion < POISSON_BELOW) {
      const residual = y - mu;
      const half = constants[j] - y * logMu - residual;
      sum += 2 * (half - 0.5 * residual * residual * dispersion * (1 - dispersion * y));
    } else {
      const size = 1 / dispersion;
      sum += 2 * (constants[j] - y * logMu + (y + size) * log(mu + size));
    }
  }
  return sum;
}
