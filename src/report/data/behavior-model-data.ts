import type { BehaviorResult } from '../../behavior/index.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** The data sets of models beside the planned ones: survival, ratios, covariates, reliability, sensitivity. */
export function behaviorModelData(behavior: BehaviorResult): DataSet[] {
  return [
    survivalData(behavior),
    curveData(behavior),
    ratioData(behavior),
    adjustedData(behavior),
    reliabilityData(behavior),
    sensitivityData(behavior),
    raterData(behavior),
  ];
}

function survivalData({ latencies = [] }: BehaviorResult): DataSet {
  const rows = latencies.flatMap((latency) => latency.arms.map((arm) => ({ latency, ...arm })));
  const columns = over(rows);
  return dataSet(
    'behavior-survival',
    'Latencies as survival times',
    'One row per latency, session and arm. Restricted mean: the mean latency when all are cut at the horizon. Log-rank p is over all arms.',
    [
      columns.text('outcome', 'Outcome', (row) => row.latency.outcome),
      columns.text('session', 'Session', (row) => row.latency.session),
      columns.text('arm', 'Arm', (row) => row.arm),
      columns.number('n', 'Animals', (row) => row.n, 'whole'),
      columns.number('events', 'Events', (row) => row.events, 'whole'),
      columns.number('censored', 'Censored', (row) => row.n - row.events, 'whole'),
      columns.number('median_s', 'Median, s', (row) => row.median),
      columns.number('median_low', 'from', (row) => row.medianLow),
      columns.number('median_high', 'to', (row) => row.medianHigh),
      columns.number('restricted_mean_s', 'Restricted mean, s', (row) => row.restrictedMean),
      columns.number('restricted_mean_se', 'SE', (row) => row.restrictedMeanSe),
      columns.number('horizon_s', 'Horizon, s', (row) => row.latency.horizon),
      columns.number('logrank', 'Log-rank', (row) => row.latency.logRank?.statistic ?? NaN, 'hundredths'),
      columns.number('logrank_df', 'df', (row) => row.latency.logRank?.df ?? NaN, 'whole'),
      columns.number('logrank_p', 'Log-rank p', (row) => row.latency.logRank?.pvalue ?? NaN, 'p'),
      columns.number('proportionality_p', 'p of proportional hazards', (row) => row.latency.proportionality, 'p'),
    ],
  );
}

function curveData({ latencies = [] }: BehaviorResult): DataSet {
  const rows = latencies.flatMap((latency) =>
    latency.arms.flatMap((arm) => Array.from(arm.time, (time, i) => ({ latency, arm, time, i }))),
  );
  const columns = over(rows);
  return dataSet(
    'behavior-curves',
    'Kaplan–Meier curves',
    'The share of animals in which it has not happened, after each time.',
    [
      columns.text('outcome', 'Outcome', (row) => row.latency.outcome),
      columns.text('session', 'Session', (row) => row.latency.session),
      columns.text('arm', 'Arm', (row) => row.arm.arm),
      columns.number('time_s', 'Time, s', (row) => row.time),
      columns.number('at_risk', 'At risk', (row) => row.arm.atRisk[row.i], 'whole'),
      columns.number('censored', 'Censored', (row) => row.arm.censored[row.i], 'whole'),
      columns.number('survival', 'Not yet', (row) => row.arm.survival[row.i]),
      columns.number('low', '95 % from', (row) => row.arm.low[row.i]),
      columns.number('high', '95 % to', (row) => row.arm.high[row.i]),
    ],
  );
}

function ratioData({ ratios = [] }: BehaviorResult): DataSet {
  const columns = over(ratios);
  return dataSet(
    'behavior-ratios',
    'Latencies, counts and shares by models of their own',
    'Hazard ratios of latencies (below 1: later), rate ratios of counts, odds ratios of shares; each arm against control.',
    [
      columns.text('outcome', 'Outcome', (row) => row.outcome),
      columns.text('kind', 'Kind', (row) => row.kind),
      columns.text('session', 'Session', (row) => row.session),
      columns.text('arm', 'Arm', (row) => row.arm),
      columns.text('control', 'Control', (row) => row.control),
      columns.number('n', 'Animals', (row) => row.n, 'whole'),
      columns.number('n_control', 'Control animals', (row) => row.nControl, 'whole'),
      columns.number('events', 'Events', (row) => row.events, 'whole'),
      columns.number('events_control', 'Control events', (row) => row.eventsControl, 'whole'),
      columns.number('ratio', 'Ratio', (row) => row.ratio),
      columns.number('log_se', 'SE of its log', (row) => row.se),
      columns.number('low', '95 % from', (row) => row.low),
      columns.number('high', '95 % to', (row) => row.high),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
      columns.text('family', 'Adjusted over', (row) => row.family),
      columns.text('method', 'Method', (row) => row.method),
    ],
  );
}

