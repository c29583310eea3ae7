import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { randomStream } from '../../src/stats/index.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED } from '../support/shared.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const at = scratchFolder('modules');

interface Link {
  profile: number;
  outcome: string;
  r: number;
  rWithin: number;
}
interface Modules {
  modules: { name: string; label: number; size: number }[];
  traits: Link[];
  activityGenes: { gene: string }[];
  activityLinks: Link[];
}

describe.skipIf(!haveShared)('the lesson of the flagship study, in its default run', () => {
  const OUTCOME = 'Active place avoidance/shock_zone_share';
  let found: Modules;
  let report: string;
  beforeAll(() => {
    const folder = at('avoidance');
    cpSync(new URL('../fixtures/studies/avoidance/', import.meta.url).pathname, folder, { recursive: true });
    for (const file of ['behavior.tsv', 'samples.tsv', 'counts.tsv.gz', 'behavior-pca-published.tsv'])
      writeFileSync(join(folder, file), readFileSync(`${SHARED}/data/expression/mouse-hippocampus-avoidance/${file}`));
    const yaml = readFileSync(join(folder, 'study.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'study.yaml'),
      yaml.replace(/ {2}exclude:[\s\S]*?(?=\nplan:)/, '').replace('plan:', 'plan:\n  permutations: 99'),
    );
    expect(limbic(['run', folder, '--quiet', '--no-cache']).stderr).toBe('');
    const results = JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8')) as {
      integration: { modules: Modules };
    };
    found = results.integration.modules;
    report = readFileSync(join(folder, 'results', 'report.html'), 'utf8');
  });

  it('Arc against time in the shock zone: r = -0.80 over all 16 mice, -0.28 within training groups', () => {
    const arc = found.activityLinks.find((link) => link.outcome === OUTCOME && found.activityGenes[link.profile].gene === 'Arc');
    expect(arc?.r).toBeCloseTo(-0.8018, 4);
    expect(arc?.rWithin).toBeCloseTo(-0.2817, 4);
  });

  it("the activity module's eigengene: from -0.63 to 0.00", () => {
    const at = found.modules.findIndex((one) => one.name.includes('activity genes'));
    const link = found.traits.find((one) => one.outcome === OUTCOME && one.profile === at);
    expect(found.modules.map((one) => one.size)).toEqual([630, 236, 226, 60]);
    expect(link?.r).toBeCloseTo(-0.6286, 4);
    expect(link?.rWithin).toBeCloseTo(0, 4);
  });

  it('the report says so in plain words, and draws it', () => {
    const within = 'what shows over all animals is mostly the difference between the groups';
    expect(report).toMatch(
      new RegExp(`Module 4 \\(activity genes\\) goes with shock_zone_share[^<]*r = −0\\.63[^<]*r = 0\\.00[^<]*${within}`),
    );
    expect(report).toMatch(new RegExp(`Arc goes with shock_zone_share[^<]*r = −0\\.80[^<]*r = −0\\.28[^<]*${within}`));
    for (const figure of ['module-traits', 'module-tree', 'module-soft-threshold'])
      expect(report).toContain(`data-figure="${figure}"`);
  });
});

describe('limbic integrate --modules', () => {
  const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');

  /** Two planted groups of genes over 20 animals; the first goes with the score. */
  function tables(): string[] {
    const stream = randomStream(5, 'test/modules');
    const animals = Array.from({ length: 20 }, (_, a) => `m${a}`);
    const profile = () => animals.map(() => stream.normal());
    const [one, two] = [profile(), profile()];
    const row = (own: readonly number[] | null) => animals.map((_, a) => (own === null ? 0 : 1.5 * own[a]) + stream.normal());
    const genes = Array.from({ length: 160 }, (_, g) => [`g${g}`, ...row(g < 50 ? one : g < 90 ? two : null)].join('\t'));
    const expression = at('expression.tsv');
    writeFileSync(expression, `gene\t${animals.join('\t')}\n${genes.join('\n')}\nflat\t${animals.map(() => 1).join('\t')}\n`);
    const behavior = at('behavior.tsv');
    const lines = animals.map((animal, a) => `${animal}\t${a % 2 === 0 ? 'a' : 'b'}\t${one[a] + 0.3 * stream.normal()}`);
    writeFileSync(behavior, `animal\tarm\tscore\n${lines.join('\n')}\n`);
    return ['--expression', expression, '--behavior', behavior, '--group', 'arm', '--permutations', '99'];
  }

  it('finds the planted modules, their hub, their link, the same bytes with one thread and two', () => {
    const common = ['integrate', ...tables(), '--modules', '--min-size', '15', '--preserve', at('expression.tsv')];
    const folders = ['1', '2'].map((threads) => {
      const folder = at(`out-${threads}`);
      const run = limbic([...common, '--preserve-permutations', '20', '--threads', threads, '-o', folder]);
      expect(run.status, run.stderr).toBe(0);
      expect(run.stderr).toContain('1 genes do not vary');
      return folder;
    });
    for (const name of ['modules', 'module-traits', 'eigengenes', 'soft-threshold', 'module-list', 'module-tree', 'preservation'])
      expect(read(folders[1], `${name}.tsv`)).toEqual(read(folders[0], `${name}.tsv`));
    const moduleOf = new Map(read(folders[0], 'modules.tsv').map((line) => line.split('\t').slice(0, 2) as [string, string]));
    const shares = ([from, to]: [number, number], module: string) =>
      Array.from({ length: to - from }, (_, g) => moduleOf.get(`g${from + g}`)).filter((own) => own === module).length /
      (to - from);
    expect(shares([0, 50], '1')).toBeGreaterThan(0.9);
    expect(shares([50, 90], '2')).toBeGreaterThan(0.9);
    const link = read(folders[0], 'module-traits.tsv')
      .map((line) => line.split('\t'))
      .find(([module]) => module === '1');
    expect(Math.abs(Number(link?.[3]))).toBeGreaterThan(0.9);
    expect(Math.abs(Number(link?.[6]))).toBeGreaterThan(0.9);
    const zSummary = Number(read(folders[0], 'preservation.tsv')[1].split('\t')[2]);
    expect(zSummary).toBeGreaterThan(10);
  });

  it('says what is missing when there are too few genes', () => {
    const run = limbic(['integrate', ...tables(), '--modules', '--min-size', '90', '-o', at('few')]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('too few for modules');
  });
});
