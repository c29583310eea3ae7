import { beta, exp, log, negativeBinomialOfMean } from '../../stats/index.ts';
import { priorCounts, withPriorCounts } from './abundance.ts';
import { equalizedCount } from './equalized-count.ts';
import { glmDesign, oneGroupDesign } from './glm-design.ts';
import { fitGroups } from './log-linear-kernel.ts';

/** Exact comparison of two groups. */
export interface ExactTests {
  /** log2, second group over first. */
  logFC: Float64Array;
  pvalue: Float64Array;
}

/** Group totals above which the beta approximation stands in for the enumeration (edgeR's default). */
const LARGE_TOTAL = 900;
const LN_2 = 0.6931471805599453;
const PRIOR_COUNT = 0.125;

/**
 * Exact negative binomial test of two groups given the gene's total, library sizes first made equal by quantiles; the smaller
 * tail doubled (Robinson & Smyth 2008; edgeR's `exactTest` with `rejection.region = "doubletail"`).
 *
 * @param counts genes x samples
 * @param sizes effective library sizes
 * @param groupOf 0 or 1 per sample
 * @param dispersions per gene, positive
 */
export function exactTest(counts: Float64Array, sizes: Float64Array, groupOf: Int32Array, dispersions: Float64Array): ExactTests {
  const samples = sizes.length;
  const members = [0, 1].map((group) => groupOf.reduce((sum, one) => sum + (one === group ? 1 : 0), 0));
  let meanLog = 0;
  for (const size of sizes) meanLog += log(size) / samples;
  const common = exp(meanLog);
  const prior = priorCounts(sizes, PRIOR_COUNT);
  const raised = withPriorCounts(counts, prior.added);
  const groups = glmDesign(
    Float64Array.from({ length: 2 * samples }, (_, i) => (groupOf[i >> 1] === i % 2 ? 1 : 0)),
    samples,
  );
  const { levels } = fitGroups(groups, { counts: raised, sizes: prior.sizes, dispersions });
  const overall = fitGroups(oneGroupDesign(samples), { counts, sizes, dispersions }).levels;
  const logFC = new Float64Array(dispersions.length);
  const pvalue = new Float64Array(dispersions.length);
  for (let g = 0; g < dispersions.length; g++) {
    const at = g * samples;
    const dispersion = dispersions[g];
    // the design numbers its groups in the order of the samples
    const [first, second] = groupOf[0] === 0 ? [0, 1] : [1, 0];
    logFC[g] = (levels[2 * g + second] - levels[2 * g + first]) / LN_2;
    const level = exp(overall[g]);
    const sums = [0, 0];
    for (let j = 0; j < samples; j++)
      sums[groupOf[j]] += equalizedCount(counts[at + j], level * sizes[j], level * common, dispersion);
    pvalue[g] = doubledTail(sums[0], sums[1], members[0], members[1], dispersion);
  }
  return { logFC, pvalue };
}

/**
 * P-value of two group totals of `n1` and `n2` samples of equal size: twice the smaller tail of the first total given both, at
 * most 1. Totals are rounded to whole counts for the enumeration.
 */
export function doubledTail(sum1: number, sum2: number, n1: number, n2: number, dispersion: number): number {
  const [s1, s2] = [Math.round(sum1), Math.round(sum2)];
  if (s1 > LARGE_TOTAL && s2 > LARGE_TOTAL) return betaTail(sum1, sum2, n1, n2, dispersion);
  const total = s1 + s2;
  const mean = total / (n1 + n2);
  if (s1 === n1 * mean) return 1;
  const bottom = negativeBinomialOfMean.logDensity(total, (n1 + n2) / dispersion, total);
  const [from, to] = s1 < n1 * mean ? [0, s1] : [s1, total];
  let sum = 0;
  for (let x = from; x <= to; x++) {
    const first = negativeBinomialOfMean.logDensity(x, n1 / dispersion, n1 * mean);
    const second = negativeBinomialOfMean.logDensity(total - x, n2 / dispersion, n2 * mean);
    sum += exp(first + second - bottom);
  }
  return Math.min(2 * sum, 1);
}

/** The share of the first group's total is nearly beta; with continuity correction. */
function betaTail(sum1: number, sum2: number, n1: number, n2: number, dispersion: number): number {
  const total = sum1 + sum2;
  const mean = total / (n1 + n2);
  const alpha = (n1 * mean) / (1 + dispersion * mean);
  const other = (n2 / n1) * alpha;
  const middle = beta.quantile(0.5, alpha, other);
  if ((sum1 + 0.5) / total < middle) return 2 * beta.lower((sum1 + 0.5) / total, alpha, other);
  if ((sum1 - 0.5) / total > middle) return 2 * beta.upper((sum1 - 0.5) / total, alpha, other);
  return 1;
}
