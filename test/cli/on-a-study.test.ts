import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/program.ts';
import { readWorkbook } from '../../src/table/index.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { STACK } from './program-here.ts';

const at = scratchFolder('on-a-study');
const entry = fileURLToPath(new URL('../../bin/limbic.js', import.meta.url));

describe('on a small study', () => {
  let counts: string;
  let samples: string;
  beforeAll(() => {
    expect(limbic(['simulate', at('study'), '--animals', '16', '--genes', '600', '--quiet'])).toMatchObject({
      status: 0,
      stderr: '',
    });
    counts = at('study', 'expression', 'counts.tsv.gz');
    samples = at('study', 'expression', 'samples.csv');
    const animals = readFileSync(at('study', 'animals.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    const arm = animals[0].indexOf('arm');
    const armOf = new Map(animals.map((row) => [row[0], row[arm]]));
    const rows = readFileSync(samples, 'utf8').trimEnd().split('\n');
    const animal = rows[0].split(',').indexOf('animal');
    samples = at('samples.csv');
    writeFileSync(samples, rows.map((row, i) => `${row},${i === 0 ? 'group' : armOf.get(row.split(',')[animal])}`).join('\n'));
    writeFileSync(at('samples.csv.gz'), gzipSync(readFileSync(samples)));
    writeFileSync(at('counts.tsv'), gunzipSync(readFileSync(counts)));
  });
  const transforming = (file: string, ...more: string[]) => [
    'transform',
    '--counts',
    file,
    '--samples',
    samples,
    '--method',
    'logcpm',
    ...more,
  ];
  const transform = (...more: string[]) => limbic(transforming(counts, ...more));

  it('gives the same from plain and from gzip files, to a file and to standard output, with any number of threads', () => {
    const plain = limbic(transforming(at('counts.tsv'), '-o', '-', '--threads', '1'));
    const packed = transform('--samples', at('samples.csv.gz'), '-o', at('values.tsv'), '--threads', '2', '--quiet');
    expect(plain.status, plain.stderr).toBe(0);
    expect(packed).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('values.tsv'), 'utf8')).toBe(plain.stdout);
    expect(plain.stdout).toMatch(/^gene\t/);
    expect(plain.stderr).not.toBe('');
  });

  it('writes a workbook and JSON of the same numbers', async () => {
    for (const ending of ['xlsx', 'json'])
      expect(transform('-o', at(`values.${ending}`), '--quiet')).toMatchObject({ status: 0, stderr: '' });
    const rows = JSON.parse(readFileSync(at('values.json'), 'utf8')) as Record<string, unknown>[];
    const [{ table }] = await readWorkbook(readFileSync(at('values.xlsx')), 'values.xlsx');
    expect(rows).toHaveLength(600);
    expect(table.columns[1].cells.map(Number)).toEqual(rows.map((row) => row[table.columns[1].name]));
  });

  it('fit and de write a table into a workbook', async () => {
    const fit = limbic([
      'fit',
      '--data',
      at('study', 'animals.csv'),
      '--formula',
      'litter ~ sex',
      '-o',
      at('fit.xlsx'),
      '--quiet',
    ]);
    const data = 'y,arm\n1,a\n2,a\n3,b\n5,b\n';
    writeFileSync(at('data.csv'), data);
    expect(fit.status).toBe(2);
    expect(existsSync(at('fit.xlsx'))).toBe(false);
    expect(limbic(['fit', '--data', at('data.csv'), '--formula', 'y ~ arm', '-o', at('fit.xlsx'), '--quiet'])).toMatchObject({
      status: 0,
    });
    const [{ table }] = await readWorkbook(readFileSync(at('fit.xlsx')), 'fit.xlsx');
    expect(table.columns[0].cells).toEqual(['(Intercept)', 'armb']);
    const contrast = ['--design', '~ group', '--contrast', 'group', 'high', 'vehicle'];
    const de = limbic(['de', '--counts', counts, '--samples', samples, ...contrast, '-o', at('de.xlsx'), '--quiet']);
    expect(de, de.stderr).toMatchObject({ status: 0, stderr: '' });
    expect((await readWorkbook(readFileSync(at('de.xlsx')), 'de.xlsx'))[0].table.columns[1].name).toBe('baseMean');
    expect(existsSync(at('de.summary.json'))).toBe(true);
  });

  it('--where and --ref mean the same in every command, and say what is wrong with them', () => {
    const bad = transform('--where', 'group', '-o', '-');
    expect(bad.status).toBe(2);
    expect(bad.stderr).toMatch(/"group" is not of the form column=value/);
    const fit = limbic(['fit', '--data', samples, '--formula', 'y ~ group', '--where', 'group', '-o', '-']);
    expect(fit.stderr).toMatch(/"group" is not of the form column=value/);
  });

  it('a folder where a file should be is named as such', () => {
    const run = transform('--samples', at(), '-o', at('never', 'v.tsv'));
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/folder; a file is needed/);
    expect(run.stderr).not.toMatch(STACK);
  });

  it('a reader that stops early is no fault', async () => {
    const child = spawn('node', [entry, ...transforming(counts, '-o', '-', '--quiet')]);
    let errors = '';
    child.stderr.on('data', (part) => (errors += String(part)));
    child.stdout.destroy();
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(errors).toBe('');
  });

  it('Ctrl-C stops a run with a sentence, exit 130, and no results', async () => {
    const env = { ...process.env, LIMBIC_CACHE: at('cache') };
    const child = spawn('node', [entry, 'run', at('study'), '--no-cache', '-o', at('stopped')], { env });
    let errors = '';
    child.stderr.on('data', (part) => {
      if (errors === '') child.kill('SIGINT');
      errors += String(part);
    });
    expect(await new Promise((done) => child.on('close', done)), errors).toBe(EXIT.interrupted);
    expect(errors).toMatch(/Stopped at your request; nothing half-written was left\.\n$/);
    expect(existsSync(at('stopped'))).toBe(false);
  });
});
