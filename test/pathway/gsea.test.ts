import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import type { ScoreType } from '../../src/pathway/enrichment/enrichment-score.ts';
import { enrichmentScore } from '../../src/pathway/enrichment/enrichment-score.ts';
import { exactScores, subsetCount } from '../../src/pathway/enrichment/exact-gsea.ts';
import { exactTopTail } from '../../src/pathway/enrichment/exact-tail.ts';
import { GSEA_DEFAULTS, gsea } from '../../src/pathway/enrichment/gsea.ts';
import { splittingTails } from '../../src/pathway/enrichment/multilevel.ts';
import { rankGenes, ranksOf } from '../../src/pathway/enrichment/ranking.ts';
import { readRanks } from '../../src/pathway/enrichment/read-ranks.ts';
import { wholeWeights } from '../../src/pathway/enrichment/whole-weights.ts';
import { indexSets } from '../../src/pathway/sets/gene-set.ts';
import { readGmt } from '../../src/pathway/sets/read-gmt.ts';
import { log, randomStream } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { referenceSets } from './set-test-data.ts';

const exampleSets = (genes: readonly string[]) =>
  new Map(
    indexSets(readGmt(sharedBytes('data/pathway/genesets/fgsea_examplePathways.gmt.gz'), 'sets').sets, genes).map((set) => [
      set.name,
      set,
    ]),
  );

describe.skipIf(!haveShared)('Monte Carlo p-values against high-precision ones', () => {
  it.each([
    ['example', 'ranks/fgsea_exampleRanks.rnk', 'fgsea_multilevel_example.tsv.gz'],
    ['DG', 'ranks/ranks_DG_trained_vs_yoked.rnk', 'fgsea_multilevel_DG_trained_vs_yoked.tsv.gz'],
    ['simA', 'simA/ranks_simA.rnk', 'simA/fgsea_multilevel_simA.tsv.gz'],
  ])(
    '%s: at most 0.06 of sets beyond 2 combined errors, none beyond 5; NES within 3 percent for 0.95 of them, 5 for all',
    async (name, file, reference) => {
      const ranks = readRanks(sharedBytes(`data/pathway/${file}`), file);
      const rows = sharedTsv(`reference/pathway/${reference}`);
      const sets = name === 'example' ? exampleSets(ranks.genes) : referenceSets(ranks.genes);
      const members = rows.map((row) => sets.get(row.get('pathway') ?? '')?.members ?? new Int32Array(0));
      const scores = await gsea(rankGenes(ranks.statistic), members, plainContext());
      const gaps = scores.flatMap((score, i) => {
        const high = Number(rows[i].get('pval_hi') || NaN);
        const error = Math.hypot(score.log2err, Number(rows[i].get('log2err_hi')));
        return Number.isNaN(high) ? [] : [Math.abs(Math.log2(score.pvalue) - Math.log2(high)) / error];
      });
      const nes = scores.flatMap((score, i) => {
        const high = Number(rows[i].get('NES_hi') || NaN);
        return Number.isNaN(high) ? [] : [Math.abs(score.nes / high - 1)];
      });
      expect(gaps.length).toBeGreaterThan(200);
      expect(gaps.filter((gap) => gap > 2).length / gaps.length).toBeLessThanOrEqual(0.06);
      expect(Math.max(...gaps)).toBeLessThan(5);
      expect(nes.filter((gap) => gap > 0.03).length / nes.length).toBeLessThanOrEqual(0.05);
      expect(Math.max(...nes)).toBeLessThan(0.05);
    },
  );
});

describe.skipIf(!haveShared)('exact p-values', () => {
  it('equal full enumeration within 1e-12, one- and two-sided', async () => {
    const stats = sharedTsv('reference/pathway/gsea_exact_stats.tsv');
    const genes = stats.map((row) => row.get('gene') ?? '');
    const rows = sharedTsv('reference/pathway/gsea_exact_small.tsv');
    for (const exponent of [0, 1, 2]) {
      const ranking = rankGenes(
        stats.map((row) => Number(row.get('stat'))),
        exponent,
      );
      const own = rows.filter((row) => Number(row.get('gseaParam')) === exponent);
      const sets = indexSets(
        own.map((row) => ({ name: row.get('set') ?? '', description: '', genes: (row.get('set') ?? '').split(',') })),
        genes,
      ).map((set) => set.members);
      const scores = await gsea(ranking, sets, plainContext());
      own.forEach((row, i) => {
        expectClose(scores[i].es, Number(row.get('ES')), 1e-12, row.get('set'), 1);
        expectClose(scores[i].pvalue, Number(row.get('p_exact_std')), 1e-12, row.get('set'));
        const nes = Number(row.get('NES_exact') || NaN);
        if (Number.isFinite(nes)) expectClose(scores[i].nes, nes, 1e-12, row.get('set'), 1);
        expect(scores[i].log2err).toBe(0);
      });
      for (const type of ['pos', 'neg'] as ScoreType[]) {
        const oneSided = await gsea(ranking, sets, plainContext(), { ...GSEA_DEFAULTS, type });
        own.forEach((row, i) => {
          expectClose(oneSided[i].es, Number(row.get(`ES_${type}`)), 1e-12, row.get('set'), 1);
          expectClose(oneSided[i].pvalue, Number(row.get(`p_exact_${type}`)), 1e-12, `${row.get('set')} ${type}`);
        });
      }
    }
  });

  it('by dynamic programming agree with the exact tails of 12,000 genes to their 6 digits', () => {
    const ranks = readRanks(sharedBytes('data/pathway/ranks/fgsea_exampleRanks_rounded_half.rnk.gz'), 'half');
    const ranking = rankGenes(ranks.statistic);
    const sets = exampleSets(ranks.genes);
    const rows = sharedTsv('reference/pathway/gsea_exact_pos_example.tsv').filter((row) =>
      /Flap|Termination/.test(row.get('pathway') ?? ''),
    );
    expect(rows.length).toBe(2);
    for (const row of rows) {
      const name = [...sets.keys()].find((one) => one === row.get('pathway')) ?? '';
      const positions = ranksOf(ranking, sets.get(name)?.members ?? new Int32Array(0));
      expect(positions.length, name).toBe(Number(row.get('size')));
      const score = enrichmentScore(ranking.weights, positions, 'pos');
      expectClose(score, Number(row.get('ESpos')), 1e-12, name);
      expectClose(exactTopTail(ranking.weights, positions.length, score), Number(row.get('p_exact')), 1e-5, name);
    }
  });
});

