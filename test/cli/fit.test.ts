import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { register } from '../../src/cli/fit.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, SHARED } from '../support/shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'limbic-fit-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  [field: string]: number | string | null;
}

interface Fit {
  coefficients: Row[];
  anova: Row[];
  random: Row[];
  emmeans: Row[];
  contrasts: Row[];
  notes: Row[];
  sigma: number;
  logLik: number;
  n: number;
  rowsLeftOut: number;
  adjustment: string;
  anovaType: string;
  method: string;
  subjects: number;
  subjectsLeftOut: Row[];
}

/** Runs the command in this process and reads its JSON. */
async function runFit(...args: string[]): Promise<{ result: Fit; messages: string }> {
  const output = join(folder, 'fit.json');
  const messages: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => messages.push(String(text)) > 0);
  try {
    const program = new Command().exitOverride();
    register(program);
    for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
    await program.parseAsync(['node', 'limbic', 'fit', ...args, '-o', output]);
  } finally {
    spy.mockRestore();
  }
  return { result: JSON.parse(readFileSync(output, 'utf8')) as Fit, messages: messages.join('') };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ARMS = file(
  'arms.csv',
  `animal,litter,arm,sex,week,score,weight
${Array.from({ length: 24 }, (_, i) => {
  const arm = ['vehicle', 'low', 'high'][i % 3];
  const score = (10 + (i % 3) * 2 + ((i * 7) % 5) - 2 + (i % 2) * 0.5).toFixed(2);
  return `m${i},L${Math.floor(i / 3)},${arm},${i % 2 === 0 ? 'f' : 'm'},${i % 4},${i === 5 ? 'NA' : score},${20 + i}`;
}).join('\n')}
`,
);

const named = (rows: readonly Row[], field: string, value: string): Row => {
  const row = rows.find((one) => one[field] === value);
  if (row === undefined) throw new Error(`no ${field} ${value}`);
  return row;
};

