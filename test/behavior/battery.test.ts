import { describe, expect, it } from 'vitest';
import { sucrosePreference } from '../../src/behavior/assays/sucrose-preference.ts';
import type { BottleRecord } from '../../src/behavior/collect/bottles.ts';
import { adjustAgainstControl } from '../../src/behavior/models/against-control.ts';
import { compareArms } from '../../src/behavior/models/compare-arms.ts';
import { fitOutcome, type OutcomeFit } from '../../src/behavior/models/fit-outcome.ts';
import { combine, marginalRow } from '../../src/behavior/models/grid.ts';
import { outcomeFrame } from '../../src/behavior/models/outcome-frame.ts';
import { integrate, zScores } from '../../src/behavior/scores/z-scores.ts';
import { numericColumn } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { smallStudy } from '../support/small-study.ts';
import { BATTERY, number } from './battery-statistics/data.ts';

function column(path: string, name: string): string[] {
  const table = readDelimited(sharedBytes(path), path);
  return (table.columns.find((one) => one.name === name)?.cells ?? []).map((cell) => cell ?? 'NA');
}

describe.skipIf(!haveShared)('battery_a against R', () => {
  it('sucrose preference of every animal, losses and leaks taken out, to 1e-9', () => {
    const file = 'data/behavior/simulated/battery_a_bottles.csv';
    const read = (name: string) => column(file, name);
    const [animals, days, sides] = [read('animal'), read('day'), read('sucrose_side')];
    const weights = ['sucrose_start_g', 'sucrose_end_g', 'water_start_g', 'water_end_g'].map((name) => read(name).map(number));
    const lossOf = (day: string, first: number): number => {
      const losses = animals.flatMap((animal, i) =>
        animal === 'EMPTY' && days[i] === day ? [weights[first][i] - weights[first + 1][i]] : [],
      );
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    let compared = 0;
    for (const row of sharedTsv(`${BATTERY}/battery_a_spt_per_animal.tsv`)) {
      const records = animals.flatMap((animal, i): BottleRecord[] => {
        if (animal !== row.get('animal')) return [];
        const left = sides[i] === 'left';
        const [s0, s1, w0, w1] = weights.map((weight) => weight[i]);
        return [
          { day: days[i], bottle: 'sucrose', side: left ? 'left' : 'right', start: s0, end: s1, loss: lossOf(days[i], 0) },
          { day: days[i], bottle: 'water', side: left ? 'right' : 'left', start: w0, end: w1, loss: lossOf(days[i], 2) },
        ];
      });
      const { values, exclusions } = sucrosePreference.fromBottles?.(records) ?? { values: new Map(), exclusions: [] };
      expect(exclusions.filter((one) => one.rule === 'bottle leak')).toHaveLength(number(row.get('n_leak_days')));
      expect(values.get('days_used')).toBe(number(row.get('days_used')));
      for (const [mine, reference] of [
        ['sucrose_g', 'sucrose_g'],
        ['water_g', 'water_g'],
        ['preference_pooled_pct', 'preference_pooled_percent'],
        ['preference_pct', 'preference_side_balanced_percent'],
        ['side_bias_pct', 'left_side_bias_percent'],
      ])
        expectClose(values.get(mine) ?? NaN, number(row.get(reference)), 1e-9, `${row.get('animal')} ${mine}`, 1);
      compared++;
    }
    expect(compared).toBe(72);
  });

  it('z-scores and composites in all three modes, to 1e-10', () => {
    const rows = sharedTsv(`${BATTERY}/battery_a_z_scores.tsv`);
    const animals = column('data/behavior/simulated/battery_a.csv', 'animal');
    const sex = column('data/behavior/simulated/battery_a.csv', 'sex');
    const dose = column('data/behavior/simulated/battery_a.csv', 'dose').map(number);
    const fell = column('data/behavior/simulated/battery_a.csv', 'epm_fell');
    const derived = sharedTsv(`${BATTERY}/battery_a_derived_outcomes.tsv`);
    const spt = sharedTsv(`${BATTERY}/battery_a_spt_per_animal.tsv`);
    const outcomes: [string, number, string, string][] = [
      ['oft_center_pct', -1, 'OFT', 'anxiety'],
      ['oft_center_entries', -1, 'OFT', 'anxiety'],
      ['epm_open_pct', -1, 'EPM', 'anxiety'],
      ['epm_open_entries_pct', -1, 'EPM', 'anxiety'],
      ['nsf_latency_s', 1, 'NSF', 'anxiety'],
      ['fst_immobile_s', 1, 'FST', 'depression'],
      ['tst_immobile_s', 1, 'TST', 'depression'],
      ['spt_pref', -1, 'SPT', 'depression'],
      ['splash_groom_s', -1, 'SPLASH', 'depression'],
      ['oft_distance_cm', 1, 'OFT', 'locomotion'],
      ['epm_closed_entries', 1, 'EPM', 'locomotion'],
    ];
    const valuesOf = (name: string): Float64Array => {
      const find = (table: Map<string, string>[], key: string) =>
        Float64Array.from(animals, (animal) => number(table.find((row) => row.get('animal') === animal)?.get(key)));
      if (name === 'spt_pref') return find(spt, 'preference_side_balanced_percent');
      if (derived[0].has(name)) return find(derived, name);
      const raw = Float64Array.from(column('data/behavior/simulated/battery_a.csv', name), number);
      return name.startsWith('epm_') ? raw.map((value, i) => (fell[i] === '1' ? NaN : value)) : raw;
    };
    const everyone = animals.map((_, i) => i);
    for (const mode of ['sex_control', 'control', 'pooled']) {
      const reference = new Map(
        ['F', 'M'].map((s) => [
          s,
          everyone.filter((i) => mode === 'pooled' || (dose[i] === 0 && (mode === 'control' || sex[i] === s))),
        ]),
      );
      const references = animals.map((_, i) => reference.get(sex[i]) ?? []);
      const expected = rows.filter((row) => row.get('mode') === mode);
      const expectedOf = (name: string, i: number) => number(expected.find((row) => row.get('animal') === animals[i])?.get(name));
      const signed = outcomes.map(([name, sign, test, domain]) => {
        const z = zScores(valuesOf(name), references).map((value) => sign * value);
        everyone.forEach((i) => {
          expectClose(z[i], expectedOf(`z_${name}`, i), 1e-10, `${mode} ${name} ${animals[i]}`, 1);
        });
        return { test, domain, z };
      });
      for (const [domain, name] of [
        ['anxiety', 'anxiety_Z'],
        ['depression', 'depression_Z'],
        ['locomotion', 'locomotion_Z'],
      ]) {
        const { score } = integrate(
          signed.filter((one) => one.domain === domain),
          animals.length,
        );
        everyone.forEach((i) => {
          expectClose(score[i], expectedOf(name, i), 1e-10, `${mode} ${name} ${animals[i]}`, 1);
        });
      }
    }
  });
});

describe.skipIf(!haveShared)('battery_a, arms compared, against R', () => {
  const file = 'data/behavior/simulated/battery_a.csv';
  const rows = haveShared ? sharedTsv(`${BATTERY}/battery_a_statistics.tsv`) : [];
  const derived = haveShared ? sharedTsv(`${BATTERY}/battery_a_derived_outcomes.tsv`) : [];
  const ids = haveShared ? column(file, 'animal') : [];
  const read = (name: string): string[] => column(file, name);
  const dose = haveShared ? read('dose') : [];
  const arms = ['0', '7.5', '15'].map((name) => ({ name, doseMgPerKg: Number(name), control: name === '0' }));
  const base = smallStudy({ perGroup: 1, assays: [] });
  const study: Study = {
    ...base,
    arms,
    animals: ids.map((id, i) => ({
      id,
      arm: dose[i],
      sex: read('sex')[i] === 'F' ? 'female' : 'male',
      litter: read('litter')[i],
      cage: read('cage')[i],
      batch: read('cohort')[i],
      born: null,
      died: null,
    })),
  };
  const valuesOf = (name: string): Float64Array => {
    if (derived[0].has(name))
      return Float64Array.from(ids, (id) => number(derived.find((row) => row.get('animal') === id)?.get(name)));
    const fell = read('epm_fell');
    return Float64Array.from(read(name), (text, i) => (name.startsWith('epm_') && fell[i] === '1' ? NaN : number(text)));
  };
  const outcomes = [...new Set(rows.map((row) => row.get('outcome') ?? ''))].filter(
    (name) =>
      haveShared && (derived[0].has(name) || readDelimited(sharedBytes(file), file).columns.some((one) => one.name === name)),
  );

  it('Hedges g 1e-8, linear model 1e-8, mixed model 1e-4, Kenward-Roger df 1e-3', () => {
    let compared = 0;
    for (const outcome of outcomes) {
      const values = valuesOf(outcome);
      const of = (model: string, term: string) =>
        rows.find((row) => row.get('outcome') === outcome && row.get('model')?.startsWith(model) && row.get('term') === term);
      const comparisons = compareArms(study, outcome, values);
      const frame = outcomeFrame(study, values).data;
      const linear = of('lm y~dose+sex', 'dosef15') === undefined ? null : fitOutcome('score ~ arm + sex', frame);
      const mixed = of('lmer y~dose+sex', 'dosef15') === undefined ? null : fitOutcome('score ~ arm + sex + (1 | litter)', frame);
      for (const arm of ['7.5', '15']) {
        const difference = (fit: OutcomeFit) =>
          fit.estimate(combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', '0']])], [1, -1]));
        const g = of('Hedges g', `dose${arm}`);
        const mine = comparisons.find((one) => one.arm === arm);
        if (g !== undefined && mine !== undefined) {
          expectClose(mine.hedgesG, number(g.get('estimate')), 1e-8, `${outcome} g ${arm}`);
          compared++;
        }
        const lm = of('lm y~dose+sex', `dosef${arm}`);
        if (linear !== null && lm !== undefined) {
          const { estimate, se, pvalue, low } = difference(linear);
          expectClose(estimate, number(lm.get('estimate')), 1e-8, `${outcome} lm ${arm}`);
          expectClose(se, number(lm.get('se')), 1e-8, `${outcome} lm se ${arm}`);
          expectClose(pvalue, number(lm.get('p')), 1e-8, `${outcome} lm p ${arm}`);
          expectClose(low, number(lm.get('ci_low')), 1e-8, `${outcome} lm low ${arm}`);
          compared++;
        }
        const lmer = of('lmer y~dose+sex', `dosef${arm}`);
        if (mixed !== null && lmer !== undefined) {
          expectClose(difference(mixed).estimate, number(lmer.get('estimate')), 1e-4, `${outcome} lmer ${arm}`);
          compared++;
        }
      }
      const kr = of('lmer, Kenward-Roger', 'F dose');
      if (mixed !== null && kr !== undefined) {
        const arm = mixed.anova().find((row) => row.term === 'arm');
        expectClose(arm?.F ?? NaN, number(kr.get('statistic')), 1e-4, `${outcome} Kenward-Roger F`);
        expectClose(arm?.denDf ?? NaN, number(kr.get('df')), 1e-3, `${outcome} Kenward-Roger df`);
        compared++;
      }
    }
    expect(compared).toBe(49);
  });

  it('Dunnett p-values of the arms, 2e-4', () => {
    let compared = 0;
    for (const outcome of outcomes) {
      const fit = fitOutcome('score ~ arm + sex', outcomeFrame(study, valuesOf(outcome)).data);
      const weights = ['7.5', '15'].map((arm) =>
        combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', '0']])], [1, -1]),
      );
      const adjusted = adjustAgainstControl(
        fit,
        weights,
        weights.map((row) => fit.estimate(row)),
      );
      ['7.5 - 0', '15 - 0'].forEach((term, i) => {
        const row = rows.find(
          (one) => one.get('outcome') === outcome && one.get('model')?.startsWith('Dunnett') && one.get('term') === term,
        );
        if (row === undefined) return;
        expect(Math.abs(adjusted[i] - number(row.get('p'))), `${outcome} ${term}`).toBeLessThan(2e-4);
        compared++;
      });
    }
    expect(compared).toBe(14);
  });

  it('with the distance as covariate, 1e-8', () => {
    const distance = valuesOf('oft_distance_cm');
    const frame = outcomeFrame(study, valuesOf('oft_center_pct'));
    const covariate = numericColumn(Array.from(frame.animal, (a) => distance[a]));
    const fit = fitOutcome('score ~ arm + sex + covariate', new Map([...frame.data, ['covariate', covariate]]));
    for (const arm of ['7.5', '15']) {
      const row = rows.find(
        (one) =>
          one.get('model')?.startsWith('ANCOVA') && one.get('outcome') === 'oft_center_pct' && one.get('term') === `dosef${arm}`,
      );
      const { estimate, se, pvalue } = fit.estimate(
        combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', '0']])], [1, -1]),
      );
      expectClose(estimate, number(row?.get('estimate')), 1e-8, arm);
      expectClose(se, number(row?.get('se')), 1e-8, arm);
      expectClose(pvalue, number(row?.get('p')), 1e-8, arm);
    }
  });
});
