import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { register as registerDe } from '../../../src/cli/de.ts';
import { register as registerTransform } from '../../../src/cli/transform.ts';
import { sizeFactors } from '../../../src/expression/deseq/size-factors.ts';
import { problemsOf } from '../../support/problems.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { tsvFileCells } from '../../support/tsv.ts';
import { fixture, flat } from './batches.ts';

const path = scratchFolder('hidden');

function limbic(command: 'de' | 'transform', ...words: string[]): Promise<void> {
  const files = ['--counts', path('counts.tsv'), '--samples', path('samples.tsv')];
  return runHere([registerDe, registerTransform], [command, '--quiet', '--threads', '1', ...files, ...words]);
}

const problemCodes = async (...words: Parameters<typeof limbic>) =>
  (await problemsOf(() => limbic(...words))).map(({ code }) => code);

const table = (name: string) =>
  tsvFileCells(path(name))
    .slice(1)
    .map((line) => line.slice(1).map(Number));

interface Summary {
  design: string;
  hiddenFactors: { added: string[]; associations: { r2: number; pvalue: number }[]; explained: number } | null;
  notes: string[];
  sizeFactors: Record<string, number>;
}
const summary = (name: string): Summary => JSON.parse(readFileSync(path(name), 'utf8'));

const contrast = ['--contrast', 'arm', 'h', 'v', '--ref', 'arm=v'];

beforeAll(() => {
  const { genes, samples, counts, batch, arm, weight, site } = fixture;
  const lines = counts.map((row, g) => [genes[g], ...row].join('\t'));
  writeFileSync(path('counts.tsv'), `${['gene', ...samples].join('\t')}\n${lines.join('\n')}\n`);
  const rows = samples.map((name, j) => [name, batch[j], arm[j], weight[j], site[j]].join('\t'));
  writeFileSync(path('samples.tsv'), `sample\tbatch\tarm\tweight\tsite\n${rows.join('\n')}\n`);
  writeFileSync(path('controls.txt'), genes.filter((_, g) => g % 3 === 0).join('\n'));
});

describe('limbic de with hidden factors', () => {
  it.each(['deseq2', 'voom', 'edger'])('adds them to the design and says so: %s', async (method) => {
    await limbic('de', '--design', '~ arm', ...contrast, '--method', method, '--surrogate', '2', '-o', path('sv.tsv'));
    const found = summary('sv.summary.json');
    expect(found.design).toBe('~ arm + SV1 + SV2');
    expect(found.hiddenFactors?.added).toEqual(['SV1', 'SV2']);
    expect(found.hiddenFactors?.explained).toBeGreaterThan(0.3);
    expect(found.notes.join(' ')).toMatch(/2 hidden factors were added .*svaseq/);
  });

  it('finds their number, and takes the same ones at the same seed', async () => {
    await limbic('de', '--design', '~ arm', ...contrast, '--surrogate', 'be', '-o', path('one.tsv'));
    await limbic('de', '--design', '~ arm', ...contrast, '--surrogate', 'be', '-o', path('two.tsv'));
    expect(readFileSync(path('one.tsv'), 'utf8')).toBe(readFileSync(path('two.tsv'), 'utf8'));
    expect([3, 4]).toContain(summary('one.summary.json').hiddenFactors?.added.length);
  });

  it('warns of one that goes with the treatment', async () => {
    const more = ['--surrogate-method', 'ruvg', '--negative-controls', path('guilty.txt')];
    // control genes that are not: the batches move them
    writeFileSync(path('guilty.txt'), fixture.genes.filter((_, g) => g % 2 === 0).join('\n'));
    await limbic('de', '--design', '~ batch', '--contrast', 'batch', 'b', 'a', '--surrogate', '3', ...more, '-o', path('w.tsv'));
    expect(summary('w.summary.json').notes.join(' ')).toMatch(/Warning: SV\d is associated with what is tested/);
  });

  it('keeps them in the reduced design of a likelihood-ratio test', async () => {
    await limbic('de', '--design', '~ arm', '--reduced', '~ 1', '--surrogate', '1', '-o', path('lrt.tsv'));
    expect(table('lrt.tsv').filter((row) => Number.isFinite(row[4])).length).toBeGreaterThan(400);
  });

  it('refuses what cannot be, in words', async () => {
    const base = ['de', '--design', '~ arm', ...contrast, '-o', path('no.tsv')] as const;
    expect(await problemCodes(...base, '--surrogate', '12')).toEqual(['surrogates-too-many']);
    expect(await problemCodes(...base, '--surrogate', '1', '--surrogate-method', 'ruvg')).toEqual([
      'surrogates-controls-missing',
    ]);
    expect(await problemCodes(...base, '--surrogate-method', 'ruvs')).toEqual(['usage']);
    expect(await problemCodes(...base, '--adjust-counts', 'batch=arm')).toEqual(['batch-confounded']);
    expect(await problemCodes(...base, '--adjust-counts', 'batch=run')).toEqual(['samples-unknown-column']);
    expect(await problemCodes(...base, '--adjust-counts', 'arm=batch')).toEqual(['usage']);
    expect(await problemCodes(...base, '--adjust-counts', 'batch=weight')).toEqual(['batch-of-one']);
  });
});

