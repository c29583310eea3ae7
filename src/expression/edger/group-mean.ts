import { exp, log } from '../../stats/index.ts';

const TOLERANCE = 1e-10;
const MOST_STEPS = 50;

/**
 * Log of the common expression level of the samples of one group: maximum likelihood under a negative binomial, by Fisher
 * scoring from the mean ratio of counts to sizes. -Infinity when all counts are zero. Only samples with `groupOf` = `group`
 * take part (`groupOf` null: all).
 *
 * @param counts the gene's counts start at `at`
 * @param sizes library size (or size with prior counts) per sample
 * @param start log level to begin from; NaN for none
 */
export function groupLevel(
  counts: Float64Array,
  at: number,
  sizes: Float64Array,
  dispersion: number,
  groupOf: Int32Array | null,
  group: number,
  start = NaN,
): number {
  const samples = sizes.length;
  let [ratios, members, total, depth] = [0, 0, 0, 0];
  for (let j = 0; j < samples; j++) {
    if (groupOf !== null && groupOf[j] !== group) continue;
    members++;
    total += counts[at + j];
    depth += sizes[j];
    ratios += counts[at + j] / sizes[j];
  }
  if (!(total > 1e-10)) return -Infinity;
  if (dispersion === 0) return log(total / depth);
  let level = Number.isFinite(start) ? start : log(ratios / members);
  for (let step = 0; step < MOST_STEPS; step++) {
    const scale = exp(level);
    let [score, information] = [0, 0];
    for (let j = 0; j < samples; j++) {
      if (groupOf !== null && groupOf[j] !== group) continue;
      const mean = scale * sizes[j];
      const denominator = 1 + mean * dispersion;
      score += (counts[at + j] - mean) / denominator;
      information += mean / denominator;
    }
    const move = score / information;
    level += move;
    if (Math.abs(move) < TOLERANCE) break;
  }
  return level;
}
