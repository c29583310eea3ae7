import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SIMULATION, loadStudy, memorySource, simulateStudy } from '../../src/study/index.ts';
import { numbers, readDelimited, texts } from '../../src/table/index.ts';

const BUNDLED = new URL('../../examples/isotretinoin', import.meta.url).pathname;

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return name === 'results' ? [] : filesOf(path);
      return [path];
    })
    .sort();
}

describe('the bundled study', () => {
  const files = simulateStudy(DEFAULT_SIMULATION);

  it('is what `limbic simulate examples/isotretinoin` writes, byte for byte', () => {
    const bundled = filesOf(BUNDLED).map((path) => relative(BUNDLED, path));
    expect(bundled).toEqual([...files.keys()].sort());
    const different = bundled.filter((path) => !readFileSync(join(BUNDLED, path)).equals(files.get(path) ?? new Uint8Array()));
    expect(different).toEqual([]);
  });

  it('is small', () => {
    expect([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(3_000_000);
  });

  it('loads', async () => {
    const study = await loadStudy(memorySource('isotretinoin', files));
    expect(study.animals).toHaveLength(72);
    expect(study.arms.map((arm) => [arm.name, arm.doseMgPerKg, arm.control])).toEqual([
      ['vehicle', 0, true],
      ['low', 5, false],
      ['medium', 10, false],
      ['high', 20, false],
    ]);
    expect(study.sessions.map((session) => session.phase)).toEqual(['baseline', 'treatment', 'treatment', 'washout']);
  });
});

interface TruthFile {
  planted: boolean;
  behavior: { effects: { domain: string; arm: string; session: string; effect_sd: number }[] };
  expression: { changed: { gene: string; log2_fold_change: { arm: string; value: number }[] }[]; linked: unknown[] };
}
const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string) => {
  const bytes = files.get(path) ?? new Uint8Array(0);
  return new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what is planted is there', () => {
  const files = simulateStudy({ seed: 5, animals: 240, genes: 600, planted: true });
  const truth = JSON.parse(textOf(files, 'truth.json')) as TruthFile;
  const animals = readDelimited(files.get('animals.csv') ?? new Uint8Array(0), 'animals.csv');
  const column = (name: string) => texts(animals, name);
  const armOf = new Map(column('animal').map((id, i) => [id, column('arm')[i] ?? '']));

  it('the design is balanced: one pup per litter and arm, sexes even in every arm', () => {
    const perCell = new Map<string, number>();
    const females = new Map<string, number>();
    column('litter').forEach((litter, i) => {
      const cell = `${litter} ${column('arm')[i]}`;
      perCell.set(cell, (perCell.get(cell) ?? 0) + 1);
      if (column('sex')[i] === 'F') females.set(column('arm')[i] ?? '', (females.get(column('arm')[i] ?? '') ?? 0) + 1);
    });
    expect(new Set(perCell.values())).toEqual(new Set([1]));
    for (const count of females.values()) expect(Math.abs(count - 30)).toBeLessThanOrEqual(3);
  });

  /** Immobility in s per animal at a session, of both stress tests together. */
  function immobility(session: string): Map<string, number> {
    const total = new Map<string, number>();
    for (const name of ['forced-swim', 'tail-suspension']) {
      for (const line of textOf(files, `behavior/${name}.csv.gz`).split('\n')) {
        const [animal, when, behavior, start, stop] = line.split(',');
        if (when === session && behavior === 'immobile')
          total.set(animal, (total.get(animal) ?? 0) + Number(stop) - Number(start));
      }
    }
    return total;
  }
  /** Share of frames in the inner half of the side. */
  function centerShare(session: string): Map<string, number> {
    const share = new Map<string, number>();
    for (const animal of armOf.keys()) {
      const rows = textOf(files, `behavior/open-field/${session}/${animal}.csv.gz`).trim().split('\n').slice(1);
      if (rows.length === 0 || rows[0] === '') continue;
      const inside = rows.filter((row) =>
        row
          .split(',')
          .slice(1)
          .every((cell) => Math.abs(Number(cell)) < 10),
      ).length;
      share.set(animal ?? '', Math.log((inside + 1) / rows.length));
    }
    return share;
  }
  /** Standardized difference of an arm against vehicle. */
  function effect(values: ReadonlyMap<string, number>, arm: string): number {
    const of = (wanted: string) => [...values].filter(([animal]) => armOf.get(animal) === wanted).map(([, value]) => value);
    const [treated, control] = [of(arm), of('vehicle')];
    const variance = (group: readonly number[]) => mean(group.map((value) => (value - mean(group)) ** 2));
    return (mean(treated) - mean(control)) / Math.sqrt((variance(treated) + variance(control)) / 2);
  }

  it('immobility rises by dose to about 1 SD, less after washout, not at baseline', () => {
    const week6 = immobility('week6');
    expect(Math.abs(effect(immobility('baseline'), 'high'))).toBeLessThan(0.35);
    expect(effect(week6, 'high')).toBeGreaterThan(0.6);
    expect(effect(week6, 'high')).toBeLessThan(1.3);
    expect(effect(week6, 'low')).toBeLessThan(effect(week6, 'high'));
    expect(effect(immobility('washout'), 'high')).toBeGreaterThan(0.3);
  });
  it('the center of the open field is avoided by dose', () => {
    const week6 = centerShare('week6');
    expect(effect(week6, 'high')).toBeLessThan(-0.7);
    expect(effect(week6, 'high')).toBeGreaterThan(-1.6);
    expect(effect(week6, 'low')).toBeGreaterThan(effect(week6, 'high'));
  });

  it('counts have the planted fold changes, and sex genes follow the sex', () => {
    const counts = readDelimited(files.get('expression/counts.tsv.gz') ?? new Uint8Array(0), 'counts.tsv.gz');
    const samples = counts.columns.slice(1).map((one) => one.name);
    const rowOf = new Map(counts.columns[0].cells.map((gene, row) => [gene, row]));
    const values = samples.map((sample) => numbers(counts, sample));
    const sizes = values.map((one) => mean([...one]));
    const arms = samples.map((sample) => armOf.get(sample.replace('_HPC', '')));
    const average = (gene: string, keep: (s: number) => boolean) =>
      mean(samples.flatMap((_, s) => (keep(s) ? [values[s][rowOf.get(gene) ?? 0] / sizes[s]] : [])));
    for (const { gene, log2_fold_change } of truth.expression.changed.filter((one) =>
      ['Cyp26b1', 'Gad1', 'Snap25', 'Htr2c', 'Drd1'].includes(one.gene),
    )) {
      const top = log2_fold_change.at(-1);
      const found = Math.log2(average(gene, (s) => arms[s] === top?.arm) / average(gene, (s) => arms[s] === 'vehicle'));
      expect(Math.abs(found - (top?.value ?? NaN)), gene).toBeLessThan(0.25);
    }
    const sexes = samples.map((sample) => column('sex')[column('animal').indexOf(sample.replace('_HPC', ''))]);
    expect(average('Xist', (s) => sexes[s] === 'F')).toBeGreaterThan(50 * average('Xist', (s) => sexes[s] === 'M'));
    expect(average('Ddx3y', (s) => sexes[s] === 'M')).toBeGreaterThan(20 * average('Ddx3y', (s) => sexes[s] === 'F'));
    expect(counts.columns[0].cells.every((gene) => gene !== null)).toBe(true);
    expect(new Set(counts.columns[0].cells).size).toBe(600);
  });

  it('effects are those of truth.json at every arm and session', () => {
    const top = truth.behavior.effects
      .filter((one) => one.domain === 'anxiety' && one.arm === 'high')
      .map((one) => one.effect_sd);
    expect(top).toEqual([0, 0.6, 1.2, 0.84]);
  });
});

