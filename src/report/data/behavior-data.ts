import type { BehaviorResult, Comparison } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import { type DataSet, dataSet, numberColumn, textColumn } from './data-set.ts';

/** The data sets of the behavior section, in reading order. */
export function behaviorData(behavior: BehaviorResult, study: Study): DataSet[] {
  return [
    comparisonData(behavior.comparisons),
    modelContrastData(behavior),
    modelTermData(behavior),
    scoreData(behavior, study),
    measureData(behavior, study),
    exclusionData(behavior),
    flagData(behavior),
  ];
}

function comparisonData(comparisons: readonly Comparison[]): DataSet {
  const text = (pick: (one: Comparison) => string) => comparisons.map(pick);
  const number = (pick: (one: Comparison) => number) => comparisons.map(pick);
  return dataSet(
    'behavior-comparisons',
    'Each arm against control',
    'One row per outcome, session and arm. The difference is arm minus control in the unit of the outcome.',
    [
      textColumn(
        'outcome',
        'Outcome',
        text((one) => one.outcome),
      ),
      textColumn(
        'session',
        'Session',
        text((one) => one.session),
      ),
      textColumn(
        'arm',
        'Arm',
        text((one) => one.arm),
      ),
      textColumn(
        'control',
        'Control',
        text((one) => one.control),
      ),
      numberColumn(
        'n',
        'Animals',
        number((one) => one.n),
        'whole',
      ),
      numberColumn(
        'n_control',
        'Control animals',
        number((one) => one.nControl),
        'whole',
      ),
      numberColumn(
        'litters',
        'Litters',
        number((one) => one.litters),
        'whole',
      ),
      numberColumn(
        'litters_control',
        'Control litters',
        number((one) => one.littersControl),
        'whole',
      ),
      numberColumn(
        'mean',
        'Mean',
        number((one) => one.mean),
      ),
      numberColumn(
        'mean_control',
        'Control mean',
        number((one) => one.meanControl),
      ),
      numberColumn(
        'difference',
        'Difference',
        number((one) => one.estimate),
      ),
      numberColumn(
        'se',
        'SE',
        number((one) => one.se),
      ),
      numberColumn(
        'df',
        'df',
        number((one) => one.df),
      ),
      numberColumn(
        'low',
        '95 % from',
        number((one) => one.low),
      ),
      numberColumn(
        'high',
        '95 % to',
        number((one) => one.high),
      ),
      numberColumn(
        'pvalue',
        'p',
        number((one) => one.pvalue),
        'p',
      ),
      numberColumn(
        'padj',
        'Adjusted p',
        number((one) => one.padj),
        'p',
      ),
      textColumn(
        'family',
        'Adjusted over',
        text((one) => one.family),
      ),
      numberColumn(
        'hedges_g',
        'Hedges g',
        number((one) => one.hedgesG),
        'hundredths',
      ),
      numberColumn(
        'hedges_g_low',
        'g from',
        number((one) => one.hedgesGLow),
        'hundredths',
      ),
      numberColumn(
        'hedges_g_high',
        'g to',
        number((one) => one.hedgesGHigh),
        'hundredths',
      ),
      textColumn(
        'method',
        'Method',
        text((one) => one.method),
      ),
    ],
  );
}

function modelContrastData(behavior: BehaviorResult): DataSet {
  const rows = behavior.models.flatMap((model) => model.contrasts.map((contrast) => ({ domain: model.domain, ...contrast })));
  return dataSet(
    'behavior-contrasts',
    'Planned contrasts of the domain scores',
    'From the planned model of each score, all sessions together.',
    [
      textColumn(
        'domain',
        'Domain',
        rows.map((row) => row.domain),
      ),
      textColumn(
        'kind',
        'Kind',
        rows.map((row) => row.kind),
      ),
      textColumn(
        'contrast',
        'Contrast',
        rows.map((row) => row.label),
      ),
      textColumn(
        'session',
        'Session',
        rows.map((row) => row.session),
      ),
      numberColumn(
        'estimate',
        'Estimate',
        rows.map((row) => row.estimate),
      ),
      numberColumn(
        'se',
        'SE',
        rows.map((row) => row.se),
      ),
      numberColumn(
        'df',
        'df',
        rows.map((row) => row.df),
      ),
      numberColumn(
        'low',
        '95 % from',
        rows.map((row) => row.low),
      ),
      numberColumn(
        'high',
        '95 % to',
        rows.map((row) => row.high),
      ),
      numberColumn(
        'statistic',
        't',
        rows.map((row) => row.statistic),
        'hundredths',
      ),
      numberColumn(
        'pvalue',
        'p',
        rows.map((row) => row.pvalue),
        'p',
      ),
      numberColumn(
        'padj',
        'Adjusted p',
        rows.map((row) => row.padj),
        'p',
      ),
    ],
  );
}

