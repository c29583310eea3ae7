import { describe, expect, it } from 'vitest';
import { dunnett } from '../../../src/stats/distributions/index.ts';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitGeneralizedLinearModel } from '../../../src/stats/generalized/index.ts';
import { cholesky } from '../../../src/stats/linear-algebra/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { gammaVariate } from '../../../src/stats/variates.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { column, grouped, rowsOf } from '../tests/data.ts';

const cases = statsFixtureCases('doseresponse.json');
const result = <T>(id: string) => cases.get(id)?.result as T;
interface Matrix {
  values: number[][];
}

const plates = haveShared ? rowsOf('DNase.csv') : [];
const firstRun = plates.filter((row) => row.get('Run') === '1');
const biom = haveShared ? rowsOf('biom.csv') : [];
const pups = haveShared ? rowsOf('litter.csv') : [];
const litter = grouped(pups, 'weight', 'dose', ['0', '5', '50', '500']);
const vitaminC = (haveShared ? rowsOf('ToothGrowth.csv') : []).filter((row) => row.get('supp') === 'VC');
const teeth = grouped(vitaminC, 'len', 'dose', ['0.5', '1', '2']);
const recovery = grouped(haveShared ? rowsOf('recovery.csv') : [], 'minutes', 'blanket', ['b0', 'b1', 'b2', 'b3']);

/** Shares of 300,000 simulated largest t statistics above given values. */
function sampledTails(correlation: Float64Array, k: number, df: number, values: number[]): { share: number; error: number }[] {
  const root = cholesky(correlation, k) ?? new Float64Array(0);
  const stream = randomStream(3, 'largest-t');
  const counts = values.map(() => 0);
  const draws = 300_000;
  const z = new Float64Array(k);
  for (let b = 0; b < draws; b++) {
    for (let j = 0; j < k; j++) z[j] = stream.normal();
    let largest = -Infinity;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += root[i * k + j] * z[j];
      largest = Math.max(largest, sum);
    }
    const t = largest / Math.sqrt(gammaVariate(stream, df / 2, 2) / df);
    values.forEach((value, i) => {
      if (t > value) counts[i]++;
    });
  }
  return counts.map((count) => ({ share: count / draws, error: Math.sqrt(count) / draws }));
}

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

  it('MCP-Mod', () => {
    const expected = result<{ contMat: Matrix; t: number[]; p: number[]; corMat: Matrix }>('mctp.biom');
    const got = dose.mcpModTest(column(biom, 'resp'), column(biom, 'dose'), [
      { kind: 'linear' },
      { kind: 'emax', ed50: 0.05 },
      { kind: 'emax', ed50: 0.2 },
      { kind: 'sigEmax', ed50: 0.4, h: 5 },
    ]);
    got.contrasts.forEach((one, i) => {
      expectClose(one.statistic, expected.t[i], 1e-10);
      // the reference's Genz-Bretz integral was asked for 1e-3 absolute; our own sampling below holds the quadrature to less
      expect(Math.abs(one.pvalue - expected.p[i])).toBeLessThan(1e-3);
      expected.contMat.values.forEach((row, d) => {
        expectClose(got.contrastMatrix[i * 5 + d], row[i], 1e-10);
      });
      expected.corMat.values[i].forEach((value, j) => {
        expectClose(got.correlation[i * 4 + j], value, 1e-10);
      });
    });
    const sampled = sampledTails(
      got.correlation,
      4,
      95,
      got.contrasts.map((one) => one.statistic),
    );
    sampled.forEach(({ share, error }, i) => {
      expect(Math.abs(got.contrasts[i].pvalue - share)).toBeLessThan(3.5 * error);
    });
  });
});

