import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { adjacencyMatrix, connectivity } from '../../../src/integration/modules/adjacency.ts';
import { distanceBetween } from '../../../src/integration/modules/distances.ts';
import { moduleEigengenes, moduleMembership } from '../../../src/integration/modules/eigengenes.ts';
import { mergeCloseModules } from '../../../src/integration/modules/merge-modules.ts';
import { MODULE_DEFAULTS, type NetworkType } from '../../../src/integration/modules/settings.ts';
import { correlationRows } from '../../../src/integration/modules/similarity.ts';
import { SOFT_POWERS, scaleFreePower, softThresholds } from '../../../src/integration/modules/soft-threshold.ts';
import { overlapDistances } from '../../../src/integration/modules/topological-overlap.ts';
import { profileLinks } from '../../../src/integration/modules/trait-links.ts';
import { averageLinkage } from '../../../src/integration/modules/tree/average-linkage.ts';
import { dynamicCut } from '../../../src/integration/modules/tree/dynamic-cut.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';
import { referenceStudy } from './reference-study.ts';

const PLACE = 'reference/statistics/integration';

describe.skipIf(!haveShared).each(['flagship_dg', 'simstudy_a'])('%s against WGCNA', async (name) => {
  const study = haveShared ? referenceStudy(name) : null;
  if (study === null) return;
  const { values, samples, table } = study;
  const { power } = study.summary.settings as { power: number };
  const column = (title: string): number[] => table.map((row) => Number(row.get(title)));
  const rows = correlationRows(values, samples, 'pearson');
  const context = plainContext();
  const adjacency = await adjacencyMatrix({ rows, samples, network: 'signed', power, keepSign: false }, context);
  const degree = connectivity(adjacency);
  const distances = await overlapDistances(adjacency, degree, 'signed', context);
  const tree = averageLinkage(distances);

  it.each(['signed', 'unsigned'] satisfies NetworkType[])('soft-threshold table, %s', async (network) => {
    const own = await softThresholds(rows, samples, network, SOFT_POWERS, context);
    const { estimate, table: theirs } = (
      study.summary.softThreshold as Record<string, { estimate: number | null; table: Record<string, number[]> }>
    )[network];
    expect(scaleFreePower(own)).toBe(estimate);
    own.forEach((row, i) => {
      const check = (value: number, title: string) => expectClose(value, theirs[title][i], 1e-6, `${title} ${row.power}`);
      check(row.fit, 'SFT.R.sq');
      check(row.slope, 'slope');
      check(row.truncatedFit, 'truncated.R.sq');
      check(row.meanConnectivity, 'mean.k.');
      check(row.medianConnectivity, 'median.k.');
      check(row.maxConnectivity, 'max.k.');
    });
  });

  it('connectivity and topological overlap', () => {
    column('connectivity').forEach((k, i) => {
      expectClose(degree[i], k, 1e-10, study.genes[i]);
    });
    sharedTsv(`${PLACE}/${name}/wgcna_tom40.tsv.gz`).forEach((row, i) => {
      [...row.values()].slice(1).forEach((cell, j) => {
        expectClose(1 - distanceBetween(distances, i, j), Number(cell), 1e-10, `${i} ${j}`);
      });
    });
  });

  it('the tree, merge by merge', () => {
    sharedTsv(`${PLACE}/${name}/wgcna_tree.tsv.gz`).forEach((row, k) => {
      expect([tree.merge[2 * k], tree.merge[2 * k + 1]]).toEqual([Number(row.get('merge1')), Number(row.get('merge2'))]);
      expectClose(tree.height[k], Number(row.get('height')), 1e-12, `merge ${k + 1}`);
    });
  });

  it.each([0, 1, 2, 3, 4] as const)('module labels at deepSplit %i', (deepSplit) => {
    const labels = dynamicCut(tree, distances, { ...MODULE_DEFAULTS, deepSplit });
    expect(Array.from(labels)).toEqual(column(`deepSplit${deepSplit}`));
  });

  it('module labels with pamRespectsDendro and without the PAM stage', () => {
    const respecting = dynamicCut(tree, distances, { ...MODULE_DEFAULTS, pamRespectsDendro: true });
    expect(Array.from(respecting)).toEqual(column('deepSplit2_pamRespectsDendro'));
    const without = dynamicCut(tree, distances, { ...MODULE_DEFAULTS, pamStage: false });
    expect(Array.from(without)).toEqual(column('deepSplit2_noPam'));
  });

  it('eigengenes, variance explained, membership, merging', () => {
    const labels = Int32Array.from(column('deepSplit2'));
    const merged = mergeCloseModules(values, samples, labels, 0.25);
    expect(Array.from(merged)).toEqual(column('merged'));
    const eigengenes = moduleEigengenes(values, samples, merged, true);
    sharedTsv(`${PLACE}/${name}/wgcna_eigengenes.tsv.gz`).forEach((row, s) => {
      eigengenes.modules.forEach((module, m) => {
        expectClose(eigengenes.values[m * samples + s], Number(row.get(`ME${module}`)), 1e-8, `ME${module} ${s}`, 0.1);
      });
    });
    (study.summary.varExplained as number[]).forEach((share, m) => {
      expectClose(eigengenes.varianceExplained[m], share, 1e-10, `ME${m}`);
    });
    const membership = moduleMembership(values, samples, eigengenes);
    const width = eigengenes.modules.length;
    column('kME_own').forEach((k, gene) => {
      expectClose(membership[gene * width + eigengenes.modules.indexOf(merged[gene])], k, 1e-8, study.genes[gene]);
    });
  });

  it('module-trait correlations over all animals and within groups', () => {
    const eigengenes = moduleEigengenes(values, samples, Int32Array.from(column('merged')), true);
    const { group, scores, scoreValues } = (
      JSON.parse(sharedText(`${PLACE}/${name}/correlation.json`)) as {
        info: { group: string[]; scores: string[]; scoreValues: Record<string, number[]> };
      }
    ).info;
    const outcomes = scores.map((id) => ({ id, label: id, values: Float64Array.from(scoreValues[id]) }));
    const links = profileLinks(eigengenes.values, { outcomes, group, others: [] });
    const theirs = (table: string) => study.summary[table] as { cols: string[]; values: number[][] };
    expect(links.length).toBe(eigengenes.modules.length * scores.length);
    for (const link of links) {
      const check = (value: number, table: string, tolerance: number) => {
        const { cols, values: cells } = theirs(table);
        expectClose(
          value,
          cells[link.profile][cols.indexOf(link.outcome)],
          tolerance,
          `${table} ${link.profile} ${link.outcome}`,
          0.01,
        );
      };
      check(link.r, 'moduleTraitCor', 1e-8);
      check(link.pvalue, 'moduleTraitP', 1e-7);
      check(link.rWithin, 'moduleTraitPartialOnGroup', 1e-8);
    }
  });

  it('hub genes', () => {
    const labels = Int32Array.from(column('merged'));
    const eigengenes = moduleEigengenes(values, samples, labels, true);
    const membership = moduleMembership(values, samples, eigengenes);
    const hubs = Object.values(study.summary.hubs as Record<string, string>);
    eigengenes.modules.forEach((module, m) => {
      const own = Array.from(labels.keys()).filter((gene) => labels[gene] === module);
      own.sort((a, b) => membership[b * eigengenes.modules.length + m] - membership[a * eigengenes.modules.length + m]);
      expect(study.genes[own[0]]).toBe(hubs[m]);
    });
  });
});
