import { negativeBinomialOfMean, normal } from '../../stats/index.ts';

/** Steps from the first guess up to which probabilities are summed one by one. */
const MOST_STEPS = 400;
/** As R: a probability that misses a step by rounding alone still belongs to it. */
const FUZZ = 64 * 2.220446049250313e-16;
/** Lower tails closer to 1 than this are left alone (ComBat-seq). */
const NEARLY_ALL = 1e-4;

/**
 * The count that has the same place in a negative binomial of another mean and dispersion (Zhang, Parmigiani & Johnson 2020,
 * equation 4); counts of 0 and 1, and those at the far end of the upper tail, stay.
 *
 * @param from mean and dispersion the count was drawn from
 * @param to mean and dispersion it is to be carried to
 */
export function matchedCount(
  count: number,
  from: { mean: number; dispersion: number },
  to: { mean: number; dispersion: number },
): number {
  if (count <= 1) return count;
  const below = negativeBinomialOfMean.lower(count - 1, 1 / from.dispersion, from.mean);
  if (Math.abs(below - 1) < NEARLY_ALL) return count;
  return 1 + quantile(below, 1 / to.dispersion, to.mean);
}

/** Smallest k whose lower tail reaches p: from a skewness-corrected normal guess, summing single probabilities. */
function quantile(p: number, size: number, mean: number): number {
  const variance = mean + (mean * mean) / size;
  const sd = Math.sqrt(variance);
  const skewness = (1 + (2 * mean) / size) / sd;
  const z = normal.quantile(p);
  let k = Math.max(0, Math.round(mean + sd * (z + (skewness * (z * z - 1)) / 6)));
  const target = p * (1 - FUZZ);
  let tail = negativeBinomialOfMean.lower(k, size, mean);
  let mass = negativeBinomialOfMean.density(k, size, mean);
  const fails = mean / (size + mean);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (tail >= target) {
      if (k === 0 || tail - mass < target) return k;
      tail -= mass;
      mass *= k / ((k - 1 + size) * fails);
      k--;
    } else {
      mass *= ((k + size) * fails) / (k + 1);
      k++;
      tail += mass;
    }
  }
  return negativeBinomialOfMean.quantile(p, size, mean);
}
