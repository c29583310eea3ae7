import { describe, expect, it } from 'vitest';
import { type DataColumn, type DataFrame, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitGee } from '../../../src/stats/generalized/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { readFrame } from '../mixed/reference.ts';

const reference = referenceFile('glmm.json');

describe.skipIf(!haveShared)('generalized estimating equations', () => {
  it('gee.epil.exch', () => {
    const result = reference.result('gee.epil.exch');
    const options = { family: 'poisson', cluster: 'subject', correction: 'none' } as const;
    const model = fitGee('y ~ lbase * trt + lage + V4', readFrame('epil.csv'), options);
    expect(model.fit.converged).toBe(true);
    expect(model.columns).toEqual(textsOf(result, 'coefficients', 'row'));
    model.fixedEffects().forEach((row, i) => {
      expectClose(row.estimate, numbersOf(result, 'coefficients', 'Estimate')[i], 1e-6, row.term);
      expectClose(row.se, numbersOf(result, 'coefficients', 'Std.err')[i], 1e-6, `${row.term} se`);
      expectClose(row.statistic ** 2, numbersOf(result, 'coefficients', 'Wald')[i], 1e-6, `${row.term} Wald`);
      expectClose(row.pvalue, numbersOf(result, 'coefficients', 'Pr(>|W|)')[i], 1e-6, `${row.term} p`, 1e-9);
    });
    expectClose(model.fit.alpha, numbersOf(result, 'alpha')[0], 1e-6, 'alpha');
    expectClose(model.fit.scale, numbersOf(result, 'scale')[0], 1e-6, 'scale');
  });

  it('corrections enlarge standard errors, in their known order', () => {
    const ses = (['none', 'kauermann-carroll', 'mancl-derouen'] as const).map((correction) =>
      fitGee('y ~ trt + lage', readFrame('epil.csv'), { family: 'poisson', cluster: 'subject', correction }).fixedEffects(),
    );
    ses[0].forEach((row, i) => {
      expect(ses[1][i].se, row.term).toBeGreaterThan(row.se);
      expect(ses[2][i].se, row.term).toBeGreaterThan(ses[1][i].se);
    });
  });
});

describe('estimating equations on small data', () => {
  const stream = randomStream(3, 'gee');
  const litters = 12;
  const litter: string[] = [];
  const arm: string[] = [];
  const y: number[] = [];
  for (let l = 0; l < litters; l++) {
    const u = stream.normal();
    for (let pup = 0; pup < 3 + (l % 3); pup++) {
      litter.push(`L${l}`);
      arm.push(l % 2 ? 'drug' : 'vehicle');
      y.push(u + stream.normal());
    }
  }
  const frame: DataFrame = new Map<string, DataColumn>([
    ['litter', factorColumn(litter)],
    ['arm', factorColumn(arm)],
    ['y', numericColumn(y)],
  ]);

  it('gaussian with independence is least squares with the sandwich of clusters', () => {
    const model = fitGee('y ~ arm', frame, {
      family: 'gaussian',
      cluster: 'litter',
      correlation: 'independence',
      correction: 'none',
    });
    fitLinearModel('y ~ arm', frame).coefficients.forEach((value, i) => {
      expectClose(model.coefficients[i], value, 1e-12, 'coefficient');
    });
    // By hand: for two group means the sandwich is the sum of squared cluster totals of residuals over n^2.
    const rows = arm.map((value, i) => ({ value, i })).filter(({ value }) => value === 'drug');
    const mean = rows.reduce((sum, { i }) => sum + y[i], 0) / rows.length;
    const totals = new Map<string, number>();
    for (const { i } of rows) totals.set(litter[i], (totals.get(litter[i]) ?? 0) + y[i] - mean);
    const variance = [...totals.values()].reduce((sum, one) => sum + one * one, 0) / rows.length ** 2;
    expectClose(model.contrast([1, 0]).se, Math.sqrt(variance), 1e-12, 'se of a mean');
  });

  it('uses t on clusters minus coefficients with the correction, and warns without it', () => {
    const corrected = fitGee('y ~ arm', frame, { family: 'gaussian', cluster: 'litter' });
    expect(corrected.fixedEffects()[1].df).toBe(10);
    expect(corrected.notes).toEqual([]);
    const plain = fitGee('y ~ arm', frame, { family: 'gaussian', cluster: 'litter', correction: 'none' });
    expect(plain.notes.map((note) => note.code)).toEqual(['gee-few-clusters']);
    expect(plain.fixedEffects()[1].se).toBeLessThan(corrected.fixedEffects()[1].se);
  });

  it('explains what it cannot fit', () => {
    expect(() => fitGee('y ~ arm + (1 | litter)', frame, { family: 'gaussian', cluster: 'litter' })).toThrow(
      /clusters instead of random/,
    );
    expect(() => fitGee('y ~ arm', frame, { family: 'gaussian', cluster: 'arm' })).toThrow(/not more clusters/);
    expect(() => fitGee('y ~ arm', frame, { family: 'gaussian', cluster: 'liter' })).toThrow(/litter/);
  });
});
