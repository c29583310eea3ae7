// Negative binomial deviances as edgeR 3.40 computes them: see src/expression/edger/unit-deviance.ts.

import { logPair } from './pairs';

const TINY: f64 = 1e-8;
const POISSON_BELOW: f64 = 1e-4;
const GAMMA_ABOVE: f64 = 1e6;

function unitDeviance(y: f64, mean: f64, dispersion: f64): f64 {
  const count = y + TINY;
  const mu = mean + TINY;
  if (dispersion < POISSON_BELOW) {
    const residual = count - mu;
    return 2.0 * (count * Math.log(count / mu) - residual - 0.5 * residual * residual * dispersion * (1.0 - dispersion * count));
  }
  if (mu * dispersion > GAMMA_ABOVE)
    return (2.0 * ((count - mu) / mu - Math.log(count / mu)) * mu) / (1.0 + mu * dispersion);
  const size = 1.0 / dispersion;
  return 2.0 * (count * Math.log(count / mu) + (count + size) * Math.log((mu + size) / (count + size)));
}

/** Deviance of every gene, counts and means genes x samples, one dispersion per gene. */
export function deviances(genes: i32, samples: i32, counts: usize, means: usize, dispersions: usize, result: usize): void {
  const tiny = f64x2.splat(TINY);
  const none = f64x2.splat(0.0);
  for (let g = 0; g < genes; g++) {
    const dispersion = load<f64>(dispersions + ((<usize>g) << 3));
    const row = (<usize>(g * samples)) << 3;
    const size = f64x2.splat(1.0 / dispersion);
    const limit = f64x2.splat(GAMMA_ABOVE / dispersion);
    let total = f64x2.splat(0.0);
    let sum: f64 = 0.0;
    let j = 0;
    if (dispersion >= POISSON_BELOW) {
      for (; j + 2 <= samples; j += 2) {
        const place = row + ((<usize>j) << 3);
        const count = f64x2.add(v128.load(counts + place), tiny);
        const mu = f64x2.add(v128.load(means + place), tiny);
        if (v128.any_true(f64x2.gt(mu, limit))) {
          sum += unitDeviance(load<f64>(counts + place), load<f64>(means + place), dispersion);
          sum += unitDeviance(load<f64>(counts + place + 8), load<f64>(means + place + 8), dispersion);
          continue;
        }
        const ratio = logPair(f64x2.div(count, mu), none);
        const whole = f64x2.add(count, size);
        const rest = logPair(f64x2.div(f64x2.add(mu, size), whole), none);
        total = f64x2.add(total, f64x2.add(f64x2.mul(count, ratio), f64x2.mul(whole, rest)));
      }
    }
    for (; j < samples; j++) {
      const place = row + ((<usize>j) << 3);
      sum += unitDeviance(load<f64>(counts + place), load<f64>(means + place), dispersion);
    }
    store<f64>(result + ((<usize>g) << 3), sum + 2.0 * (f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)));
  }
}
