import { describe, expect, it } from 'vitest';
import {
  type DataColumn,
  type DataFrame,
  factorColumn,
  fitMixedModel,
  numericColumn,
  precisionBlocks,
  randomStream,
  solveGeneral,
  withoutRows,
} from '../../../src/stats/index.ts';

const LITTERS = 6;
const stream = randomStream(3, 'test/row-deletion');

/** Animals in litters, measured three times each. */
function data(): DataFrame {
  const rows = Array.from({ length: LITTERS * 4 * 3 }, (_, i) => ({
    litter: Math.floor(i / 12),
    animal: Math.floor(i / 3),
    session: i % 3,
  }));
  const litters = Array.from({ length: LITTERS }, () => stream.normal());
  const animals = Array.from({ length: LITTERS * 4 }, () => stream.normal());
  const score = rows.map(({ litter, animal }) => litters[litter] + 0.8 * animals[animal] + 0.5 * stream.normal());
  return new Map<string, DataColumn>([
    ['score', numericColumn(score)],
    [
      'arm',
      factorColumn(
        rows.map(({ animal }) => (animal % 2 === 0 ? 'vehicle' : 'high')),
        ['vehicle', 'high'],
      ),
    ],
    ['session', factorColumn(rows.map(({ session }) => `week${session}`))],
    ['litter', factorColumn(rows.map(({ litter }) => `L${litter}`))],
    ['animal', factorColumn(rows.map(({ animal }) => `M${animal}`))],
  ]);
}

const model = fitMixedModel('score ~ arm * session + (1 | litter/animal)', data());
const { matrix, columns } = model.design;
const p = columns.length;
const blocks = precisionBlocks(model);
const contrast = Float64Array.from(columns, (name) => (name === 'armhigh' || name === 'armhigh:sessionweek2' ? 1 : 0));
const deleted = (sets: number[][]) => withoutRows({ x: matrix, columns: p, y: model.response, blocks }, contrast, sets);

/** Generalized least squares on the rows kept, from their own covariance matrix. */
function fromScratch(kept: readonly number[]): { estimate: number; se: number } {
  const n = kept.length;
  const covariance = new Float64Array(n * n);
  kept.forEach((row, i) => {
    kept.forEach((other, j) => {
      let value = row === other ? model.sigma ** 2 : 0;
      model.core.terms.forEach((term, t) => {
        if (term.codes[row] === term.codes[other]) value += model.randomCovariance(t)[0];
      });
      covariance[i * n + j] = value;
    });
  });
  const right = Float64Array.from({ length: n * (p + 1) }, (_, k) => {
    const row = kept[Math.floor(k / (p + 1))];
    return k % (p + 1) === p ? model.response[row] : matrix[row * p + (k % (p + 1))];
  });
  const weighted = solveGeneral(covariance, right, n, p + 1) ?? new Float64Array();
  const information = new Float64Array(p * p);
  const score = new Float64Array(p);
  kept.forEach((row, i) => {
    for (let a = 0; a < p; a++) {
      score[a] += matrix[row * p + a] * weighted[i * (p + 1) + p];
      for (let b = 0; b < p; b++) information[a * p + b] += matrix[row * p + a] * weighted[i * (p + 1) + b];
    }
  });
  const coefficients = solveGeneral(information, score, p, 1) ?? new Float64Array();
  const variance = solveGeneral(information, contrast, p, 1) ?? new Float64Array();
  const dot = (values: Float64Array): number => values.reduce((sum, value, a) => sum + value * contrast[a], 0);
  return { estimate: dot(coefficients), se: Math.sqrt(dot(variance)) };
}

describe('leaving rows out with the variances held', () => {
  it('gives the fit itself without any row', () => {
    const { estimate, se } = deleted([[]]);
    const whole = fromScratch(Array.from({ length: model.n }, (_, i) => i));
    expect(estimate[0]).toBeCloseTo(model.contrast(contrast).estimate, 9);
    expect(estimate[0]).toBeCloseTo(whole.estimate, 9);
    expect(se[0]).toBeCloseTo(whole.se, 9);
  });

  it('agrees with generalized least squares on the other rows, for an animal, a litter, and rows of several litters', () => {
    const sets = [[0, 1, 2], Array.from({ length: 12 }, (_, i) => 12 + i), [4, 15, 30, 31, 70]];
    const { estimate, se } = deleted(sets);
    sets.forEach((set, s) => {
      const kept = Array.from({ length: model.n }, (_, i) => i).filter((i) => !set.includes(i));
      const expected = fromScratch(kept);
      expect(estimate[s]).toBeCloseTo(expected.estimate, 9);
      expect(se[s]).toBeCloseTo(expected.se, 9);
    });
  });

  it('has no answer where an effect is lost with the rows', () => {
    const arm = model.design.data.get('arm');
    const treated = Array.from({ length: model.n }, (_, i) => i).filter((i) => arm?.kind === 'factor' && arm.codes[i] === 1);
    expect(deleted([treated]).estimate[0]).toBeNaN();
  });
});
