import { describe, expect, it } from 'vitest';
import { inverseDistributionOfSorted, mean, median, sampleVariance } from '../../../src/stats/descriptive/index.ts';
import * as effects from '../../../src/stats/effects/index.ts';
import { bootstrap, exactBootstrap, type SampleStatistic } from '../../../src/stats/resampling/index.ts';
import { permutationTest } from '../../../src/stats/tests/index.ts';
import { expectClose } from '../../support/close.ts';
import { statsFixtureCases, statsFixtureRows, statsFixtureText } from '../../support/stats-fixtures.ts';

/** Every case of effectsize.json, at its tolerance: 1e-8, noncentral intervals 1e-7, eta intervals 1e-6, intervals of packages 1e-3. */
const cases = statsFixtureCases('effectsize.json');
const data = new Map(Object.entries(JSON.parse(statsFixtureText('effectsize-data.json')) as Record<string, number[]>));
const sample = (name: string): number[] => data.get(name) ?? [];
const [x, y] = [sample('toothOJ'), sample('toothVC')];
const [rotarodControl, rotarodTreatment] = [sample('rotarodControl'), sample('rotarodTreatment')];
const [placebo, progabide] = [sample('epilPlacebo'), sample('epilProgabide')];
const [sleep1, sleep2] = [sample('sleep1'), sample('sleep2')];

