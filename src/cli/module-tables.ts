import { join } from 'node:path';
import type { ModulePreservation, ModuleResult, ProfileLink } from '../integration/index.ts';
import { columnsOf, matrixColumns, type OutputColumn } from '../table/index.ts';
import { writeColumns } from './write-columns.ts';

/** Writes the tables of modules into a folder. */
export async function writeModuleTables(folder: string, result: ModuleResult): Promise<void> {
  const write = (name: string, columns: readonly OutputColumn[]) => writeColumns(join(folder, `${name}.tsv`), columns);
  await write('modules', geneColumns(result));
  await write('module-list', listColumns(result));
  await write('eigengenes', eigengeneColumns(result));
  await write('soft-threshold', softColumns(result));
  await write(
    'module-traits',
    linkColumns(result.traits, 'module', (profile) => result.modules[profile].label),
  );
  await write('activity-genes', activityColumns(result));
  await write('module-sets', setColumns(result));
  await write('module-tree', treeColumns(result));
}

function geneColumns({ genes, detected }: ModuleResult) {
  const { labels, unmerged, membership, connectivity, eigengenes } = detected;
  const width = eigengenes.modules.length;
  const own = genes.map((_, g) => (labels[g] === 0 ? NaN : membership[g * width + eigengenes.modules.indexOf(labels[g])]));
  return [
    { name: 'gene', values: genes },
    { name: 'module', values: labels },
    { name: 'moduleBeforeMerging', values: unmerged },
    { name: 'kME', values: own },
    { name: 'connectivity', values: connectivity },
    ...matrixColumns(
      eigengenes.modules.map((module) => `kME${module}`),
      membership,
    ),
  ];
}

function listColumns({ modules }: ModuleResult) {
  return columnsOf(modules, [
    ['module', (one) => one.label],
    ['name', (one) => one.name],
    ['genes', (one) => one.size],
    ['varianceExplained', (one) => one.varianceExplained],
    ['betweenGroups', (one) => one.betweenGroups],
    ['hubs', (one) => one.hubs.join(' ')],
  ]);
}

function eigengeneColumns({ animals, group, detected }: ModuleResult) {
  const { modules, values } = detected.eigengenes;
  return [
    { name: 'animal', values: animals },
    { name: 'group', values: group },
    ...modules.map((module, m) => ({
      name: `ME${module}`,
      values: values.subarray(m * animals.length, (m + 1) * animals.length),
    })),
  ];
}

function softColumns({ detected }: ModuleResult) {
  const rows = detected.softThreshold;
  return columnsOf(rows, [
    ['power', (row) => row.power],
    ['fit', (row) => row.fit],
    ['slope', (row) => row.slope],
    ['truncatedFit', (row) => row.truncatedFit],
    ['meanConnectivity', (row) => row.meanConnectivity],
    ['medianConnectivity', (row) => row.medianConnectivity],
    ['maxConnectivity', (row) => row.maxConnectivity],
    ['chosen', (row) => (row.power === detected.power ? 1 : 0)],
  ]);
}

function linkColumns(links: readonly ProfileLink[], title: string, nameOf: (profile: number) => number | string) {
  return [
    { name: title, values: links.map((link) => String(nameOf(link.profile))) },
    ...columnsOf(links, [
      ['outcome', (link) => link.outcome],
      ['n', (link) => link.n],
      ['r', (link) => link.r],
      ['pvalue', (link) => link.pvalue],
      ['padj', (link) => link.padj],
      ['rWithin', (link) => link.rWithin],
      ['rWithinLow', (link) => link.low],
      ['rWithinHigh', (link) => link.high],
      ['pvalueWithin', (link) => link.pvalueWithin],
      ['padjWithin', (link) => link.padjWithin],
    ]),
  ];
}

function activityColumns({ activityGenes, activityLinks }: ModuleResult) {
  const moduleOf = (link: ProfileLink): number => activityGenes[link.profile].module;
  return [
    ...linkColumns(activityLinks, 'gene', (profile) => activityGenes[profile].gene),
    { name: 'module', values: activityLinks.map((link) => (moduleOf(link) < 0 ? NaN : moduleOf(link))) },
  ];
}

function setColumns({ sets }: ModuleResult) {
  return columnsOf(sets, [
    ['module', (row) => row.module],
    ['set', (row) => row.set],
    ['label', (row) => row.label],
    ['size', (row) => row.size],
    ['overlap', (row) => row.overlap],
    ['foldEnrichment', (row) => row.foldEnrichment],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['genes', (row) => row.genes.join(' ')],
  ]);
}

function treeColumns({ detected }: ModuleResult) {
  const { merge, height } = detected.tree;
  return [
    { name: 'merge1', values: Array.from(height, (_, k) => merge[2 * k]) },
    { name: 'merge2', values: Array.from(height, (_, k) => merge[2 * k + 1]) },
    { name: 'height', values: height },
  ];
}

/** Writes how well the modules are there in a second data set. */
export async function writePreservation(path: string, rows: readonly ModulePreservation[]): Promise<void> {
  const statistics = ['varianceExplained', 'meanSignedMembership', 'meanSignedCorrelation', 'meanAdjacency'] as const;
  const names = [...statistics, 'connectivity', 'membership', 'correlation'] as const;
  await writeColumns(path, [
    ...columnsOf(rows, [
      ['module', (row) => row.module],
      ['size', (row) => row.size],
      ['zSummary', (row) => row.zSummary],
      ['zDensity', (row) => row.zDensity],
      ['zConnectivity', (row) => row.zConnectivity],
      ['pvalue', (row) => row.pvalue],
      ['medianRank', (row) => row.medianRank],
    ]),
    ...names.map((name) => ({ name, values: rows.map((row) => row.observed[name]) })),
    ...names.map((name) => ({ name: `z.${name}`, values: rows.map((row) => row.z[name]) })),
  ]);
}
