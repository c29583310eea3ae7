import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { collapseSets } from '../../src/pathway/enrichment/collapse.ts';
import { readRanks } from '../../src/pathway/enrichment/read-ranks.ts';
import { indexSets } from '../../src/pathway/sets/gene-set.ts';
import { readGmt } from '../../src/pathway/sets/read-gmt.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { referenceSets } from './set-test-data.ts';

describe.skipIf(!haveShared)('collapsing redundant sets', () => {
  it.each([
    ['example', 'ranks/fgsea_exampleRanks.rnk', 'collapsePathways_example.tsv'],
    ['simA', 'simA/ranks_simA.rnk', 'simA/collapsePathways_simA.tsv'],
  ])('keeps nearly the main sets of fgsea (its own decisions are Monte Carlo): %s', async (name, file, reference) => {
    const ranks = readRanks(sharedBytes(`data/pathway/${file}`), file);
    const rows = sharedTsv(`reference/pathway/${reference}`).slice(0, 30);
    const sets =
      name === 'example'
        ? new Map(
            indexSets(readGmt(sharedBytes('data/pathway/genesets/fgsea_examplePathways.gmt.gz'), 'e').sets, ranks.genes).map(
              (set) => [set.name, set],
            ),
          )
        : referenceSets(ranks.genes);
    const members = rows.map((row) => sets.get(row.get('pathway') ?? '')?.members ?? new Int32Array(0));
    const parent = await collapseSets(ranks.statistic, members, plainContext());
    const differing = rows.filter((row, i) => (row.get('main') === 'TRUE') !== parent[i] < 0);
    expect(differing.length / rows.length).toBeLessThan(0.12);
    expect(parent[0]).toBe(-1);
  });

  it('explains a copy by the original and keeps an unrelated set', async () => {
    const statistic = Float64Array.from({ length: 500 }, (_, i) =>
      i < 20 ? 6 - i / 10 : i >= 480 ? -6 + (500 - i) / 10 : Math.sin(i),
    );
    const top = Int32Array.from({ length: 20 }, (_, i) => i);
    const bottom = Int32Array.from({ length: 15 }, (_, i) => 482 + i);
    expect(Array.from(await collapseSets(statistic, [top, top.slice(2, 18), bottom], plainContext()))).toEqual([-1, 0, -1]);
  });
});
