import { describe, expect, it } from 'vitest';
import { type DataFrame, rowCount, selectRows } from '../../../src/stats/formula/index.ts';
import { type AnovaTable, anovaTable, coefficientTable, fitLinearModel } from '../../../src/stats/linear/index.ts';
import { expectAll, numbersOf, pick, type RValue, referenceFile, textsOf } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';

const reference = referenceFile('anova.json');

/** Compares a whole table with R's, residual line included. */
function expectTable(table: AnovaTable, expected: RValue, what: string): void {
  expect([...table.rows.map((row) => row.term), 'Residuals'], what).toEqual(textsOf(expected, 'row'));
  const { residual } = table;
  expectAll([...table.rows.map((row) => row.df), residual.df], numbersOf(expected, 'Df'), 0, `${what} df`);
  expectAll(
    [...table.rows.map((row) => row.sumOfSquares), residual.sumOfSquares],
    numbersOf(expected, 'Sum Sq'),
    1e-9,
    `${what} SS`,
  );
  expectAll([...table.rows.map((row) => row.F), NaN], numbersOf(expected, 'F value'), 1e-9, `${what} F`);
  expectAll([...table.rows.map((row) => row.pvalue), NaN], numbersOf(expected, 'p.value'), 1e-9, `${what} p`);
}

const without = (frame: DataFrame, dropped: (row: number) => boolean) =>
  selectRows(
    frame,
    Array.from({ length: rowCount(frame) }, (_, row) => row).filter((row) => !dropped(row)),
  );

describe.skipIf(!haveShared)('analysis of variance tables of R', () => {
  const CASES: [string, 1 | 2 | 3, string, string][] = [
    ['anova1.genotype.LM', 1, 'genotype', 'Wt ~ Litter * Mother'],
    ['anova1.genotype.ML', 1, 'genotype', 'Wt ~ Mother * Litter'],
    ['anova2.genotype', 2, 'genotype', 'Wt ~ Litter * Mother'],
    ['anova3.genotype', 3, 'genotype', 'Wt ~ Litter * Mother'],
    ['anova.toothgrowth', 1, 'ToothGrowth', 'len ~ supp * dose'],
    ['anova.npk', 1, 'npk', 'yield ~ block + N * P * K'],
    ['oneway', 1, 'recovery', 'minutes ~ blanket'],
    ['ancova2', 2, 'anorexia', 'Postwt ~ Prewt + Treat'],
    ['ancova.interaction', 2, 'anorexia', 'Postwt ~ Prewt * Treat'],
    ['litter.ancova', 2, 'litter', 'weight ~ dose + gesttime + number'],
  ];
  it.each(CASES)('%s (type %i)', (id, type, file, formula) => {
    expectTable(anovaTable(fitLinearModel(formula, studyTable(file)), type), reference.result(id), id);
  });

  it('type III with the columns as they are tests main effects at the reference level', () => {
    const model = fitLinearModel('Wt ~ Litter * Mother', studyTable('genotype'));
    const id = 'anova3.genotype.treatmentContrasts.TRAP';
    expectTable(anovaTable(model, 3, { coding: 'as-fitted' }), reference.result(id), id);
  });

  it('names the term that npk confounds with blocks', () => {
    const model = fitLinearModel('yield ~ block + N * P * K', studyTable('npk'));
    expect(model.aliased).toEqual(['N1:P1:K1']);
    expect(model.notes.map((note) => note.code)).toEqual(['coefficients-aliased']);
    expect(anovaTable(model, 1).untestable).toEqual(['N:P:K']);
  });

  it.each([1, 2, 3] as const)('unbalanced two-way, type %i', (type) => {
    const dropped = new Set([1, 2, 3, 15, 16, 40, 41, 42, 43, 58]);
    const frame = without(studyTable('ToothGrowth'), (row) => dropped.has(row + 1));
    const id = `anova${type}.toothgrowth.unbalanced`;
    expectTable(anovaTable(fitLinearModel('len ~ supp * dose', frame), type), reference.result(id), id);
  });
});

describe.skipIf(!haveShared)('a linear model, its coefficients and its fit', () => {
  it('ancova.lm', () => {
    const expected = reference.result('ancova.lm');
    const model = fitLinearModel('Postwt ~ Prewt + Treat', studyTable('anorexia'));
    const table = coefficientTable(model.design.columns, model.coefficients, model.covariance, model.residualDf);
    const column = (name: string) => numbersOf(expected, 'coefficients', name);
    expect(table.map((row) => row.term)).toEqual(textsOf(expected, 'coefficients', 'row'));
    expectAll(
      table.map((row) => row.estimate),
      column('Estimate'),
      1e-9,
      'estimate',
    );
    expectAll(
      table.map((row) => row.se),
      column('Std. Error'),
      1e-9,
      'se',
    );
    expectAll(
      table.map((row) => row.statistic),
      column('t value'),
      1e-9,
      't',
    );
    expectAll(
      table.map((row) => row.pvalue),
      column('Pr(>|t|)'),
      1e-9,
      'p',
    );
    expectAll(
      table.map((row) => row.lower),
      numbersOf(expected, 'confint', '2.5 %'),
      1e-9,
      'lower',
    );
    expectAll(
      table.map((row) => row.upper),
      numbersOf(expected, 'confint', '97.5 %'),
      1e-9,
      'upper',
    );
    const { overall } = model;
    expectAll(
      [
        model.sigma,
        model.rSquared,
        model.adjustedRSquared,
        model.logLik,
        model.aic,
        model.bic,
        overall.F,
        overall.numDf,
        overall.denDf,
      ],
      ['sigma', 'r.squared', 'adj.r.squared', 'logLik', 'AIC', 'BIC']
        .flatMap((name) => numbersOf(expected, name))
        .concat(['value', 'numdf', 'dendf'].flatMap((name) => numbersOf(pick(expected, 'F'), name))),
      1e-9,
      'fit',
    );
  });
});
