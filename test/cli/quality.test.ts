import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { syntheticTables } from '../expression/quality/synthetic-counts.ts';
import { limbic } from '../support/limbic.ts';

const place = mkdtempSync(join(tmpdir(), 'limbic-quality-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const tables = syntheticTables({
  seed: 3,
  genes: 500,
  perArm: 6,
  effect: (gene, sample) => (sample === 6 ? Math.sin(gene * 7) : 0),
});
writeFileSync(join(place, 'counts.tsv'), tables.counts);
writeFileSync(join(place, 'samples.csv'), tables.sheet);
const quality = (...more: string[]) =>
  limbic(['quality', '--counts', join(place, 'counts.tsv'), '--samples', join(place, 'samples.csv'), ...more]);

describe('limbic quality', () => {
  it('writes page, verdict, tables and figures, names the outlier with what to do, and the same with any number of threads', () => {
    const [one, two] = [join(place, 'one'), join(place, 'two')];
    const run = quality('--design', '~ sex + arm', '--tissue', 'hippocampus', '-o', one, '--threads', '1');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toBe(`${join(one, 'quality.html')}\n`);
    expect(run.stderr).toMatch(/warning: Sample s7 lies .* as far\b[\s\S]*what to do: look at its RNA quality/);
    expect(readdirSync(one).sort()).toEqual(['figures', 'quality.html', 'quality.json', 'tables']);
    expect(JSON.parse(readFileSync(join(one, 'quality.json'), 'utf8')).verdict.warnings).toBe(1);
    expect(quality('--design', '~ sex + arm', '--tissue', 'hippocampus', '-o', two, '--threads', '2', '--quiet')).toMatchObject({
      status: 0,
      stderr: '',
    });
    for (const file of ['quality.html', 'quality.json', 'tables/expression-quality.tsv'])
      expect(readFileSync(join(two, file), 'utf8'), file).toBe(readFileSync(join(one, file), 'utf8'));
  });
  it('needs a new folder and a design that the sheet can give', () => {
    writeFileSync(join(place, 'taken'), '');
    expect(quality('-o', place).stderr).toMatch(/not empty/);
    const unknown = quality('--design', '~ amr', '-o', join(place, 'never'));
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('did you mean "arm"?');
  });
});
