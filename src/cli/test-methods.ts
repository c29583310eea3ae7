import { inputError } from '../problems/index.ts';
import {
  bootstrap,
  brunnerMunzelTest,
  chiSquaredTest,
  cliffsDelta,
  cramersV,
  fisherExactTable,
  fisherExactTest,
  friedmanTest,
  type IntervalEstimate,
  kruskalWallisTest,
  mannWhitneyTest,
  pairedDifference,
  pairedRankBiserial,
  pairedTTest,
  permutationTest,
  rankEpsilonSquared,
  signedRankTest,
  signFlipTest,
  standardizedDifference,
  studentTTest,
  unpooledDifference,
  welchTTest,
} from '../stats/index.ts';
import type { GroupedData, PairedData } from './test-data.ts';

/** Alternatives, options of every method. */
export interface TestSettings {
  alternative: 'two-sided' | 'less' | 'greater';
  level: number;
  seed: number;
}

export interface TestResult {
  method: string;
  statistic: number;
  /** NaN where the reference distribution has none. */
  df: number;
  pvalue: number;
  /** What the estimate is of, e.g. `difference of means`. */
  estimateOf?: string;
  estimate?: IntervalEstimate;
  effectName: string;
  effect: IntervalEstimate;
  /** False when p is itself an estimate from random rearrangements; then `mcse` is its error. */
  exact?: boolean;
  mcse?: number;
}

type TwoSamples = (x: Float64Array, y: Float64Array, settings: TestSettings) => TestResult;

const limits = ({ estimate, low, high }: { estimate: number; low: number; high: number }): IntervalEstimate => ({
  estimate,
  lower: low,
  upper: high,
});

function tResult(test: ReturnType<typeof welchTTest>, effect: IntervalEstimate): TestResult {
  return { ...test, estimateOf: 'difference of means', estimate: limits(test), effectName: 'Hedges g', effect };
}

const independent: ReadonlyMap<string, TwoSamples> = new Map<string, TwoSamples>([
  ['welch', (x, y, settings) => tResult(welchTTest(x, y, settings), unpooledDifference(x, y, settings.level).hedgesG)],
  ['t', (x, y, settings) => tResult(studentTTest(x, y, settings), standardizedDifference(x, y, settings.level).hedgesG)],
  [
    'mann-whitney',
    (x, y, settings) => {
      const test = mannWhitneyTest(x, y, settings);
      const effect = cliffsDelta(x, y, settings.level).delta;
      return { ...test, df: NaN, estimateOf: 'shift', estimate: limits(test), effectName: "Cliff's delta", effect };
    },
  ],
  [
    'brunner-munzel',
    (x, y, settings) => {
      const { statistic, df, pvalue, superiority, low, high } = brunnerMunzelTest(x, y, settings);
      const estimate = { estimate: superiority, lower: low, upper: high };
      const effect = cliffsDelta(x, y, settings.level).delta;
      const estimateOf = 'P(first < second) + P(equal) / 2';
      return { method: 'Brunner-Munzel test', statistic, df, pvalue, estimateOf, estimate, effectName: "Cliff's delta", effect };
    },
  ],
  [
    'permutation',
    (x, y, settings) => {
      const { estimate, pvalue, exact, mcse } = permutationTest(x, y, settings);
      const effect = standardizedDifference(x, y, settings.level).hedgesG;
      const method = `permutation test of the difference of means, ${exact ? 'exact' : 'random arrangements'}`;
      return { method, statistic: estimate, df: NaN, pvalue, effectName: 'Hedges g', effect, exact, mcse };
    },
  ],
]);

const paired: ReadonlyMap<string, TwoSamples> = new Map<string, TwoSamples>([
  ['t', (x, y, settings) => tResult(pairedTTest(x, y, settings), pairedDifference(x, y, settings.level).ofDifferences.hedgesG)],
  [
    'wilcoxon',
    (x, y, settings) => {
      const test = signedRankTest(
        x.map((one, i) => one - y[i]),
        settings,
      );
      const effect = pairedRankBiserial(x, y, settings.level);
      return {
        ...test,
        df: NaN,
        estimateOf: 'pseudomedian of the differences',
        estimate: limits(test),
        effectName: 'rank-biserial r',
        effect,
      };
    },
  ],
  [
    'permutation',
    (x, y, settings) => {
      const { estimate, pvalue, exact, mcse } = signFlipTest(
        x.map((one, i) => one - y[i]),
        settings,
      );
      const effect = pairedDifference(x, y, settings.level).ofDifferences.hedgesG;
      const method = `sign-flip test of the mean difference, ${exact ? 'exact' : 'random flips'}`;
      return { method, statistic: estimate, df: NaN, pvalue, effectName: 'Hedges g', effect, exact, mcse };
    },
  ],
]);

