import { exp } from './elementary/exp.ts';
import { log } from './elementary/log.ts';
import { pow } from './elementary/pow.ts';
import type { RandomStream } from './random.ts';
import { lgamma } from './special/index.ts';

/** An exponential variate with the given mean (inversion). */
export function exponentialVariate(stream: RandomStream, mean: number): number {
  return -mean * log(stream.uniform());
}

/**
 * A gamma variate with mean shape * scale, shape > 0 (Marsaglia and Tsang 2000, "A simple method for generating gamma
 * variables"; shapes below 1 by their power-of-a-uniform boost).
 */
export function gammaVariate(stream: RandomStream, shape: number, scale = 1): number {
  if (shape < 1) return gammaVariate(stream, shape + 1, scale) * pow(stream.uniform(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = stream.uniform();
    if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v * scale;
  }
}

/** A Poisson variate: multiplication of uniforms below mean 10, else transformed rejection PTRS (Hoermann 1993). */
export function poissonVariate(stream: RandomStream, mean: number): number {
  if (!(mean > 0)) return 0;
  return mean < 10 ? poissonByProducts(stream, mean) : poissonByRejection(stream, mean);
}

function poissonByProducts(stream: RandomStream, mean: number): number {
  const limit = exp(-mean);
  let product = stream.uniform();
  let count = 0;
  while (product > limit) {
    product *= stream.uniform();
    count++;
  }
  return count;
}

function poissonByRejection(stream: RandomStream, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log(v) + log(inverseAlpha) - log(a / (us * us) + b) <= -mean + k * log(mean) - lgamma(k + 1)) return k;
  }
}

/** A negative binomial variate of the given mean and variance mean + dispersion * mean^2: a Poisson whose mean is gamma. */
export function negativeBinomialVariate(stream: RandomStream, mean: number, dispersion: number): number {
  return poissonVariate(stream, dispersion > 0 ? gammaVariate(stream, 1 / dispersion, dispersion * mean) : mean);
}
