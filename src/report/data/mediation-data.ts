import type { MediationTable, PredictionTable } from '../../integration/index.ts';
import { slug } from '../text/slug.ts';
import { ascending, type DataSet, dataSet, numberColumn, over, textColumn } from './data-set.ts';

/** Id of the mediation table of an outcome. */
export const mediationDataId = (table: MediationTable, index: number): string => `mediation-${index + 1}-${slug(table.outcome)}`;

/** All candidates of one outcome; bootstrap and sensitivity where they were computed. */
export function mediationData(table: MediationTable, index: number): DataSet {
  const close = new Map(table.strongest.map((one) => [one.index, one]));
  const looked = over(table.genes.map((_, i) => close.get(i)));
  return dataSet(
    mediationDataId(table, index),
    `Mediation: ${table.exposure}, gene, ${table.label.toLowerCase()}`,
    `a: effect of ${table.exposure} on the gene. b: slope of the behavior on the gene among like-treated animals. a × b: the part of the effect that goes with the gene, compatible with mediation, not proof of it. Bootstrap and sensitivity for the ${table.strongest.length} candidates of smallest joint p.`,
    [
      textColumn('gene', 'Gene', table.genes),
      numberColumn('a', 'a', table.a),
      numberColumn('a_se', 'SE of a', table.aStandardError),
      numberColumn('a_pvalue', 'p of a', table.aPvalue, 'p'),
      numberColumn('b', 'b', table.b),
      numberColumn('b_se', 'SE of b', table.bStandardError),
      numberColumn('b_pvalue', 'p of b', table.bPvalue, 'p'),
      numberColumn('indirect', 'a × b', table.indirect),
      looked.number('bootstrap_low', '95 % from', (one) => one?.low ?? NaN),
      looked.number('bootstrap_high', '95 % to', (one) => one?.high ?? NaN),
      numberColumn('direct', 'direct', table.direct),
      numberColumn('proportion_mediated', 'Share of total', table.proportionMediated, 'hundredths'),
      numberColumn('joint_pvalue', 'Joint p', table.jointPvalue, 'p'),
      numberColumn('joint_padj', 'Adjusted joint p', table.jointPadj, 'p'),
      numberColumn('composite_fdr', 'Composite-null FDR', table.compositeFdr, 'p'),
      numberColumn('sobel_pvalue', 'Sobel p', table.sobelPvalue, 'p'),
      looked.number('rho_at_zero', 'rho at zero', (one) => one?.rhoAtZero ?? NaN, 'hundredths'),
      looked.number('robustness_value', 'Robustness value', (one) => one?.robustnessValue ?? NaN, 'hundredths'),
    ],
    ascending(table.jointPvalue),
  );
}

/** One row per outcome and set of genes: in-sample fit beside its cross-validated twin. */
export function predictionData(tables: readonly PredictionTable[]): DataSet {
  const columns = over(tables);
  return dataSet(
    'predictions',
    'What genes predict in animals left out',
    'Partial least squares within groups. The fitted share is computed in the animals that the model was made from and is always flattering; the predicted share (Q²) is for animals left out, with components chosen inside. At or below 0: no better than the group means.',
    [
      columns.text('outcome', 'Outcome', (row) => row.label),
      columns.text('predictors', 'Predictors', (row) => row.predictors),
      columns.number('genes', 'Genes', (row) => row.genes, 'whole'),
      columns.number('n', 'Animals', (row) => row.n, 'whole'),
      columns.number('components', 'Components', (row) => row.components, 'whole'),
      columns.number('fitted_r2', 'Fitted share (in sample)', (row) => row.fittedR2, 'hundredths'),
      columns.number('q2', 'Predicted share (Q²)', (row) => row.q2, 'hundredths'),
      columns.number('predicted_r', 'r predicted', (row) => row.predictedCorrelation, 'hundredths'),
      columns.number('pvalue', 'Permutation p', (row) => row.pvalue, 'p'),
      columns.number('unpredictable', 'Animals not predictable', (row) => row.unpredictable, 'whole'),
    ],
  );
}
