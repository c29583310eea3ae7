import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../../src/cli/de.ts';
import { InputError } from '../../../src/problems/index.ts';
import { negativeBinomialVariate, randomStream } from '../../../src/stats/index.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { tsvFileCells } from '../../support/tsv.ts';
import { mixed } from './mixed-fixture.ts';

const path = scratchFolder('dream');

function de(counts: string, ...words: string[]): Promise<void> {
  const files = ['--counts', path(counts), '--samples', path('samples.tsv'), '--contrast', 'arm', 'high', 'vehicle'];
  return runHere([register], ['de', '--quiet', '--threads', '1', '--method', 'dream', ...files, ...words]);
}

const rows = (name: string) => tsvFileCells(path(name)).slice(1);

const write = (name: string, counts: readonly (readonly number[])[]) => {
  const names = mixed.arm.map((_, j) => `s${j + 1}`);
  writeFileSync(
    path(name),
    `${['gene', ...names].join('\t')}\n${counts.map((row, g) => [`g${g + 1}`, ...row].join('\t')).join('\n')}\n`,
  );
};

beforeAll(() => {
  write('counts.tsv', mixed.counts);
  const lines = mixed.arm.map((arm, j) => [`s${j + 1}`, arm, mixed.sex[j], mixed.litter[j], mixed.run[j]].join('\t'));
  writeFileSync(path('samples.tsv'), `sample\tarm\tsex\tlitter\trun\n${lines.join('\n')}\n`);
});

describe('limbic de --method dream', () => {
  it('finds the changed genes and tells of variances of zero', async () => {
    const words = ['--design', '~ arm + sex + (1 | litter)', '--diagnostics', path('d.tsv'), '-o', path('r.tsv')];
    await de('counts.tsv', ...words);
    const found = rows('r.tsv');
    const called = found.filter((row) => Number(row[7]) < 0.1).map((row) => Number(row[0].slice(1)));
    expect(called.filter((g) => g % 5 === 0).length).toBeGreaterThan(10);
    // runs, which this design leaves out, go with arms in part and move some genes
    expect(called.filter((g) => g % 5 !== 0).length).toBeLessThan(0.4 * called.length);
    const summary = JSON.parse(readFileSync(path('r.summary.json'), 'utf8'));
    expect(summary.method).toMatch(/Satterthwaite/);
    expect(summary.randomIntercepts).toEqual(['litter']);
    expect(summary).toHaveProperty('input');
    expect(summary.notes.join(' ')).toMatch(/exactly 0: litter in \d+ %/);
    expect(rows('d.tsv')[0]).toHaveLength(4);
  });

  it('is voom where the design has no random terms', async () => {
    await de('counts.tsv', '--design', '~ arm + sex', '-o', path('plain.tsv'));
    expect(JSON.parse(readFileSync(path('plain.summary.json'), 'utf8')).method).toBe('limma-voom, moderated t');
  });

  it('takes hidden factors and two random terms', async () => {
    const words = [
      '--design',
      '~ arm + (1 | litter) + (1 | run)',
      '--surrogate',
      '1',
      '--ddf',
      'kenward-roger',
      '-o',
      path('s.tsv'),
    ];
    await de('counts.tsv', ...words);
    const summary = JSON.parse(readFileSync(path('s.summary.json'), 'utf8'));
    expect(summary.hiddenFactors.added).toEqual(['SV1']);
    expect(summary.randomIntercepts).toEqual(['litter', 'run']);
    expect(summary.method).toMatch(/Kenward-Roger/);
  });

  it('refuses options of other methods and random slopes', async () => {
    const design = ['--design', '~ arm + (1 | litter)', '-o', path('n.tsv')];
    await expect(de('counts.tsv', ...design, '--block', 'litter')).rejects.toThrow(InputError);
    await expect(de('counts.tsv', '--design', '~ arm + (arm | litter)', '-o', path('n.tsv'))).rejects.toThrow(InputError);
  });

  it('holds its level when litters matter and arms do not, where treating litter-mates as independent does not', async () => {
    const random = randomStream(3, 'null litters');
    const litters = mixed.litter.map((name) => Number(name.slice(1)) - 1);
    const counts = Array.from({ length: 600 }, () => {
      const effects = Array.from({ length: 12 }, () => 0.5 * random.normal());
      return litters.map((litter) => negativeBinomialVariate(random, 200 * 2 ** effects[litter], 0.02));
    });
    write('null.tsv', counts);
    const share = (name: string, column: number) => rows(name).filter((row) => Number(row[column]) < 0.05).length / 600;
    await de('null.tsv', '--design', '~ arm + (1 | litter)', '-o', path('null.tsv.out.tsv'));
    await de('null.tsv', '--design', '~ arm', '-o', path('naive.tsv'));
    expect(share('null.tsv.out.tsv', 6)).toBeLessThan(0.07);
    expect(share('null.tsv.out.tsv', 6)).toBeGreaterThan(0.02);
    expect(share('naive.tsv', 4)).toBeGreaterThan(0.1);
  });
});