describe('lethal doses (doseresponse.json)', () => {
  const dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16];
  const data = new Map<string, ReturnType<typeof numericColumn> | ReturnType<typeof factorColumn>>([
    ['share', numericColumn(dead.map((one) => one / 20))],
    ['n', numericColumn(dead.map(() => 20))],
    ['ldose', numericColumn(dead.map((_, i) => i % 6))],
    ['sex', factorColumn(dead.map((_, i) => (i < 6 ? 'm' : 'f')))],
  ]);

  interface Glm {
    coef: Record<'Estimate' | 'Std. Error' | 'z value' | 'Pr(>|z|)', number[]>;
    deviance: number;
    df: number;
    vcov: Matrix;
    ld50: Record<string, number>;
    ld50SE: number[];
  }

  function checkGlm(id: string, formula: string, link: 'logit' | 'probit') {
    const expected = result<Glm>(id);
    const model = fitGeneralizedLinearModel(formula, data, { family: 'binomial', link, weights: 'n' });
    const p = expected.coef.Estimate.length;
    model.fixedEffects().forEach((row, j) => {
      expectClose(row.estimate, expected.coef.Estimate[j], 1e-9, id);
      expectClose(row.se, expected.coef['Std. Error'][j], 1e-9, id);
      expectClose(row.statistic, expected.coef['z value'][j], 1e-9, id);
      expectClose(row.pvalue, expected.coef['Pr(>|z|)'][j], 1e-8, id);
      expected.vcov.values[j].forEach((value, k) => {
        expectClose(model.vcov[j * p + k], value, 1e-8, id);
      });
    });
    expectClose(model.fit.deviance, expected.deviance, 1e-9, id);
    expect(model.fit.residualDf).toBe(expected.df);
    return { model, expected };
  }

  it('logit with LD50 and LD90', () => {
    const { model, expected } = checkGlm('logit.budworm', 'share ~ 0 + sex + ldose', 'logit');
    [0.5, 0.9].forEach((share, i) => {
      const got = dose.effectiveDose(model.coefficients, model.vcov, { intercept: 0, slope: 2, share });
      expectClose(got.estimate, Object.values(expected.ld50)[i], 1e-9);
      expectClose(got.se, expected.ld50SE[i], 1e-9);
      expect(got.low < got.estimate && got.estimate < got.high).toBe(true);
    });
  });

  it('probit', () => {
    const { model } = checkGlm('probit.budworm', 'share ~ sex * ldose', 'probit');
    const got = dose.effectiveDose(model.coefficients, model.vcov, { intercept: 0, slope: 2, link: 'probit' });
    expectClose(got.estimate, -model.coefficients[0] / model.coefficients[2], 1e-14);
  });
});