const run = new Set<string>();
type Truth = Record<string, unknown>;
function truthOf(id: string): Truth {
  run.add(id);
  const found = cases.get(id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found.result as Truth;
}
/** A number, the one number of an array, or one of several. */
function at(truth: Truth, key: string, index = 0): number {
  const value = truth[key];
  return Array.isArray(value) ? (value[index] as number) : (value as number);
}
function close(actual: number, truth: Truth, key: string, tolerance = 1e-8, index = 0): void {
  expectClose(actual, at(truth, key, index), tolerance, key, 1e-12);
}
function closeInterval(actual: { lower: number; upper: number }, truth: Truth, key: string, tolerance: number): void {
  close(actual.lower, truth, key, tolerance, 0);
  close(actual.upper, truth, key, tolerance, 1);
}

describe('standardized mean differences', () => {
  const pooled = (id: string, a: number[], b: number[]) => {
    const truth = truthOf(id);
    const result = effects.standardizedDifference(a, b);
    close(result.cohensD.estimate, truth, 'd');
    close(result.sd, truth, 'sp');
    close(result.df, truth, 'df');
    close(result.t, truth, 't');
    close(result.correction, truth, 'J');
    close(result.hedgesG.estimate, truth, 'g');
    closeInterval(result.cohensD, truth, 'ci', 1e-7);
    closeInterval(result.hedgesG, truth, 'gci', 1e-7);
  };
  it('d and g with exact intervals, equal and unequal groups', () => {
    pooled('hedges.g', x, y);
    pooled(
      'hedges.g.unequal.n',
      rotarodTreatment,
      rotarodControl.slice(0, 7).map((value, i) => value + i),
    );
  });
  it('the package effectsize, whose intervals are good to 1e-5', () => {
    const g = truthOf('hedges.g.package');
    const { hedgesG } = effects.standardizedDifference(x, y);
    close(hedgesG.estimate, g, 'Hedges_g');
    close(hedgesG.lower, g, 'CI_low', 1e-5);
    close(hedgesG.upper, g, 'CI_high', 1e-5);
    const d = truthOf('d.unpooled');
    const { cohensD } = effects.unpooledDifference(x, y);
    close(cohensD.estimate, d, 'Cohens_d');
    close(cohensD.lower, d, 'CI_low', 1e-6);
    close(cohensD.upper, d, 'CI_high', 1e-6);
  });
  it("Glass' delta", () => {
    const truth = truthOf('glass.delta');
    const result = effects.glassDelta(x, y);
    close(result.estimate, truth, 'delta');
    closeInterval(result.pooledScaling, truth, 'ciNaive', 1e-7);
    closeInterval(result.ratioScaling, truth, 'ciAlgina', 1e-7);
  });
  it('pairs', () => {
    const truth = truthOf('paired.d');
    const result = effects.pairedDifference(sleep1, sleep2);
    close(result.ofDifferences.cohensD.estimate, truth, 'dz');
    closeInterval(result.ofDifferences.cohensD, truth, 'dzci', 1e-7);
    close(result.average, truth, 'dav');
    close(result.rootMean, truth, 'davRMS');
    close(result.repeatedMeasures, truth, 'drm');
    close(result.correlation, truth, 'r');
    close(result.ofDifferences.correction, truth, 'J');
  });
  it('common language', () => {
    const truth = truthOf('common.language');
    const result = effects.overlapOfNormals(effects.standardizedDifference(x, y).cohensD.estimate);
    close(result.u3, truth, 'U3');
    close(result.overlap, truth, 'overlap');
    close(result.superiority, truth, 'pSuperiority');
  });
});

describe('rank effects', () => {
  it.each([
    ['cliff.toothgrowth', x, y],
    ['cliff.rotarod', rotarodControl, rotarodTreatment],
    ['cliff.epil', placebo, progabide],
  ] as const)('%s', (id, a, b) => {
    const truth = truthOf(id);
    const result = effects.cliffsDelta(a, b);
    close(result.delta.estimate, truth, 'delta');
    close(result.variance, truth, 'varUnbiased');
    closeInterval(result.delta, truth, 'ci', 1e-8);
    close(result.areaUnderCurve, truth, 'auc');
    close(result.u, truth, 'U');
    close(result.delta.estimate, truth, 'rankBiserial');
    close(result.superiority, truth, 'pSup');
    close(result.tied, truth, 'pTie');
  });
  it('rank-biserial correlation of two samples and of pairs', () => {
    const two = truthOf('rank.biserial.package');
    const independent = effects.rankBiserial(placebo, progabide);
    close(independent.estimate, two, 'r_rank_biserial');
    close(independent.lower, two, 'CI_low');
    close(independent.upper, two, 'CI_high');
    const pairs = truthOf('rank.biserial.paired');
    const paired = effects.pairedRankBiserial(sleep1, sleep2);
    close(paired.estimate, pairs, 'r_rank_biserial');
    close(paired.lower, pairs, 'CI_low');
    close(paired.upper, pairs, 'CI_high');
  });
  it('Kruskal-Wallis', () => {
    const truth = truthOf('kruskal.effects') as Record<string, Truth>;
    // H of InsectSprays (72 counts, 6 sprays), from tests.json.
    const h = 54.691344622371446;
    close(effects.rankEpsilonSquared(h, 72), truth.epsilon2, 'rank_epsilon_squared');
    close(effects.rankEtaSquared(h, 6, 72), truth.eta2, 'rank_eta_squared');
  });
});

describe('shares of variance, correlations, counts', () => {
  // F values as anova.json gives them for genotype.csv; that of recovery.csv follows from its eta squared.
  const recovery = 0.37971155799309414;
  it.each([
    ['eta2p.ci.mother', 4.763245748505466, 3, 45],
    ['eta2p.ci.interaction', 1.6881082860441252, 9, 45],
    ['eta2p.ci.oneway', (recovery / (1 - recovery)) * (37 / 3), 3, 37],
  ] as const)('%s', (id, f, df1, df2) => {
    const truth = truthOf(id);
    const result = effects.effectsOfF(f, df1, df2);
    closeInterval(result.noncentrality, truth, 'ncp', 1e-6);
    close(result.partialEtaSquared.estimate, truth, 'eta2p');
    closeInterval(result.partialEtaSquared, truth, 'ci', 1e-6);
    close(result.cohensF.estimate, truth, 'f');
    closeInterval(result.cohensF, truth, 'fci', 1e-6);
    close(result.partialOmegaSquared, truth, 'omega2p');
    close(result.partialEpsilonSquared, truth, 'epsilon2p');
  });
  it('correlations', () => {
    const truth = truthOf('r.ci');
    closeInterval(effects.correlationInterval(0.62, 14), truth, 'fisher', 1e-8);
    closeInterval(effects.correlationInterval(0.62, 14, 'spearman'), truth, 'spearmanBonettWright', 1e-8);
    closeInterval(effects.correlationInterval(0.62, 14, 'kendall'), truth, 'kendallFieller', 1e-8);
    close(effects.unbiasedCorrelation(0.62, 14), truth, 'olkinPratt');
  });
  it('tables of counts', () => {
    const truth = truthOf('cramers.v') as Record<string, Truth>;
    const result = effects.cramersV([
      [30, 12],
      [170, 188],
    ]);
    close(result.v, truth.v, 'Cramers_v');
    close(result.adjusted, truth.vAdj, 'Cramers_v_adjusted');
    close(effects.cohensH(0.85, 0.94), truthOf('cramers.v'), 'h');
    const risks = truthOf('or.rr');
    const comparison = effects.compareRisks(30, 170, 12, 188);
    close(comparison.oddsRatio.estimate, risks, 'or');
    closeInterval(comparison.oddsRatio, risks, 'orci', 1e-8);
    close(comparison.riskRatio.estimate, risks, 'rr');
    closeInterval(comparison.riskRatio, risks, 'rrci', 1e-8);
    close(comparison.riskDifference, risks, 'rd');
  });
});

describe('equivalence and evidence', () => {
  it('two one-sided Welch tests', () => {
    const truth = truthOf('tost.welch');
    const result = effects.welchEquivalence(x, y, { lower: -3, upper: 3 });
    close(result.estimate, truth, 'diff');
    close(result.standardError, truth, 'se');
    close(result.df, truth, 'df');
    close(result.lower.t, truth, 'tLower');
    close(result.upper.t, truth, 'tUpper');
    close(result.lower.pvalue, truth, 'pLower');
    close(result.upper.pvalue, truth, 'pUpper');
    close(result.pvalue, truth, 'p');
    closeInterval(result.interval, truth, 'ci90', 1e-8);
  });
  it('Bayes factor', () => {
    close(effects.bayesFactorOfT(2.5, 18, 5), truthOf('bayes.factor.none'), 'BF10');
  });
});

describe('bootstrap on the given resamples', () => {
  const rows = statsFixtureRows('bootstrap_indices.tsv.gz').map((row) => row.map((cell) => Number(cell) - 1));
  const indices = [rows.flatMap((row) => row.slice(0, 10)), rows.flatMap((row) => row.slice(10))];
  const hedgesG: SampleStatistic = ([a, b]) => {
    const pooled = (9 * sampleVariance(a) + 9 * sampleVariance(b)) / 18;
    return ((mean(a) - mean(b)) / Math.sqrt(pooled)) * effects.hedgesCorrection(18);
  };
  // Leave-one-out samples have 17 degrees of freedom.
  const g: SampleStatistic = ([a, b]) => {
    const df = a.length + b.length - 2;
    const pooled = ((a.length - 1) * sampleVariance(a) + (b.length - 1) * sampleVariance(b)) / df;
    return ((mean(a) - mean(b)) / Math.sqrt(pooled)) * effects.hedgesCorrection(df);
  };
  const cliff: SampleStatistic = ([a, b]) => effects.cliffsDelta(a, b).delta.estimate;
  it.each([
    ['boot.meandiff', ([a, b]: readonly Float64Array[]) => mean(a) - mean(b)],
    ['boot.mediandiff', ([a, b]: readonly Float64Array[]) => median(a) - median(b)],
    ['boot.hedgesg', g],
    ['boot.cliff', cliff],
  ] as [string, SampleStatistic][])('%s', (id, statistic) => {
    const truth = truthOf(id);
    const stratified = bootstrap([x, y], statistic, { indices });
    const pooled = bootstrap([x, y], statistic, { indices, acceleration: 'pooled' });
    expect(stratified.replicates).toHaveLength(2000);
    close(stratified.estimate, truth, 't0');
    expectClose(stratified.bias, at(truth, 'bias'), 1e-8, 'bias', 1);
    close(stratified.standardError, truth, 'se');
    closeInterval(stratified.percentile, truth, 'percentile', 1e-8);
    closeInterval(stratified.basic, truth, 'basic', 1e-8);
    closeInterval(stratified.normal, truth, 'normal', 1e-8);
    close(stratified.biasCorrection, truth, 'z0');
    expectClose(stratified.acceleration, at(truth, 'aStratified'), 1e-8, 'aStratified', 1e-3);
    expectClose(pooled.acceleration, at(truth, 'aPooledJackknife'), 1e-8, 'aPooled', 1e-3);
    closeInterval(stratified.bca, truth, 'bcaStratified', 1e-8);
    closeInterval(pooled.bca, truth, 'bcaPooled', 1e-8);
    expect(hedgesG([Float64Array.from(x), Float64Array.from(y)])).toBeCloseTo(1.357509, 5);
  });
  it('all resamples of four values', () => {
    const truth = truthOf('boot.exact.n4');
    const all = exactBootstrap([1.2, 3.4, 2.2, 7.1], mean);
    expect(all).toHaveLength(256);
    close(mean(all), truth, 'mean');
    close(Math.sqrt((sampleVariance(all) * 255) / 256), truth, 'sd');
    [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975].forEach((p, i) => {
      close(inverseDistributionOfSorted(all, p), truth, 'q', 1e-8, i);
    });
  });
  it('all splits of twenty values', () => {
    const truth = truthOf('permutation.exact.estimation');
    const result = permutationTest(x, y);
    close(result.estimate, truth, 'observedDiff');
    expect(result.asExtreme).toBe(at(truth, 'asExtreme'));
    expect(result.arrangements).toBe(at(truth, 'permutations'));
    close(result.pvalue, truth, 'p');
  });
});

it('every case of effectsize.json has been run', () => {
  expect([...cases.keys()].filter((id) => !run.has(id))).toEqual([]);
});
