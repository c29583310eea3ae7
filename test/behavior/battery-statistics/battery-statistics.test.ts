import { describe, expect, it } from 'vitest';
import { compareRatios } from '../../../src/behavior/models/rates-and-shares.ts';
import type { Measure } from '../../../src/behavior/results.ts';
import { meanAndSd } from '../../../src/behavior/scores/z-scores.ts';
import { chiSquared, fitLinearModel, kruskalWallisTest, pearsonTest } from '../../../src/stats/index.ts';
import type { Study } from '../../../src/study/index.ts';
import { relativeError } from '../../support/close.ts';
import { haveShared, sharedTsv } from '../../support/shared.ts';
import { animals, BATTERY, DOSES, dose, entries, frameOf, group, measure, number, study, valuesOf } from './data.ts';
import { pairwise, survival, tieFactor } from './groups.ts';
import { bodyWeight, coefficient, dunnett, kenwardRoger, linear, mixed, quasiPoisson } from './models.ts';
import { COX, EXACT, LINEAR, MIXED, type Mine, type Row, STOPPED_EARLY, type Tolerances } from './row.ts';

const rows = haveShared ? sharedTsv(`${BATTERY}/battery_a_statistics.tsv`) : [];

/** What this program says for a row of the reference, and how near it must come. */
function mineFor(row: Row): [Mine, Tolerances] {
  const [outcome, model, term] = ['outcome', 'model', 'term'].map((key) => row.get(key) ?? '');
  if (model === 'group') {
    const { n, mean, sd } = meanAndSd(group(valuesOf(outcome), term.replace('n mean sd dose', '')), [...animals.keys()]);
    return [{ estimate: mean, se: sd, df: n }, EXACT];
  }
  if (model === 'lm y~dose+sex') return [linear(outcome, term), LINEAR];
  if (model === 'lm y~numeric dose+sex')
    return [coefficient(fitLinearModel('y ~ dose + sex', frameOf(valuesOf(outcome)).data), term), LINEAR];
  if (model.startsWith('ANCOVA'))
    return [coefficient(fitLinearModel('y ~ dosef + sex + oft_distance_cm', frameOf(valuesOf(outcome)).data), term), LINEAR];
  if (model.startsWith('lmer y')) return [mixed(outcome, term), MIXED];
  if (model.startsWith('lmer bw')) return [bodyWeight(term), MIXED];
  if (model.startsWith('lmer, Kenward')) return [kenwardRoger(outcome), MIXED];
  if (model.startsWith('Dunnett')) return [dunnett(outcome, term), { all: 1e-8, absolute: 2e-4 }];
  if (model === 'Kruskal-Wallis') {
    const { data, kept } = frameOf(valuesOf(outcome));
    const y = data.get('y');
    const groups = kept.map((i) => DOSES.indexOf(dose[i]));
    const values = y?.kind === 'number' ? y.values : new Float64Array();
    const { statistic, df } = kruskalWallisTest(values, groups);
    const corrected = statistic * tieFactor(values);
    return [{ statistic: corrected, df, p: chiSquared.upper(corrected, df) }, EXACT];
  }
  if (model.startsWith('Pearson')) {
    const { kept } = frameOf(valuesOf(outcome));
    const [y, distance] = [valuesOf(outcome), valuesOf('oft_distance_cm')];
    const { estimate, df, statistic, pvalue, low, high } = pearsonTest(
      kept.map((i) => y[i]),
      kept.map((i) => distance[i]),
    );
    return [{ estimate, df, statistic, p: pvalue, ci_low: low, ci_high: high }, EXACT];
  }
  if (model.startsWith('quasi-Poisson')) return [quasiPoisson(term), STOPPED_EARLY];
  if (/^(Kaplan|log-rank|restricted)/.test(model)) return [survival(model, outcome, term), LINEAR];
  if (model.startsWith('Cox')) return [survival(model, outcome, term), COX];
  if (/^(Hedges|Wilcoxon|Welch)/.test(model)) return [pairwise(model, outcome, term), LINEAR];
  return [{}, EXACT];
}

/** The columns of a row that differ by more than allowed, or that this program has no number for. */
function differences(row: Row): string[] {
  const [mine, { all, df = all, absolute, errors = all }] = mineFor(row);
  return (['estimate', 'se', 'df', 'statistic', 'p', 'ci_low', 'ci_high'] as const).flatMap((column) => {
    const expected = number(row.get(column));
    if (Number.isNaN(expected)) return [];
    const value = mine[column] ?? NaN;
    const near =
      column === 'p' && absolute !== undefined
        ? Math.abs(value - expected) < absolute
        : relativeError(value, expected) <= (column === 'df' ? df : column === 'estimate' ? all : errors);
    return near ? [] : [`${row.get('outcome')} | ${row.get('model')} | ${row.get('term')} | ${column}: ${value}, R ${expected}`];
  });
}

describe.skipIf(!haveShared)('battery_a_statistics.tsv', () => {
  const models = [...new Set(rows.map((row) => row.get('model') ?? ''))];
  it.each(models)('%s', (model) => {
    const own = rows.filter((row) => row.get('model') === model);
    expect(own.flatMap(differences)).toEqual([]);
  });

  it('leaves no row out', () => {
    expect(rows.length).toBe(347);
    const compared = rows.filter((row) => Object.values(mineFor(row)[0]).some(Number.isFinite));
    expect(compared.length).toBe(rows.length);
  });

  it('the rate ratios of the report are those of the quasi-Poisson model when litters are not stated', () => {
    const distance = { ...measure('oft_distance_cm', valuesOf('oft_distance_cm')), id: 'test/distance_cm' };
    const count: Measure = { ...measure('oft_center_entries', entries()), nature: { kind: 'count', exposure: 'distance_cm' } };
    const without: Study = { ...study, animals: study.animals.map((animal) => ({ ...animal, litter: null })) };
    // R: summary(glm(..., quasipoisson, control = glm.control(epsilon = 1e-14)))
    const converged = [
      [-0.078408960000846906, 0.103808862450638154, 0.45270386843324306],
      [-0.26491237241161536, 0.116196056666585695, 0.025804457582941136],
    ];
    compareRatios(without, count, [distance]).forEach(({ ratio, se, pvalue }, i) => {
      [Math.log(ratio), se, pvalue].forEach((value, j) => {
        expect(relativeError(value, converged[i][j])).toBeLessThan(1e-9);
      });
    });
    const [withLitters] = compareRatios(study, count, [distance]);
    expect(withLitters.method).toContain('exchangeable litters');
  });
});
