import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BUNDLED_STUDY, limbic } from '../support/limbic.ts';

const place = mkdtempSync(join(tmpdir(), 'limbic-study-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A study folder with the given files. */
function studyWith(name: string, files: Record<string, string>): string {
  const folder = join(place, name);
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

describe('limbic init', () => {
  it('writes a folder that check can read, and does not overwrite it', () => {
    const folder = join(place, 'new');
    expect(limbic(['init', folder])).toMatchObject({ status: 0, stdout: `${join(folder, 'study.yaml')}\n` });
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'animals.csv', 'study-template.xlsx', 'study.yaml', 'weights.csv']);
    const again = limbic(['init', folder]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('not empty');
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('limbic check', () => {
  it('the bundled study: no error, exit 0, findings as a table', () => {
    const out = join(place, 'findings.tsv');
    const run = limbic(['check', BUNDLED_STUDY, '-o', out]);
    expect(run).toMatchObject({ status: 0 });
    expect(run.stderr).toMatch(/^0 errors, 0 warnings, \d+ notes?\n$/);
    expect(readFileSync(out, 'utf8')).toMatch(/^severity\tcode\tfile\tline\tcolumn\tmessage\tfound\texpected\tmend\n/);
  });
  it('any error: exit 1, all problems at once, each with place and mend', () => {
    const folder = studyWith('bad', { 'study.yaml': 'limbic: 1\nplan:\n  alpa: 0.05\narms: 3\n', 'animals.csv': 'animal,arm\n' });
    const run = limbic(['check', folder]);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('study.yaml:3:3: plan has no key "alpa"');
    expect(run.stdout).toContain('mend: did you mean "alpha"?');
    expect(run.stdout).toContain('study.yaml:4:7: arms must be a list');
    expect(run.stderr).toContain('2 errors');
  });
  it('no such folder: exit 2', () => {
    const run = limbic(['check', join(place, 'nowhere')]);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('mend:');
  });
  it('the study file may be named instead of its folder', () => {
    expect(limbic(['check', join(BUNDLED_STUDY, 'study.yaml'), '--quiet'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

describe('limbic simulate', () => {
  it('the same seed gives the same folder; null plants nothing', () => {
    const [first, second] = [join(place, 'sim1'), join(place, 'sim2')];
    const options = ['--animals', '8', '--genes', '600', '--seed', '4', '--null', '--quiet'];
    expect(limbic(['simulate', first, ...options])).toMatchObject({ status: 0, stdout: `${first}\n`, stderr: '' });
    limbic(['simulate', second, ...options]);
    for (const path of ['truth.json', 'expression/counts.tsv.gz', 'behavior/forced-swim.csv.gz'])
      expect(readFileSync(join(first, path)).equals(readFileSync(join(second, path)))).toBe(true);
    expect(JSON.parse(readFileSync(join(first, 'truth.json'), 'utf8'))).toMatchObject({ planted: false });
  });
  it('wrong options are usage errors', () => {
    expect(limbic(['simulate', join(place, 'x'), '--animals', '7']).status).toBe(2);
    expect(limbic(['simulate', join(place, 'x'), '--preset', 'fluoxetine']).status).toBe(2);
    expect(limbic(['simulate']).status).toBe(2);
    expect(existsSync(join(place, 'x'))).toBe(false);
  });
});
