import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/close.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED, sharedText, sharedTsv } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

const at = scratchFolder('enrich');

describe('limbic enrich', () => {
  beforeAll(() => {
    writeFileSync(at('ranks.rnk'), Array.from({ length: 60 }, (_, i) => `Gene${i}\t${3 - i / 10}`).join('\n'));
    const set = (name: string, from: number) => [name, '', ...Array.from({ length: 6 }, (_, i) => `Gene${from + i}`)].join('\t');
    writeFileSync(at('sets.gmt'), `${set('top', 0)}\r\n${set('middle', 27)}\r\nempty\tx\r\n`);
  });

  it('writes the columns of the field, the same bytes for the same seed and any number of threads', () => {
    const run = (threads: string, output: string) =>
      limbic([
        'enrich',
        '--sets',
        at('sets.gmt'),
        '--ranks',
        at('ranks.rnk'),
        '--min-size',
        '3',
        '--threads',
        threads,
        '-o',
        output,
      ]);
    const first = run('1', at('one.tsv'));
    expect(first.status, first.stderr).toBe(0);
    expect(first.stderr).toContain('Windows');
    expect(first.stderr).toContain('no genes');
    expect(run('2', at('two.tsv')).status).toBe(0);
    expect(readFileSync(at('two.tsv'), 'utf8')).toBe(readFileSync(at('one.tsv'), 'utf8'));
    const rows = tsvFileRows(at('one.tsv'));
    expect([...rows[0].keys()]).toEqual(['pathway', 'size', 'ES', 'NES', 'pval', 'padj', 'log2err', 'leadingEdge', 'declared']);
    expect(rows.map((row) => row.get('pathway'))).toEqual(['top', 'middle']);
    expect(Number(rows[0].get('pval'))).toBeLessThan(1e-4);
    expect(rows[0].get('leadingEdge')).toBe('Gene0,Gene1,Gene2,Gene3,Gene4,Gene5');
  });

  it('over-representation names its universe and what fell outside', () => {
    writeFileSync(at('universe.txt'), Array.from({ length: 60 }, (_, i) => `Gene${i}`).join('\n'));
    writeFileSync(at('hits.txt'), 'Gene0\nGene1\nGene2\nGene3\nElsewhere\n');
    const run = limbic([
      'enrich',
      '--sets',
      at('sets.gmt'),
      '--method',
      'ora',
      '--genes',
      at('hits.txt'),
      '--universe',
      at('universe.txt'),
      '-o',
      at('ora.tsv'),
    ]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('N = 60 genes in the universe, k = 4');
    expect(run.stderr).toContain('Elsewhere');
    const [top] = tsvFileRows(at('ora.tsv'));
    expect([...top.keys()]).toEqual(['pathway', 'size', 'overlap', 'foldEnrichment', 'pval', 'padj', 'overlapGenes', 'declared']);
    // C(6,4) / C(60,4)
    expectClose(Number(top.get('pval')), 15 / 487635, 1e-12);
  });

  it('explains bad input with exit 2 and leaves nothing behind', () => {
    const bad = (args: string[], text: string) => {
      const run = limbic(['enrich', ...args, '-o', at('bad.tsv')]);
      expect(run.status, run.stderr).toBe(2);
      expect(run.stderr).toContain(text);
      expect(readdirSync(at())).not.toContain('bad.tsv');
    };
    writeFileSync(at('twice.gmt'), 'a\tx\tGene1\tGene2\na\tx\tGene3\n');
    bad(['--sets', at('twice.gmt'), '--ranks', at('ranks.rnk')], 'twice.gmt:2');
    writeFileSync(at('other.gmt'), 'a\tx\tHTR1A\tHTR2A\tGABRA1\n');
    bad(['--sets', at('other.gmt'), '--ranks', at('ranks.rnk')], 'none of the 3 genes');
    writeFileSync(at('dup.rnk'), 'A\t1\nB\tx\nA\t2\n');
    bad(['--sets', at('sets.gmt'), '--ranks', at('dup.rnk')], 'dup.rnk:3');
    bad(['--sets', at('sets.gmt'), '--ranks', at('dup.rnk')], 'dup.rnk:2');
    bad(['--sets', at('sets.gmt'), '--method', 'fry'], 'needs --counts, --samples, --design, --contrast');
    bad(['--sets', at('sets.gmt'), '--ranks', at('nothing.rnk')], 'no such file');
  });

  it('maps human symbols to mouse data by orthologs and counts the losses', () => {
    writeFileSync(
      at('mouse.rnk'),
      ['Htr1a\t3', 'Htr2a\t2', 'Gabra1\t1', 'Agtr1a\t0.5', 'Agtr1b\t0.4', 'Xkr4\t-1', 'Actb\t-2'].join('\n'),
    );
    writeFileSync(at('human.gmt'), 'a\tx\tHTR1A\tHTR2A\tAGTR1\tHTR1E\tNOTAGENE\n');
    const run = limbic([
      'enrich',
      '--sets',
      at('human.gmt'),
      '--ranks',
      at('mouse.rnk'),
      '--min-size',
      '1',
      '-o',
      at('mapped.tsv'),
    ]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/of 5 symbols 2 have one counterpart, 1 several .* 2 none and were lost/);
    expect(tsvFileRows(at('mapped.tsv'))[0].get('size')).toBe('4');
  });
});

describe.skipIf(!haveShared)('limbic enrich on counts', () => {
  it.each(['camera', 'fry'])('%s equals limma on voom values within 1e-8', (method) => {
    const folder = 'reference/expression/gene-set-tests';
    const { sets } = JSON.parse(sharedText(`${folder}/gene-sets.json`)) as { sets: Record<string, string[]> };
    writeFileSync(
      at('families.gmt'),
      Object.entries(sets)
        .map(([name, genes]) => [name, '', ...genes].join('\t'))
        .join('\n'),
    );
    const data = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const files = ['--sets', at('families.gmt'), '--counts', `${data}/counts.tsv.gz`, '--samples', `${data}/samples.tsv`];
    const model = ['--where', 'subfield=DG', '--design', '~ training', '--contrast', 'training', 'trained', 'yoked'];
    const run = limbic(['enrich', ...files, ...model, '--method', method, '-o', at('model.tsv')]);
    expect(run.status, run.stderr).toBe(0);
    const rows = new Map(tsvFileRows(at('model.tsv')).map((row) => [row.get('pathway'), row]));
    for (const row of sharedTsv(`${folder}/hippocampus-dg-training.tsv`)) {
      const own = rows.get(row.get('set'));
      expect(own?.get('NGenes')).toBe(row.get('NGenes'));
      expect(own?.get('Direction')).toBe(row.get(method === 'fry' ? 'fry.Direction' : 'direction'));
      expectClose(Number(own?.get('PValue')), Number(row.get(`${method}.PValue`)), 1e-8, row.get('set'));
      expectClose(Number(own?.get('FDR')), Number(row.get(`${method}.FDR`)), 1e-8, row.get('set'));
    }
  });
});

describe.skipIf(!haveShared)('limbic receptors', () => {
  it('writes the receptor view of a real comparison', () => {
    const data = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const run = limbic([
      'receptors',
      '--counts',
      `${data}/counts.tsv.gz`,
      '--samples',
      `${data}/samples.tsv`,
      '--where',
      'subfield=DG',
      '--min-total',
      '2',
      '--design',
      '~ training',
      '--contrast',
      'training',
      'trained',
      'yoked',
      '-o',
      at('receptors'),
    ]);
    expect(run.status, run.stderr).toBe(0);
    expect(readdirSync(at('receptors')).sort()).toEqual([
      'balance-per-sample.tsv',
      'balance.tsv',
      'compositions.tsv',
      'enrichment.tsv',
      'families.tsv',
      'module-scores.tsv',
      'pairs.tsv',
      'panel.tsv',
      'summary.json',
    ]);
    expect(run.stderr).toContain('of 397 neuroactive genes measurable');
    const reference = new Map(
      sharedTsv('reference/expression/deseq2/mouse-hippocampus-avoidance/dg-training.genes.tsv.gz').map((row) => [
        row.get('gene'),
        row,
      ]),
    );
    const detected = tsvFileRows(at('receptors/panel.tsv')).filter(
      (row) => row.get('detected') === 'true' && reference.has(row.get('gene')),
    );
    expect(detected.length).toBeGreaterThan(300);
    for (const row of detected)
      expectClose(
        Number(row.get('log2FoldChange')),
        Number(reference.get(row.get('gene'))?.get('log2FoldChange')),
        1e-6,
        row.get('gene'),
        1,
      );
  });
});