describe('--null', () => {
  it('plants nothing, and says so', () => {
    const files = simulateStudy({ seed: 1, animals: 16, genes: 600, planted: false });
    const truth = JSON.parse(textOf(files, 'truth.json')) as TruthFile;
    expect(truth.planted).toBe(false);
    expect(truth.behavior.effects.every((one) => one.effect_sd === 0)).toBe(true);
    expect([truth.expression.changed, truth.expression.linked]).toEqual([[], []]);
    expect(textOf(files, 'study.yaml')).toContain('nothing planted');
  });
  it('differs from the planted study only by what was planted: vehicles behave and express alike', () => {
    const planted = simulateStudy({ seed: 1, animals: 16, genes: 600, planted: true });
    const without = simulateStudy({ seed: 1, animals: 16, genes: 600, planted: false });
    const vehicles = textOf(planted, 'animals.csv')
      .split('\n')
      .filter((line) => line.includes('vehicle'))
      .map((line) => line.split(',')[0]);
    for (const id of vehicles)
      expect(planted.get(`behavior/open-field/week6/${id}.csv.gz`)).toEqual(
        without.get(`behavior/open-field/week6/${id}.csv.gz`),
      );
  });
});

describe('any size', () => {
  it.each([8, 9, 23, 50])('%d animals make a study that loads', async (count) => {
    const files = simulateStudy({ seed: 2, animals: count, genes: 600, planted: true });
    const study = await loadStudy(memorySource('sim', files));
    expect(study.animals).toHaveLength(count);
  });
  it('too few animals or genes are refused', () => {
    expect(() => simulateStudy({ seed: 1, animals: 7, genes: 600, planted: true })).toThrow(RangeError);
    expect(() => simulateStudy({ seed: 1, animals: 8, genes: 50, planted: true })).toThrow(RangeError);
  });
  it('another seed gives another study', () => {
    const options = { animals: 8, genes: 600, planted: true };
    expect(simulateStudy({ ...options, seed: 1 }).get('weights.csv')).not.toEqual(
      simulateStudy({ ...options, seed: 2 }).get('weights.csv'),
    );
  });
});
