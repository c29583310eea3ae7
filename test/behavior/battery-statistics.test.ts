import { describe, expect, it } from 'vitest';
import { adjustAgainstControl } from '../../src/behavior/models/against-control.ts';
import { compareArms } from '../../src/behavior/models/compare-arms.ts';
import { fitOutcome } from '../../src/behavior/models/fit-outcome.ts';
import { combine, marginalRow } from '../../src/behavior/models/grid.ts';
import { coxOf, latenciesOf, survivalOf } from '../../src/behavior/models/latency-survival.ts';
import { compareRatios } from '../../src/behavior/models/rates-and-shares.ts';
import type { Measure } from '../../src/behavior/results.ts';
import { meanAndSd } from '../../src/behavior/scores/z-scores.ts';
import {
  anovaTable,
  chiSquared,
  coefficientTable,
  type DataColumn,
  type DataFrame,
  factorColumn,
  fitCox,
  fitGeneralizedLinearModel,
  fitLinearModel,
  fitMixedModel,
  hedgesCorrection,
  kruskalWallisTest,
  mannWhitneyTest,
  numericColumn,
  pearsonTest,
  tieSum,
  welchTTest,
} from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { relativeError } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { smallStudy } from './small-study.ts';

const BATTERY = 'reference/behavior/battery';
const number = (text: string | undefined): number => (text === undefined || text === 'NA' || text === '' ? NaN : Number(text));
const DOSES = ['0', '7.5', '15'];
const file = 'data/behavior/simulated/battery_a.csv';
const rows = haveShared ? sharedTsv(`${BATTERY}/battery_a_statistics.tsv`) : [];
const table = haveShared ? readDelimited(sharedBytes(file), file) : null;
const read = (name: string): readonly (string | null)[] => table?.columns.find((one) => one.name === name)?.cells ?? [];
const animals = read('animal').map((id) => id ?? '');
const dose = read('dose').map((text) => text ?? '');
const sex = read('sex').map((text) => text ?? '');
const litter = read('litter').map((text) => text ?? '');

/** Values of an outcome per animal, from wherever the reference took them. */
function valuesOf(outcome: string): Float64Array {
  const derived = sharedTsv(`${BATTERY}/battery_a_derived_outcomes.tsv`);
  const spt = sharedTsv(`${BATTERY}/battery_a_spt_per_animal.tsv`);
  const z = sharedTsv(`${BATTERY}/battery_a_z_scores.tsv`).filter((row) => row.get('mode') === 'sex_control');
  const from = (source: Map<string, string>[], key: string): Float64Array =>
    Float64Array.from(animals, (animal) => number(source.find((row) => row.get('animal') === animal)?.get(key)));
  if (outcome === 'spt_pref') return from(spt, 'preference_side_balanced_percent');
  if (derived[0].has(outcome)) return from(derived, outcome);
  if (z[0].has(outcome)) return from(z, outcome);
  if (outcome === 'bw_gain_g')
    return Float64Array.from(animals, (_, i) => number(read('bw_w4_g')[i] ?? '') - number(read('bw_w0_g')[i] ?? ''));
  return Float64Array.from(read(outcome), (text) => number(text ?? undefined));
}

const base = smallStudy({ perGroup: 1, assays: [] });
const study: Study = {
  ...base,
  arms: DOSES.map((name) => ({ name, doseMgPerKg: Number(name), control: name === '0' })),
  animals: animals.map((id, i) => ({
    id,
    arm: dose[i],
    sex: sex[i] === 'F' ? 'female' : 'male',
    litter: litter[i],
    cage: read('cage')[i],
    batch: read('cohort')[i],
    born: null,
    died: null,
  })),
};

/** The rows of an outcome as R had them: doses and sexes as factors with 0 and M first. */
function frameOf(values: Float64Array): { data: DataFrame; kept: number[] } {
  const kept = animals.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
  const pick = (texts: readonly string[]): string[] => kept.map((i) => texts[i]);
  const number_ = (from: ArrayLike<number>): ReturnType<typeof numericColumn> => numericColumn(kept.map((i) => from[i]));
  const distance = valuesOf('oft_distance_cm');
  return {
    kept,
    data: new Map<string, DataColumn>([
      ['y', number_(values)],
      ['dosef', factorColumn(pick(dose), DOSES)],
      ['dose', number_(dose.map(Number))],
      ['sex', factorColumn(pick(sex), ['M', 'F'])],
      ['litter', factorColumn(pick(litter))],
      ['oft_distance_cm', number_(distance)],
    ]),
  };
}

const measure = (outcome: string, values: Float64Array, censored: Uint8Array | null = null): Measure => ({
  id: `test/${outcome}`,
  assay: 'test',
  label: outcome,
  unit: 's',
  domain: 'anxiety',
  direction: 1,
  values,
  censored,
  nature: { kind: 'latency' },
});

