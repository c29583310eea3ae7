import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { adjacencyMatrix, connectivity } from '../../../src/integration/modules/adjacency.ts';
import { distanceBetween } from '../../../src/integration/modules/distances.ts';
import { moduleEigengenes } from '../../../src/integration/modules/eigengenes.ts';
import { mergeCloseModules } from '../../../src/integration/modules/merge-modules.ts';
import { modulePreservation } from '../../../src/integration/modules/preservation.ts';
import { STATISTICS } from '../../../src/integration/modules/preservation-statistics.ts';
import { MODULE_DEFAULTS, type ModuleSettings, type OverlapType } from '../../../src/integration/modules/settings.ts';
import { correlationRows } from '../../../src/integration/modules/similarity.ts';
import { SOFT_POWERS, softThresholds } from '../../../src/integration/modules/soft-threshold.ts';
import { overlapDistances } from '../../../src/integration/modules/topological-overlap.ts';
import { averageLinkage } from '../../../src/integration/modules/tree/average-linkage.ts';
import { dynamicCut } from '../../../src/integration/modules/tree/dynamic-cut.ts';
import { expectClose } from '../../support/close.ts';

/** Made by make.R beside it. */
interface Reference {
  ties: { objects: number; distances: number[]; merge: number[]; order: number[]; height: number[] }[];
  networks: {
    samples: number;
    genes: number;
    values: number[];
    network: ModuleSettings['network'];
    power: number;
    correlation: ModuleSettings['correlation'];
    minimum: number;
    soft: number[][];
    overlaps: { type: OverlapType; rows: number[][] }[];
    cuts: { deepSplit: ModuleSettings['deepSplit']; pam: 'pam' | 'respecting' | 'none'; labels: number[] }[];
    merged: number[];
    eigengenes: Record<string, number[]>;
    explained: number[];
  }[];
  preservation: ({
    network: ModuleSettings['network'];
    power: number;
    genes: number;
    labels: number[];
    a: number[];
    b: number[];
    samples: [number, number];
  } & Record<(typeof STATISTICS)[number], number[]>)[];
}
const place = new URL('../../fixtures/integration/modules/reference.json', import.meta.url);
const reference = JSON.parse(readFileSync(place, 'utf8')) as Reference;
const context = plainContext();

describe.each(reference.ties.map((tree, i) => ({ i, ...tree })))(
  'tree $i, with ties',
  ({ objects, distances, merge, order, height }) => {
    it('merges, heights and leaves stand in the order of fastcluster', () => {
      const own = averageLinkage({ objects, values: Float64Array.from(distances) });
      expect(Array.from(own.merge)).toEqual(merge);
      expect(Array.from(own.order, (object) => object + 1)).toEqual(order);
      own.height.forEach((at, k) => {
        expectClose(at, height[k], 1e-14, `merge ${k + 1}`);
      });
    });
  },
);

describe.each(reference.networks)('$network network, power $power, $correlation', (one) => {
  const { samples, network, power, correlation } = one;
  const values = Float64Array.from(one.values);
  const rows = correlationRows(values, samples, correlation);
  const distancesOf = async (overlap: OverlapType) => {
    const nowick = overlap === 'signed Nowick';
    const keepSign = nowick || (network === 'unsigned' && overlap === 'signed');
    const request = { rows, samples, network: nowick ? ('unsigned' as const) : network, power, keepSign };
    const adjacency = await adjacencyMatrix(request, context);
    return overlapDistances(adjacency, connectivity(adjacency), overlap, context);
  };

  it('soft-threshold table', async () => {
    const table = await softThresholds(rows, samples, network, SOFT_POWERS, context);
    table.forEach((row, i) => {
      const own = [row.fit, row.slope, row.truncatedFit, row.meanConnectivity, row.medianConnectivity, row.maxConnectivity];
      own.forEach((value, j) => {
        expectClose(value, one.soft[i][j + 1], 1e-9, `power ${row.power}, column ${j}`);
      });
    });
  });

  it.each(one.overlaps)('topological overlap, $type', async ({ type, rows: theirs }) => {
    const distances = await distancesOf(type);
    theirs.forEach((row, i) => {
      row.forEach((overlap, j) => {
        expectClose(1 - distanceBetween(distances, i, j), overlap, 1e-10, `${i} ${j}`, 1e-4);
      });
    });
  });

  it('labels in fifteen cuts', async () => {
    const distances = await distancesOf('signed');
    const tree = averageLinkage(distances);
    for (const { deepSplit, pam, labels } of one.cuts) {
      const settings = { ...MODULE_DEFAULTS, deepSplit, minimumSize: one.minimum };
      const own = dynamicCut(tree, distances, { ...settings, pamStage: pam !== 'none', pamRespectsDendro: pam === 'respecting' });
      expect(Array.from(own), `deepSplit ${deepSplit}, ${pam}`).toEqual(labels);
    }
  });

  it('merging and eigengenes', () => {
    const labels = Int32Array.from(one.cuts[12].labels);
    expect(Array.from(mergeCloseModules(values, samples, labels, 0.5))).toEqual(one.merged);
    const own = moduleEigengenes(values, samples, labels, true);
    own.modules.forEach((module, m) => {
      expectClose(own.varianceExplained[m], one.explained[m], 1e-10, `ME${module}`);
      one.eigengenes[`ME${module}`].forEach((value, s) => {
        expectClose(own.values[m * samples + s], value, 1e-8, `ME${module} ${s}`, 0.1);
      });
    });
  });
});

describe.each(reference.preservation)('preservation, $network network', (one) => {
  const request = {
    reference: Float64Array.from(one.a),
    referenceSamples: one.samples[0],
    test: Float64Array.from(one.b),
    testSamples: one.samples[1],
    labels: Int32Array.from(one.labels),
    network: one.network,
    correlation: 'pearson' as const,
    power: one.power,
  };

  it('observed statistics', async () => {
    const own = await modulePreservation({ ...request, permutations: 0 }, context);
    expect(own.map((row) => row.module)).toEqual([1, 2, 3]);
    own.forEach((row, m) => {
      for (const name of STATISTICS) expectClose(row.observed[name], one[name][m], 1e-8, `module ${row.module} ${name}`, 1e-2);
    });
  });

  it('the kept module is preserved, the lost one is not, the same for a seed', async () => {
    const own = await modulePreservation({ ...request, permutations: 60 }, context);
    expect(own[0].zSummary).toBeGreaterThan(7);
    expect(own[0].medianRank).toBe(1);
    expect(Math.abs(own[2].zSummary)).toBeLessThan(2);
    expect(own[2].pvalue).toBeGreaterThan(0.02);
    expect(await modulePreservation({ ...request, permutations: 60 }, context)).toEqual(own);
  });
});
