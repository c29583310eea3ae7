import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { register } from '../../src/cli/de.ts';
import { problemsOf } from '../support/problems.ts';
import { runHere } from '../support/run-here.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED, sharedTsv } from '../support/shared.ts';
import { tsvFileCells } from '../support/tsv.ts';

const path = scratchFolder('de');

/** Runs `limbic de` in this process. */
const de = (...words: string[]) => runHere([register], ['de', '--quiet', ...words]);

const problemCodes = async (...words: string[]) => (await problemsOf(() => de(...words))).map(({ code }) => code);

const rows = (name: string) => tsvFileCells(path(name));

beforeEach(() => {
  for (const name of readdirSync(path())) rmSync(path(name));
  const genes = Array.from({ length: 300 }, (_, g) => [
    `g${g}`,
    ...[0, 1, 2, 3, 4, 5].map((j) => Math.round(3 + ((g * 31 + j * j * 17 + g * j * 7) % 97) * (1 + g / 40))),
  ]);
  writeFileSync(path('counts.tsv'), `gene\ts1\ts2\ts3\ts4\ts5\ts6\n${genes.map((row) => row.join('\t')).join('\n')}\n`);
  writeFileSync(path('samples.tsv'), 'sample\tgroup\tbatch\ns1\ta\tx\ns2\ta\ty\ns3\ta\tx\ns4\tb\ty\ns5\tb\tx\ns6\tb\ty\n');
});

const usual = () => [
  '--counts',
  path('counts.tsv'),
  '--samples',
  path('samples.tsv'),
  '--design',
  '~ batch + group',
  '--contrast',
  'group',
  'b',
  'a',
  '--threads',
  '1',
];

