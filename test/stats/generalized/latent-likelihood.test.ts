import { describe, expect, it } from 'vitest';
import { beta } from '../../../src/stats/distributions/index.ts';
import { type DataColumn, type DataFrame, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { hermiteRule } from '../../../src/stats/generalized/gauss-hermite.ts';
import { fitGeneralizedMixedModel } from '../../../src/stats/generalized/index.ts';
import type { LatentProblem } from '../../../src/stats/generalized/latent-blocks.ts';
import { LatentDeviance } from '../../../src/stats/generalized/latent-deviance.ts';
import {
  type LikelihoodFamilyName,
  likelihoodFamilyOf,
  type ObservationDerivatives,
} from '../../../src/stats/generalized/observation-likelihoods.ts';
import { independentRows, plainBlocks, trapezoidalPattern } from '../../../src/stats/mixed/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import { expectClose } from '../../support/close.ts';

const FAMILIES: LikelihoodFamilyName[] = [
  'binomial',
  'poisson',
  'negative-binomial',
  'negative-binomial-linear',
  'gamma',
  'beta',
];

/** A value of the kind each family has. */
function valueFor(name: LikelihoodFamilyName, i: number): { y: number; weight: number } {
  if (name === 'binomial') return { y: (i % 4) / 6, weight: 6 };
  if (name === 'beta') return { y: 0.05 + 0.9 * ((i * 0.37) % 1), weight: 1 };
  if (name === 'gamma') return { y: 0.3 + ((i * 1.7) % 4), weight: 1 };
  return { y: (i * 3) % 8, weight: 1 };
}

function derivatives(name: LikelihoodFamilyName, y: number, weight: number, eta: number, s: number): ObservationDerivatives {
  const out = { value: 0, first: 0, second: 0, third: 0, valueS: 0, firstS: 0, secondS: 0 };
  likelihoodFamilyOf(name).fill(out, y, weight, eta, s);
  return out;
}

describe('derivatives of one observation', () => {
  it.each(FAMILIES)('%s: each is the slope of the one before', (name) => {
    const h = 1e-4;
    for (const [i, eta, s] of [
      [1, 0.3, 0.2],
      [2, -0.8, 1.1],
      [5, 1.2, -0.6],
      [7, 0.1, 2.5],
    ]) {
      const { y, weight } = valueFor(name, i);
      const at = derivatives(name, y, weight, eta, s);
      const [up, down] = [derivatives(name, y, weight, eta + h, s), derivatives(name, y, weight, eta - h, s)];
      const [upS, downS] = [derivatives(name, y, weight, eta, s + h), derivatives(name, y, weight, eta, s - h)];
      const slope = (key: keyof ObservationDerivatives) => (up[key] - down[key]) / (2 * h);
      const slopeS = (key: keyof ObservationDerivatives) => (upS[key] - downS[key]) / (2 * h);
      for (const [key, below] of [
        ['first', 'value'],
        ['second', 'first'],
        ['third', 'second'],
      ] as const)
        expectClose(at[key], slope(below), 1e-6, `${name} ${key}`, 1);
      for (const [key, below] of [
        ['valueS', 'value'],
        ['firstS', 'first'],
        ['secondS', 'second'],
      ] as const)
        expectClose(at[key], slopeS(below), 1e-6, `${name} ${key}`, 1);
    }
  });
});

/** Two crossed or nested scalar terms and one slope, on few rows. */
function problemOf(name: LikelihoodFamilyName, scalar: boolean): LatentProblem {
  const n = 24;
  const group = Int32Array.from({ length: n }, (_, i) => Math.floor(i / 4));
  const x = Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 1 : Math.sin(i)));
  const slope = Float64Array.from({ length: scalar ? n : 2 * n }, (_, i) => (scalar || i % 2 === 0 ? 1 : Math.cos(i)));
  const rows = [{ width: scalar ? 1 : 2, values: slope, codes: group, levels: 6 }];
  if (!scalar)
    rows.push({ width: 1, values: new Float64Array(n).fill(1), codes: Int32Array.from(group, (_, i) => i % 3), levels: 3 });
  return {
    family: likelihoodFamilyOf(name),
    y: Float64Array.from({ length: n }, (_, i) => valueFor(name, i).y),
    weights: Float64Array.from({ length: n }, (_, i) => valueFor(name, i).weight),
    offset: undefined,
    x,
    p: 2,
    widths: rows.map((one) => one.width),
    blocks: plainBlocks(independentRows(n, rows), rows),
  };
}

describe('gradient of the marginal likelihood', () => {
  for (const name of FAMILIES) {
    for (const nodes of [1, 7]) {
      it(`${name}, ${nodes === 1 ? 'Laplace with a slope and a crossed factor' : 'quadrature'}`, () => {
        const problem = problemOf(name, nodes > 1);
        const objective = new LatentDeviance(
          problem,
          trapezoidalPattern(problem.widths, problem.widths),
          nodes > 1 ? hermiteRule(nodes) : undefined,
        );
        const point = Float64Array.from({ length: objective.count }, (_, k) => 0.3 + 0.15 * Math.cos(k + 1));
        objective.value(point);
        const gradient = objective.gradient();
        const h = 1e-4;
        for (let k = 0; k < objective.count; k++) {
          const at = (shift: number) => objective.value(point.map((one, l) => (l === k ? one + shift : one)));
          const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
          expectClose(gradient[k], slope, 1e-8, `variable ${k}`, 1);
        }
      });
    }
  }
});

