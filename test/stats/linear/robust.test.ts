import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import {
  anovaTable,
  clusterCodes,
  clusterCovariance,
  fitLinearModel,
  heteroscedasticCovariance,
  influence,
  robustAnova,
} from '../../../src/stats/linear/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectAll, numbersOf, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');

/** Litters of pups with a shared litter effect; treatment by litter. */
function litters(count: number, pups: number, index: number): Map<string, DataColumn> {
  const stream = randomStream(11, 'cluster test', index);
  const n = count * pups;
  const effects = Float64Array.from({ length: count }, () => stream.normal());
  const litter = Array.from({ length: n }, (_, i) => Math.floor(i / pups));
  return new Map<string, DataColumn>([
    ['y', numericColumn(litter.map((l) => effects[l] + stream.normal()))],
    ['x', numericColumn(litter.map(() => stream.normal()))],
    ['arm', factorColumn(litter.map((l) => (l % 2 === 0 ? 'a' : 'b')))],
    ['litter', factorColumn(litter.map((l) => `L${String(l).padStart(2, '0')}`))],
    ['pup', numericColumn(litter.map((_, i) => i))],
  ]);
}

describe('heteroscedasticity-consistent covariance', () => {
  it.skipIf(!haveShared)('anova3.toothgrowth.HC3', () => {
    const expected = reference.result('anova3.toothgrowth.HC3');
    const dropped = new Set([1, 2, 3, 15, 16, 40, 41, 42, 43, 58]);
    const rows = Array.from({ length: 60 }, (_, row) => row).filter((row) => !dropped.has(row + 1));
    const model = fitLinearModel('len ~ supp * dose', selectRows(studyTable('ToothGrowth'), rows));
    const table = robustAnova(model, 3, (fit) => ({ covariance: heteroscedasticCovariance(fit, 'HC3') }));
    expect([...table.map((row) => row.term), 'Residuals']).toEqual(textsOf(expected, 'row'));
    expectAll([...table.map((row) => row.F), NaN], numbersOf(expected, 'F'), 1e-9, 'F');
    expectAll([...table.map((row) => row.pvalue), NaN], numbersOf(expected, 'p.value'), 1e-9, 'p');
  });

  it('HC0 and HC1 of a mean are the textbook ones', () => {
    const data = new Map([['y', numericColumn([1, 4, 2, 9])]]);
    const model = fitLinearModel('y ~ 1', data);
    const sum = [1, 4, 2, 9].reduce((total, y) => total + (y - 4) ** 2, 0);
    expect(heteroscedasticCovariance(model, 'HC0')[0]).toBeCloseTo(sum / 16, 13);
    expect(heteroscedasticCovariance(model, 'HC1')[0]).toBeCloseTo(model.covariance[0], 13);
    expect(heteroscedasticCovariance(model, 'HC2')[0]).toBeCloseTo(model.covariance[0], 13);
    expect(heteroscedasticCovariance(model, 'HC3')[0]).toBeCloseTo(sum / 16 / 0.75 ** 2, 13);
    expect(heteroscedasticCovariance(model, 'HC4')[0]).toBeCloseTo(sum / 16 / 0.75, 13);
  });

  it('a type II Wald table with the ordinary covariance is the type II table', () => {
    const data = litters(9, 3, 2);
    const sex = factorColumn(Array.from({ length: 27 }, (_, i) => (i % 5 < 2 ? 'f' : 'm')));
    const model = fitLinearModel('y ~ arm * sex + x', new Map([...data, ['sex', sex]]));
    const wald = robustAnova(model, 2, (fit) => ({ covariance: fit.covariance }));
    expectAll(
      wald.map((row) => row.F),
      anovaTable(model, 2).rows.map((row) => row.F),
      1e-10,
      'F',
    );
  });
});