/** Two groups of independent units, or the same units twice. Throws InputError when the method or the number of groups does not fit. */
export function twoGroupTest(
  method: string,
  data: GroupedData,
  pairs: PairedData | undefined,
  settings: TestSettings,
): TestResult {
  if (data.levels.length !== 2)
    throw inputError({
      code: 'not-two-groups',
      message: `${method} compares two groups, and "${data.by}" has ${data.levels.length}`,
      found: data.levels.join(', '),
      mend: `keep two of them with --where, or use ${pairs === undefined ? 'kruskal' : 'friedman'}`,
    });
  const test = (pairs === undefined ? independent : paired).get(method);
  if (test === undefined)
    throw inputError({
      code: 'usage',
      message: pairs === undefined ? `${method} compares the same units twice` : `${method} is for independent groups`,
      mend:
        pairs === undefined ? 'name the column of the unit with --pair' : 'leave --pair out, or use t, wilcoxon or permutation',
    });
  if (pairs === undefined) return test(data.samples[0], data.samples[1], settings);
  const side = (g: number): Float64Array => pairs.table.filter((_, at) => at % 2 === g);
  return test(side(0), side(1), settings);
}

/** Percentile interval of an effect size over resampled units, within groups; without limits where a group is a single unit. */
function resampled(
  samples: readonly Float64Array[],
  statistic: (parts: readonly Float64Array[]) => number,
  settings: TestSettings,
): IntervalEstimate {
  if (samples.some((sample) => sample.length < 2)) return { estimate: statistic(samples), lower: NaN, upper: NaN };
  const { estimate, percentile } = bootstrap(samples, statistic, { resamples: 2000, level: settings.level, seed: settings.seed });
  return { estimate, lower: percentile.lower, upper: percentile.upper };
}

/** Epsilon squared of the Kruskal-Wallis test; 0 where a resample has no variation left. */
function epsilonSquared(parts: readonly Float64Array[]): number {
  const values = parts.flatMap((part) => Array.from(part));
  const groups = parts.flatMap((part, g) => Array.from(part, () => g));
  if (values.every((value) => value === values[0])) return 0;
  return rankEpsilonSquared(kruskalWallisTest(values, groups).statistic, values.length);
}

/** Kruskal-Wallis test with epsilon squared. */
export function kruskalTest(data: GroupedData, settings: TestSettings): TestResult {
  const { statistic, df, pvalue } = kruskalWallisTest(data.values, data.groups);
  const effect = resampled(data.samples, epsilonSquared, settings);
  return { method: 'Kruskal-Wallis rank sum test', statistic, df, pvalue, effectName: 'rank epsilon squared', effect };
}

/** Friedman's test with Kendall's W. */
export function friedmanResult(data: PairedData, settings: TestSettings): TestResult {
  const k = data.levels.length;
  const { statistic, df, pvalue } = friedmanTest(data.table, k);
  const blocks = Float64Array.from(data.subjects.keys());
  const effect = resampled(
    [blocks],
    ([drawn]) => {
      const table = Float64Array.from(
        Array.from(drawn).flatMap((block) => Array.from(data.table.subarray(block * k, (block + 1) * k))),
      );
      return table.every((value, at) => value === table[at - (at % k)]) ? 0 : friedmanTest(table, k).kendallW;
    },
    settings,
  );
  return { method: 'Friedman rank sum test', statistic, df, pvalue, effectName: "Kendall's W", effect };
}

/** Fisher's exact test of groups against outcomes. */
export function fisherResult(data: GroupedData, outcomes: readonly string[], settings: TestSettings): TestResult {
  if (outcomes.length < 2)
    throw inputError({ code: 'one-outcome', message: `column "${data.y}" has a single outcome`, found: outcomes.join(', ') });
  const width = outcomes.length;
  const table = new Float64Array(data.levels.length * width);
  data.values.forEach((outcome, i) => {
    table[data.groups[i] * width + outcome]++;
  });
  if (table.length === 4) {
    const { pvalue, oddsRatio, low, high } = fisherExactTest([table[0], table[1], table[2], table[3]], settings);
    const effect = { estimate: oddsRatio, lower: low, upper: high };
    return { method: "Fisher's exact test", statistic: oddsRatio, df: NaN, pvalue, effectName: 'odds ratio', effect };
  }
  const { pvalue, exact, mcse } = fisherExactTable(table, width, { seed: settings.seed });
  const rows = Array.from(data.levels, (_, g) => table.subarray(g * width, (g + 1) * width));
  const effect = resampled(data.samples, (parts) => cramersV(parts.map((part) => countsOf(part, width))).v, settings);
  const { statistic } = chiSquaredTest(table, width, false);
  const method = `Fisher's exact test of a ${rows.length} x ${width} table${exact ? '' : ', random tables'}`;
  return {
    method,
    statistic,
    df: NaN,
    pvalue,
    effectName: "Cramer's V",
    effect: { ...effect, estimate: cramersV(rows).v },
    exact,
    mcse,
  };
}

function countsOf(outcomes: Float64Array, width: number): Float64Array {
  const counts = new Float64Array(width);
  for (const outcome of outcomes) counts[outcome]++;
  return counts;
}