/** A latency with the marks of the reference: the column of the file for feeding, the end of the test for swimming. */
function latency(outcome: string): Measure {
  const values = valuesOf(outcome);
  const marks =
    outcome === 'nsf_latency_s' ? read('nsf_censored').map(Number) : Array.from(values, (value) => Number(value >= 360));
  return measure(outcome, values, Uint8Array.from(marks));
}

type Row = Map<string, string>;
/** What a row says, by the names of its columns; only those that the reference fills are compared. */
type Mine = Partial<Record<'estimate' | 'se' | 'df' | 'statistic' | 'p' | 'ci_low' | 'ci_high', number>>;
interface Tolerances {
  all: number;
  df?: number;
  /** Of the p-value, not relative. */
  absolute?: number;
  /** Of standard errors, statistics and p-values, where it is not that of the estimates. */
  errors?: number;
}

const LINEAR: Tolerances = { all: 1e-8 };
const MIXED: Tolerances = { all: 1e-4, df: 1e-3 };
const EXACT: Tolerances = { all: 1e-10 };
const COX: Tolerances = { all: 1e-6 };
/** R's glm stops when the deviance moves by less than 1e-8 and takes its errors from the step before: with `epsilon = 1e-14` it gives ours. */
const STOPPED_EARLY: Tolerances = { all: 1e-8, errors: 1e-4 };

/** A coefficient of a fit as a row of the reference. */
function coefficient(fit: ReturnType<typeof fitLinearModel>, term: string): Mine {
  const one = coefficientTable(fit.design.columns, fit.coefficients, fit.covariance, fit.residualDf).find(
    (row) => row.term === term,
  );
  return {
    estimate: one?.estimate,
    se: one?.se,
    df: fit.residualDf,
    statistic: one?.statistic,
    p: one?.pvalue,
    ci_low: one?.lower,
    ci_high: one?.upper,
  };
}

function linear(outcome: string, term: string): Mine {
  const fit = fitLinearModel('y ~ dosef + sex', frameOf(valuesOf(outcome)).data);
  if (!term.startsWith('F dose')) return coefficient(fit, term);
  const row = anovaTable(fit, 2).rows.find((one) => one.term === 'dosef');
  return { df: row?.df, statistic: row?.F, p: row?.pvalue };
}

function mixed(outcome: string, term: string): Mine {
  const fit = fitMixedModel('y ~ dosef + sex + (1 | litter)', frameOf(valuesOf(outcome)).data, { df: 'satterthwaite' });
  if (term === 'variance residual') return { estimate: fit.sigma * fit.sigma };
  if (term === 'variance litter') return { estimate: (fit.components.find((one) => one.group === 'litter')?.sd ?? NaN) ** 2 };
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}

function kenwardRoger(outcome: string): Mine {
  const fit = fitMixedModel('y ~ dosef + sex + (1 | litter)', frameOf(valuesOf(outcome)).data, { df: 'kenward-roger' });
  const row = fit.anova('II').find((one) => one.term === 'dosef');
  return { df: row?.denDf, statistic: row?.F, p: row?.pvalue };
}

function dunnett(outcome: string, term: string): Mine {
  const { kept } = frameOf(valuesOf(outcome));
  const values = valuesOf(outcome);
  const frame = new Map<string, DataColumn>([
    ['score', numericColumn(kept.map((i) => values[i]))],
    [
      'arm',
      factorColumn(
        kept.map((i) => dose[i]),
        DOSES,
      ),
    ],
    [
      'sex',
      factorColumn(
        kept.map((i) => sex[i]),
        ['M', 'F'],
      ),
    ],
  ]);
  const fit = fitOutcome('score ~ arm + sex', frame);
  const weights = ['7.5', '15'].map((arm) =>
    combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', '0']])], [1, -1]),
  );
  const estimates = weights.map((row) => fit.estimate(row));
  const i = term === '7.5 - 0' ? 0 : 1;
  const { estimate, se, df, statistic } = estimates[i];
  return { estimate, se, df, statistic, p: adjustAgainstControl(fit, weights, estimates)[i] };
}

const group = (values: Float64Array, level: string): number[] =>
  Array.from(values).filter((value, i) => Number.isFinite(value) && dose[i] === level);

