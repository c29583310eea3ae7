import type { ModuleResult, ProfileLink } from '../../integration/index.ts';
import { ascending, type DataColumn, type DataSet, dataSet, numberColumn, over, textColumn } from './data-set.ts';

/** The data sets of co-expression modules; none where none were computed. */
export function moduleData(modules: ModuleResult | null | undefined): DataSet[] {
  if (modules === null || modules === undefined) return [];
  return [
    listData(modules),
    traitData(modules),
    activityData(modules),
    geneData(modules),
    eigengeneData(modules),
    softData(modules),
    setData(modules),
    treeData(modules),
  ];
}

function listData({ modules, scale }: ModuleResult): DataSet {
  const columns = over(modules);
  return dataSet('modules', 'Co-expression modules', `One row per module, largest first. Values: ${scale}.`, [
    columns.text('name', 'Module', (row) => row.name),
    columns.number('genes', 'Genes', (row) => row.size, 'whole'),
    columns.number('variance_explained', 'Variance explained by the eigengene', (row) => row.varianceExplained, 'hundredths'),
    columns.number('between_groups', 'Share of the eigengene between groups', (row) => row.betweenGroups, 'hundredths'),
    columns.text('hubs', 'Hub genes', (row) => row.hubs.join(', ')),
  ]);
}

const LINK_WORDS =
  'Correlation over all animals (raw) and after removing group means (within). Only the within-group columns speak of a link among like-treated animals. Adjusted p: Benjamini-Hochberg over the table.';

function traitData({ traits, modules }: ModuleResult): DataSet {
  const names = traits.map((link) => modules[link.profile].name);
  return dataSet(
    'module-traits',
    'Modules and behavior',
    `Eigengene of each module with each outcome. ${LINK_WORDS}`,
    [textColumn('module', 'Module', names), ...linkColumns(traits)],
    ascending(traits.map((link) => link.pvalueWithin)),
  );
}

function activityData({ activityLinks, activityGenes, scale }: ModuleResult): DataSet {
  const owners = activityLinks.map((link) => activityGenes[link.profile]);
  return dataSet(
    'activity-genes',
    'Rapid activity genes and behavior',
    `Immediate-early genes follow what an animal did in its last hour. ${LINK_WORDS} Values: ${scale}. A module of -1: not among the clustered genes.`,
    [
      textColumn(
        'gene',
        'Gene',
        owners.map((one) => one.gene),
      ),
      numberColumn(
        'module',
        'Module',
        owners.map((one) => one.module),
        'whole',
      ),
      ...linkColumns(activityLinks),
    ],
    ascending(activityLinks.map((link) => link.pvalue)),
  );
}

function linkColumns(links: readonly ProfileLink[]): DataColumn[] {
  const columns = over(links);
  return [
    columns.text('outcome', 'Outcome', (row) => row.outcomeLabel),
    columns.number('n', 'Animals', (row) => row.n, 'whole'),
    columns.number('r', 'r raw', (row) => row.r, 'hundredths'),
    columns.number('pvalue', 'p raw', (row) => row.pvalue, 'p'),
    columns.number('padj', 'Adjusted p raw', (row) => row.padj, 'p'),
    columns.number('r_within', 'r within', (row) => row.rWithin, 'hundredths'),
    columns.number('r_within_low', '95 % from', (row) => row.low, 'hundredths'),
    columns.number('r_within_high', '95 % to', (row) => row.high, 'hundredths'),
    columns.number('pvalue_within', 'p within', (row) => row.pvalueWithin, 'p'),
    columns.number('padj_within', 'Adjusted p within', (row) => row.padjWithin, 'p'),
  ];
}