function adjustedData({ adjusted = [], comparisons }: BehaviorResult): DataSet {
  const rows = adjusted.map((one) => ({
    ...one,
    plain: comparisons.find((other) => other.outcome === one.outcome && other.session === one.session && other.arm === one.arm),
  }));
  const columns = over(rows);
  return dataSet(
    'behavior-adjusted',
    'Differences with a covariate in the model',
    'Scores and anxiety measures adjusted for locomotion, scores adjusted for the animal’s own score at baseline; beside them the plain difference.',
    [
      columns.text('outcome', 'Outcome', (row) => row.outcome),
      columns.text('adjusted_for', 'Adjusted for', (row) => row.adjustedFor),
      columns.text('session', 'Session', (row) => row.session),
      columns.text('arm', 'Arm', (row) => row.arm),
      columns.number('plain_difference', 'Plain difference', (row) => row.plain?.estimate ?? NaN),
      columns.number('plain_p', 'Plain p', (row) => row.plain?.pvalue ?? NaN, 'p'),
      columns.number('difference', 'Adjusted difference', (row) => row.estimate),
      columns.number('se', 'SE', (row) => row.se),
      columns.number('df', 'df', (row) => row.df),
      columns.number('low', '95 % from', (row) => row.low),
      columns.number('high', '95 % to', (row) => row.high),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
      columns.text('method', 'Method', (row) => row.method),
    ],
  );
}

function reliabilityData({ reliability = [] }: BehaviorResult): DataSet {
  const rows = reliability.flatMap((one) => one.tests.map((test, t) => ({ ...one, test, withOthers: one.withOthers[t] })));
  const columns = over(rows);
  return dataSet(
    'behavior-reliability',
    'How well the tests of a score go together',
    'Cronbach’s alpha and the correlation of each test with the mean of the others, arm and sex means taken out; the first principal component as a check of equal weights.',
    [
      columns.text('domain', 'Domain', (row) => row.domain),
      columns.text('session', 'Session', (row) => row.session),
      columns.number('n', 'Animals', (row) => row.n, 'whole'),
      columns.number('alpha', 'Alpha', (row) => row.alpha, 'hundredths'),
      columns.number('component_r', 'r with first component', (row) => row.firstComponentCorrelation, 'hundredths'),
      columns.number('component_share', 'Its share of variance', (row) => row.firstComponentShare, 'hundredths'),
      columns.text('test', 'Test', (row) => row.test),
      columns.number('r_with_others', 'r with the others', (row) => row.withOthers, 'hundredths'),
    ],
  );
}

function sensitivityData({ sensitivity = [], reliability = [] }: BehaviorResult): DataSet {
  const rows = [
    ...sensitivity.map((one) => ({ ...one, left: one.left.join(', '), kind: one.kind as string })),
    ...reliability.flatMap(({ domain, session, withoutTest }) =>
      withoutTest.map(({ test, ...one }) => ({ domain, session, kind: 'without-test', left: test, ...one })),
    ),
  ];
  const columns = over(rows);
  return dataSet(
    'behavior-sensitivity',
    'Differences in the scores with something left out',
    'Each arm minus control without each litter, without outliers (end of treatment), and without each test (every session).',
    [
      columns.text('domain', 'Domain', (row) => row.domain),
      columns.text('session', 'Session', (row) => row.session),
      columns.text('kind', 'Kind', (row) => row.kind),
      columns.text('left_out', 'Left out', (row) => row.left),
      columns.text('arm', 'Arm', (row) => row.arm),
      columns.number('difference', 'Difference', (row) => row.estimate),
      columns.number('low', '95 % from', (row) => row.low),
      columns.number('high', '95 % to', (row) => row.high),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
    ],
  );
}

function raterData({ raters = [] }: BehaviorResult): DataSet {
  const rows = raters.flatMap((one) => one.pairs.map((pair) => ({ one, pair })));
  const columns = over(rows);
  return dataSet(
    'behavior-raters',
    'Agreement of raters',
    'One row per outcome, session and pair of raters. The intraclass correlations are of all raters of the outcome; kappa is of 1-s bins.',
    [
      columns.text('outcome', 'Outcome', (row) => row.one.outcome),
      columns.text('session', 'Session', (row) => row.one.session),
      columns.text('rater_a', 'Rater A', (row) => row.pair.first),
      columns.text('rater_b', 'Rater B', (row) => row.pair.second),
      columns.number('n', 'Animals', (row) => row.pair.n, 'whole'),
      columns.number('pearson', 'r', (row) => row.pair.pearson, 'hundredths'),
      columns.number('spearman', 'Spearman', (row) => row.pair.spearman, 'hundredths'),
      columns.number('lin_concordance', 'Lin', (row) => row.pair.concordance, 'hundredths'),
      columns.number('kappa_1s', 'Kappa', (row) => row.pair.kappa, 'hundredths'),
      columns.number('bias', 'A − B', (row) => row.pair.bias),
      columns.number('bias_low', '95 % from', (row) => row.pair.biasLow),
      columns.number('bias_high', '95 % to', (row) => row.pair.biasHigh),
      columns.number('limit_low', 'Limit from', (row) => row.pair.lower),
      columns.number('limit_high', 'Limit to', (row) => row.pair.upper),
      columns.number('icc_2_1', 'ICC(2,1)', (row) => row.one.agreement.estimate, 'hundredths'),
      columns.number('icc_2_1_low', 'from', (row) => row.one.agreement.low, 'hundredths'),
      columns.number('icc_2_1_high', 'to', (row) => row.one.agreement.high, 'hundredths'),
      columns.number('icc_3_1', 'ICC(3,1)', (row) => row.one.consistency.estimate, 'hundredths'),
      columns.text('odd_rater', 'Agrees with nobody', (row) => row.one.odd.map(({ rater }) => rater).join(', ')),
    ],
  );
}
