import type { BehaviorResult, Comparison } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import { behaviorModelData } from './behavior-model-data.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** The data sets of the behavior section, in reading order. */
export function behaviorData(behavior: BehaviorResult, study: Study): DataSet[] {
  return [
    comparisonData(behavior.comparisons),
    modelContrastData(behavior),
    modelTermData(behavior),
    scoreData(behavior, study),
    measureData(behavior, study),
    ...behaviorModelData(behavior),
    exclusionData(behavior),
    flagData(behavior),
  ];
}

function comparisonData(comparisons: readonly Comparison[]): DataSet {
  const columns = over(comparisons);
  return dataSet(
    'behavior-comparisons',
    'Each arm against control',
    'One row per outcome, session and arm. The difference is arm minus control in the unit of the outcome.',
    [
      columns.text('outcome', 'Outcome', (one) => one.outcome),
      columns.text('session', 'Session', (one) => one.session),
      columns.text('arm', 'Arm', (one) => one.arm),
      columns.text('control', 'Control', (one) => one.control),
      columns.number('n', 'Animals', (one) => one.n, 'whole'),
      columns.number('n_control', 'Control animals', (one) => one.nControl, 'whole'),
      columns.number('litters', 'Litters', (one) => one.litters, 'whole'),
      columns.number('litters_control', 'Control litters', (one) => one.littersControl, 'whole'),
      columns.number('mean', 'Mean', (one) => one.mean),
      columns.number('mean_control', 'Control mean', (one) => one.meanControl),
      columns.number('difference', 'Difference', (one) => one.estimate),
      columns.number('se', 'SE', (one) => one.se),
      columns.number('df', 'df', (one) => one.df),
      columns.number('low', '95 % from', (one) => one.low),
      columns.number('high', '95 % to', (one) => one.high),
      columns.number('pvalue', 'p', (one) => one.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (one) => one.padj, 'p'),
      columns.text('family', 'Adjusted over', (one) => one.family),
      columns.number('hedges_g', 'Hedges g', (one) => one.hedgesG, 'hundredths'),
      columns.number('hedges_g_low', 'g from', (one) => one.hedgesGLow, 'hundredths'),
      columns.number('hedges_g_high', 'g to', (one) => one.hedgesGHigh, 'hundredths'),
      columns.text('method', 'Method', (one) => one.method),
    ],
  );
}

function modelContrastData(behavior: BehaviorResult): DataSet {
  const rows = behavior.models.flatMap((model) => model.contrasts.map((contrast) => ({ domain: model.domain, ...contrast })));
  const columns = over(rows);
  return dataSet(
    'behavior-contrasts',
    'Planned contrasts of the domain scores',
    'From the planned model of each score, all sessions together.',
    [
      columns.text('domain', 'Domain', (row) => row.domain),
      columns.text('kind', 'Kind', (row) => row.kind),
      columns.text('contrast', 'Contrast', (row) => row.label),
      columns.text('session', 'Session', (row) => row.session),
      columns.number('estimate', 'Estimate', (row) => row.estimate),
      columns.number('se', 'SE', (row) => row.se),
      columns.number('df', 'df', (row) => row.df),
      columns.number('low', '95 % from', (row) => row.low),
      columns.number('high', '95 % to', (row) => row.high),
      columns.number('statistic', 't', (row) => row.statistic, 'hundredths'),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
    ],
  );
}

function modelTermData(behavior: BehaviorResult): DataSet {
  const rows = behavior.models.flatMap((model) => model.anova.map((term) => ({ model, ...term })));
  const columns = over(rows);
  return dataSet('behavior-model-terms', 'Terms of the planned models', 'Tests of each term of the model of each domain score.', [
    columns.text('domain', 'Domain', (row) => row.model.domain),
    columns.text('model', 'Model', (row) => row.model.formula),
    columns.text('term', 'Term', (row) => row.term),
    columns.number('num_df', 'Numerator df', (row) => row.numDf),
    columns.number('den_df', 'Denominator df', (row) => row.denDf),
    columns.number('F', 'F', (row) => row.F, 'hundredths'),
    columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
  ]);
}

function scoreData(behavior: BehaviorResult, study: Study): DataSet {
  const sessions = behavior.sessions.length;
  const rows = behavior.scores.flatMap((score) =>
    behavior.animals.flatMap((animal, a) =>
      behavior.sessions.map((session, s) => ({ score, animal, session, cell: a * sessions + s })),
    ),
  );
  const arms = armsOf(study);
  const columns = over(rows);
  return dataSet(
    'behavior-scores',
    'Domain scores per animal',
    'Integrated z-scores; higher means more of the behavior the score is named for.',
    [
      columns.text('domain', 'Domain', (row) => row.score.domain),
      columns.text('animal', 'Animal', (row) => row.animal),
      columns.text('arm', 'Arm', (row) => arms.get(row.animal) ?? null),
      columns.text('session', 'Session', (row) => row.session),
      columns.number('score', 'Score', (row) => row.score.values[row.cell], 'hundredths'),
      columns.number('assays_used', 'Assays used', (row) => row.score.assaysUsed[row.cell], 'whole'),
    ],
  );
}

function measureData(behavior: BehaviorResult, study: Study): DataSet {
  const sessions = behavior.sessions.length;
  const rows = behavior.measures
    .flatMap((measure) =>
      behavior.animals.flatMap((animal, a) =>
        behavior.sessions.map((session, s) => ({ measure, animal, session, cell: a * sessions + s })),
      ),
    )
    .filter((row) => !Number.isNaN(row.measure.values[row.cell]));
  const arms = armsOf(study);
  const columns = over(rows);
  return dataSet(
    'behavior-measures',
    'Measures per animal',
    'Every measured value behind the figures. Censored means the event never happened within the test.',
    [
      columns.text('measure', 'Measure', (row) => row.measure.id),
      columns.text('animal', 'Animal', (row) => row.animal),
      columns.text('arm', 'Arm', (row) => arms.get(row.animal) ?? null),
      columns.text('session', 'Session', (row) => row.session),
      columns.number('value', 'Value', (row) => row.measure.values[row.cell]),
      columns.text('unit', 'Unit', (row) => row.measure.unit),
      columns.text('censored', 'Censored', (row) => (row.measure.censored?.[row.cell] === 1 ? 'yes' : 'no')),
    ],
  );
}

function exclusionData(behavior: BehaviorResult): DataSet {
  const rows = behavior.exclusions;
  const columns = over(rows);
  return dataSet(
    'behavior-exclusions',
    'Behavior left out',
    'Every value that was measured and not used, with the rule and the reason.',
    [
      columns.text('animal', 'Animal', (row) => row.animal),
      columns.text('session', 'Session', (row) => row.session),
      columns.text('assay', 'Assay', (row) => row.assay),
      columns.text('rule', 'Rule', (row) => row.rule),
      columns.text('reason', 'Reason', (row) => row.reason),
    ],
  );
}

function flagData(behavior: BehaviorResult): DataSet {
  const rows = behavior.flags;
  const columns = over(rows);
  return dataSet('behavior-flags', 'Behavior worth a look', 'Nothing was left out because of these.', [
    columns.text('animal', 'Animal', (row) => row.animal),
    columns.text('session', 'Session', (row) => row.session),
    columns.text('assay', 'Assay', (row) => row.assay),
    columns.text('code', 'Code', (row) => row.code),
    columns.text('message', 'What was seen', (row) => row.message),
  ]);
}

/** Arm by animal. */
export function armsOf(study: Study): Map<string, string> {
  return new Map(study.animals.map((animal) => [animal.id, animal.arm]));
}
