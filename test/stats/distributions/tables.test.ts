import { describe, expect, it } from 'vitest';
import * as stats from '../../../src/stats/distributions/index.ts';
import { numberOf, statsFixtureRows } from '../../support/stats-fixtures.ts';

/** The four columns of truth in every table, by the method that must give them. */
const METHODS = ['lower', 'upper', 'logLower', 'logUpper'] as const;
type Method = (typeof METHODS)[number];
type Tails = Record<Method, (x: number, ...parameters: number[]) => number>;

/** Relative error against a truth given in 20 digits; what is below the normal doubles must agree to the spacing there. */
function tableError(actual: number, truth: string): number {
  const expected = Number(truth);
  if (Math.abs(expected) < 2.3e-308) return Math.abs(actual - expected) <= 2e-322 + 1e-13 * Math.abs(expected) ? 0 : Infinity;
  const error = Math.abs(actual - expected) / Math.abs(expected);
  return error === error ? error : Infinity;
}

interface Table {
  file: string;
  distribution: Tails;
  parameters: number;
  tolerance: number;
  points: number;
}

const as = (distribution: unknown) => distribution as Tails;
const TABLES: Table[] = [
  { file: 'normal', distribution: as(stats.normal), parameters: 0, tolerance: 1e-13, points: 301 },
  { file: 'gamma', distribution: as(stats.gamma), parameters: 1, tolerance: 1e-13, points: 340 },
  { file: 'chisq', distribution: as(stats.chiSquared), parameters: 1, tolerance: 1e-13, points: 320 },
  { file: 'beta', distribution: as(stats.beta), parameters: 2, tolerance: 1e-13, points: 340 },
  { file: 't', distribution: as(stats.studentT), parameters: 1, tolerance: 1e-13, points: 340 },
  { file: 'f', distribution: as(stats.fisherF), parameters: 2, tolerance: 1e-13, points: 340 },
  { file: 'binom', distribution: as(stats.binomial), parameters: 2, tolerance: 1e-13, points: 300 },
  { file: 'nbinom', distribution: as(stats.negativeBinomialOfMean), parameters: 2, tolerance: 1e-13, points: 320 },
  { file: 'hyper', distribution: as(stats.hypergeometric), parameters: 3, tolerance: 1e-13, points: 300 },
  { file: 'nchisq', distribution: as(stats.noncentralChiSquared), parameters: 2, tolerance: 1e-11, points: 320 },
  { file: 'nf', distribution: as(stats.noncentralF), parameters: 3, tolerance: 1e-11, points: 320 },
  { file: 'nct', distribution: as(stats.noncentralT), parameters: 2, tolerance: 1e-10, points: 330 },
  { file: 'tukey', distribution: as(stats.studentizedRange), parameters: 2, tolerance: 1e-10, points: 300 },
];

describe('tails against the truth tables, over the whole table', () => {
  for (const { file, distribution, parameters, tolerance, points } of TABLES) {
    it(`${file}: both tails and both logarithms to ${tolerance}`, () => {
      const rows = statsFixtureRows(`distributions/${file}.tsv.gz`);
      expect(rows).toHaveLength(points);
      for (const row of rows) {
        const [x, ...rest] = row.slice(0, parameters + 1).map(numberOf);
        METHODS.forEach((method, column) => {
          const actual = distribution[method](x, ...rest);
          const truth = row[parameters + 1 + column];
          const error = tableError(actual, truth);
          if (!(error <= tolerance))
            expect.fail(`${file} ${method}(${x}, ${rest}): got ${actual}, truth ${truth}, error ${error}`);
        });
      }
    });
  }

  it('dunnett: one and two sides, equal and unequal groups, to 1e-10', () => {
    const rows = statsFixtureRows('distributions/dunnett.tsv.gz');
    expect(rows).toHaveLength(300);
    for (const row of rows) {
      const [c, df, control] = [row[0], row[2], row[3]].map(numberOf);
      const loadings = stats.dunnettLoadings(control, row[4].split(',').map(Number));
      METHODS.forEach((method, column) => {
        const actual = stats.dunnett[method](c, df, loadings, row[1] === 'one' ? 'one' : 'two');
        const error = tableError(actual, row[5 + column]);
        if (!(error <= 1e-10)) expect.fail(`dunnett ${method} ${row.slice(0, 5)}: got ${actual}, truth ${row[5 + column]}`);
      });
    }
  });
});
