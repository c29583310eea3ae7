import { describe, expect, it } from 'vitest';
import { chiSquared, dunnett, studentizedRange } from '../../../src/stats/distributions/index.ts';
import { type FactorColumn, selectRows } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import { dunnettxUpper } from '../../../src/stats/marginal-means/dunnettx.ts';
import {
  type ContrastAdjustment,
  contrastMeans,
  linearMeansModel,
  marginalMeans,
  referenceGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';
import { expectAll } from '../../support/r-reference.ts';
import { haveShared } from '../../support/shared.ts';
import { studyTable } from '../../support/study-tables.ts';
import { gridOf } from './three-arms.ts';

describe.skipIf(!haveShared)('comparisons with a control: exact Dunnett (doseresponse.json)', () => {
  it.each([
    [
      'dunnett.recovery',
      'recovery',
      'minutes ~ blanket',
      '~ blanket',
      [0.4559165488994231, 0.00012156867697765694, 0.1819795433580752],
      2.488589106653213,
    ],
    [
      'dunnett.litter',
      'litter',
      'weight ~ dose',
      '~ dose',
      [0.0879271866868726, 0.2100902946522657, 0.1645928207587397],
      2.406071375075341,
    ],
  ])('%s', (_, file, formula, what, p, critical) => {
    const model = linearMeansModel(fitLinearModel(formula, studyTable(file)));
    const { rows, adjustment } = contrastMeans(marginalMeans(referenceGrid(model), what), 'vs-control');
    expect(adjustment).toBe('dunnett');
    expectAll(
      rows.map((row) => row.pvalue),
      p,
      1e-8,
      'p',
    );
    expectAll(
      rows.map((row) => (row.upper - row.estimate) / row.se),
      p.map(() => critical),
      1e-8,
      'critical value',
    );
  });

  it('dunnett.toothgrowth: two comparisons, far in the tail', () => {
    const frame = studyTable('ToothGrowth');
    const supp = frame.get('supp') as FactorColumn;
    const vc = selectRows(
      frame,
      Array.from(supp.codes.keys()).filter((row) => supp.levels[supp.codes[row]] === 'VC'),
    );
    const means = marginalMeans(referenceGrid(linearMeansModel(fitLinearModel('len ~ dose', vc))), '~ dose');
    const { rows } = contrastMeans(means, 'vs-control');
    expect(rows.map((row) => row.contrast)).toEqual(['dose1 - dose0.5', 'dose2 - dose0.5']);
    // the reference is 1 minus a lower tail and so rounded to about 5e-16; the distribution room's Dunnett has the second one exactly
    const p = rows.map((row) => row.pvalue);
    expectAll(p, [1.1873623096514407e-5, 1.1112222253473192e-11], 1e-8, 'p', 1e-7);
    expectClose(p[1], dunnett.upper(rows[1].statistic, 27, [Math.SQRT1_2, Math.SQRT1_2], 'two'), 1e-12);
  });
});

describe('adjustments', () => {
  const means = marginalMeans(gridOf('y ~ arm + sex'), '~ arm');

  it.each(['tukey', 'scheffe', 'sidak', 'bonferroni', 'mvt', 'none'] as ContrastAdjustment[])(
    '%s: an interval excludes 0 exactly when its p-value is below 1 - level',
    (adjust) => {
      for (const level of [0.5, 0.9, 0.99])
        for (const row of contrastMeans(means, 'pairwise', { adjust, level }).rows)
          expect(row.pvalue < 1 - level).toBe(row.lower > 0 || row.upper < 0);
    },
  );

  it('are ordered: none <= mvt <= tukey <= sidak <= bonferroni, all <= scheffe or equal', () => {
    const p = (adjust: ContrastAdjustment) => contrastMeans(means, 'pairwise', { adjust }).rows.map((row) => row.pvalue);
    const [none, mvt, tukey, sidak, bonferroni] = (['none', 'mvt', 'tukey', 'sidak', 'bonferroni'] as const).map(p);
    none.forEach((_, i) => {
      expect(none[i]).toBeLessThan(mvt[i]);
      expect(mvt[i]).toBeLessThanOrEqual(tukey[i] * (1 + 1e-9));
      expect(tukey[i]).toBeLessThan(sidak[i]);
      expect(sidak[i]).toBeLessThanOrEqual(bonferroni[i]);
    });
  });

  it('fall back to one that is valid for the family', () => {
    expect(contrastMeans(means, 'vs-control', { adjust: 'tukey' }).adjustment).toBe('sidak');
    expect(contrastMeans(means, 'consecutive', { adjust: 'dunnett' }).adjustment).toBe('mvt');
    expect(contrastMeans(marginalMeans(gridOf('y ~ sex'), '~ sex'), 'pairwise', { adjust: 'holm' }).adjustment).toBe('none');
  });

  it('dunnettx is the studentized range and independent tests mixed, close to the exact Dunnett', () => {
    const independent = (t: number, k: number) => 1 - (1 - chiSquared.upper(t * t, 1)) ** k;
    expectClose(
      dunnettxUpper(2.2, 3, Infinity),
      (2 / 3) * studentizedRange.upper(Math.SQRT2 * 2.2, 3, Infinity) + independent(2.2, 3) / 3,
      1e-10,
    );
    expectClose(dunnettxUpper(2.2, 1, 12), contrastTwoSided(2.2, 12), 1e-12);
    const exact = contrastMeans(means, 'vs-control').rows;
    const approximate = contrastMeans(means, 'vs-control', { adjust: 'dunnettx' }).rows;
    exact.forEach((row, i) => {
      expectClose(approximate[i].pvalue, row.pvalue, 0.1, 'p');
      expectClose(approximate[i].upper - row.estimate, row.upper - row.estimate, 0.05, 'half-width');
    });
  });
});

function contrastTwoSided(t: number, df: number): number {
  return studentizedRange.upper(Math.SQRT2 * t, 2, df);
}