describe('limbic de --control-genes', () => {
  it('estimates size factors on them', async () => {
    const words = ['--design', '~ arm', ...contrast, '--control-genes', path('controls.txt'), '-o', path('c.tsv')];
    await limbic('de', ...words);
    const counts = flat(fixture.counts);
    const control = Uint8Array.from(fixture.genes, (_, g) => (g % 3 === 0 ? 1 : 0));
    const expected = sizeFactors(counts, fixture.genes.length, fixture.samples.length, 'ratio', control);
    expect(fixture.samples.map((name) => summary('c.summary.json').sizeFactors[name])).toEqual(Array.from(expected));
  });

  it('refuses a list of unknown genes, and other methods', async () => {
    writeFileSync(path('foreign.txt'), 'Actb\nGapdh\n');
    const words = ['de', '--design', '~ arm', ...contrast, '-o', path('c.tsv'), '--control-genes', path('foreign.txt')] as const;
    expect(await problemCodes(...words)).toEqual(['control-genes-unknown']);
    expect(await problemCodes(...words, '--method', 'voom')).toEqual(['usage']);
  });
});

describe('limbic transform', () => {
  it('gives counts without batches, those of ComBat_seq', async () => {
    const words = ['--design', '~ arm', '--ref', 'arm=v', '--adjust-counts', 'batch=batch', '--method', 'counts'];
    await limbic('transform', ...words, '-o', path('counts-out.tsv'));
    expect(table('counts-out.tsv')).toEqual(fixture.combat.group);
  });

  it('takes the linear effects of batches and covariates off log values', async () => {
    const words = ['--design', '~ arm', '--method', 'logcpm', '-o', path('log.tsv')];
    await limbic('transform', ...words);
    const before = table('log.tsv');
    await limbic('transform', ...words, '--remove-batch', 'batch', 'site', '--remove-covariate', 'weight');
    const after = table('log.tsv');
    const meanOf = (rows: number[][], batch: string) => {
      const own = fixture.samples.map((_, j) => j).filter((j) => fixture.batch[j] === batch);
      return rows.map((row) => own.reduce((sum, j) => sum + row[j] / own.length, 0));
    };
    const spread = (rows: number[][]) => {
      const [a, b] = [meanOf(rows, 'a'), meanOf(rows, 'b')];
      return a.reduce((sum, value, g) => sum + Math.abs(value - b[g]), 0) / rows.length;
    };
    expect(spread(after)).toBeLessThan(0.35 * spread(before));
    expect(await problemCodes('transform', ...words, '--remove-covariate', 'site')).toEqual(['covariate-not-numeric']);
    expect(await problemCodes('transform', ...words, '--method', 'normalized', '--remove-batch', 'site')).toEqual([
      'remove-batch-scale',
    ]);
  });
});
