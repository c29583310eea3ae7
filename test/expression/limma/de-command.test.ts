import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../../src/cli/de.ts';
import { negativeBinomialVariate, randomStream } from '../../../src/stats/index.ts';
import { problemsOf } from '../../support/problems.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { tsvFileCells } from '../../support/tsv.ts';

const path = scratchFolder('de-linear');

function de(...words: string[]): Promise<void> {
  const files = ['--counts', path('counts.tsv'), '--samples', path('samples.tsv'), '--design', '~ group'];
  return runHere([register], ['de', '--quiet', '--threads', '1', ...files, ...words]);
}

const problemCodes = async (...words: string[]) => (await problemsOf(() => de(...words))).map(({ code }) => code);

const rows = (name: string) => tsvFileCells(path(name));

beforeAll(() => {
  const random = randomStream(3, 'de-linear');
  const lines = Array.from({ length: 400 }, (_, g) => {
    const counts = Array.from({ length: 8 }, (_, j) => {
      const level = g >= 360 ? 0.2 : 40 + g;
      return negativeBinomialVariate(random, level * (g < 20 && j >= 4 ? 6 : 1), 0.1);
    });
    return [`g${g}`, ...counts].join('\t');
  });
  writeFileSync(path('counts.tsv'), `gene\ts1\ts2\ts3\ts4\ts5\ts6\ts7\ts8\n${lines.join('\n')}\n`);
  const sheet = Array.from({ length: 8 }, (_, j) => `s${j + 1}\t${j < 4 ? 'control' : 'treated'}\tlitter${j % 3}`);
  writeFileSync(path('samples.tsv'), `sample\tgroup\tlitter\n${sheet.join('\n')}\n`);
});

const CONTRAST = ['--contrast', 'group', 'treated', 'control'];

describe('limbic de --method voom and edger', () => {
  it('writes the columns their users know, and finds the changed genes', async () => {
    await de('--method', 'voom', ...CONTRAST, '-o', path('voom.tsv'));
    await de('--method', 'edger', ...CONTRAST, '-o', path('edger.tsv'), '--diagnostics', path('d.tsv'));
    const [voomHead, ...voomRows] = rows('voom.tsv');
    const [edgerHead, ...edgerRows] = rows('edger.tsv');
    expect(voomHead).toEqual(['gene', 'logFC', 'AveExpr', 't', 'P.Value', 'adj.P.Val', 'B']);
    expect(edgerHead).toEqual(['gene', 'logFC', 'logCPM', 'F', 'PValue', 'FDR']);
    expect(rows('d.tsv')[0]).toEqual(['gene', 'trended', 'tagwise', 'priorDf']);
    for (const table of [voomRows, edgerRows]) {
      expect(table).toHaveLength(360);
      const called = table.filter((row) => Number(row[5]) < 0.05).map((row) => row[0]);
      expect(called.filter((gene) => Number(gene.slice(1)) < 20).length).toBeGreaterThan(17);
      expect(called.length).toBeLessThan(25);
    }
    const summary = JSON.parse(readFileSync(path('voom.summary.json'), 'utf8'));
    expect(summary).toMatchObject({
      genes: 360,
      genesFiltered: 40,
      method: 'limma-voom, moderated t',
      contrast: 'group treated vs control',
    });
  });

  it('takes blocks, quality weights, thresholds, robust priors and the likelihood ratio', async () => {
    await de('--method', 'voom', ...CONTRAST, '--block', 'litter', '-o', path('b.tsv'));
    const correlation = JSON.parse(readFileSync(path('b.summary.json'), 'utf8')).blockCorrelation;
    expect(Math.abs(correlation)).toBeLessThan(0.4);
    await de(
      '--method',
      'voom',
      ...CONTRAST,
      '--quality-weights',
      '--robust',
      '-o',
      path('q.tsv'),
      '--diagnostics',
      path('qd.tsv'),
    );
    const weights = rows('qd.tsv')
      .slice(1)
      .map((row) => Number(row[3]));
    expect(weights.reduce((product, weight) => product * weight, 1)).toBeCloseTo(1, 8);
    await de('--method', 'voom', ...CONTRAST, '--lfc', '2', '-o', path('t.tsv'));
    const strict = rows('t.tsv').filter((row) => Number(row[5]) < 0.05).length;
    expect(strict).toBeLessThan(20);
    await de('--method', 'edger', ...CONTRAST, '--test', 'lrt', '-o', path('l.tsv'));
    expect(rows('l.tsv')[0][3]).toBe('LR');
    await de('--method', 'edger', ...CONTRAST, '--test', 'exact', '-o', path('e.tsv'));
    expect(rows('e.tsv')[0]).toEqual(['gene', 'logFC', 'logCPM', 'PValue', 'FDR']);
    expect(rows('e.tsv').filter((row) => Number(row[4]) < 0.05).length).toBeGreaterThan(17);
    await de('--method', 'edger', ...CONTRAST, '--no-filter', '-o', path('n.tsv'));
    expect(rows('n.tsv')).toHaveLength(401);
  });

  it('refuses what a method does not have, and names what is wrong with the blocks', async () => {
    const to = ['-o', path('x.tsv')];
    expect(await problemCodes('--method', 'edger', '--block', 'litter', ...to)).toEqual(['usage']);
    expect(await problemCodes('--method', 'edger', '--test', 'exact', ...to)).toEqual(['exact-needs-groups']);
    expect(await problemCodes('--method', 'voom', '--test', 'lrt', ...to)).toEqual(['usage']);
    expect(await problemCodes('--method', 'voom', '--reduced', '~ 1', ...to)).toEqual(['usage']);
    expect(await problemCodes('--method', 'voom', '--block', 'liter', ...to)).toEqual(['samples-unknown-column']);
    expect(await problemCodes('--method', 'voom', '--block', 'litter', '--quality-weights', ...to)).toEqual(['usage']);
  });
});