describe.skipIf(!haveShared)('trends (doseresponse.json)', () => {
  interface Jt {
    JT: number;
    E: number;
    varNoTies: number;
    varTies: number;
    z: number;
    pIncreasing: number;
    pDecreasing: number;
    pTwo: number;
  }

  it('Jonckheere with ties, normal', () => {
    for (const [id, { values, groups }] of [
      ['jonckheere.litter', litter],
      ['jonckheere.toothgrowth', teeth],
    ] as const) {
      const expected = result<Jt>(id);
      const got = dose.jonckheereTest(values, groups, 'normal');
      expect([got.statistic, got.expected]).toEqual([expected.JT, expected.E]);
      expectClose(got.variance, expected.varTies, 1e-10, id);
      expectClose(got.z, expected.z, 1e-10, id);
      expectClose(got.pvalueIncreasing, expected.pIncreasing, 1e-10, id);
      expectClose(got.pvalueDecreasing, expected.pDecreasing, 1e-10, id);
      expectClose(got.pvalue, expected.pTwo, 1e-10, id);
    }
  });

  it('Jonckheere exact', () => {
    const expected = result<Jt>('jonckheere.exact.noties');
    const values = [40, 35, 38, 43, 44, 41, 38.5, 40.5, 47, 44.5, 40.2, 42, 48, 40.7, 45, 43.2, 46, 44.2];
    const got = dose.jonckheereTest(
      values,
      values.map((_, i) => Math.floor(i / 6)),
    );
    expect([got.exact, got.statistic]).toEqual([true, expected.JT]);
    expectClose(got.pvalueIncreasing, expected.pIncreasing, 1e-10);
    expectClose(got.pvalueDecreasing, expected.pDecreasing, 1e-10);
  });

  it('Williams', () => {
    for (const [id, { values, groups }, direction] of [
      ['williams.litter.decreasing', litter, 'decrease'],
      ['williams.toothgrowth', teeth, 'increase'],
    ] as const) {
      const expected = result<{ means: number[]; amalgamated: number[]; df: number; t: number[] }>(id);
      const got = dose.williamsTest(values, groups, direction);
      expect(got.residualDf).toBe(expected.df);
      got.doses.forEach((one, i) => {
        expectClose(one.mean, expected.means[i + 1], 1e-10, id);
        expectClose(one.amalgamated, expected.amalgamated[i], 1e-10, id);
        expectClose(one.statistic, expected.t[i], 1e-10, id);
        expect(one.adjusted).toBeGreaterThanOrEqual(one.pvalue);
      });
    }
  });

  it('critical values of Williams', () => {
    const expected = result<{ k: number; df: number; q: number[] }[]>('williams.critical');
    for (const { k, df, q } of expected) {
      const distribution = dose.williamsDistribution(10, new Array(k).fill(10));
      // the table is Monte Carlo with 1e6 draws; three standard errors of each tail
      [0.05, 0.025, 0.01].forEach((p, i) => {
        expect(Math.abs(distribution.upper(q[i], df) - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / 1e6));
      });
    }
  });

  it('Dunnett', () => {
    for (const [id, { values, groups }] of [
      ['dunnett.recovery', recovery],
      ['dunnett.litter', litter],
      ['dunnett.toothgrowth', teeth],
    ] as const) {
      const expected = result<{ t: number[]; df: number; pTwo: number[]; pLess: number[]; crit05two: number }>(id);
      const got = dose.dunnettTest(values, groups);
      expect(got.residualDf).toBe(expected.df);
      expectClose(got.critical, expected.crit05two, 1e-8, id);
      got.comparisons.forEach((one, i) => {
        expectClose(one.statistic, expected.t[i], 1e-10, id);
        // the reference integrates P(max <= c) and subtracts it from 1, which leaves about 1e-13 absolute
        expectClose(one.pvalue, expected.pTwo[i], 1e-8, id, 1e-4);
        expectClose(one.pvalueLess, expected.pLess[i], 1e-8, id, 1e-4);
      });
    }
    const mc = result<{ t: number[]; p: number[] }>('dunnett.recovery.multcomp');
    dose.dunnettTest(recovery.values, recovery.groups).comparisons.forEach((one, i) => {
      expectClose(one.statistic, mc.t[i], 1e-10);
      expect(Math.abs(one.pvalue - mc.p[i])).toBeLessThan(1e-6);
    });
    const steps = result<number[]>('dunnett.stepdown.litter');
    dose.stepDownDunnett(litter.values, litter.groups).forEach((p, i) => {
      expectClose(p, steps[i], 1e-8);
    });
  });

  it('Dunnett’s tail where the reference loses its digits', () => {
    // P(max |T| > c) lies between the largest single tail and the sum of all
    const upper = dunnett.upper(11.580119271921193, 27, [Math.SQRT1_2, Math.SQRT1_2], 'two');
    const single = dunnett.upper(11.580119271921193, 27, [0], 'two');
    expect(upper).toBeGreaterThan(single);
    expect(upper).toBeLessThan(2 * single);
  });

  it('Steel', () => {
    const expected = result<{ z: number[]; pTwo: number[] }>('steel.litter');
    dose.steelTest(litter.values, litter.groups).comparisons.forEach((one, i) => {
      expectClose(one.statistic, expected.z[i], 1e-10);
      expectClose(one.pvalue, expected.pTwo[i], 1e-8);
    });
  });

  it('contrasts together', () => {
    const sizes = [0, 1, 2, 3].map((g) => litter.groups.filter((one) => one === g).length);
    const williams = result<{ contrMat: Matrix; t: number[]; p: number[] }>('glht.williams.contrasts');
    const matrix = dose.williamsContrasts(sizes);
    williams.contrMat.values.flat().forEach((value, at) => {
      expectClose(matrix[at], value, 1e-12);
    });
    const got = dose.multipleContrastTest(litter.values, litter.groups, matrix, 'less');
    expect(got.exact).toBe(true);
    got.contrasts.forEach((one, i) => {
      expectClose(one.statistic, williams.t[i], 1e-10);
      expectClose(one.pvalue, williams.p[i], 1e-4);
    });
    const tukey = result<{ t: number[]; p: number[]; cor: Matrix }>('glht.tukey.unbalanced');
    const pairs = dose.multipleContrastTest(recovery.values, recovery.groups, dose.pairwiseContrasts(4), 'two-sided');
    pairs.contrasts.forEach((one, i) => {
      expectClose(one.statistic, tukey.t[i], 1e-10);
      // Monte Carlo error of the reference about 1e-5
      expect(Math.abs(one.pvalue - tukey.p[i])).toBeLessThan(1e-4);
      tukey.cor.values[i].forEach((value, j) => {
        expect(Math.abs(pairs.correlation[i * 6 + j] - value)).toBeLessThan(1e-12);
      });
    });
  });

  it('benchmark dose', () => {
    const expected = result<{ a: number; sigma: number; nll: number; BMD: number; BMDL: number; BMDU: string }>(
      'bmd.litter.exp2.1sd',
    );
    const got = dose.benchmarkDose(column(pups, 'dose'), column(pups, 'weight'), { direction: 'decrease' });
    expectClose(got.bmd, expected.BMD, 1e-4);
    expectClose(got.lower, expected.BMDL, 1e-4);
    expect(got.upper).toBe(Infinity);
    expectClose(got.control, expected.a, 1e-6);
    expectClose(got.sd, expected.sigma, 1e-6);
    expectClose(got.logLik, -expected.nll, 1e-9);
    // the same by least squares to full precision: the reference's optimizer stopped 5e-5 away
    const decay: dose.Curve = {
      parameters: ['a', 'b'],
      value: (d, [a, b], gradient) => {
        gradient[0] = Math.exp(-b * d);
        gradient[1] = -a * d * gradient[0];
        return a * gradient[0];
      },
    };
    const fit = dose.fitCurve(decay, column(pups, 'dose'), column(pups, 'weight'), Float64Array.of(30, 1e-4));
    const sd = Math.sqrt(fit.residualSumOfSquares / 74);
    const [a, b] = fit.parameters.map((one) => one.estimate);
    expectClose(got.bmd, -Math.log(1 - sd / a) / b, 1e-7);
  });
});
