import { describe, expect, it } from 'vitest';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { column } from '../tests/data.ts';
import { biom, firstRun, type Matrix, plates, result } from './reference.ts';

interface Nls {
  coef: Record<'Estimate' | 'Std. Error' | 't value' | 'Pr(>|t|)', number[]> & { row: string[] };
  sigma: number;
  df: number;
  rss: number;
  logLik: number;
  AIC: number;
  vcov: Matrix;
}

function checkNls(id: string, fit: dose.CurveFit, ofCovariance = 2e-7): void {
  const expected = result<Nls>(id);
  const p = expected.coef.row.length;
  fit.parameters.forEach((one, j) => {
    expect(one.term).toBe(expected.coef.row[j]);
    expectClose(one.estimate, expected.coef.Estimate[j], 1e-7, `${id} ${one.term}`);
    expectClose(one.se, expected.coef['Std. Error'][j], 1e-7, `${id} ${one.term} se`);
    expectClose(one.statistic, expected.coef['t value'][j], 1e-7, `${id} ${one.term} t`);
    expectClose(one.pvalue, expected.coef['Pr(>|t|)'][j], 2e-6, `${id} ${one.term} p`);
    expected.vcov.values[j].forEach((value, k) => {
      expectClose(fit.covariance[j * p + k], value, ofCovariance, `${id} vcov`);
    });
  });
  expectClose(fit.sigma, expected.sigma, 1e-9, id);
  expect(fit.residualDf).toBe(expected.df);
  expectClose(fit.residualSumOfSquares, expected.rss, 1e-9, id);
  expectClose(fit.logLik, expected.logLik, 1e-9, id);
  expectClose(fit.aic, expected.AIC, 1e-9, id);
}

describe.skipIf(!haveShared)('dose-response curves (doseresponse.json)', () => {
  const of = (rows: typeof plates) => [column(rows, 'conc'), column(rows, 'density')] as const;

  it('logistic curves', () => {
    const [conc, density] = of(firstRun);
    const four = dose.fitDoseResponse('logistic4', conc, density);
    checkNls('4pl.dnase.run1', four);
    expectClose(four.hillSlope, 1 / result<Nls>('4pl.dnase.run1').coef.Estimate[3], 1e-7);
    checkNls('3pl.dnase.run1', dose.fitDoseResponse('logistic3', conc, density));
    checkNls('4pl.dnase.all', dose.fitDoseResponse('logistic4', ...of(plates)));
  });

  it('profile-t intervals', () => {
    const [conc, density] = of(firstRun);
    const fit = dose.fitDoseResponse('logistic4', conc, density);
    const logs = conc.map(Math.log);
    result<Matrix>('4pl.dnase.profile').values.forEach(([low, high], j) => {
      const got = dose.profileInterval(dose.fourParameterLogistic, logs, density, fit, j);
      expectClose(got.low, low, 1e-3);
      expectClose(got.high, high, 1e-3);
    });
  });

  it('Emax', () => {
    const fit = dose.fitDoseResponse('emax', column(biom, 'dose'), column(biom, 'resp'));
    // nls stopped where the gradient is still 6e-8 (ours: 1e-14), which the covariance shows in its seventh digit
    checkNls('emax.biom', fit, 5e-7);
    const gradient = new Float64Array(3);
    const slopes = new Float64Array(3);
    const point = Float64Array.from(fit.parameters, (one) => one.estimate);
    column(biom, 'dose').forEach((d, i) => {
      dose.emaxCurve.value(d, point, slopes);
      slopes.forEach((slope, j) => {
        gradient[j] += fit.residuals[i] * slope;
      });
    });
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-12);
    const expected = result<{ coef: { e0: number; eMax: number; ed50: number }; rss: number; df: number }>(
      'sigemax.biom.DoseFinding',
    );
    expectClose(fit.ec50, expected.coef.ed50, 1e-6);
    expectClose(fit.parameters[0].estimate, expected.coef.e0, 1e-6);
    expectClose(fit.parameters[1].estimate, expected.coef.eMax, 1e-6);
    expectClose(fit.residualSumOfSquares, expected.rss, 1e-10);
    expect(fit.residualDf).toBe(expected.df);
  });

  it('curves that vary between runs', () => {
    const expected = result<{ fixed: Record<string, number>; logLik: number; sigma: number }>('nlme.dnase');
    const [conc, density] = of(plates);
    const fit = dose.fitNonlinearMixed(
      dose.threeParameterLogistic,
      conc.map(Math.log),
      density,
      plates.map((row) => row.get('Run') ?? ''),
      { varying: [0, 1], start: Float64Array.of(2.3, 1.5, 1.04) },
    );
    for (const one of fit.parameters) expectClose(one.estimate, expected.fixed[one.term], 1e-3, one.term);
    expectClose(fit.logLik, expected.logLik, 1e-3);
    expectClose(fit.sigma, expected.sigma, 1e-3);
  });
});
