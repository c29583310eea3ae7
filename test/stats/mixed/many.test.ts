import { describe, expect, it } from 'vitest';
import { type DataFrame, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitMixedModel, fitMixedModels, prepareMixedDesign } from '../../../src/stats/mixed/index.ts';
import { expectClose } from '../../support/close.ts';
import { litterStudy } from './simulated.ts';

const FORMULA = '~ arm * session + sex + (1 | litter/animal)';
const study = litterStudy(12, 2, 4);
const rows = study.rows;
const responses = new Float64Array(8 * rows);
for (let g = 0; g < 8; g++) responses.set(study.response(7, g, g < 4 ? 0.8 : 0, g % 2 ? 0.6 : 0), g * rows);

function withResponse(frame: DataFrame, g: number): DataFrame {
  return new Map([...frame, ['y', numericColumn(responses.slice(g * rows, (g + 1) * rows))]]);
}

describe('many responses on one design', () => {
  it('gives each response the fit it has alone, with and without missing values', () => {
    responses[3 * rows + 5] = NaN;
    responses[3 * rows + 40] = NaN;
    const design = prepareMixedDesign(FORMULA, study.frame);
    const fits = fitMixedModels(design, responses, rows);
    const width = design.design.columns.length;
    for (let g = 0; g < 8; g++) {
      const alone = fitMixedModel(`y ${FORMULA}`, withResponse(study.frame, g));
      expect(fits.used[g]).toBe(alone.n);
      expectClose(fits.logLik[g], alone.logLik, 1e-12, 'logLik');
      expectClose(fits.sigma[g], alone.sigma, 1e-9, 'sigma');
      expect(fits.statusNames[fits.status[g]]).toBe(alone.singular ? 'singular' : 'ok');
      alone.fixedEffects().forEach((row, c) => {
        const at = g * width + c;
        expectClose(fits.estimate[at], row.estimate, 1e-9, 'estimate', 1);
        expectClose(fits.se[at], row.se, 1e-9, 'se');
        expectClose(fits.df[at], row.df, 1e-7, 'df');
        expectClose(fits.pvalue[at], row.pvalue, 1e-7, 'p');
        expectClose(fits.low[at], row.low, 1e-9, 'low', 1);
      });
    }
  });

  it('says why a response has no estimates', () => {
    const design = prepareMixedDesign(FORMULA, study.frame);
    const odd = new Float64Array(2 * rows).fill(3);
    odd.fill(NaN, rows, 2 * rows - 6);
    const fits = fitMixedModels(design, odd, rows, { contrasts: new Float64Array(design.design.columns.length).fill(1) });
    expect(Array.from(fits.status, (code) => fits.statusNames[code])).toEqual(['no-variance', 'too-few-values']);
    expect(fits.estimate[0]).toBeNaN();
  });

  it('refuses a matrix of the wrong shape', () => {
    const design = prepareMixedDesign(FORMULA, study.frame);
    expect(() => fitMixedModels(design, new Float64Array(7), rows)).toThrow(RangeError);
    expect(() => fitMixedModels(design, responses, rows, { contrasts: new Float64Array(2) })).toThrow(RangeError);
  });
});

describe('rotations', () => {
  it('blocks of the same structure share one pattern, and the estimates do not depend on the order of rows', () => {
    const design = prepareMixedDesign(FORMULA, study.frame);
    expect(design.core.system.blocks.length).toBe(12);
    expect(design.core.system.patterns.length).toBe(1);
    expect(design.core.system.patterns[0].carriers).toBeLessThan(12);
    const order = Array.from({ length: rows }, (_, i) => (i * 37) % rows);
    const shuffled = new Map(
      [...withResponse(study.frame, 1)].map(([name, column]) => [
        name,
        column.kind === 'number'
          ? numericColumn(order.map((i) => column.values[i]))
          : factorColumn(
              order.map((i) => column.levels[column.codes[i]]),
              column.levels,
            ),
      ]),
    );
    const a = fitMixedModel(`y ${FORMULA}`, withResponse(study.frame, 1));
    const b = fitMixedModel(`y ${FORMULA}`, shuffled);
    expectClose(b.logLik, a.logLik, 1e-12, 'logLik');
    b.fixedEffects().forEach((row, i) => {
      expectClose(row.estimate, a.coefficients[i], 1e-9, row.term, 1);
      expectClose(row.df, a.fixedEffects()[i].df, 1e-7, `${row.term} df`);
    });
    expectClose(
      b.fitted.reduce((sum, one) => sum + one * one, 0),
      a.fitted.reduce((sum, one) => sum + one * one, 0),
      1e-11,
      'fitted',
    );
  });
});
