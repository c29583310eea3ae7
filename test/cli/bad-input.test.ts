import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limbic } from '../support/limbic.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let place: string;
let sound: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'limbic-bad-'));
  sound = join(place, 'sound');
  expect(limbic(['simulate', sound, '--animals', '16', '--genes', '600', '--quiet']).stderr).toBe('');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const COUNTS = 'expression/counts.tsv.gz';

/** A copy of the sound study in which one file has been edited. */
function broken(name: string, path: string, edit: (text: string) => string | Uint8Array): string {
  const folder = join(place, name);
  cpSync(sound, folder, { recursive: true });
  const file = join(folder, path);
  const bytes = readFileSync(file);
  const edited = edit(path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString());
  writeFileSync(file, path.endsWith('.gz') && typeof edited === 'string' ? gzipSync(edited) : edited);
  return folder;
}

const lines = (text: string, edit: (rows: string[]) => string[]) => edit(text.trimEnd().split('\n')).join('\n') + '\n';
const cell = (row: string, at: number, value: string, separator = '\t') =>
  row
    .split(separator)
    .map((one, i) => (i === at ? value : one))
    .join(separator);

const cases: [string, string, (text: string) => string | Uint8Array, RegExp[]][] = [
  [
    'non-integer',
    COUNTS,
    (text) => lines(text, (rows) => rows.with(3, cell(rows[3], 2, '1.5'))),
    [/counts\.tsv\.gz:4/, /1\.5/, /mend/],
  ],
  ['negative', COUNTS, (text) => lines(text, (rows) => rows.with(5, cell(rows[5], 1, '-3'))), [/counts\.tsv\.gz:6/, /-3/]],
  [
    'two-problems',
    COUNTS,
    (text) => lines(text, (rows) => rows.with(3, cell(rows[3], 2, '1.5')).with(5, cell(rows[5], 1, '-3'))),
    [/:4/, /:6/],
  ],
  ['duplicated-gene', COUNTS, (text) => lines(text, (rows) => [...rows, rows[7]]), [/counts\.tsv\.gz/, /twice|duplicate|again/]],
  [
    'ragged',
    COUNTS,
    (text) => lines(text, (rows) => rows.with(9, rows[9].slice(0, rows[9].lastIndexOf('\t')))),
    [/counts\.tsv\.gz:10/],
  ],
  ['empty', COUNTS, () => '', [/counts\.tsv\.gz/, /empty/]],
  ['binary', COUNTS, () => Uint8Array.from({ length: 2000 }, (_, i) => (i * 37) % 256), [/counts\.tsv\.gz/]],
  ['yaml-typo', 'study.yaml', (text) => text.replace('sessions:', 'sesions:'), [/study\.yaml:\d+/, /sesions/, /"sessions"/]],
  ['yaml-broken', 'study.yaml', (text) => text.replace('drug:', 'drug: ['), [/study\.yaml:\d+/]],
  [
    'unknown-assay',
    'study.yaml',
    (text) => text.replace('assay: open-field', 'assay: open-feild'),
    [/study\.yaml:\d+/, /open-feild/, /open-field/],
  ],
  ['rank-deficient', 'study.yaml', (text) => text.replace('~ sex + arm', '~ sex + arm + copy'), [/copy/]],
  ['unknown-animal', 'expression/samples.csv', (text) => text.replace(/M\d+/, 'M99x'), [/samples\.csv/, /M99x/]],
  [
    'missing-file',
    'study.yaml',
    (text) => text.replace('expression/samples.csv', 'expression/sample.csv'),
    [/sample\.csv/, /samples\.csv/],
  ],
];

describe('a bad study gives one clear message, exit 2 and no output', () => {
  for (const [name, path, edit, expected] of cases) {
    it(name, () => {
      const folder = broken(name, path, edit);
      const run = limbic(['run', folder, '--quiet', '--no-cache']);
      expect(run.status, run.stderr).toBe(2);
      for (const pattern of expected) expect(run.stderr).toMatch(pattern);
      expect(run.stderr).not.toMatch(/Internal fault|at .*\.js:\d+/);
      expect(existsSync(join(folder, 'results'))).toBe(false);
    });
  }

  it('a design column that only repeats another is named', () => {
    const folder = broken('confounded', 'animals.csv', (text) =>
      lines(text, (rows) => rows.map((row, i) => `${row},${i === 0 ? 'copy' : row.split(',')[1] + 'x'}`)),
    );
    const yaml = join(folder, 'study.yaml');
    const armAt = readFileSync(join(folder, 'animals.csv'), 'utf8').split('\n')[0].split(',').indexOf('arm');
    const sheet = join(folder, 'animals.csv');
    const rows = readFileSync(sheet, 'utf8').trimEnd().split('\n');
    writeFileSync(
      sheet,
      rows.map((row, i) => (i === 0 ? row : `${row.slice(0, row.lastIndexOf(','))},${row.split(',')[armAt]}`)).join('\n') + '\n',
    );
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('~ sex + arm', '~ sex + arm + copy'));
    const run = limbic(['run', folder, '--quiet', '--no-cache']);
    expect(run.status, run.stderr).toBe(2);
    expect(run.stderr).toMatch(/copy/);
  });
});

describe('text from data stays text', () => {
  it('survives ids that are code, markup or formulas', () => {
    const folder = join(place, 'hostile');
    cpSync(sound, folder, { recursive: true });
    const ids = ['__proto__', '<script>alert(1)</script>', '=1+1'];
    const sheet = join(folder, 'animals.csv');
    const animals = readFileSync(sheet, 'utf8');
    const old = animals
      .trimEnd()
      .split('\n')
      .slice(1, 4)
      .map((row) => row.split(',')[0]);
    const rename = (text: string) => old.reduce((all, id, i) => all.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), ids[i]), text);
    for (const path of ['animals.csv', 'weights.csv', 'behavior/sucrose-preference.csv', 'expression/samples.csv']) {
      writeFileSync(join(folder, path), rename(readFileSync(join(folder, path), 'utf8')));
    }
    for (const path of ['behavior/forced-swim.csv.gz', 'behavior/tail-suspension.csv.gz']) {
      writeFileSync(join(folder, path), gzipSync(rename(gunzipSync(readFileSync(join(folder, path))).toString())));
    }
    const yaml = join(folder, 'study.yaml');
    writeFileSync(
      yaml,
      readFileSync(yaml, 'utf8')
        .replace('title:', 'title: <script>alert(1)</script>')
        .replace(/ {2}- assay: open-field[\s\S]*?(?= {2}- assay: sucrose)/, ''),
    );
    const run = limbic(['run', folder, '--quiet', '--no-cache']);
    expect(run.status, run.stderr).toBe(0);
    const html = readFileSync(join(folder, 'results', 'report.html'), 'utf8');
    expect(html).not.toContain('<script>alert(1)');
    const table = readFileSync(join(folder, 'results', 'tables', 'behavior-scores.tsv'), 'utf8');
    for (const id of ids) expect(table).toContain(id);
    expect(() => JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8'))).not.toThrow();
  });
});
