import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { register as registerPower } from '../../src/cli/power.ts';
import { register as registerTest } from '../../src/cli/test.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, SHARED } from '../support/shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'limbic-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface TestJson {
  [field: string]: unknown;
  method: string;
  statistic: number;
  df: number | null;
  pvalue: number;
  estimate: number;
  lower: number;
  upper: number;
  effect: { name: string; estimate: number; lower: number; upper: number };
  groups: { level: string; n: number; mean: number }[];
}

/** Runs a command in this process; returns what it wrote and said. */
async function run(register: (program: Command) => void, name: string, args: readonly string[], output: string) {
  const messages: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => messages.push(String(text)) > 0);
  try {
    const program = new Command().exitOverride();
    register(program);
    await program.parseAsync(['node', 'limbic', name, ...args, '-o', join(folder, output), '--threads', '1']);
  } finally {
    spy.mockRestore();
  }
  return { text: readFileSync(join(folder, output), 'utf8'), messages: messages.join('') };
}

async function test(...args: string[]): Promise<{ result: TestJson; messages: string }> {
  const { text, messages } = await run(registerTest, 'test', args, 'test.json');
  return { result: JSON.parse(text) as TestJson, messages };
}

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no problem',
    (error: { problems?: { code: string }[] }) => error.problems?.map((one) => one.code).join() ?? String(error),
  );

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const sleep = haveShared ? `${SHARED}/data/statistics/sleep.csv` : '';
const rotarod = haveShared ? `${SHARED}/data/statistics/rotarod.csv` : '';

describe.skipIf(!haveShared)('limbic test on R’s data', () => {
  it('t tests', async () => {
    const welch = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 'welch')).result;
    expectClose(welch.statistic, -1.860813467486853, 1e-10);
    expectClose(welch.df ?? NaN, 17.7764735161785, 1e-10);
    expectClose(welch.pvalue, 0.07939414018735817, 1e-10);
    expectClose(welch.lower, -3.3654832307117104, 1e-10);
    expect(welch.effect.name).toBe('Hedges g');
    expect(welch.effect.lower < welch.effect.estimate && welch.effect.estimate < welch.effect.upper).toBe(true);
    expect([welch['difference'], welch.groups.map((one) => one.n)]).toEqual(['1 - 2', [10, 10]]);
    const pooled = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 't')).result;
    expectClose(pooled.pvalue, 0.07918671421593818, 1e-10);
    const pairs = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 't', '--pair', 'ID')).result;
    expectClose(pairs.pvalue, 0.00283289019738427, 1e-10);
    expect(pairs['pairs']).toBe(10);
    const turned = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 'welch', '--ref', 'group=2')).result;
    expectClose(turned.statistic, 1.860813467486853, 1e-10);
  });

  it('rank and permutation tests', async () => {
    const args = ['--data', rotarod, '--y', 'time', '--by', 'group', '--method'];
    const mw = (await test(...args, 'mann-whitney')).result;
    expectClose(mw.pvalue, 0.037267080745341616, 1e-10);
    expectClose(mw.estimate, 14.5, 1e-10);
    expect(mw.effect.name).toBe("Cliff's delta");
    const bm = (await test(...args, 'brunner-munzel')).result;
    expectClose(bm.pvalue, 0.017180487343013143, 1e-10);
    const one = (await test(...args, 'brunner-munzel', '--alternative', 'greater')).result;
    expectClose(one.pvalue, 0.017180487343013143 / 2, 1e-10);
    const sampled = (await test(...args, 'permutation')).result;
    expect(sampled['exact']).toBe(false);
    expect(Math.abs(sampled.pvalue - 0.037267080745341616)).toBeLessThan(4 * Number(sampled['mcse']));
    const signed = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 'wilcoxon', '--pair', 'ID')).result;
    expectClose(signed.pvalue, 0.00390625, 1e-10);
    const flips = (await test('--data', sleep, '--y', 'extra', '--by', 'group', '--method', 'permutation', '--pair', 'ID'))
      .result;
    expectClose(flips.pvalue, 0.00390625, 1e-10);
  });

  it('several groups and tables', async () => {
    const sprays = `${SHARED}/data/statistics/InsectSprays.csv`;
    const kruskal = (await test('--data', sprays, '--y', 'count', '--by', 'spray', '--method', 'kruskal')).result;
    expectClose(kruskal.statistic, 54.691344622371446, 1e-10);
    expectClose(kruskal.pvalue, 1.5108444394185103e-10, 1e-10);
    expect(kruskal.effect.lower < kruskal.effect.estimate && kruskal.effect.estimate < kruskal.effect.upper).toBe(true);
    const epil = ['--data', `${SHARED}/data/statistics/epil.csv`, '--y', 'y', '--by', 'period', '--pair', 'subject'];
    const friedman = (await test(...epil, '--method', 'friedman')).result;
    expectClose(friedman.statistic, 3.6866791744840524, 1e-10);
    expectClose(friedman.effect.estimate, 0.020828695901039845, 1e-10);
    const { text } = await run(registerTest, 'test', [...epil, '--method', 'friedman'], 'friedman.tsv');
    expect(text.split('\n')[0]).toContain('pvalue');
  });
});

