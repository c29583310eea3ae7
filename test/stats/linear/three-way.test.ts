import { describe, expect, it } from 'vitest';
import { noncentralF } from '../../../src/stats/distributions/index.ts';
import {
  type DataColumn,
  type DataFrame,
  type FactorColumn,
  factorColumn,
  numericColumn,
} from '../../../src/stats/formula/index.ts';
import { anovaTable, fitLinearModel, manova, varianceExplained } from '../../../src/stats/linear/index.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll, expectColumns, numbersOf, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');

interface Cell {
  labels: string[];
  values: number[];
}

/** obk.long averaged over hours: one row per animal and phase. */
function averaged(): Cell[] {
  const frame = studyTable('obk.long');
  const y = frame.get('value') as { values: Float64Array };
  const cells = new Map<string, Cell>();
  y.values.forEach((value, row) => {
    const labels = ['id', 'treatment', 'gender', 'phase'].map((name) => {
      const column = frame.get(name) as FactorColumn;
      return column.levels[column.codes[row]];
    });
    const cell = cells.get(labels.join()) ?? { labels, values: [] };
    cell.values.push(value);
    cells.set(labels.join(), cell);
  });
  return [...cells.values()];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function betweenFrame(cells: readonly Cell[]): DataFrame {
  return new Map<string, DataColumn>([
    ['value', numericColumn(cells.map((cell) => mean(cell.values)))],
    [
      'treatment',
      factorColumn(
        cells.map((cell) => cell.labels[1]),
        ['control', 'A', 'B'],
      ),
    ],
    ['gender', factorColumn(cells.map((cell) => cell.labels[2]))],
    ['phase', factorColumn(cells.map((cell) => cell.labels[3]))],
  ]);
}

const FORMULA = 'value ~ treatment * gender * phase';

describe.skipIf(!haveShared)('three unbalanced factors', () => {
  it.each([1, 2, 3] as const)('type %i', (type) => {
    const expected: RValue = reference.result(`anova${type}.threeway`);
    const table = anovaTable(fitLinearModel(FORMULA, betweenFrame(averaged())), type);
    expect([...table.rows.map((row) => row.term), 'Residuals']).toEqual(textsOf(expected, 'row'));
    expectAll(
      [...table.rows.map((row) => row.sumOfSquares), table.residual.sumOfSquares],
      numbersOf(expected, 'Sum Sq'),
      1e-9,
      'SS',
    );
    expectAll([...table.rows.map((row) => row.F), NaN], numbersOf(expected, 'F value'), 1e-9, 'F');
    expectAll([...table.rows.map((row) => row.pvalue), NaN], numbersOf(expected, 'p.value'), 1e-9, 'p');
  });

  it('anova3.threeway.emptycell: type III is refused and the empty cell named; type II stays', () => {
    expect(reference.result('anova3.threeway.emptycell')).toEqual({ message: 'there are aliased coefficients in the model' });
    const cells = averaged().filter(({ labels }) => !(labels[1] === 'A' && labels[2] === 'F' && labels[3] === 'pre'));
    const model = fitLinearModel(FORMULA, betweenFrame(cells));
    expect(model.aliased).toEqual(['treatmentA:genderM:phasepre']);
    expect(() => anovaTable(model, 3)).toThrow(/every combination.*no observation in treatment A, gender F, phase pre/);
    expect(anovaTable(model, 2).rows.map((row) => row.df)).toEqual([2, 1, 2, 2, 4, 2, 3]);
  });
});

describe.skipIf(!haveShared)('several responses', () => {
  function wide(): DataFrame {
    const cells = averaged();
    const first = cells.filter((cell) => cell.labels[3] === 'pre');
    const of = (phase: string) =>
      numericColumn(
        first.map(({ labels }) =>
          mean(cells.find((cell) => cell.labels[0] === labels[0] && cell.labels[3] === phase)?.values ?? []),
        ),
      );
    return new Map<string, DataColumn>([
      [
        'treatment',
        factorColumn(
          first.map((cell) => cell.labels[1]),
          ['control', 'A', 'B'],
        ),
      ],
      ['fup', of('fup')],
      ['post', of('post')],
      ['pre', of('pre')],
    ]);
  }

  it('manova.obk', () => {
    const expected = reference.result('manova.obk') as RValue[];
    const [row] = manova('cbind(fup, post, pre) ~ treatment', wide()).rows;
    const names = ['Pillai', 'Wilks', 'Hotelling-Lawley', 'Roy'];
    [row.pillai, row.wilks, row.hotellingLawley, row.roy].forEach((test, i) => {
      expectAll([test.statistic], numbersOf(expected[i], names[i]).slice(0, 1), 1e-9, names[i]);
      expectAll([test.F], numbersOf(expected[i], 'approx F').slice(0, 1), 1e-9, `${names[i]} F`);
      expectAll([test.numDf], numbersOf(expected[i], 'num Df').slice(0, 1), 1e-12, `${names[i]} df1`);
      expectAll([test.denDf], numbersOf(expected[i], 'den Df').slice(0, 1), 1e-12, `${names[i]} df2`);
      expectAll([test.pvalue], numbersOf(expected[i], 'Pr(>F)').slice(0, 1), 1e-9, `${names[i]} p`);
    });
  });

  it('refuses one response, and responses that depend on each other', () => {
    expect(() => manova('fup ~ treatment', wide())).toThrow(/at least two responses/);
    expect(() => manova('cbind(fup, post, fup + post) ~ treatment', wide())).toThrow(/combination of the others/);
  });
});

describe.skipIf(!haveShared)('shares of variance', () => {
  const table = () => anovaTable(fitLinearModel('Wt ~ Litter * Mother', studyTable('genotype')), 3);

  it('eta.partial.ci', () => {
    const expected = reference.result('eta.partial.ci');
    const shares = varianceExplained(table(), 61);
    expectAll(
      shares.map((one) => one.partialEtaSquared.estimate),
      numbersOf(expected, 'Eta2_partial'),
      1e-9,
      'eta',
    );
    expectAll(
      shares.map((one) => one.partialEtaSquared.lower),
      numbersOf(expected, 'CI_low'),
      1e-3,
      'lower',
    );
    const upper = numbersOf(expected, 'CI_high');
    expectAll(
      shares.slice(1).map((one) => one.partialEtaSquared.upper),
      upper.slice(1),
      1e-3,
      'upper',
    );
    // For Litter (F < 1) effectsize's optimizer stops early: its limit leaves 5.05 % below F, ours 5 %.
    const below = (share: number) => noncentralF.lower(table().rows[1].F, 3, 45, (45 * share) / (1 - share));
    expectClose(below(shares[0].partialEtaSquared.upper), 0.05, 1e-9, 'exact limit');
    expect(Math.abs(below(upper[0]) - 0.05)).toBeGreaterThan(1e-5);
    expect(Math.abs(shares[0].partialEtaSquared.upper - upper[0])).toBeLessThan(1e-3);
  });

  it('omega.partial.ci', () => {
    const expected = reference.result('omega.partial.ci');
    const shares = varianceExplained(table(), 61);
    expectAll(
      shares.map((one) => one.partialOmegaSquared.estimate),
      numbersOf(expected, 'Omega2_partial'),
      1e-9,
      'omega',
    );
    expectAll(
      shares.map((one) => one.partialOmegaSquared.lower),
      numbersOf(expected, 'CI_low'),
      1e-3,
      'lower',
    );
    expectAll(
      shares.map((one) => one.partialOmegaSquared.upper),
      numbersOf(expected, 'CI_high'),
      1e-3,
      'upper',
    );
  });

  it('epsilon.partial, eta.generalized.observed, cohens.f', () => {
    const shares = varianceExplained(table(), 61, { observed: ['Litter'], level: 0.95 });
    const epsilon = reference.result('epsilon.partial');
    expectAll(
      shares.map((one) => one.partialEpsilonSquared.estimate),
      numbersOf(epsilon, 'Epsilon2_partial'),
      1e-9,
      'epsilon',
    );
    const generalized = reference.result('eta.generalized.observed');
    expectColumns(shares, generalized, [['generalizedEtaSquared', 'Eta2_generalized']], 1e-9);
    const f = reference.result('cohens.f');
    expectAll(
      shares.map((one) => one.cohensF.estimate),
      numbersOf(f, 'Cohens_f_partial'),
      1e-9,
      'f',
    );
    expectAll(
      shares.map((one) => one.cohensF.lower),
      numbersOf(f, 'CI_low'),
      1e-3,
      'f lower',
    );
    expectAll(
      shares.map((one) => one.cohensF.upper),
      numbersOf(f, 'CI_high'),
      1e-3,
      'f upper',
    );
  });
});
