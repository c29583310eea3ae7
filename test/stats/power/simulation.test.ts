import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { type DataColumn, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import * as power from '../../../src/stats/power/index.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';

const cases = statsFixtureCases('power_lmm.json');
const result = <T>(id: string) => cases.get(id)?.result as T;

/** Fails unless two shares agree within three Monte Carlo errors of both. */
function expectShare(got: power.SimulatedPower, share: number, referenceRuns: number, what: string): void {
  const error = Math.sqrt((share * (1 - share)) / got.runs + (share * (1 - share)) / referenceRuns);
  if (!(Math.abs(got.power - share) <= 3 * error))
    expect.fail(`${what}: got ${got.power}, expected ${share} within ${3 * error}`);
}

type Nested = Record<
  | 'icc'
  | 'd'
  | 'littersPerGroup'
  | 'pupsPerLitter'
  | 'lmmKenwardRogerComponentsKept'
  | 'lmmSatterthwaiteZeroDropped'
  | 'pupsAsUnits',
  number
>;

/** Litters in two groups, pups in litters; the total variance is 1. */
function nestedPlan(one: Nested, ddf: 'kenward-roger' | 'satterthwaite', analysis?: string): power.SimulationPlan {
  const litters = 2 * one.littersPerGroup;
  const rows = Array.from({ length: litters * one.pupsPerLitter }, (_, i) => Math.floor(i / one.pupsPerLitter));
  return {
    formula: 'y ~ group + (1 | litter)',
    analysis,
    data: new Map([
      ['group', factorColumn(rows.map((litter) => (litter < one.littersPerGroup ? 'a' : 'b')))],
      ['litter', factorColumn(rows.map((litter) => `l${litter}`))],
    ]),
    coefficients: new Map([['groupb', one.d]]),
    deviations: new Map([['litter', Math.sqrt(one.icc)]]),
    residualSd: Math.sqrt(1 - one.icc),
    targets: [{ kind: 'coefficient', coefficient: 'groupb' }],
    fit: { ddf },
  };
}

describe('nested litters by simulation (power_lmm.json)', () => {
  for (const id of ['nested.null.k5', 'nested.null.k3', 'nested.power.k5']) {
    it(id, async () => {
      for (const one of result<Nested[]>(id)) {
        const what = `${id} icc ${one.icc}`;
        const kept = await power.simulatePower(nestedPlan(one, 'kenward-roger'), 300, plainContext(2));
        expectShare(kept.targets[0], one.lmmKenwardRogerComponentsKept, 1e5, `${what} Kenward-Roger`);
        const dropped = await power.simulatePower(nestedPlan(one, 'satterthwaite'), 300, plainContext(3));
        expectShare(dropped.targets[0], one.lmmSatterthwaiteZeroDropped, 1e5, `${what} Satterthwaite`);
        const pups = await power.simulatePower(nestedPlan(one, 'satterthwaite', 'y ~ group'), 300, plainContext(4));
        expectShare(pups.targets[0], one.pupsAsUnits, 1e5, `${what} pups as units`);
        expect(kept.failures).toEqual([]);
      }
    });
  }
});

describe('repeated sessions by simulation (power_lmm.json)', () => {
  it('interaction of two groups with three weeks', async () => {
    const weeks = Array.from({ length: 48 }, (_, i) => (i % 3) + 1);
    const animals = weeks.map((_, i) => Math.floor(i / 3));
    const plan: power.SimulationPlan = {
      formula: 'y ~ group * week + (1 | animal)',
      data: new Map([
        ['group', factorColumn(animals.map((animal) => (animal < 8 ? 'a' : 'b')))],
        ['week', factorColumn(weeks.map(String))],
        ['animal', factorColumn(animals.map((animal) => `m${animal}`))],
      ]),
      coefficients: new Map([
        ['groupb:week2', 0.5],
        ['groupb:week3', 1],
      ]),
      deviations: new Map([['animal', 1]]),
      residualSd: 1,
      targets: [{ kind: 'term', term: 'group:week' }],
      fit: { ddf: 'satterthwaite' },
    };
    const analytic = result<{ power: number }>('repeated.interaction.analytic').power;
    const simulated = result<{ power: number }>('repeated.interaction.simulated').power;
    const got = await power.simulatePower(plan, 400, plainContext(4));
    expectShare(got.targets[0], analytic, Infinity, 'analytic');
    expectShare(got.targets[0], simulated, 4000, 'simulated');
    expect(got.targets[0].low < got.targets[0].power && got.targets[0].power < got.targets[0].high).toBe(true);
  });

  it('litter blocks with three doses and three weeks, values missing', async () => {
    const doses = ['veh', 'low', 'high'];
    const cells = Array.from({ length: 72 }, (_, i) => ({
      week: (i % 3) + 1,
      dose: doses[Math.floor(i / 3) % 3],
      litter: Math.floor(i / 9),
    }));
    const expected =
      result<Record<string, { doseByWeek: number; dose: number; highVsVehWeek3: number }>>('litter.block.design.power');
    for (const [name, beta] of [
      ['beta0', 0],
      ['beta1', 1],
      ['beta1.5', 1.5],
    ] as const) {
      // effect beta * x * week / 3 with x = 0, 0.5, 1
      const coefficients = new Map<string, number>();
      for (const [dose, x] of [
        ['low', 0.5],
        ['high', 1],
      ] as const) {
        coefficients.set(`dose${dose}`, (beta * x) / 3);
        coefficients.set(`dose${dose}:w2`, (beta * x) / 3);
        coefficients.set(`dose${dose}:w3`, (2 * beta * x) / 3);
      }
      const plan: power.SimulationPlan = {
        formula: 'y ~ dose * w + (1 | litter) + (1 | animal)',
        data: new Map([
          [
            'dose',
            factorColumn(
              cells.map((cell) => cell.dose),
              doses,
            ),
          ],
          ['w', factorColumn(cells.map((cell) => String(cell.week)))],
          ['litter', factorColumn(cells.map((cell) => `l${cell.litter}`))],
          ['animal', factorColumn(cells.map((cell) => `l${cell.litter} ${cell.dose}`))],
        ]),
        coefficients,
        deviations: new Map([
          ['litter', 0.5],
          ['animal', 0.7],
        ]),
        residualSd: 0.8,
        missing: 6,
        targets: [
          { kind: 'term', term: 'dose:w' },
          { kind: 'term', term: 'dose' },
          {
            kind: 'contrast',
            name: 'high - veh, week 3',
            weights: new Map([
              ['dosehigh', 1],
              ['dosehigh:w3', 1],
            ]),
          },
        ],
        fit: { ddf: 'satterthwaite' },
      };
      const { targets } = await power.simulatePower(plan, 160, plainContext(5));
      expectShare(targets[0], expected[name].doseByWeek, 400, `${name} dose by week`);
      expectShare(targets[1], expected[name].dose, 400, `${name} dose`);
      expectShare(targets[2], expected[name].highVsVehWeek3, 400, `${name} high against vehicle`);
    }
  });
});

describe('simulation of any model', () => {
  const groups = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'a' : 'b'));
  const data = new Map([['group', factorColumn(groups)]]);
  const base = { data, coefficients: new Map([['groupb', 1]]), deviations: new Map<string, number>() };
  const targets: power.PowerTarget[] = [{ kind: 'coefficient', coefficient: 'groupb' }];

  it('least squares agree with the noncentral t distribution', async () => {
    const plan = { ...base, formula: 'y ~ group', residualSd: 1.2, targets };
    const exact = power.tTestPower(20, { difference: 1, sd: 1.2 });
    expectShare((await power.simulatePower(plan, 1500, plainContext(6))).targets[0], exact, Infinity, 't test');
  });

  it('counts, shares and proportions', async () => {
    for (const [family, dispersion] of [
      ['poisson', undefined],
      ['binomial', undefined],
      ['nbinom', 0.3],
      ['gamma', 0.4],
      ['quasipoisson', 2],
    ] as const) {
      const plan = { ...base, formula: 'y ~ group', dispersion, targets, fit: { family } };
      const got = await power.simulatePower(plan, 64, plainContext(7));
      expect(got.targets[0].power, family).toBeGreaterThan(0.1);
      const none = await power.simulatePower({ ...plan, coefficients: new Map([['(Intercept)', 1]]) }, 200, plainContext(8));
      expect(none.targets[0].power, family).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 200));
    }
  });

  it('does not depend on how runs are shared out', async () => {
    const plan = { ...base, formula: 'y ~ group', residualSd: 1, targets };
    const whole = await power.simulatePower(plan, 30, plainContext(9));
    const parts = [
      { plan, seed: 9, from: 0, to: 13 },
      { plan, seed: 9, from: 13, to: 30 },
    ].map((chunk) => power.powerTask.run(chunk).significant[0]);
    expect(parts[0] + parts[1]).toBe(Math.round(whole.targets[0].power * 30));
  });

  it('studies that cannot be fitted are counted, with the reason', async () => {
    const few = new Map([['group', factorColumn(['a', 'a', 'b', 'b'])]]);
    const plan = { ...base, data: few, formula: 'y ~ group', residualSd: 1, missing: 2, targets };
    const got = await power.simulatePower(plan, 60, plainContext(10));
    expect(got.targets[0].untested).toBeGreaterThan(0);
    expect(got.failures.reduce((sum, one) => sum + one.studies, 0)).toBeGreaterThan(0);
  });

  it('names everything that is wrong with a plan at once', async () => {
    const plan: power.SimulationPlan = {
      formula: 'y ~ group + x + (1 | litter)',
      data: new Map<string, DataColumn>([
        ...data,
        ['x', numericColumn(groups.map((_, i) => i))],
        ['litter', factorColumn(groups.map((_, i) => `l${i % 8}`))],
      ]),
      coefficients: new Map([['groupB', 1]]),
      deviations: new Map([['liter', 1]]),
      targets: [{ kind: 'term', term: 'grup' }],
    };
    const problems = await power.simulatePower(plan, 1, plainContext()).then(
      () => [],
      (error: { problems: { code: string }[] }) => error.problems.map((one) => one.code),
    );
    expect(problems).toEqual([
      'power-unknown-name',
      'power-unknown-name',
      'power-unknown-name',
      'power-deviation',
      'power-residual',
    ]);
  });
});
