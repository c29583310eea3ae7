import { describe, expect, it } from 'vitest';
import { numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import { solveUpper } from '../../../src/stats/linear-algebra/index.ts';
import {
  bootstrapIntervals,
  bootstrapTest,
  exactRestrictedTest,
  fitMixedModel,
  mixedDiagnostics,
  profileIntervals,
} from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { numbersOf, referenceFile } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { readFrame } from './reference.ts';
import { litterStudy } from './simulated.ts';

const RATPUP = 'weight ~ Treatment + sex + Lsize + (1 | Litter)';
const study = litterStudy(12, 2, 3);
const frame = new Map([...study.frame, ['y', numericColumn(study.response(3, 1, 0.7, 0.7))]]);
const FORMULA = 'y ~ arm * session + sex + (1 | litter/animal)';

describe.skipIf(!haveShared)('resampling on real data', () => {
  it('exactRLRT.ratpup: the statistic of the reference and a p-value at the floor', () => {
    const result = referenceFile('lmm_compare.json').result('exactRLRT.ratpup');
    const test = exactRestrictedTest(fitMixedModel(RATPUP, readFrame('RatPupWeight.csv')), { samples: 2000 });
    expectClose(test.statistic, numbersOf(result, 'statistic')[0], 1e-6, 'statistic');
    expect(test.pvalue).toBeCloseTo(1 / 2001, 12);
  });

  it('bootstrap standard errors agree with those of the model within their Monte Carlo error', () => {
    const model = fitMixedModel(RATPUP, readFrame('RatPupWeight.csv'));
    const intervals = bootstrapIntervals(model, { samples: 400, seed: 5 });
    for (const row of model.fixedEffects()) {
      const one = intervals.find(({ parameter }) => parameter === row.term);
      if (one === undefined) throw new Error(row.term);
      // A standard deviation from 400 values has a relative standard error of 3.5 %.
      expect(Math.abs(one.se / row.se - 1), row.term).toBeLessThan(0.12);
      expect(Math.abs((one.high - one.low) / (row.high - row.low) - 1), row.term).toBeLessThan(0.2);
    }
    const profiled = profileIntervals(model).find(({ parameter }) => parameter === 'sigma');
    const sigma = intervals.find(({ parameter }) => parameter === 'sigma');
    if (profiled === undefined || sigma === undefined) throw new Error('no sigma');
    expectClose(sigma.low, profiled.low, 0.02, 'sigma low');
    expectClose(sigma.high, profiled.high, 0.02, 'sigma high');
  });
});

describe('parametric bootstrap', () => {
  it('is reproducible and keeps to the boundary', () => {
    const model = fitMixedModel(FORMULA, frame);
    const one = bootstrapIntervals(model, { samples: 50, seed: 2 });
    expect(bootstrapIntervals(model, { samples: 50, seed: 2 })).toEqual(one);
    expect(bootstrapIntervals(model, { samples: 50, seed: 3 })).not.toEqual(one);
    for (const { parameter, low, high } of one.filter((interval) => interval.parameter.startsWith('sd_'))) {
      expect(low, parameter).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThan(low);
    }
  });

  it('tests a fixed effect without relying on chi-squared', () => {
    const test = bootstrapTest(fitMixedModel('y ~ session + sex + (1 | litter/animal)', frame), fitMixedModel(FORMULA, frame), {
      samples: 199,
    });
    expect(test.pvalue).toBeGreaterThan(1 / 200);
    expect(test.pvalue).toBeLessThanOrEqual(1);
    expect(test.pvalueSe).toBeLessThan(0.05);
  });
});

describe('diagnostics', () => {
  const model = fitMixedModel(FORMULA, frame);
  const diagnostics = mixedDiagnostics(model);

  it('leaving out a litter is what fitting without it at the same variances gives', () => {
    const [first] = diagnostics.influence;
    expect(first.group).toBe('litter');
    const litter = frame.get('litter');
    if (litter?.kind !== 'factor') throw new Error('no litter');
    const rows = Array.from(litter.codes.keys()).filter((i) => litter.levels[litter.codes[i]] !== first.level);
    const reduced = fitMixedModel(FORMULA, selectRows(frame, rows));
    // Generalized least squares on the remaining rows with the variances of the full fit.
    const { core, likelihood } = reduced;
    const ratio = model.fit.parameters.map((_, k) => {
      const term = model.core.terms[k];
      const other = core.terms[k];
      return model.fit.parameters[k] * (term.transform[0] / other.transform[0]) ** 2;
    });
    likelihood.solve(reduced.fit.response, model.fit.residualVariance, ratio);
    const shift = likelihood.coefficients;
    const own = Float64Array.from(reduced.fit.coefficients, (value, i) => value - reducedShift(reduced)[i] + shift[i]);
    const b = solveUpper(core.upper, own, own.length);
    const ses = model.fixedEffects({ df: 'asymptotic' });
    b.forEach((value, j) => {
      expectClose((model.coefficients[j] - value) / ses[j].se, first.change[j], 1e-8, model.columns[j], 1e-3);
    });
  });

  it('finds an outlier and a group that carries the result', () => {
    const y = study.response(3, 1, 0.7, 0.7);
    y[10] += 12;
    const spoiled = mixedDiagnostics(fitMixedModel(FORMULA, new Map([...study.frame, ['y', numericColumn(y)]])));
    expect(spoiled.outliers).toContain(10);
    expect(diagnostics.outliers).toEqual([]);
    expect(spoiled.normalScoreCorrelation).toBeLessThan(diagnostics.normalScoreCorrelation);
    expect(diagnostics.randomEffects.map((one) => one.term)).toEqual(['1 | animal:litter', '1 | litter']);
  });
});

/** Estimates in orthonormal coordinates relative to least squares. */
function reducedShift(reduced: ReturnType<typeof fitMixedModel>): Float64Array {
  reduced.likelihood.solve(reduced.fit.response, reduced.fit.residualVariance, reduced.fit.parameters);
  return Float64Array.from(reduced.likelihood.coefficients);
}
