import { describe, expect, it } from 'vitest';
import { divergences, smoothedMinimum } from '../../src/expression/deseq/prior-variance-small-df.ts';
import { fitParametricTrend } from '../../src/expression/deseq/trend-parametric.ts';
import { evaluateCurve, exp, locfitCurve, log, lowess } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';
import { fixtureText } from './fixtures.ts';

const parametric = JSON.parse(fixtureText('unit-parametric-trend.json'));
const local = JSON.parse(fixtureText('unit-local-trend.json'));

describe('dispersion trend', () => {
  it('parametric: the coefficients of R, and failure where R fails', () => {
    for (const { means, disps, result } of Object.values(parametric) as {
      means: number[];
      disps: number[];
      result: { ok: boolean; coefficients: Record<string, number> };
    }[]) {
      const fit = fitParametricTrend(Float64Array.from(means), Float64Array.from(disps));
      expect(fit !== undefined).toBe(result.ok);
      if (fit === undefined) continue;
      expectClose(fit.asymptote, result.coefficients.asymptDisp, 1e-9, 'asymptDisp');
      expectClose(fit.extra, result.coefficients.extraPois, 1e-9, 'extraPois');
    }
  });

  it('local: locfit on its own tree, also outside the range of the data', () => {
    for (const name of ['good', 'risingTrend']) {
      const { means, disps } = parametric[name] as { means: number[]; disps: number[] };
      const kept = means.map((_, i) => i).filter((i) => disps[i] >= 1e-7);
      const x = Float64Array.from(kept, (i) => log(means[i]));
      const curve = locfitCurve(
        x,
        Float64Array.from(kept, (i) => log(disps[i])),
        Float64Array.from(kept, (i) => means[i]),
      );
      expect(curve.vertices.length).toBe(local[name].treeVertices.length);
      for (const [i, vertex] of local[name].treeVertices.entries()) expectClose(curve.vertices[i], vertex, 1e-12, 'vertex');
      local[name].atMeans.forEach((mean: number, i: number) => {
        // locfit's own answer moves by up to 7e-9 when these points are given in another order
        expectClose(exp(evaluateCurve(curve, log(mean))), local[name].dispFit[i], 7e-9, `at ${mean}`);
      });
    }
  });
});

describe('prior variance with few residual degrees of freedom', () => {
  const examples = JSON.parse(fixtureText('unit-small-df-prior.json.gz')) as {
    df: number;
    residualCounts: number[];
    klDivergence: number[];
    argmin: number;
  }[];
  it.each(examples)('df $df', ({ df, residualCounts, klDivergence, argmin }) => {
    const found = divergences(Float64Array.from(residualCounts), df);
    for (const [i, value] of klDivergence.entries()) expectClose(found[i], value, 1e-10, `variance ${i}`, 1e-3);
    expectClose(smoothedMinimum(found), argmin, 1e-12, 'argmin');
  });
});

describe('lowess', () => {
  const cases = JSON.parse(fixtureText('unit-numeric.json')).lowess as {
    x: number[];
    y: number[];
    f: number;
    fitted: number[];
  }[];
  it('reproduces R with its default robustness rounds, ties included', () => {
    for (const one of cases) {
      const order = one.x.map((_, i) => i).sort((a, b) => one.x[a] - one.x[b] || a - b);
      const x = Float64Array.from(order, (i) => one.x[i]);
      const y = Float64Array.from(order, (i) => one.y[i]);
      const fit = lowess(x, y, one.f, 3, 0.01 * (x[x.length - 1] - x[0]));
      for (const [i, value] of one.fitted.entries()) expectClose(fit[i], value, 1e-10, `point ${i}`, 1e-3);
    }
  });
});