describe('limbic fit', () => {
  it('fits a linear model with means and contrasts against a named control', async () => {
    const { result, messages } = await runFit(
      ...['--data', ARMS, '--formula', 'score ~ arm * sex', '--ref', 'arm=vehicle'],
      ...['--emmeans', '~ arm | sex', '--contrasts', 'vs-control', '--adjust', 'dunnett'],
    );
    expect(result.n).toBe(23);
    expect(result.rowsLeftOut).toBe(1);
    expect(result.coefficients.map((row) => row.term)).toEqual([
      '(Intercept)',
      'armhigh',
      'armlow',
      'sexm',
      'armhigh:sexm',
      'armlow:sexm',
    ]);
    expect(result.anova.map((row) => row.term)).toEqual(['arm', 'sex', 'arm:sex']);
    expect(result.anova[0].denDf).toBe(17);
    expect(result.emmeans.map((row) => `${row.arm} ${row.sex}`).slice(0, 3)).toEqual(['vehicle f', 'high f', 'low f']);
    expect(result.contrasts.map((row) => `${row.contrast} ${row.sex}`)[0]).toBe('high - vehicle f');
    expect(result.adjustment).toBe('dunnett');
    expect(result.random).toEqual([]);
    expect(messages).toContain('1 of 24 rows');
    expect(messages).toMatch(/arm: F\(2, 17\) = /);
  });

  it('fits a mixed model by REML with Kenward-Roger, or by ML with Satterthwaite', async () => {
    const { result } = await runFit('--data', ARMS, '--formula', 'score ~ arm + (1 | litter)');
    expect(result.method).toMatch(/REML, Kenward-Roger/);
    expect(result.random.map((row) => `${row.group} ${row.term}`)).toEqual(['litter (Intercept)', 'Residual null']);
    const { result: ml } = await runFit('--data', ARMS, '--formula', 'score ~ arm + (1 | litter)', '--method', 'ML');
    expect(ml.method).toMatch(/maximum likelihood, Satterthwaite/);
    expect(ml.sigma).toBeLessThan(result.sigma);
  });

  it('takes numbers as categories, ordered levels, held predictors and chosen rows', async () => {
    const { result } = await runFit(
      ...['--data', ARMS, '--formula', 'score ~ week + weight', '--factor', 'week', '--where', 'sex=f', '--at', 'weight=25'],
      ...['--emmeans', '~ week', '--contrasts', 'pairwise'],
    );
    expect(result.coefficients.map((row) => row.term)).toEqual(['(Intercept)', 'week2', 'weight']);
    expect(result.contrasts.map((row) => row.contrast)).toEqual(['week0 - week2']);
    const { result: ordered } = await runFit('--data', ARMS, '--formula', 'score ~ arm', '--levels', 'arm=vehicle,low,high');
    expect(ordered.coefficients.map((row) => row.term)).toEqual(['(Intercept)', 'armlow', 'armhigh']);
  });

  it('gives robust and cluster-robust errors', async () => {
    const { result: plain } = await runFit('--data', ARMS, '--formula', 'score ~ arm');
    const { result: hc3 } = await runFit('--data', ARMS, '--formula', 'score ~ arm', '--robust', 'HC3');
    const { result: cluster } = await runFit('--data', ARMS, '--formula', 'score ~ arm', '--robust', 'cluster:litter');
    const se = (one: Fit) => named(one.coefficients, 'term', 'armvehicle').se;
    expect(se(hc3)).not.toBe(se(plain));
    expect(cluster.method).toContain('cluster-robust');
    expect(Number(named(cluster.coefficients, 'term', 'armvehicle').df)).toBeLessThan(10);
  });

  it('tests by type II and says so where empty cells rule type III out', async () => {
    const { result, messages } = await runFit('--data', ARMS, '--formula', 'score ~ arm * litter', '--where', 'sex=f');
    expect(result.anovaType).toBe('II');
    expect(messages).toContain('type II');
    expect(result.notes.map((note) => note.code)).toContain('coefficients-aliased');
  });

  it('says when an adjustment does not fit the family', async () => {
    const args = [
      '--data',
      ARMS,
      '--formula',
      'score ~ arm',
      '--emmeans',
      '~ arm',
      '--contrasts',
      'vs-control',
      '--adjust',
      'tukey',
    ];
    const { result, messages } = await runFit(...args);
    expect(result.adjustment).toBe('sidak');
    expect(messages).toContain('tukey does not fit');
  });

  it('keeps the names of factors apart from the fields of a row', async () => {
    const odd = file('odd.csv', 'y,estimate,__proto__\n1,a,p\n2,a,q\n4,b,p\n3,b,q\n5,a,p\n7,b,q\n');
    const { result } = await runFit(
      '--data',
      odd,
      '--formula',
      'y ~ estimate + `__proto__`',
      '--emmeans',
      '~ estimate * `__proto__`',
    );
    expect(result.emmeans[0]['factor.estimate']).toBe('a');
    expect(Object.keys(result.emmeans[0])).toContain('__proto__');
    expect(typeof result.emmeans[0].estimate).toBe('number');
  });

  it('writes the coefficients as a table', async () => {
    const output = join(folder, 'coefficients.tsv');
    const program = new Command().exitOverride();
    register(program);
    await program.parseAsync(['node', 'limbic', 'fit', '--data', ARMS, '--formula', 'score ~ sex', '--quiet', '-o', output]);
    const [head, first] = readFileSync(output, 'utf8').split('\n');
    expect(head).toBe('term\testimate\tse\tdf\tstatistic\tpvalue\tlower\tupper');
    expect(first).toMatch(/^\(Intercept\)\t/);
  });

  it.each([
    ['an unknown column', ['--data', ARMS, '--formula', 'scor ~ arm'], /"scor".*\n.*did you mean "score"/],
    ['an unknown level', ['--data', ARMS, '--formula', 'score ~ arm', '--ref', 'arm=vehicl'], /did you mean "vehicle"/],
    ['no rows', ['--data', ARMS, '--formula', 'score ~ arm', '--where', 'sex=male'], /no row satisfies --where/],
    ['a missing file', ['--data', join(folder, 'no.csv'), '--formula', 'y ~ x'], /no such file/],
    ['contrasts without means', ['--data', ARMS, '--formula', 'score ~ arm', '--contrasts', 'pairwise'], /name them/],
    ['means of an unknown factor', ['--data', ARMS, '--formula', 'score ~ arm', '--emmeans', '~ sex'], /no predictor "sex"/],
    ['an unknown robust kind', ['--data', ARMS, '--formula', 'score ~ arm', '--robust', 'HC9'], /unknown robust/],
    [
      'a response the family cannot have',
      ['--data', ARMS, '--formula', 'score ~ arm', '--family', 'beta', '--where', 'sex=m'],
      /arms\.csv:3: the beta family/,
    ],
    ['a bad formula', ['--data', ARMS, '--formula', 'score ~ (arm'], /ends too early/],
    ['an unknown family', ['--data', ARMS, '--formula', 'score ~ arm', '--family', 'weibull'], /Allowed choices/],
  ])('refuses %s', async (_, args, message) => {
    await expect(runFit(...args)).rejects.toThrow(message);
  });

  it('names the line of a text among the numbers of the response', async () => {
    const dirty = file('dirty.csv', 'y,arm\n1,a\n2,a\n3.1s,b\n4,b\n');
    await expect(runFit('--data', dirty, '--formula', 'y ~ arm')).rejects.toThrow(/dirty\.csv:4:1.*must hold numbers.*3\.1s/);
  });
});

describe.skipIf(!haveShared)('limbic fit on real tables', () => {
  const data = (name: string) => `${SHARED}/data/statistics/${name}.csv`;

  it('gives the coefficients of R for an analysis of covariance', async () => {
    const { result } = await runFit('--data', data('anorexia'), '--formula', 'Postwt ~ Prewt + Treat', '--ref', 'Treat=Cont');
    const row = named(result.coefficients, 'term', 'TreatFT');
    expectClose(Number(row.estimate), 8.660128180991691, 1e-12);
    expectClose(Number(row.pvalue), 0.00018902379803424602, 1e-9);
    expectClose(result.sigma, 6.978183039174997, 1e-12);
  });

  it('gives the repeated-measures analysis of afex', async () => {
    const { result, messages } = await runFit(
      ...['--data', data('obk.long'), '--formula', 'value ~ treatment * gender', '--subject', 'id', '--within', 'phase,hour'],
      ...['--emmeans', '~ phase | treatment', '--contrasts', 'pairwise', '--adjust', 'holm'],
    );
    expect(result.subjects).toBe(16);
    const row = named(result.anova, 'term', 'phase');
    expectClose(Number(row.F), 16.13291969931989, 1e-9);
    expectClose(Number(row.pvalueGreenhouseGeisser), 0.0002813681244158399, 1e-9);
    expectClose(Number(result.contrasts[0].se), 0.5400617248673217, 1e-9);
    expect(messages).toContain('16 subjects');
  });
});
