import { describe, expect, it } from 'vitest';
import { enrichmentScore, leadingEdge, runningSum, type ScoreType } from '../../src/pathway/enrichment/enrichment-score.ts';
import { overRepresentation } from '../../src/pathway/enrichment/over-representation.ts';
import { rankGenes, ranksOf } from '../../src/pathway/enrichment/ranking.ts';
import { type GeneSet, indexSets } from '../../src/pathway/sets/gene-set.ts';
import { readGmt } from '../../src/pathway/sets/read-gmt.ts';
import { expectClose, relativeError } from '../support/close.ts';
import { haveShared, sharedBytes, sharedText, sharedTsv } from '../support/shared.ts';
import { referenceFolder, referenceSets } from './set-test-data.ts';

const setOf = (name: string, genes: string[]): GeneSet => ({ name, description: '', genes });

describe.skipIf(!haveShared)('enrichment scores against the references', () => {
  it('edge cases: ties, zero weights, one gene, all but one gene, equal extremes, absent genes', () => {
    for (const row of sharedTsv('reference/pathway/gsea_edge_cases.tsv')) {
      const pairs = (row.get('stats') ?? '').split(',').map((pair) => pair.split('='));
      const genes = pairs.map((pair) => pair[0]);
      const [set] = indexSets([setOf('s', (row.get('set') ?? '').split(','))], genes);
      expect(set.members.length).toBe(Number(row.get('size')));
      for (const exponent of [0, 1, 2]) {
        const ranking = rankGenes(
          pairs.map((pair) => Number(pair[1])),
          exponent,
        );
        const score = enrichmentScore(ranking.weights, ranksOf(ranking, set.members), row.get('scoreType') as ScoreType);
        expectClose(score, Number(row.get(`ES_p${exponent}`)), 1e-12, `${row.get('id')} ${row.get('scoreType')} ${exponent}`, 1);
      }
    }
  });

  const rankFiles = [
    ['example', 'data/pathway/ranks/fgsea_exampleRanks.rnk', 'reference/pathway/fgsea_multilevel_example.tsv.gz'],
    ['DG', 'data/pathway/ranks/ranks_DG_trained_vs_yoked.rnk', 'reference/pathway/fgsea_multilevel_DG_trained_vs_yoked.tsv.gz'],
    ['simA', 'data/pathway/simA/ranks_simA.rnk', 'reference/pathway/simA/fgsea_multilevel_simA.tsv.gz'],
  ] as const;

  it.each(rankFiles)(
    'ES within 1e-12 of the formula and 5e-6 of fgsea, leading edges identical: %s',
    (name, ranks, reference) => {
      const lines = sharedText(ranks)
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'))
        .filter((cells) => Number.isFinite(Number(cells[1])));
      const genes = lines.map((cells) => cells[0]);
      const ranking = rankGenes(lines.map((cells) => Number(cells[1])));
      const sets =
        name === 'example'
          ? new Map(
              indexSets(readGmt(sharedBytes('data/pathway/genesets/fgsea_examplePathways.gmt.gz'), 'e').sets, genes).map(
                (set) => [set.name, set],
              ),
            )
          : referenceSets(genes);
      for (const row of sharedTsv(reference)) {
        const set = sets.get(row.get('pathway') ?? '');
        const positions = ranksOf(ranking, set?.members ?? new Int32Array(0));
        expect(positions.length, row.get('pathway')).toBe(Number(row.get('size')));
        const score = enrichmentScore(ranking.weights, positions);
        expectClose(score, Number(row.get('ES_float')), 1e-12, `${row.get('pathway')} ES`, 1);
        expectClose(score, Number(row.get('ES')), 5e-6, `${row.get('pathway')} fgsea ES`, 1);
        const edge = Array.from(leadingEdge(ranking.weights, positions), (rank) => genes[ranking.order[rank]]);
        expect(edge.join(','), row.get('pathway')).toBe(row.get('leadingEdge'));
      }
    },
  );

  it.each([
    ['DG_trained_vs_yoked', 'data/pathway/ranks/de_DG_trained_vs_yoked.tsv.gz'],
    ['simA', 'data/pathway/simA/de_simA.tsv.gz'],
  ] as const)('over-representation within 1e-12 of fora: %s', (name, file) => {
    const de = sharedTsv(file).filter((row) => Number.isFinite(Number(row.get('pvalue'))));
    const reference = sharedTsv(`${referenceFolder(name)}/fora_${name}.tsv.gz`).filter((row) => row.get('universe') === 'tested');
    const genes = de.map((row) => row.get('gene') ?? '');
    const sets = referenceSets(genes);
    for (const selection of ['padj10', 'p05']) {
      const rows = reference.filter((row) => row.get('selection') === selection);
      const column = selection === 'p05' ? 'pvalue' : 'padj';
      const limit = selection === 'p05' ? 0.05 : 0.1;
      const selected = Uint8Array.from(de, (row) => (Number(row.get(column) || 1) < limit ? 1 : 0));
      const tests = overRepresentation(
        genes.length,
        selected,
        rows.map((row) => sets.get(row.get('pathway') ?? '')?.members ?? new Int32Array(0)),
      );
      rows.forEach((row, i) => {
        expect(Number(row.get('N'))).toBe(genes.length);
        expect(tests[i].overlap).toBe(Number(row.get('overlap')));
        expect(relativeError(tests[i].pvalue, Number(row.get('pval'))), row.get('pathway')).toBeLessThan(1e-12);
        expect(relativeError(tests[i].padj, Number(row.get('padj'))), row.get('pathway')).toBeLessThan(1e-12);
        expect(relativeError(tests[i].foldEnrichment, Number(row.get('foldEnrichment')))).toBeLessThan(1e-12);
      });
      expect(rows.length, selection).toBeGreaterThan(0);
    }
  });
});

describe('running sums', () => {
  const ranking = rankGenes(Float64Array.from({ length: 300 }, (_, i) => 3 - i / 50));

  it('the running sum ends at zero and touches the score', () => {
    const ranks = Int32Array.of(2, 30, 280);
    const sum = runningSum(ranking.weights, ranks);
    expect(sum[299]).toBeCloseTo(0, 12);
    expect(Math.max(...sum)).toBeCloseTo(enrichmentScore(ranking.weights, ranks, 'pos'), 12);
  });
});
