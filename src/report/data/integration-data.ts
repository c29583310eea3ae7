import type { ExpressionResult } from '../../expression/index.ts';
import type { IntegrationResult, LinkTable } from '../../integration/index.ts';
import { slug } from '../text/slug.ts';
import { ascending, type DataSet, dataSet, numberColumn, over, textColumn } from './data-set.ts';
import { mediationData, predictionData } from './mediation-data.ts';
import { moduleData } from './module-data.ts';
import { targetedData } from './targeted-data.ts';

/** Id of the link table of an outcome. */
export function linkDataId(link: LinkTable, index: number): string {
  return `links-${index + 1}-${slug(link.outcome)}`;
}

/** The data sets of the integration section. */
export function integrationData(integration: IntegrationResult): DataSet[] {
  return [
    familyLinkData(integration),
    ...integration.links.map(linkData),
    ...integration.mediation.map(mediationData),
    ...(integration.predictions.length === 0 ? [] : [predictionData(integration.predictions)]),
    ...integration.targeted.flatMap(targetedData),
    ...moduleData(integration.modules),
    outcomeData(integration),
  ];
}

function linkData(link: LinkTable, index: number): DataSet {
  return dataSet(
    linkDataId(link, index),
    `All genes: link with ${link.label.toLowerCase()}`,
    'Correlation over all animals (raw) and after removing group means (within). Only the within-group columns speak of a link among like-treated animals.',
    [
      textColumn('gene', 'Gene', link.genes),
      numberColumn('r', 'r raw', link.r, 'hundredths'),
      numberColumn('pvalue', 'p raw', link.pvalue, 'p'),
      numberColumn('padj', 'Adjusted p raw', link.padj, 'p'),
      numberColumn('r_within', 'r within', link.rWithin, 'hundredths'),
      numberColumn('r_within_low', '95 % from', link.rWithinLow, 'hundredths'),
      numberColumn('r_within_high', '95 % to', link.rWithinHigh, 'hundredths'),
      numberColumn('pvalue_within', 'p within', link.pvalueWithin, 'p'),
      numberColumn('padj_within', 'Adjusted p within', link.padjWithin, 'p'),
      numberColumn('permutation_within', 'Permutation p', link.permutationWithin, 'p'),
      numberColumn('max_t_within', 'max-T p', link.maxTWithin, 'p'),
    ],
    ascending(link.pvalueWithin),
  );
}

function familyLinkData(integration: IntegrationResult): DataSet {
  const rows = integration.links.flatMap((link) => link.families.map((family) => ({ outcome: link.label, ...family })));
  const columns = over(rows);
  return dataSet(
    'link-families',
    'Receptor families and behavior',
    'Within-group correlation of the outcome with the mean expression of each family.',
    [
      columns.text('outcome', 'Outcome', (row) => row.outcome),
      columns.text('family', 'Family', (row) => row.label),
      columns.number('size', 'Genes', (row) => row.size, 'whole'),
      columns.number('r', 'r raw', (row) => row.r, 'hundredths'),
      columns.number('r_within', 'r within', (row) => row.rWithin, 'hundredths'),
      columns.number('low', '95 % from', (row) => row.low, 'hundredths'),
      columns.number('high', '95 % to', (row) => row.high, 'hundredths'),
      columns.number('pvalue_within', 'p within', (row) => row.pvalueWithin, 'p'),
      columns.number('padj_within', 'Adjusted p', (row) => row.padjWithin, 'p'),
    ],
    ascending(rows.map((row) => row.pvalueWithin)),
  );
}

function outcomeData(integration: IntegrationResult): DataSet {
  const rows = integration.links.flatMap((link) =>
    integration.animals.map((animal, i) => ({ outcome: link.label, animal, group: link.group[i], value: link.outcomeValues[i] })),
  );
  const columns = over(rows);
  return dataSet(
    'link-outcomes',
    'Outcomes of the sequenced animals',
    'The behavioral values that were correlated with expression.',
    [
      columns.text('outcome', 'Outcome', (row) => row.outcome),
      columns.text('animal', 'Animal', (row) => row.animal),
      columns.text('group', 'Group', (row) => row.group),
      columns.number('value', 'Value', (row) => row.value),
    ],
  );
}

/** Expression of a gene per animal of the integration; NaN where the animal has no sample. Several samples give their mean. */
export function expressionOf(expression: ExpressionResult, gene: string, animals: readonly string[]): Float64Array {
  const g = expression.genes.indexOf(gene);
  return Float64Array.from(animals, (animal) => {
    let sum = 0;
    let samples = 0;
    expression.animals.forEach((owner, s) => {
      if (owner !== animal || g < 0) return;
      sum += expression.transformed[g * expression.samples.length + s];
      samples++;
    });
    return samples === 0 ? NaN : sum / samples;
  });
}
