import { log } from '../../stats/index.ts';

/** Added to counts and means, against the logarithm of zero. */
const TINY = 1e-8;

/**
 * Deviance of one count under a negative binomial: the Poisson limit with its first correction for tiny dispersions, the gamma
 * limit for huge ones, as edgeR 3.40 computes it. The correction can make it negative for large counts, which is kept: the
 * road of the damped fit depends on it.
 */
export function unitDeviance(count: number, mean: number, dispersion: number): number {
  const y = count + TINY;
  const mu = mean + TINY;
  if (dispersion < 1e-4) {
    const residual = y - mu;
    return 2 * (y * log(y / mu) - residual - 0.5 * residual * residual * dispersion * (1 - dispersion * y));
  }
  if (mu * dispersion > 1e6) return (2 * ((y - mu) / mu - log(y / mu)) * mu) / (1 + mu * dispersion);
  const size = 1 / dispersion;
  return 2 * (y * log(y / mu) + (y + size) * log((mu + size) / (y + size)));
}

/** Sum of the unit deviances of a gene whose counts start at `at`; `means` are its samples' means. */
export function totalDeviance(counts: Float64Array, at: number, means: Float64Array, dispersion: number): number {
  let sum = 0;
  for (let j = 0; j < means.length; j++) sum += unitDeviance(counts[at + j], means[j], dispersion);
  return sum;
}