describe('limbic de', () => {
  it('writes results, diagnostics and a summary with size factors', async () => {
    await de(...usual(), '--diagnostics', path('d.tsv'), '-o', path('r.tsv'));
    expect(rows('r.tsv')[0]).toEqual(['gene', 'baseMean', 'log2FoldChange', 'lfcSE', 'stat', 'pvalue', 'padj', 'missingReason']);
    expect(rows('r.tsv')).toHaveLength(301);
    expect(rows('d.tsv')[0].slice(0, 10)).toEqual([
      'gene',
      'allZero',
      'dispGeneEst',
      'dispFit',
      'dispMAP',
      'dispersion',
      'dispOutlier',
      'betaConv',
      'maxCooks',
      'replace',
    ]);
    const summary = JSON.parse(readFileSync(path('r.summary.json'), 'utf8'));
    expect(Object.keys(summary.sizeFactors)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
    expect(summary.coefficients).toEqual(['Intercept', 'batch_y_vs_x', 'group_b_vs_a']);
    expect(readdirSync(path()).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('CSV and JSON by the ending', async () => {
    await de(...usual(), '-o', path('r.csv'));
    expect(readFileSync(path('r.csv'), 'utf8').split('\n')[0]).toBe(
      'gene,baseMean,log2FoldChange,lfcSE,stat,pvalue,padj,missingReason',
    );
    await de(...usual(), '-o', path('r.json'));
    expect(JSON.parse(readFileSync(path('r.json'), 'utf8'))).toHaveLength(300);
  });

  it('--ref turns the sign, --coef names a coefficient, --reduced tests by likelihood ratio', async () => {
    const [one, two] = ['one.tsv', 'two.tsv'];
    await de(...usual(), '-o', path(one));
    const coefficient = [
      '--counts',
      path('counts.tsv'),
      '--samples',
      path('samples.tsv'),
      '--design',
      '~ batch + group',
      '--threads',
      '1',
    ];
    await de(...coefficient, '--ref', 'group=b', '--coef', 'group_a_vs_b', '-o', path(two));
    const change = (name: string) =>
      rows(name)
        .slice(1)
        .map((row) => Number(row[2]));
    // genes whose fit creeps to its end stop at slightly different places
    const near = change(one).filter((value, g) => Math.abs(change(two)[g] + value) < 1e-4);
    expect(near.length).toBeGreaterThan(285);
    await de(...usual(), '--reduced', '~ batch', '-o', path('lrt.tsv'));
    expect(
      rows('lrt.tsv')
        .slice(1)
        .every((row) => row[4] === 'NA' || Number(row[4]) > -1e-6),
    ).toBe(true);
  });

  it('--shrink changes fold changes only, --lfc and --alternative tests only, --weights sums coefficients', async () => {
    await de(...usual(), '-o', path('plain.tsv'));
    await de(...usual(), '--shrink', 'apeglm', '-o', path('apeglm.tsv'));
    await de(...usual(), '--shrink', 'normal', '-o', path('normal.tsv'));
    await de(...usual(), '--lfc', '0.5', '--alternative', 'lessAbs', '-o', path('small.tsv'));
    const plain = rows('plain.tsv').slice(1);
    expect(rows('apeglm.tsv')[0].slice(-2)).toEqual(['svalue', 'missingReason']);
    for (const name of ['apeglm.tsv', 'normal.tsv']) {
      const shrunk = rows(name).slice(1);
      expect(shrunk.map((row) => row.slice(4, 7))).toEqual(plain.map((row) => row.slice(4, 7)));
      const closer = shrunk.filter((row, g) => Math.abs(Number(row[2])) <= Math.abs(Number(plain[g][2])) + 1e-3);
      expect(closer.length).toBeGreaterThan(290);
    }
    const small = rows('small.tsv').slice(1);
    expect(small.map((row) => row.slice(0, 4))).toEqual(plain.map((row) => row.slice(0, 4)));
    expect(small.map((row) => row[5])).not.toEqual(plain.map((row) => row[5]));
    expect(JSON.parse(readFileSync(path('small.summary.json'), 'utf8')).method).toBe('DESeq2, Wald test, lessAbs 0.5');
    const weights = usual().filter((word) => !['--contrast', 'group', 'b', 'a'].includes(word));
    await de(...weights, '--weights', 'group_b_vs_a=-1', '-o', path('turned.tsv'));
    const turned = rows('turned.tsv').slice(1);
    expect(turned.map((row) => Number(row[2]))).toEqual(plain.map((row) => -Number(row[2])));
  });

  it('questions that contradict each other are refused', async () => {
    const out = ['-o', path('r.tsv')];
    expect(await problemCodes(...usual(), '--alternative', 'lessAbs', ...out)).toEqual(['threshold-without-meaning']);
    const lrt = ['--reduced', '~ batch', '--lfc', '1'];
    expect(await problemCodes(...usual(), ...lrt, ...out)).toEqual(['threshold-without-meaning']);
    expect(await problemCodes(...usual(), '--weights', 'group_b_vs_a=x', ...out)).toEqual(['usage']);
    expect(await problemCodes(...usual(), '--ref', 'group=b', '--shrink', 'apeglm', ...out)).toEqual([
      'shrink-needs-coefficient',
    ]);
    expect(await problemCodes(...usual(), '--method', 'edger', '--shrink', 'normal', ...out)).toEqual(['usage']);
  });

  it('bad input: all problems of both files at once, and no output', async () => {
    writeFileSync(path('counts.tsv'), 'gene\ts1\ts2\ng1\t1.5\t-2\ng1\t1\n');
    writeFileSync(path('samples.tsv'), '');
    const codes = await problemCodes(...usual(), '-o', path('r.tsv'));
    expect(codes).toEqual(['counts-not-integer', 'counts-negative', 'counts-ragged-row', 'counts-duplicate-gene', 'file-empty']);
    expect(existsSync(path('r.tsv'))).toBe(false);
    expect(existsSync(path('r.summary.json'))).toBe(false);
  });

  it('a missing file, a confounded design, an output without a format', async () => {
    expect(await problemCodes(...usual(), '--counts', path('none.tsv'), '-o', path('r.tsv'))).toEqual(['file-unreadable']);
    writeFileSync(path('samples.tsv'), 'sample\tgroup\tbatch\ns1\ta\tx\ns2\ta\tx\ns3\ta\tx\ns4\tb\ty\ns5\tb\ty\ns6\tb\ty\n');
    expect(await problemCodes(...usual(), '-o', path('r.tsv'))).toEqual(['design-not-full-rank']);
    expect(readdirSync(path()).sort()).toEqual(['counts.tsv', 'samples.tsv']);
  });

  it('wrong usage is refused before anything is read', async () => {
    await expect(de(...usual(), '--contrast', 'group', 'b', '-o', path('r.tsv'))).rejects.toThrow('three words');
    await expect(de(...usual(), '--where', 'group', '-o', path('r.tsv'))).rejects.toThrow('column=value');
    await expect(de(...usual(), '--alpha', '2', '-o', path('r.tsv'))).rejects.toThrow('between 0 and 1');
  });
});

describe.skipIf(!haveShared)('limbic de on the flagship study', () => {
  it('214 genes, and the reference columns', { timeout: 60000 }, async () => {
    const data = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const words = [
      '--counts',
      `${data}/counts.tsv.gz`,
      '--samples',
      `${data}/samples.tsv`,
      '--design',
      '~ training',
      '--contrast',
      'training',
      'trained',
      'yoked',
    ];
    await de(
      ...words,
      '--where',
      'subfield=DG',
      '--min-total',
      '2',
      '--ref',
      'training=yoked',
      '--threads',
      '1',
      '-o',
      path('r.tsv'),
    );
    const padj = new Map(
      rows('r.tsv')
        .slice(1)
        .map((row) => [row[0], Number(row[6])]),
    );
    expect([...padj.values()].filter((p) => p < 0.1)).toHaveLength(214);
    for (const row of sharedTsv('reference/expression/deseq2/mouse-hippocampus-avoidance/dg-training.genes.tsv.gz')) {
      const expected = Number(row.get('padj(alpha=0.1)'));
      const found = padj.get(row.get('gene') ?? '') ?? NaN;
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-4);
    }
  });
});
