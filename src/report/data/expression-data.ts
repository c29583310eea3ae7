import { type ContrastResult, type ExpressionResult, MISSING_REASON } from '../../expression/index.ts';
import { slug } from '../text/slug.ts';
import { ascending, type DataColumn, type DataSet, dataSet, numberColumn, numberColumns, over, textColumn } from './data-set.ts';
import { geneData } from './gene-data.ts';
import { makeupData } from './makeup-data.ts';
import { qualityData } from './quality-data.ts';

const REASONS: ReadonlyMap<number, string> = new Map([
  [MISSING_REASON.none, ''],
  [MISSING_REASON.allZero, 'no counts'],
  [MISSING_REASON.countOutlier, 'count outlier (Cook)'],
  [MISSING_REASON.lowMean, 'mean below filter'],
  [MISSING_REASON.notEstimated, 'not estimated'],
]);

/** Id of the gene table of a comparison. */
export function contrastDataId(contrast: ContrastResult, index: number): string {
  return `genes-${index + 1}-${slug(contrast.name)}`;
}

/** The data sets of the expression section. */
export function expressionData(expression: ExpressionResult): DataSet[] {
  const gene = geneData(expression);
  return [
    ...expression.contrasts.map((contrast, i) => contrastData(expression, contrast, i)),
    sampleData(expression),
    dispersionData(expression),
    exclusionData(expression),
    ...qualityData(expression),
    ...makeupData(expression),
    ...(gene === null ? [] : [gene]),
  ];
}

function contrastData(expression: ExpressionResult, contrast: ContrastResult, index: number): DataSet {
  return dataSet(
    contrastDataId(contrast, index),
    `All genes: ${contrast.name}`,
    'One row per gene. A missing p has its reason in the last column.',
    [
      textColumn('gene', 'Gene', expression.genes),
      numberColumn('baseMean', 'Mean count', contrast.baseMean),
      numberColumn('log2FoldChange', 'log2 fold change', contrast.log2FoldChange, 'hundredths'),
      numberColumn('lfcSE', 'SE', contrast.lfcSE, 'hundredths'),
      numberColumn('stat', 'Wald z', contrast.stat, 'hundredths'),
      numberColumn('pvalue', 'p', contrast.pvalue, 'p'),
      numberColumn('padj', 'Adjusted p', contrast.padj, 'p'),
      textColumn(
        'missing',
        'Why missing',
        Array.from(contrast.missing, (code) => REASONS.get(code) ?? ''),
      ),
    ],
    ascending(contrast.pvalue),
  );
}

function sampleData(expression: ExpressionResult): DataSet {
  const { quality } = expression;
  const components = Array.from({ length: quality.pcaComponents }, (_, k) => `PC${k + 1}`);
  return dataSet(
    'expression-samples',
    'Samples',
    'Library size, detected genes, size factor, distance, sex-linked genes and principal components of each sample.',
    [
      textColumn('sample', 'Sample', expression.samples),
      textColumn('animal', 'Animal', expression.animals),
      textColumn('arm', 'Group', expression.arms),
      numberColumn('library_size', 'Counted reads', quality.librarySize, 'whole'),
      numberColumn('detected_genes', 'Detected genes', quality.detectedGenes, 'whole'),
      numberColumn(
        'detected_at_equal_depth',
        `Detected at ${Math.round(quality.equalDepth)} counts`,
        quality.detectedAtEqualDepth,
        'whole',
      ),
      numberColumn('top_50_share', 'Share of the top 50 genes', quality.topGeneShare),
      numberColumn('size_factor', 'Size factor', expression.sizeFactors, 'hundredths'),
      numberColumn('spread', 'Distance from prediction (median 1)', quality.spread, 'hundredths'),
      numberColumn('cooks_share', 'Genes with a count outlier here', quality.cooksShare),
      ...sexColumns(expression),
      ...numberColumns(components, quality.pcaScores),
    ],
  );
}

function sexColumns({ quality }: ExpressionResult): DataColumn[] {
  if (quality.sex === null) return [];
  const { sheet, calls, female, male } = quality.sex;
  return [
    textColumn('sex_sheet', 'Sex (sheet)', sheet),
    textColumn('sex_genes', 'Sex (genes)', calls),
    numberColumn('xist', 'Xist', female, 'whole'),
    numberColumn('y_genes', 'Y-linked genes', male, 'whole'),
  ];
}

function dispersionData(expression: ExpressionResult): DataSet {
  const { dispersions } = expression;
  return dataSet(
    'expression-dispersions',
    'Dispersions',
    'Per gene: own estimate, trend, shrunken estimate, and the value used.',
    [
      textColumn('gene', 'Gene', expression.genes),
      numberColumn(
        'baseMean',
        'Mean count',
        expression.contrasts[0]?.baseMean ?? new Float64Array(expression.genes.length).fill(NaN),
      ),
      numberColumn('dispGeneEst', 'Own estimate', dispersions.dispGeneEst),
      numberColumn('dispFit', 'Trend', dispersions.dispFit),
      numberColumn('dispMAP', 'Shrunken', dispersions.dispMAP),
      numberColumn('dispersion', 'Used', dispersions.dispersion),
      textColumn(
        'dispOutlier',
        'Above trend',
        Array.from(dispersions.dispOutlier, (flag) => (flag === 1 ? 'yes' : 'no')),
      ),
    ],
  );
}

/** Expression values on the scale used for figures and links, one column per sample; written to a file, not shown. */
export function transformedData(expression: ExpressionResult): DataSet {
  return dataSet(
    'expression-transformed',
    `Expression: ${expression.transformName}`,
    'One row per gene, one column per sample.',
    [textColumn('gene', 'Gene', expression.genes), ...numberColumns(expression.samples, expression.transformed)],
  );
}

function exclusionData(expression: ExpressionResult): DataSet {
  const columns = over(expression.exclusions);
  return dataSet('expression-exclusions', 'Samples left out', 'Every sample that was sequenced and not used, with the reason.', [
    columns.text('sample', 'Sample', (row) => row.sample),
    columns.text('reason', 'Reason', (row) => row.reason),
  ]);
}
