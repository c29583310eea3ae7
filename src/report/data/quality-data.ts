import { type ExpressionResult, QUALITY_CHECKS, type QualityFinding } from '../../expression/index.ts';
import { type DataSet, dataSet, numberColumn, numberColumns, over, textColumn } from './data-set.ts';

const CHECK_NAMES: ReadonlyMap<string, string> = new Map([
  ['depth', 'Sequencing depth'],
  ['complexity', 'Complexity'],
  ['outliers', 'Samples that lie apart'],
  ['sex', 'Sex'],
  ['labels', 'Swapped labels'],
  ['duplicates', 'Doubled samples'],
  ['batch', 'Batches and covariates'],
  ['confounding', 'Confounding'],
  ['dispersion', 'Variation between animals'],
  ['p-values', 'p-value histogram'],
  ['activity', 'Activity'],
  ['dissection', 'Dissection'],
]);
const LEVEL_NAMES: ReadonlyMap<string, string> = new Map([
  ['warning', 'warning'],
  ['note', 'note'],
  ['pass', 'nothing found'],
  ['not-assessed', 'not assessed'],
]);
const LEVELS = ['warning', 'note', 'pass', 'not-assessed'];

/** The name of a check for people. */
export function checkName(check: string): string {
  return CHECK_NAMES.get(check) ?? check;
}

/** Findings with warnings first, then in the order of the checks. */
export function byWeight(findings: readonly QualityFinding[]): QualityFinding[] {
  const place = ({ level, check }: QualityFinding): number => LEVELS.indexOf(level) * 100 + QUALITY_CHECKS.indexOf(check);
  return [...findings].sort((a, b) => place(a) - place(b));
}

/** The data sets of the quality checks. */
export function qualityData(expression: ExpressionResult): DataSet[] {
  return [
    findingData(expression),
    distanceData(expression),
    associationData(expression),
    markerData(expression),
    histogramData(expression),
  ];
}

function findingData({ quality }: ExpressionResult): DataSet {
  const rows = over(byWeight(quality.findings));
  return dataSet(
    'expression-quality',
    'Quality checks',
    'What was looked at, what came of it, where the limit lies, and what to do.',
    [
      rows.text('level', 'Outcome', ({ level }) => LEVEL_NAMES.get(level) ?? level),
      rows.text('check', 'Check', ({ check }) => checkName(check)),
      rows.text('subject', 'About', ({ subject }) => subject),
      rows.text('finding', 'Finding', ({ message }) => message),
      rows.number('value', 'Value', ({ value }) => value),
      rows.text('rule', 'Warns when', ({ rule }) => rule),
      rows.text('mend', 'What to do', ({ mend }) => mend),
    ],
  );
}

function distanceData({ samples, quality }: ExpressionResult): DataSet {
  return dataSet(
    'expression-distances',
    'Distances between samples',
    'Euclidean, over the 500 most variable genes on the scale used for figures; rows in the order of the clustering tree.',
    [textColumn('sample', 'Sample', samples), ...numberColumns(samples, quality.distances)],
    Uint32Array.from(quality.clusterOrder),
  );
}

function associationData({ quality }: ExpressionResult): DataSet {
  const rows = over(quality.associations);
  return dataSet(
    'expression-associations',
    'Principal components and covariates',
    'Share of a component that a covariate explains by itself, and beyond the design with its F test.',
    [
      rows.text('covariate', 'Covariate', ({ covariate }) => covariate),
      rows.text('component', 'Component', ({ component }) => `PC${component + 1}`),
      rows.number('r2', 'R²', ({ r2 }) => r2),
      rows.number('extra', 'R² beyond the design', ({ extra }) => extra),
      rows.number('f', 'F', ({ f }) => f),
      rows.number('df1', 'df1', ({ df1 }) => df1, 'whole'),
      rows.number('df2', 'df2', ({ df2 }) => df2, 'whole'),
      rows.number('p', 'p', ({ p }) => p, 'p'),
      rows.number('padj', 'Adjusted p (Holm)', ({ padj }) => padj, 'p'),
    ],
  );
}

function markerData({ samples, quality }: ExpressionResult): DataSet {
  return dataSet(
    'expression-markers',
    'Activity and dissection markers',
    'Mean log2 deviation of a set of markers from what the design predicts from the other samples, per sample.',
    [
      textColumn('sample', 'Sample', samples),
      ...quality.markers.flatMap(({ set, label, scores, z }) => [
        numberColumn(set, label, scores, 'hundredths'),
        numberColumn(`${set}_z`, `${label}, robust z`, z, 'hundredths'),
      ]),
    ],
  );
}

function histogramData({ quality }: ExpressionResult): DataSet {
  const rows = over(quality.pHistograms);
  return dataSet(
    'expression-p-shapes',
    'Shapes of the p-value histograms',
    'One row per comparison, with the estimated share of genes without an effect.',
    [
      rows.text('contrast', 'Comparison', ({ contrast }) => contrast),
      rows.text('shape', 'Shape', ({ shape }) => shape),
      rows.text('words', 'In words', ({ words }) => words),
      rows.number('null_share', 'Genes without effect', ({ nullShare }) => nullShare),
      rows.number('tested', 'p-values judged', ({ tested }) => tested, 'whole'),
      rows.number('left_out', 'Left out (few counts)', ({ leftOut }) => leftOut, 'whole'),
    ],
  );
}
