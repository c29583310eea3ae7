import { digamma, log, type RandomStream } from '../../stats/index.ts';
import { Particles } from './particles.ts';
import type { WholeWeights } from './whole-weights.ts';

export interface SplittingOptions {
  /** Random sets in the population; odd. */
  particles: number;
  /** How often each gene of a fresh copy is offered a swap on a level. */
  mixing: number;
  /** Whether sets whose minimum is the larger extreme are not counted (score type `std`). */
  signed: boolean;
  /** Probability below which the splitting stops (0: never); smaller ones are reported as this. */
  smallest: number;
}

/** Scores are compared up to rounding, so that a set reaches its own score. */
const SLACK = 1e-11;

/**
 * Tail probabilities of enrichment scores of random gene sets of one size, by adaptive multilevel splitting (Cerou & Guyader
 * 2007; Korotkevich et al. 2021): half of a population of random sets lies above its median score; the other half is
 * replaced by copies of the upper ones that then wander, swap by swap, above that median; the median of the new population has a tail
 * probability half as large, and so on. Logarithms of the halves are taken at their expectation, digamma(h + 1) -
 * digamma(n + 1), so that the logarithm of the result is unbiased.
 *
 * @param scores scores to be reached, ascending, computed with the same weights
 * @returns natural logarithm of P(score of a random set >= the given one), for each; with `signed` a random set counts only
 *   while its maximum is the larger extreme
 */
export function splittingTails(
  weights: WholeWeights,
  size: number,
  scores: readonly number[],
  options: SplittingOptions,
  stream: RandomStream,
): Float64Array {
  const n = options.particles;
  const particles = new Particles(weights, size, n);
  particles.draw(stream);
  const tops = Float64Array.from({ length: n }, (_, p) => particles.top(p));
  const results = new Float64Array(scores.length);
  let logLevel = 0;
  const attempts = Math.max(1, Math.round(size * options.mixing));
  const logSmallest = options.smallest > 0 ? log(options.smallest) : -Infinity;
  let next = 0;
  for (;;) {
    const order = Array.from(tops.keys()).sort((a, b) => tops[b] - tops[a]);
    const bar = tops[order[n >> 1]];
    while (next < scores.length && scores[next] - SLACK <= bar) {
      results[next] = tailAt(scores[next] - SLACK);
      next++;
    }
    const above = order.filter((p) => tops[p] > bar).length;
    if (next === scores.length) return results;
    if (above === 0 || logLevel < logSmallest) {
      for (; next < scores.length; next++) results[next] = Math.max(logSmallest, tailAt(scores[next] - SLACK));
      return results;
    }
    logLevel += digamma(above + 1) - digamma(n + 1);
    const copies = order.slice(above);
    for (const p of copies) particles.copy(order[Math.floor(stream.uniform() * above)], p);
    // the sets that were above the bar already are draws from the right distribution and stay
    for (const p of copies) particles.move(p, attempts, bar, stream);
    for (const p of copies) tops[p] = particles.top(p);
  }

  function tailAt(score: number): number {
    let reached = 0;
    for (let p = 0; p < n; p++) {
      if (tops[p] < score) continue;
      if (!options.signed || tops[p] > particles.depth(p)) reached++;
    }
    return logLevel + digamma(reached + 1) - digamma(n + 1);
  }
}
