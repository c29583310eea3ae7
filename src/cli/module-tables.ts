import { join } from 'node:path';
import type { ModulePreservation, ModuleResult, ProfileLink } from '../integration/index.ts';
import { writeColumns } from './write-columns.ts';

/** Writes the tables of modules into a folder. */
export async function writeModuleTables(folder: string, result: ModuleResult): Promise<void> {
  const write = (name: string, columns: Parameters<typeof writeColumns>[1]) => writeColumns(join(folder, `${name}.tsv`), columns);
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
    ...eigengenes.modules.map((module, m) => ({ name: `kME${module}`, values: genes.map((_, g) => membership[g * width + m]) })),
  ];
}

function listColumns({ modules }: ModuleResult) {
  return [
    { name: 'module', values: modules.map((one) => one.label) },
    { name: 'name', values: modules.map((one) => one.name) },
    { name: 'genes', values: modules.map((one) => one.size) },
    { name: 'varianceExplained', values: modules.map((one) => one.varianceExplained) },
    { name: 'betweenGroups', values: modules.map((one) => one.betweenGroups) },
    { name: 'hubs', values: modules.map((one) => one.hubs.join(' ')) },
  ];
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
  return [
    { name: 'power', values: rows.map((row) => row.power) },
    { name: 'fit', values: rows.map((row) => row.fit) },
    { name: 'slope', values: rows.map((row) => row.slope) },
    { name: 'truncatedFit', values: rows.map((row) => row.truncatedFit) },
    { name: 'meanConnectivity', values: rows.map((row) => row.meanConnectivity) },
    { name: 'medianConnectivity', values: rows.map((row) => row.medianConnectivity) },
    { name: 'maxConnectivity', values: rows.map((row) => row.maxConnectivity) },
    { name: 'chosen', values: rows.map((row) => (row.power === detected.power ? 1 : 0)) },
  ];
}

function linkColumns(links: readonly ProfileLink[], title: string, nameOf: (profile: number) => number | string) {
  return [
    { name: title, values: links.map((link) => String(nameOf(link.profile))) },
    { name: 'outcome', values: links.map((link) => link.outcome) },
    { name: 'n', values: links.map((link) => link.n) },
    { name: 'r', values: links.map((link) => link.r) },
    { name: 'pvalue', values: links.map((link) => link.pvalue) },
    { name: 'padj', values: links.map((link) => link.padj) },
    { name: 'rWithin', values: links.map((link) => link.rWithin) },
    { name: 'rWithinLow', values: links.map((link) => link.low) },
    { name: 'rWithinHigh', values: links.map((link) => link.high) },
    { name: 'pvalueWithin', values: links.map((link) => link.pvalueWithin) },
    { name: 'padjWithin', values: links.map((link) => link.padjWithin) },
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
  return [
    { name: 'module', values: sets.map((row) => row.module) },
    { name: 'set', values: sets.map((row) => row.set) },
    { name: 'label', values: sets.map((row) => row.label) },
    { name: 'size', values: sets.map((row) => row.size) },
    { name: 'overlap', values: sets.map((row) => row.overlap) },
    { name: 'foldEnrichment', values: sets.map((row) => row.foldEnrichment) },
    { name: 'pvalue', values: sets.map((row) => row.pvalue) },
    { name: 'padj', values: sets.map((row) => row.padj) },
    { name: 'genes', values: sets.map((row) => row.genes.join(' ')) },
  ];
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
    { name: 'module', values: rows.map((row) => row.module) },
    { name: 'size', values: rows.map((row) => row.size) },
    { name: 'zSummary', values: rows.map((row) => row.zSummary) },
    { name: 'zDensity', values: rows.map((row) => row.zDensity) },
    { name: 'zConnectivity', values: rows.map((row) => row.zConnectivity) },
    { name: 'pvalue', values: rows.map((row) => row.pvalue) },
    { name: 'medianRank', values: rows.map((row) => row.medianRank) },
    ...names.map((name) => ({ name, values: rows.map((row) => row.observed[name]) })),
    ...names.map((name) => ({ name: `z.${name}`, values: rows.map((row) => row.z[name]) })),
  ]);
}