describe('cluster-robust covariance', () => {
  it('with one row per cluster CR0 is HC0 and CR2 is HC2', () => {
    const data = litters(12, 2, 1);
    const model = fitLinearModel('y ~ arm + x', data);
    const codes = clusterCodes(model.design, data, 'pup');
    expectAll(clusterCovariance(model, codes, 'CR0').covariance, [...heteroscedasticCovariance(model, 'HC0')], 1e-12, 'CR0', 1);
    expectAll(clusterCovariance(model, codes, 'CR2').covariance, [...heteroscedasticCovariance(model, 'HC2')], 1e-12, 'CR2', 1);
  });

  it('for arms set by litter CR2 is the t test on litter means, degrees of freedom included', () => {
    const data = litters(10, 4, 3);
    const model = fitLinearModel('y ~ arm', data);
    const cluster = clusterCovariance(model, clusterCodes(model.design, data, 'litter'));
    const y = data.get('y') as { values: Float64Array };
    const means = Array.from(
      { length: 10 },
      (_, l) => y.values.slice(l * 4, l * 4 + 4).reduce((sum, value) => sum + value, 0) / 4,
    );
    const arms = Array.from({ length: 10 }, (_, l) => (l % 2 === 0 ? 'a' : 'b'));
    const byMean = fitLinearModel(
      'y ~ arm',
      new Map<string, DataColumn>([
        ['y', numericColumn(means)],
        ['arm', factorColumn(arms)],
      ]),
    );
    expect(cluster.clusters).toBe(10);
    expect(cluster.covariance[3]).toBeCloseTo(byMean.covariance[3], 12);
    expect(cluster.degreesOfFreedom(Float64Array.of(0, 1))).toBeCloseTo(8, 10);
  });

  it('CR1 is CR0 with the small-sample factor', () => {
    const data = litters(8, 3, 4);
    const model = fitLinearModel('y ~ x', data);
    const codes = clusterCodes(model.design, data, 'litter');
    const factor = (8 / 7) * (23 / 22);
    expectAll(
      clusterCovariance(model, codes, 'CR1').covariance,
      [...clusterCovariance(model, codes, 'CR0').covariance].map((value) => value * factor),
      1e-13,
      'CR1',
    );
    expect(clusterCovariance(model, codes, 'CR1').degreesOfFreedom(Float64Array.of(0, 1))).toBe(7);
  });

  it('keeps its level where pups as units do not (null litters, 5 % nominal)', () => {
    const runs = 400;
    let naive = 0;
    let robust = 0;
    for (let run = 0; run < runs; run++) {
      const data = litters(10, 4, 1000 + run);
      const model = fitLinearModel('y ~ arm', data);
      const table = (covariance: Float64Array, df: number) =>
        robustAnova(model, 2, () => ({ covariance, degreesOfFreedom: () => df }))[0].pvalue;
      if (table(model.covariance, model.residualDf) < 0.05) naive++;
      const cluster = clusterCovariance(model, clusterCodes(model.design, data, 'litter'));
      if (table(cluster.covariance, cluster.degreesOfFreedom(Float64Array.of(0, 1))) < 0.05) robust++;
    }
    const error = 3 * Math.sqrt((0.05 * 0.95) / runs);
    expect(Math.abs(robust / runs - 0.05)).toBeLessThan(error);
    expect(naive / runs).toBeGreaterThan(0.05 + error);
  });

  it('refuses unknown, incomplete or single clusters', () => {
    const data = litters(4, 3, 5);
    const model = fitLinearModel('y ~ x', data);
    expect(() => clusterCodes(model.design, data, 'liter')).toThrow(/did you mean "litter"/);
    const gaps = new Map(data).set('litter', factorColumn(['a', null, ...Array(10).fill('b')]));
    expect(() => clusterCodes(model.design, gaps, 'litter')).toThrow(/1 rows have no value.*\(found "rows 2"\)/);
    const single = new Map(data).set('litter', factorColumn(Array(12).fill('a')));
    expect(() => clusterCodes(model.design, single, 'litter')).toThrow(/single cluster/);
  });
});

describe.skipIf(!haveShared)('influence', () => {
  it('lm.diagnostics', () => {
    const expected = reference.result('lm.diagnostics');
    const result = influence(fitLinearModel('Postwt ~ Prewt + Treat', studyTable('anorexia')));
    const first = (values: Float64Array) => values.slice(0, 10);
    expectAll(first(result.leverage), numbersOf(expected, 'hat'), 1e-9, 'hat');
    expectAll(first(result.studentized), numbersOf(expected, 'rstudent'), 1e-9, 'rstudent');
    expectAll(first(result.cooksDistance), numbersOf(expected, 'cooks'), 1e-9, 'cooks');
    expectAll(first(result.dffits), numbersOf(expected, 'dffits'), 1e-9, 'dffits');
  });
});