/** Groups, ranks and effect sizes of a dose against 0. */
function pairwise(model: string, outcome: string, term: string): Mine {
  const values = valuesOf(outcome);
  const [treated, control] = [group(values, term.replace('dose', '')), group(values, '0')];
  if (model.startsWith('Welch')) {
    const { statistic, df, pvalue, estimate, se, low, high } = welchTTest(treated, control);
    return { estimate, se, df, statistic, p: pvalue, ci_low: low, ci_high: high };
  }
  if (model.startsWith('Wilcoxon')) {
    const { statistic, pvalue } = mannWhitneyTest(treated, control, { reference: 'normal' });
    return { statistic, p: pvalue };
  }
  const one = compareArms(study, outcome, values).find((row) => row.arm === term.replace('dose', ''));
  const df = treated.length + control.length - 2;
  const [n, m] = [treated.length, control.length];
  const d = (one?.hedgesG ?? NaN) / hedgesCorrection(df);
  // large-sample standard error of g with the sizes of both groups (Hedges & Olkin 1985)
  const se = Math.sqrt((n + m) / (n * m) + (one?.hedgesG ?? NaN) ** 2 / (2 * (n + m)));
  return { estimate: one?.hedgesG, se, df, statistic: d };
}

function survival(model: string, outcome: string, term: string): Mine {
  const data = latenciesOf(study, latency(outcome), 0);
  if (data === null) return {};
  if (model.startsWith('log-rank')) {
    const { logRank } = survivalOf({ ...data, sex: model.includes('stratified') ? data.sex : null }, null);
    return { df: logRank?.df, statistic: logRank?.statistic, p: logRank?.pvalue };
  }
  if (model.startsWith('Cox y~dose+sex')) {
    const female = animals
      .map((_, i) => i)
      .filter((i) => DOSES.includes(dose[i]))
      .map((i) => Number(sex[i] === 'F'));
    const predictors = Float64Array.from(data.arm.flatMap((arm, i) => [Number(arm === 1), Number(arm === 2), female[i]]));
    const fit = fitCox(data.time, data.event, predictors, { names: ['m$dosef7.5', 'm$dosef15', 'm$sexF'] });
    const one = fit.coefficients.find((row) => row.term === term);
    return { estimate: one?.estimate, se: one?.se, statistic: one?.statistic, p: one?.pvalue };
  }
  if (model.startsWith('Cox')) {
    const { model: fit } = coxOf({ ...data, sex: null });
    const one = fit?.coefficients.find((row) => `dosef${row.term}` === term);
    return { estimate: one?.estimate, se: one?.robustSe, statistic: one?.statistic, p: one?.pvalue };
  }
  const { arms, horizon } = survivalOf(data, null);
  const arm = arms.find((one) => `m$dosef=${one.arm}` === term);
  if (model.startsWith('restricted')) {
    expect(horizon).toBe(outcome === 'nsf_latency_s' ? 600 : 360);
    return { estimate: arm?.restrictedMean, se: arm?.restrictedMeanSe };
  }
  return { estimate: arm?.median, df: arm?.n, statistic: arm?.events, ci_low: arm?.medianLow, ci_high: arm?.medianHigh };
}

/** The reference left out the animal without a center time. */
function entries(): Float64Array {
  const centerTime = valuesOf('oft_center_pct');
  return valuesOf('oft_center_entries').map((value, i) => (Number.isNaN(centerTime[i]) ? NaN : value));
}

function quasiPoisson(term: string): Mine {
  const { data } = frameOf(entries());
  const fit = fitGeneralizedLinearModel('y ~ dosef + sex + offset(log(oft_distance_cm))', data, { family: 'quasipoisson' });
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}

function bodyWeight(term: string): Mine {
  const weeks = [0, 1, 2, 3, 4];
  const long = animals.flatMap((animal, i) =>
    weeks.map((week) => ({ animal, i, week, y: number(read(`bw_w${week}_g`)[i] ?? '') })),
  );
  const data = new Map<string, DataColumn>([
    ['y', numericColumn(long.map((row) => row.y))],
    ['week', numericColumn(long.map((row) => row.week))],
    [
      'dosef',
      factorColumn(
        long.map((row) => dose[row.i]),
        DOSES,
      ),
    ],
    [
      'sex',
      factorColumn(
        long.map((row) => sex[row.i]),
        ['M', 'F'],
      ),
    ],
    ['litter', factorColumn(long.map((row) => litter[row.i]))],
    ['animal', factorColumn(long.map((row) => row.animal))],
  ]);
  const fit = fitMixedModel('y ~ week * dosef + sex * week + (1 | litter) + (1 | animal)', data, { df: 'satterthwaite' });
  const of = term.replace('variance ', '');
  if (term.startsWith('variance'))
    return { estimate: (of === 'Residual' ? fit.sigma : (fit.components.find((one) => one.group === of)?.sd ?? NaN)) ** 2 };
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}

/**
 * R ranks the doubles as they are but counts ties among values printed to 15 digits, which differences of weights are not: by this factor
 * its correction for ties differs from that of the ranks.
 */
function tieFactor(values: Float64Array): number {
  const n = values.length;
  const share = (list: Float64Array): number => 1 - tieSum(list) / (n * n * n - n);
  return share(values) / share(values.map((value) => Number(value.toPrecision(15))));
}

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