function geneData({ genes, detected }: ModuleResult): DataSet {
  const { labels, unmerged, membership, connectivity, eigengenes } = detected;
  const width = eigengenes.modules.length;
  const own = genes.map((_, g) => (labels[g] === 0 ? NaN : membership[g * width + eigengenes.modules.indexOf(labels[g])]));
  const rank = genes.map((_, g) => (labels[g] === 0 ? NaN : 10 * labels[g] - own[g]));
  return dataSet(
    'module-genes',
    'Genes of the modules',
    'Module 0: in no module. kME: correlation with the eigengene of its module; the highest are hub genes.',
    [
      textColumn('gene', 'Gene', genes),
      numberColumn('module', 'Module', labels, 'whole'),
      numberColumn('before_merging', 'Before merging', unmerged, 'whole'),
      numberColumn('kme', 'kME', own, 'hundredths'),
      numberColumn('connectivity', 'Connectivity', connectivity),
    ],
    ascending(rank),
  );
}

function eigengeneData({ animals, group, detected, modules }: ModuleResult): DataSet {
  const { values } = detected.eigengenes;
  return dataSet(
    'module-eigengenes',
    'Eigengenes',
    'First principal component of each module over the animals; mean 0, length 1.',
    [
      textColumn('animal', 'Animal', animals),
      textColumn('group', 'Group', group),
      ...modules.map((module, m) =>
        numberColumn(`me${module.label}`, module.name, values.subarray(m * animals.length, (m + 1) * animals.length)),
      ),
    ],
  );
}

function softData({ detected, settings }: ModuleResult): DataSet {
  const columns = over(detected.softThreshold);
  return dataSet(
    'module-soft-threshold',
    'Soft-thresholding powers',
    `How close to scale-free the ${settings.network} network is at each power; ${detected.power} was used.`,
    [
      columns.number('power', 'Power', (row) => row.power, 'whole'),
      columns.number('fit', 'Scale-free R²', (row) => row.fit, 'hundredths'),
      columns.number('slope', 'Slope', (row) => row.slope, 'hundredths'),
      columns.number('truncated_fit', 'R² with cut-off', (row) => row.truncatedFit, 'hundredths'),
      columns.number('mean_connectivity', 'Mean connectivity', (row) => row.meanConnectivity),
      columns.number('median_connectivity', 'Median', (row) => row.medianConnectivity),
      columns.number('max_connectivity', 'Largest', (row) => row.maxConnectivity),
    ],
  );
}

function setData({ sets, modules }: ModuleResult): DataSet {
  const columns = over(sets.filter((row) => row.overlap > 0));
  const name = (label: number): string => modules.find((one) => one.label === label)?.name ?? '';
  return dataSet(
    'module-sets',
    'Gene sets in the modules',
    'Hypergeometric test among the clustered genes; sets without a gene in the module are left out here but counted in the adjustment.',
    [
      columns.text('module', 'Module', (row) => name(row.module)),
      columns.text('set', 'Set', (row) => row.label),
      columns.number('size', 'Genes of the set', (row) => row.size, 'whole'),
      columns.number('overlap', 'In the module', (row) => row.overlap, 'whole'),
      columns.number('fold_enrichment', 'Fold enrichment', (row) => row.foldEnrichment, 'hundredths'),
      columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (row) => row.padj, 'p'),
      columns.text('genes', 'Genes', (row) => row.genes.join(', ')),
    ],
    ascending(sets.filter((row) => row.overlap > 0).map((row) => row.pvalue)),
  );
}

function treeData({ detected }: ModuleResult): DataSet {
  const { merge, height } = detected.tree;
  return dataSet(
    'module-tree',
    'Tree of the genes',
    'Merges of the average-linkage tree as R writes them: -i is the i-th row of the table of genes in file order, k the cluster of merge k.',
    [
      numberColumn(
        'merge1',
        'First',
        Float64Array.from(height, (_, k) => merge[2 * k]),
        'whole',
      ),
      numberColumn(
        'merge2',
        'Second',
        Float64Array.from(height, (_, k) => merge[2 * k + 1]),
        'whole',
      ),
      numberColumn('height', 'Height', height),
    ],
  );
}
