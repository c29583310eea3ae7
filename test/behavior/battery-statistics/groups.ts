import { expect } from 'vitest';
import { compareArms } from '../../../src/behavior/models/compare-arms.ts';
import { coxOf, latenciesOf, survivalOf } from '../../../src/behavior/models/latency-survival.ts';
import { fitCox, hedgesCorrection, mannWhitneyTest, tieSum, welchTTest } from '../../../src/stats/index.ts';
import { animals, DOSES, dose, group, latency, sex, study, valuesOf } from './data.ts';
import type { Mine } from './row.ts';

/** Groups, ranks and effect sizes of a dose against 0. */
export function pairwise(model: string, outcome: string, term: string): Mine {
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

export function survival(model: string, outcome: string, term: string): Mine {
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

/**
 * R ranks the doubles as they are but counts ties among values printed to 15 digits, which differences of weights are not: by this factor
 * its correction for ties differs from that of the ranks.
 */
export function tieFactor(values: Float64Array): number {
  const n = values.length;
  const share = (list: Float64Array): number => 1 - tieSum(list) / (n * n * n - n);
  return share(values) / share(values.map((value) => Number(value.toPrecision(15))));
}