describe('exact and sampled p-values agree', () => {
  const stream = randomStream(7, 'test');
  const whole = Float64Array.from({ length: 40 }, (_, i) => Math.max(1, 8 - Math.floor(i / 4)) + (i > 30 ? i - 30 : 0));

  it('dynamic programming equals enumeration', () => {
    for (const size of [1, 3, 4]) {
      const ranks = Int32Array.from([0, 2, 9, 20].slice(0, size));
      const score = enrichmentScore(whole, ranks, 'pos');
      const [{ pvalue }] = exactScores(whole, size, [score], 'pos');
      expectClose(exactTopTail(whole, size, score), pvalue, 1e-10, `size ${size}`);
    }
    expect(() => exactTopTail(Float64Array.of(1.5, 2, 3), 1, 0.5)).toThrow('whole numbers');
  });

  it('splitting is unbiased: the mean of log p over 60 runs is that of the exact p', () => {
    const ranks = Int32Array.of(0, 1, 2, 5);
    const score = enrichmentScore(whole, ranks, 'pos');
    const [{ pvalue }] = exactScores(whole, 4, [score], 'pos');
    const options = { particles: 101, mixing: 1, signed: false, smallest: 0 };
    const weights = wholeWeights(whole);
    const logs = Array.from({ length: 60 }, (_, k) => splittingTails(weights, 4, [score], options, randomStream(k, 'split'))[0]);
    const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1));
    expect(Math.abs(mean - log(pvalue)) / (sd / Math.sqrt(60))).toBeLessThan(4);
    expect(pvalue).toBeLessThan(1e-3);
  });

  it('counts subsets', () => {
    expect(subsetCount(24, 6)).toBe(134596);
    expect(subsetCount(5, 0)).toBe(1);
    expect(subsetCount(12000, 200)).toBe(Infinity);
  });

  it('gives the same numbers for the same seed, others for another, on any order of tasks', async () => {
    const statistic = Float64Array.from({ length: 600 }, () => stream.normal());
    const sets = Array.from({ length: 12 }, (_, k) =>
      Int32Array.from({ length: 8 + (k % 3) }, (_, i) => (k * 31 + i * 47) % 600).sort(),
    );
    const top = rankGenes(statistic).order.slice(0, 9).sort();
    const run = (seed: number) => gsea(rankGenes(statistic), [...sets, top], plainContext(seed));
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect((await run(4))[0].pvalue).not.toBe(first[0].pvalue);
    expect(first[12].pvalue).toBeLessThan(1e-10);
  });

  it('says nothing about sets that are empty or hold every gene', async () => {
    const statistic = Float64Array.from({ length: 50 }, (_, i) => 25 - i);
    const all = Int32Array.from({ length: 50 }, (_, i) => i);
    const scores = await gsea(rankGenes(statistic), [new Int32Array(0), all, Int32Array.of(0)], plainContext());
    expect(scores[0].pvalue).toBeNaN();
    expect(scores[1].es).toBeNaN();
    expect(scores[2].es).toBe(1);
  });

  it('leaves p empty when too few random scores have the sign (unbalanced statistics)', async () => {
    const statistic = Float64Array.from({ length: 4000 }, (_, i) => (i < 5 ? 1000 - i : 0.001 - i / 1e7));
    const bottom = Int32Array.from({ length: 3000 }, (_, i) => 1000 + i);
    const [score] = await gsea(rankGenes(statistic), [bottom], plainContext());
    expect(score.es).toBeLessThan(0);
    expect(score.pvalue).toBeNaN();
    expect(score.nes).toBeNaN();
  });

  it('gives p below the smallest as the smallest, without error', async () => {
    const statistic = Float64Array.from({ length: 2000 }, (_, i) => 1000 - i);
    const top = Int32Array.from({ length: 60 }, (_, i) => i);
    const [score] = await gsea(rankGenes(statistic), [top], plainContext(), { ...GSEA_DEFAULTS, smallest: 1e-12 });
    expect(score.pvalue).toBe(1e-12);
    expect(score.log2err).toBeNaN();
  });
});
