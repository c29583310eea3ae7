import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn, withReference } from '../../../src/stats/formula/index.ts';
import { contrastMeans, marginalMeans, referenceGrid } from '../../../src/stats/marginal-means/index.ts';
import { fitModel } from '../../../src/stats/model/index.ts';
import { expectClose } from '../../support/close.ts';

interface Table {
  term: string[];
  [column: string]: (number | string)[];
}

interface UnusualCase {
  id: string;
  formula: string;
  data: { [column: string]: (number | string)[] };
  logLik: number;
  kenwardRoger: Table;
  satterthwaiteDf: number[];
  random: { group: string; sd: number }[];
  type1: Table;
  type2: Table;
  type3?: Table;
  means: string;
  dunnett: { estimate: (number | null)[]; df: (number | null)[]; pvalue: (number | null)[] };
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/stats/lmm_unusual.json', import.meta.url), 'utf8'),
) as unknown as { cases: UnusualCase[] };

function frameOf({ data }: UnusualCase): Map<string, DataColumn> {
  return new Map(
    Object.entries(data).map(([name, cells]): [string, DataColumn] => {
      if (cells.every((cell) => typeof cell === 'number')) return [name, numericColumn(cells)];
      const column = factorColumn(cells.map(String));
      return [name, name === 'arm' ? withReference(column, 'vehicle') : column];
    }),
  );
}

/** Two arms, or three of which one has no rows in some cell. */
const SINGLE_CONTRAST = new Set(['few_treated_litters_1', 'negative_cov_1', 'missing3way_1']);

const number = (table: Table, column: string, i: number): number => Number(table[column][i]);

describe('mixed models of unusual designs against lme4, lmerTest, pbkrtest and emmeans', () => {
  for (const one of cases) {
    const frame = frameOf(one);

    it(`${one.id}: estimates, errors, degrees of freedom, variances`, () => {
      const model = fitModel(one.formula, frame);
      const { term, estimate } = one.kenwardRoger;
      expectClose(model.logLik, one.logLik, 1e-8, 'logLik');
      // R leaves aliased columns out of its table
      const rows = model.coefficients.filter((row) => !Number.isNaN(row.estimate));
      expect(rows.map((row) => row.term)).toEqual(term);
      const satterthwaite = fitModel(one.formula, frame, { ddf: 'satterthwaite' });
      rows.forEach((row, i) => {
        const se = number(one.kenwardRoger, 'se', i);
        expectClose(row.estimate, Number(estimate[i]), 1e-4, row.term, se);
        expectClose(row.se, se, 1e-4, `${row.term} se`);
        expectClose(row.df, number(one.kenwardRoger, 'df', i), 1e-3, `${row.term} df`);
        const other = satterthwaite.coefficients.find((candidate) => candidate.term === row.term);
        expectClose(other?.df ?? Number.NaN, one.satterthwaiteDf[i], 1e-3, `${row.term} Satterthwaite df`);
      });
      for (const { group, sd } of one.random) {
        const found = model.random.filter((row) => row.second === null && row.group === group.replace(/\.\d+$/, ''));
        expect(
          found.some((row) => Math.abs(row.sd - sd) <= 1e-4 * Math.max(sd, 1e-3)),
          `${group} ${sd}`,
        ).toBe(true);
      }
    });

    it(`${one.id}: tests of terms`, () => {
      for (const type of ['I', 'II', 'III'] as const) {
        const expected = { I: one.type1, II: one.type2, III: one.type3 }[type];
        if (expected === undefined) {
          expect(() => fitModel(one.formula, frame, { anovaType: type })).toThrow(/every combination of the factors/);
          continue;
        }
        const { anova } = fitModel(one.formula, frame, { anovaType: type });
        expected.term.forEach((term, i) => {
          const row = anova.find((candidate) => candidate.term === term);
          expect(row?.numDf, `type ${type} ${term}`).toBe(number(expected, 'numDf', i));
          expectClose(row?.F ?? Number.NaN, number(expected, 'F', i), 1e-4, `type ${type} ${term} F`, 1e-2);
          expectClose(row?.denDf ?? Number.NaN, number(expected, 'denDf', i), 1e-3, `type ${type} ${term} df`);
        });
      }
    });

    it(`${one.id}: each arm against vehicle`, () => {
      const model = fitModel(one.formula, frame);
      const { rows, adjustment } = contrastMeans(marginalMeans(referenceGrid(model.means), one.means), 'vs-control');
      expect(rows.length).toBe(one.dunnett.estimate.length);
      rows.forEach((row, i) => {
        const [estimate, df, pvalue] = [one.dunnett.estimate[i], one.dunnett.df[i], one.dunnett.pvalue[i]];
        if (estimate === null || df === null) {
          expect(row.estimate).toBeNaN();
          return;
        }
        expectClose(row.estimate, estimate, 1e-4, row.contrast, row.se);
        expectClose(row.df, df, 1e-3, `${row.contrast} df`);
        if (pvalue !== null) expectClose(row.pvalue, pvalue, 2e-4, `${row.contrast} p`);
      });
      expect(adjustment).toBe(SINGLE_CONTRAST.has(one.id) ? 'none' : 'dunnett');
    });
  }

  it('a column that repeats another leaves nothing to test for either, and says so', () => {
    const frame = frameOf(cases[0]);
    const arm = frame.get('arm');
    if (arm !== undefined) frame.set('copy', arm);
    const model = fitModel('score ~ arm + copy + session + (1 | animal)', frame);
    expect(model.anova.map((row) => row.term)).toEqual(['session']);
    expect(model.notes.map((note) => note.code)).toContain('type-two-instead');
    const copies = model.coefficients.filter((row) => Number.isNaN(row.estimate)).map((row) => row.term);
    expect(copies).toEqual(['copylow', 'copymid']);
  });
});
