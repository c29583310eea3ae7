import { describe, expect, it } from 'vitest';
import { load, MINIMAL } from './study-texts.ts';

describe('defaults', () => {
  it('a study can be one line', async () => {
    const study = await load(MINIMAL);
    expect(study).toMatchObject({
      title: 'my-study',
      species: 'mouse',
      drug: { name: 'the treatment', route: null },
      arms: [
        { name: 'vehicle', doseMgPerKg: NaN, control: true },
        { name: 'drug', doseMgPerKg: NaN, control: false },
      ],
      sessions: [{ name: 'test', ageDays: NaN, phase: 'treatment' }],
      assays: [],
      expression: null,
      targeted: [],
      weights: [],
      dosing: null,
    });
    expect(study.plan).toEqual({
      primary: ['anxiety', 'depression'],
      model: 'score ~ arm + sex + (1 | litter)',
      alpha: 0.05,
      fdr: 0.1,
      smallestEffect: 0.5,
      smallestLog2FoldChange: 0.25,
      permutations: 2000,
      seed: 1,
    });
  });

  it('the control is the marked arm, else the dose 0, else the telling name', async () => {
    const control = async (arms: string) =>
      (await load(`limbic: 1\narms: ${arms}`)).arms.map((arm) => [arm.name, arm.control, arm.doseMgPerKg]);
    expect(await control('[{name: drug, control: true}, {name: vehicle}]')).toEqual([
      ['drug', true, NaN],
      ['vehicle', false, NaN],
    ]);
    expect(await control('[{name: drug, dose_mg_per_kg: 0}, {name: vehicle, dose_mg_per_kg: 3}]')).toEqual([
      ['drug', true, 0],
      ['vehicle', false, 3],
    ]);
    expect(await control('[{name: drug, dose_mg_per_kg: 2}, {name: vehicle}]')).toEqual([
      ['drug', false, 2],
      ['vehicle', true, 0],
    ]);
  });

  it('sessions are put in time order, with phases from the dosing window', async () => {
    const study = await load(`limbic: 1
dosing: { start_age_days: 28, end_age_days: 69 }
sessions: [{ name: late, age_days: 98 }, { name: early, age_days: 26 }, { name: mid, age_days: 70 }]`);
    expect(study.sessions.map((one) => [one.name, one.phase])).toEqual([
      ['early', 'baseline'],
      ['mid', 'treatment'],
      ['late', 'washout'],
    ]);
    expect(study.plan.model).toBe('score ~ arm * session + sex + (1 | litter/animal)');
  });

  it('arenas and formats of standard assays', async () => {
    const study = await load(`limbic: 1
assays:
  - { assay: open-field, files: 'of/{animal}.csv' }
  - { assay: elevated-plus-maze, files: 'epm/{animal}.csv', arena: { center: [20, 21.5] } }
  - { assay: forced-swim, files: fst.csv }`);
    expect(study.assays.map((one) => [one.format, one.arena?.shape, one.arena?.sizeCm, one.arena?.center ?? null])).toEqual([
      ['track', 'square', 40, null],
      ['track', 'plus', 30, { x: 20, y: 21.5 }],
      ['events', undefined, undefined, null],
    ]);
  });

  it('text stays as written: 002, yes, 1e3 and dates need no quotes', async () => {
    const animals = 'animal,arm\n002,yes\n003,yes\n1e3,010\n2025-01-01,010\n';
    const study = await load('limbic: 1\ntitle: 2025-01-01\narms: [{ name: yes, control: true }, { name: 010 }]', {
      'animals.csv': animals,
    });
    expect(study.title).toBe('2025-01-01');
    expect(study.arms.map((arm) => arm.name)).toEqual(['yes', '010']);
    expect(study.animals.map((animal) => animal.id)).toEqual(['002', '003', '1e3', '2025-01-01']);
  });

  it('ids that mean something elsewhere are text here', async () => {
    const ids = ['__proto__', '<script>alert(1)</script>', '=1+1', 'constructor'];
    const animals = `animal,arm,__proto__\n${ids.map((id, i) => `${id},${i % 2 ? 'drug' : 'vehicle'},=x`).join('\n')}\n`;
    const study = await load(MINIMAL, {
      'animals.csv': animals,
      'weights.csv': 'animal,age_days,grams\n__proto__,30,12\n=1+1,30,13\n',
    });
    expect(study.animals.map((animal) => animal.id)).toEqual(ids);
    expect(study.animalColumns[2]).toEqual({ name: '__proto__', values: ['=x', '=x', '=x', '=x'] });
    expect(study.weights.map((weight) => weight.animal)).toEqual(['__proto__', '=1+1']);
  });

  it('columns of the animal sheet can have other names', async () => {
    const study = await load('limbic: 1\nanimal_columns: { animal: ID, arm: group }', {
      'animals.csv': 'ID,group\nA,vehicle\nB,drug\n',
    });
    expect(study.animals.map((animal) => [animal.id, animal.arm])).toEqual([
      ['A', 'vehicle'],
      ['B', 'drug'],
    ]);
  });

  it('ages of weights come from the date of birth', async () => {
    const study = await load(MINIMAL, { 'weights.csv': 'animal,date,grams\nA1,2025-02-05,"14.1"\n' });
    expect(study.weights).toEqual([{ animal: 'A1', date: '2025-02-05', ageDays: 30, grams: 14.1 }]);
  });
});