describe('limbic test', () => {
  const lines = (counts: readonly (readonly [string, string, number])[]) =>
    `arm,seizure\n${counts.flatMap(([arm, seizure, n]) => new Array<string>(n).fill(`${arm},${seizure}`)).join('\n')}\n`;

  it('Fisher of yes and no, and of three outcomes', async () => {
    const two = file(
      'two.csv',
      lines([
        ['a', 'no', 3],
        ['a', 'yes', 11],
        ['b', 'no', 9],
        ['b', 'yes', 2],
      ]),
    );
    const got = (await test('--data', two, '--y', 'seizure', '--by', 'arm', '--method', 'fisher')).result;
    expectClose(got.pvalue, 0.004832413514604926, 1e-10);
    expect(got.effect.name).toBe('odds ratio');
    const three = file(
      'three.csv',
      lines([
        ['a', 'x', 3],
        ['a', 'y', 1],
        ['a', 'z', 2],
        ['b', 'x', 1],
        ['b', 'y', 5],
        ['b', 'z', 6],
        ['c', 'x', 4],
        ['c', 'y', 9],
        ['c', 'z', 5],
      ]),
    );
    const table = (await test('--data', three, '--y', 'seizure', '--by', 'arm', '--method', 'fisher')).result;
    expectClose(table.pvalue, 0.28236022876835465, 1e-10);
    expect(table.effect.name).toBe("Cramer's V");
  });

  it('counts what it leaves out', async () => {
    const path = file('pairs.csv', 'id,session,score\na,1,3\na,2,5\nb,1,4\nb,2,\nc,1,2\nc,2,5\nd,1,6\nd,2,7\n');
    const { result, messages } = await test('--data', path, '--y', 'score', '--by', 'session', '--pair', 'id', '--method', 't');
    expect([result['rowsLeftOut'], result['pairs'], result['unitsLeftOut']]).toEqual([1, 3, ['b']]);
    expect(messages).toContain('left out: b');
  });

  it('explains what cannot be tested', async () => {
    const path = file('bad.csv', 'id,arm,score\na,x,3\na,x,5\nb,y,4\nc,z,2\n');
    const flat = file('flat.csv', 'arm,score\nx,3\nx,3\ny,3\ny,3\n');
    const stray = file('stray.csv', 'arm,score\nx,3\nx,oops\ny,3\ny,4\n');
    const of = (data: string, ...args: string[]) =>
      problemOf(test('--data', data, '--y', 'score', '--by', 'arm', '--method', ...args));
    expect(await of(path, 'welch')).toBe('not-two-groups');
    expect(await of(path, 't', '--pair', 'id', '--where', 'arm=x')).toBe('one-group');
    expect(await of(path, 'friedman', '--pair', 'id')).toBe('pair-repeated');
    expect(await of(path, 'friedman')).toBe('usage');
    expect(await of(flat, 'welch')).toBe('test-impossible');
    expect(await of(flat, 'wilcoxon')).toBe('usage');
    expect(await of(stray, 'welch')).not.toBe('no problem');
    expect(await of(path, 'kruskal', '--alternative', 'less')).toBe('usage');
    expect(await problemOf(test('--data', path, '--y', 'scor', '--by', 'arm', '--method', 'kruskal'))).toBe('no-column');
  });
});

describe('limbic power', () => {
  const power = (...args: string[]) => run(registerPower, 'power', args, 'power.tsv');
  const rows = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));

  it('litters, exactly', async () => {
    const { text } = await power('--litters', '5,8', '--pups', '4', '--icc', '0.2', '--difference', '1');
    const [head, first] = rows(text);
    expect(head.slice(0, 4)).toEqual(['litters_per_group', 'pups_per_litter', 'power', 'false_positives_ignoring_litters']);
    expectClose(Number(first[2]), 0.5930780932637995, 1e-10);
  });

  it('a planned study by simulation', async () => {
    const plan = file(
      'plan.csv',
      `litter,arm\n${Array.from({ length: 40 }, (_, i) => `l${Math.floor(i / 4)},${i < 20 ? 'high' : 'vehicle'}`).join('\n')}\n`,
    );
    const model = ['--data', plan, '--formula', 'score ~ arm + (1 | litter)', '--ref', 'arm=vehicle', '--runs', '150'];
    const truth = ['--effects', 'armhigh=1', '--sd', 'litter=0.4472136,residual=0.8944272'];
    const { text, messages } = await power(...model, ...truth);
    const [head, one] = rows(text);
    expect(head).toEqual(['test', 'power', 'mcse', 'lower', 'upper', 'runs', 'untested']);
    expect(one[0]).toBe('arm');
    expect(Math.abs(Number(one[1]) - 0.58579)).toBeLessThan(3 * Number(one[2]));
    expect(messages).toContain('Monte Carlo error');
    const named = rows((await power(...model, ...truth, '--test', 'armhigh', '--contrast', 'armhigh=1')).text);
    expect(named.slice(1).map((row) => row.slice(0, 2))).toEqual([
      ['armhigh', one[1]],
      ['1 armhigh', one[1]],
    ]);
    expect(await problemOf(power(...model, '--effects', 'armlow=1'))).toBe('power-unknown-name,power-deviation,power-residual');
    expect(await problemOf(power(...model, '--effects', 'armhigh=big', '--sd', 'litter=1,residual=1'))).toBe('usage');
    expect(await problemOf(power('--litters', '5'))).toBe('usage');
    expect(await problemOf(power('--runs', '10'))).toBe('usage');
  });
});