describe('Gauss-Hermite rules', () => {
  it.each([1, 2, 5, 9, 25, 81])('%i nodes integrate polynomials of the normal density', (count) => {
    const { nodes, scaledWeights } = hermiteRule(count);
    // Moments 1, 0, 1, 0, 3, 15 of the standard normal, as far as the rule is exact.
    const moment = (power: number) =>
      nodes.reduce((sum, x, k) => sum + (scaledWeights[k] * Math.exp(-0.5 * x * x) * x ** power) / Math.sqrt(2 * Math.PI), 0);
    expectClose(moment(0), 1, 1e-13, 'total');
    expect(Math.abs(moment(1))).toBeLessThan(1e-13);
    if (count >= 2) expectClose(moment(2), 1, 1e-13, 'variance');
    if (count >= 5) expectClose(moment(6), 15, 1e-12, 'sixth moment');
    if (count >= 9) expectClose(moment(12), 10395, 1e-11, 'twelfth moment');
  });
});

describe('beta regression', () => {
  const stream = randomStream(9, 'beta-regression');
  const n = 200;
  const x = Float64Array.from({ length: n }, () => stream.normal());
  const draw = (a: number, b: number): number => beta.quantile(stream.uniform(), a, b);
  const y = x.map((value) => {
    const mean = 1 / (1 + Math.exp(-(0.4 + 0.7 * value)));
    return draw(mean * 12, (1 - mean) * 12);
  });
  const frame = new Map([
    ['x', numericColumn(x)],
    ['y', numericColumn(y)],
  ]);
  const model = fitGeneralizedMixedModel('y ~ x', frame, { family: 'beta' });

  it('recovers the truth within its standard errors and maximizes the likelihood', () => {
    expect(model.fit.converged).toBe(true);
    const [intercept, slope] = model.fixedEffects();
    expect(Math.abs(intercept.estimate - 0.4)).toBeLessThan(3 * intercept.se);
    expect(Math.abs(slope.estimate - 0.7)).toBeLessThan(3 * slope.se);
    expect(Math.abs(Math.log(model.fit.dispersion / 12))).toBeLessThan(3 * model.fit.logDispersionSe);
    const logLik = (b0: number, b1: number, phi: number) =>
      y.reduce((sum, value, i) => {
        const mean = 1 / (1 + Math.exp(-(b0 + b1 * x[i])));
        return sum + beta.logDensity(value, mean * phi, (1 - mean) * phi);
      }, 0);
    const best = logLik(model.coefficients[0], model.coefficients[1], model.fit.dispersion);
    expectClose(best, model.logLik, 1e-12, 'logLik');
    for (const [a, b, c] of [
      [1e-3, 0, 1],
      [-1e-3, 0, 1],
      [0, 1e-3, 1],
      [0, -1e-3, 1],
      [0, 0, 1.002],
      [0, 0, 0.998],
    ])
      expect(logLik(model.coefficients[0] + a, model.coefficients[1] + b, model.fit.dispersion * c)).toBeLessThan(best);
  });

  it('refuses 0 and 1', () => {
    const edge = new Map([['y', numericColumn([0.2, 1, 0.4, 0.3])]]);
    expect(() => fitGeneralizedMixedModel('y ~ 1', edge, { family: 'beta' })).toThrow(/limits excluded/);
  });
});

describe('edges of generalized mixed models', () => {
  const group = factorColumn(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd', 'e', 'e', 'e']);
  const frameOf = (y: number[], arm: string[]): DataFrame =>
    new Map<string, DataColumn>([
      ['group', group],
      ['arm', factorColumn(arm)],
      ['y', numericColumn(y)],
    ]);
  const arms = Array.from({ length: 15 }, (_, i) => (i % 2 ? 'drug' : 'vehicle'));

  it('a variance of zero is reported and leaves the generalized linear model', () => {
    const even = frameOf([1, 2, 3, 3, 1, 2, 2, 3, 1, 1, 2, 3, 3, 1, 2], arms);
    const model = fitGeneralizedMixedModel('y ~ arm + (1 | group)', even, { family: 'poisson' });
    expect(model.fit.singular).toBe(true);
    expect(model.notes.map((note) => note.code)).toContain('variance-zero');
    const plain = fitGeneralizedMixedModel('y ~ arm', even, { family: 'poisson' });
    expectClose(model.logLik, plain.logLik, 1e-10, 'logLik');
    model.fixedEffects().forEach((row, i) => {
      expectClose(row.se, plain.fixedEffects()[i].se, 1e-6, row.term);
    });
  });

  it('separation is named', () => {
    const model = fitGeneralizedMixedModel(
      'y ~ arm + (1 | group)',
      frameOf(
        arms.map((arm, i) => (arm === 'drug' ? 1 : i % 4 === 0 ? 1 : 0)),
        arms,
      ),
      { family: 'binomial' },
    );
    // All animals on the drug respond: its log odds, the intercept, run up, and the difference of the others down.
    expect(model.fit.infinite).toEqual([
      { column: '(Intercept)', sign: 1 },
      { column: 'armvehicle', sign: -1 },
    ]);
    expect(model.coefficients.every(Number.isNaN)).toBe(true);
  });

  it('quadrature is for one scalar effect', () => {
    const data = frameOf([1, 2, 3, 3, 1, 2, 2, 3, 1, 1, 2, 3, 3, 1, 2], arms);
    const options = { family: 'poisson', nodes: 5 } as const;
    expect(() => fitGeneralizedMixedModel('y ~ 1 + (1 | group) + (1 | arm)', data, options)).toThrow(/single random intercept/);
  });
});