function modelTermData(behavior: BehaviorResult): DataSet {
  const rows = behavior.models.flatMap((model) => model.anova.map((term) => ({ model, ...term })));
  return dataSet('behavior-model-terms', 'Terms of the planned models', 'Tests of each term of the model of each domain score.', [
    textColumn(
      'domain',
      'Domain',
      rows.map((row) => row.model.domain),
    ),
    textColumn(
      'model',
      'Model',
      rows.map((row) => row.model.formula),
    ),
    textColumn(
      'term',
      'Term',
      rows.map((row) => row.term),
    ),
    numberColumn(
      'num_df',
      'Numerator df',
      rows.map((row) => row.numDf),
    ),
    numberColumn(
      'den_df',
      'Denominator df',
      rows.map((row) => row.denDf),
    ),
    numberColumn(
      'F',
      'F',
      rows.map((row) => row.F),
      'hundredths',
    ),
    numberColumn(
      'pvalue',
      'p',
      rows.map((row) => row.pvalue),
      'p',
    ),
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
  return dataSet(
    'behavior-scores',
    'Domain scores per animal',
    'Integrated z-scores; higher means more of the behavior the score is named for.',
    [
      textColumn(
        'domain',
        'Domain',
        rows.map((row) => row.score.domain),
      ),
      textColumn(
        'animal',
        'Animal',
        rows.map((row) => row.animal),
      ),
      textColumn(
        'arm',
        'Arm',
        rows.map((row) => arms.get(row.animal) ?? null),
      ),
      textColumn(
        'session',
        'Session',
        rows.map((row) => row.session),
      ),
      numberColumn(
        'score',
        'Score',
        rows.map((row) => row.score.values[row.cell]),
        'hundredths',
      ),
      numberColumn(
        'assays_used',
        'Assays used',
        rows.map((row) => row.score.assaysUsed[row.cell]),
        'whole',
      ),
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
  return dataSet(
    'behavior-measures',
    'Measures per animal',
    'Every measured value behind the figures. Censored means the event never happened within the test.',
    [
      textColumn(
        'measure',
        'Measure',
        rows.map((row) => row.measure.id),
      ),
      textColumn(
        'animal',
        'Animal',
        rows.map((row) => row.animal),
      ),
      textColumn(
        'arm',
        'Arm',
        rows.map((row) => arms.get(row.animal) ?? null),
      ),
      textColumn(
        'session',
        'Session',
        rows.map((row) => row.session),
      ),
      numberColumn(
        'value',
        'Value',
        rows.map((row) => row.measure.values[row.cell]),
      ),
      textColumn(
        'unit',
        'Unit',
        rows.map((row) => row.measure.unit),
      ),
      textColumn(
        'censored',
        'Censored',
        rows.map((row) => (row.measure.censored?.[row.cell] === 1 ? 'yes' : 'no')),
      ),
    ],
  );
}

function exclusionData(behavior: BehaviorResult): DataSet {
  const rows = behavior.exclusions;
  return dataSet(
    'behavior-exclusions',
    'Behavior left out',
    'Every value that was measured and not used, with the rule and the reason.',
    [
      textColumn(
        'animal',
        'Animal',
        rows.map((row) => row.animal),
      ),
      textColumn(
        'session',
        'Session',
        rows.map((row) => row.session),
      ),
      textColumn(
        'assay',
        'Assay',
        rows.map((row) => row.assay),
      ),
      textColumn(
        'rule',
        'Rule',
        rows.map((row) => row.rule),
      ),
      textColumn(
        'reason',
        'Reason',
        rows.map((row) => row.reason),
      ),
    ],
  );
}

function flagData(behavior: BehaviorResult): DataSet {
  const rows = behavior.flags;
  return dataSet('behavior-flags', 'Behavior worth a look', 'Nothing was left out because of these.', [
    textColumn(
      'animal',
      'Animal',
      rows.map((row) => row.animal),
    ),
    textColumn(
      'session',
      'Session',
      rows.map((row) => row.session),
    ),
    textColumn(
      'assay',
      'Assay',
      rows.map((row) => row.assay),
    ),
    textColumn(
      'code',
      'Code',
      rows.map((row) => row.code),
    ),
    textColumn(
      'message',
      'What was seen',
      rows.map((row) => row.message),
    ),
  ]);
}

/** Arm by animal. */
export function armsOf(study: Study): Map<string, string> {
  return new Map(study.animals.map((animal) => [animal.id, animal.arm]));
}
