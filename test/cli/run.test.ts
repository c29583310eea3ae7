import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Verdict } from '../../src/claims/index.ts';
import { BUNDLED_STUDY, limbic, startLimbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

// each test runs the whole pipeline several times; a busy machine needs minutes
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const at = scratchFolder('run');

interface Results {
  claims: { claims: { id: string; verdict: Verdict; estimate: number }[] };
}
interface Truth {
  expression: { changed: { gene: string; log2_fold_change: { arm: string; value: number }[] }[] };
}

const resultsOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Results;
const verdictsOf = (folder: string) => new Map(resultsOf(folder).claims.claims.map((claim) => [claim.id, claim.verdict]));

/** Rows of a table of results as maps from column name to cell. */
function rowsOf(folder: string, name: string): Map<string, string>[] {
  return tsvFileRows(join(folder, 'tables', name));
}

/** Every file below a folder with its content, for comparing two runs byte by byte. */
function contents(folder: string, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(folder, prefix))) {
    const path = join(prefix, name);
    if (statSync(join(folder, path)).isDirectory()) for (const [key, value] of contents(folder, path)) found.set(key, value);
    else found.set(path, readFileSync(join(folder, path)).toString('latin1'));
  }
  return found;
}

describe('the bundled study', () => {
  let results: string;
  beforeAll(() => {
    results = at('bundled');
    const run = limbic(['run', BUNDLED_STUDY, '-o', results, '--no-cache', '--quiet']);
    expect(run.stderr).toBe('');
    expect(run.stdout.trim()).toBe(join(results, 'report.html'));
  });

  it('finds what was planted', () => {
    const verdicts = verdictsOf(results);
    const planted = [
      'anxiety',
      'depression',
      'dose-dependence-anxiety',
      'dose-dependence-depression',
      'persistence-anxiety',
      'nlri-pathway',
      'serotonin-receptors',
      'dopamine-receptors',
      'gaba-receptors',
      'glutamate-receptors',
      'transmitter-synthesis',
      'vesicle-cycle',
      'receptor-turnover',
      'ei-balance',
      'link-anxiety',
      'link-depression',
    ];
    expect(planted.filter((id) => verdicts.get(id) !== 'supported')).toEqual([]);
  });

  it('finds the planted genes, on the planted side, and few others', () => {
    const truth = JSON.parse(readFileSync(join(BUNDLED_STUDY, 'truth.json'), 'utf8')) as Truth;
    const planted = new Map(
      truth.expression.changed.map((one) => [one.gene, one.log2_fold_change.find(({ arm }) => arm === 'high')?.value ?? 0]),
    );
    const found = rowsOf(results, 'genes-1-arm-high-vs-vehicle.tsv').filter((row) => Number(row.get('padj')) < 0.1);
    const right = found.filter((row) => (planted.get(row.get('gene') ?? '') ?? 0) * Number(row.get('log2FoldChange')) > 0);
    expect(right.length).toBeGreaterThan(0.6 * planted.size);
    expect(found.length - right.length).toBeLessThan(0.2 * found.length);
  });

  it('claims nothing about locomotion or baseline, where nothing was planted', () => {
    const quiet = rowsOf(results, 'behavior-contrasts.tsv').filter(
      (row) => row.get('kind') === 'arm-vs-control' && (row.get('domain') === 'locomotion' || row.get('session') === 'baseline'),
    );
    expect(quiet.length).toBeGreaterThan(0);
    expect(quiet.filter((row) => Number(row.get('padj')) < 0.01)).toEqual([]);
  });

  it('gives the same bytes with one thread and with two, and from the cache', () => {
    const cache = at('cache');
    for (const threads of ['1', '2']) {
      const other = at(`threads-${threads}`);
      expect(limbic(['run', BUNDLED_STUDY, '-o', other, '--threads', threads, '--quiet'], cache).status).toBe(0);
      expect(contents(other)).toEqual(contents(results));
    }
  });

  it('can be killed at any moment and started again', async () => {
    for (const wait of [400, 1500]) {
      const killed = at(`killed-${wait}`);
      const cache = at(`cache-${wait}`);
      const child = startLimbic(['run', BUNDLED_STUDY, '-o', killed], cache);
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      expect(existsSync(join(killed, 'report.html'))).toBe(false);
      expect(limbic(['run', BUNDLED_STUDY, '-o', killed, '--quiet'], cache).status).toBe(0);
      expect(contents(killed)).toEqual(contents(results));
    }
  });

  it('verifies, and notices a changed number', () => {
    expect(limbic(['verify', results, '--study', BUNDLED_STUDY, '--quiet']).status).toBe(0);
    const tampered = at('tampered');
    cpSync(results, tampered, { recursive: true });
    const claims = join(tampered, 'tables', 'claims.tsv');
    writeFileSync(claims, readFileSync(claims, 'utf8').replace('supported', 'contradicted'));
    const run = limbic(['verify', tampered, '--study', BUNDLED_STUDY, '--quiet']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('tables/claims.tsv: differs');
  });

  it('repeats only what depends on a changed file', () => {
    const copy = at('copy');
    const cache = at('cache-copy');
    cpSync(BUNDLED_STUDY, copy, { recursive: true });
    limbic(['run', copy, '--quiet'], cache);
    const weights = join(copy, 'weights.csv');
    writeFileSync(weights, readFileSync(weights, 'utf8').replace(/(\d)\.(\d)\n$/, '$1.9\n'));
    expect(limbic(['run', copy], cache).stderr).toMatch(/reused: expression, pathway/);
  });
});

describe('a study in which nothing was planted', () => {
  it('supports no claim', () => {
    const study = at('null');
    expect(limbic(['simulate', study, '--null', '--seed', '11', '--quiet']).status).toBe(0);
    expect(limbic(['run', study, '--quiet', '--no-cache']).status).toBe(0);
    const verdicts = [...verdictsOf(join(study, 'results')).values()];
    expect(verdicts.filter((verdict) => verdict === 'supported' || verdict === 'contradicted')).toEqual([]);
  });
});

describe.skipIf(!haveShared)('real mice: active place avoidance and their hippocampus', () => {
  const DATA = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;

  function studyOf(name: string, edit: (yaml: string) => string): string {
    const folder = at(name);
    mkdirSync(folder);
    const fixture = new URL('../fixtures/studies/avoidance/', import.meta.url).pathname;
    writeFileSync(join(folder, 'study.yaml'), edit(readFileSync(join(fixture, 'study.yaml'), 'utf8')));
    cpSync(join(fixture, 'animals.csv'), join(folder, 'animals.csv'));
    for (const file of ['behavior.tsv', 'samples.tsv', 'counts.tsv.gz', 'behavior-pca-published.tsv']) {
      writeFileSync(join(folder, file), readFileSync(join(DATA, file)));
    }
    expect(limbic(['run', folder, '--quiet', '--no-cache']).stderr).toBe('');
    return join(folder, 'results');
  }

  const significant = (folder: string) => {
    const name = readdirSync(join(folder, 'tables')).find((one) => one.startsWith('genes-1-')) ?? '';
    return rowsOf(folder, name).filter((row) => Number(row.get('padj')) < 0.1);
  };
  const arc = (folder: string) => {
    const name = readdirSync(join(folder, 'tables')).find((one) => one.startsWith('links-') && one.includes('pc1')) ?? '';
    return rowsOf(folder, name).find((row) => row.get('gene') === 'Arc');
  };

  it('agrees with the published findings of the 14 samples the authors kept', () => {
    const results = studyOf('avoidance-14', (yaml) => yaml);
    const found = significant(results);
    const published = readFileSync(join(DATA, 'published-degs-training.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .filter((cells) => cells[0] === 'DG');
    expect(new Set(found.map((row) => row.get('gene')))).toEqual(new Set(published.map((cells) => cells[1])));
    expect(found.length).toBe(263);
    expect(Number(arc(results)?.get('r'))).toBeCloseTo(0.79475870529228942, 10);
  });

  it('agrees with all 16 samples, and shows that Arc mostly restates the group', () => {
    const results = studyOf('avoidance-16', (yaml) => yaml.replace(/ {2}exclude:[\s\S]*?(?=\nplan:)/, ''));
    expect(significant(results).length).toBe(214);
    expect(Number(arc(results)?.get('r'))).toBeCloseTo(0.80592698414508812, 10);
    expect(Math.abs(Number(arc(results)?.get('r_within')))).toBeLessThan(0.5);
  });
});
