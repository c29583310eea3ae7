import {
  adjustPvalues,
  type CoxModel,
  fitCox,
  kaplanMeier,
  logRankTest,
  proportionalHazardsTest,
  restrictedMean,
  type SurvivalCurve,
  survivalQuantile,
} from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { Measure } from '../results.ts';
import type { ArmSurvival, LatencySurvival, RatioComparison } from './nature-results.ts';

/** Fewest litters from which standard errors that allow for likeness within litters can be trusted. */
export const FEWEST_LITTERS = 10;
/** Fewest animals of an arm. */
const MINIMUM = 2;

/** The latencies of one session: one entry per animal. */
export interface Latencies {
  time: number[];
  /** 1 where the event happened. */
  event: number[];
  /** Number of the arm, control 0. */
  arm: number[];
  arms: string[];
  /** Number of the sex; null when only one occurs or it is not stated for everybody. */
  sex: number[] | null;
  /** Number of the litter; null when litters are unknown, too few, or hold one animal each. */
  litter: number[] | null;
}

/**
 * Latencies as survival times, session by session: Kaplan-Meier curves with medians and restricted means, the log-rank test, and
 * Cox's model of each arm against control (Efron's ties; each sex with its own baseline hazard; standard errors robust to likeness
 * within litters). Jahn-Eimermacher et al. 2011 Behav Brain Res 221:271.
 */
export function compareLatencies(study: Study, measure: Measure): { latencies: LatencySurvival[]; ratios: RatioComparison[] } {
  const sessions = study.sessions.flatMap((session, s) => {
    const data = latenciesOf(study, measure, s);
    return data === null ? [] : [{ session: session.name, data }];
  });
  const fitted = sessions.map(({ session, data }) => ({ session, data, cox: coxOf(data) }));
  return {
    latencies: fitted.map(({ session, data, cox }) => ({ outcome: measure.id, session, ...survivalOf(data, cox.model) })),
    ratios: fitted.flatMap(({ session, data, cox }) => hazardRatios(measure.id, session, data, cox)),
  };
}

/** The animals of a session with a latency, in arms of at least two; null without a control or a second arm. */
export function latenciesOf(study: Study, measure: Measure, session: number): Latencies | null {
  const width = study.sessions.length;
  const cell = (a: number): number => a * width + session;
  const seen = study.animals.flatMap((_, a) => (measure.values[cell(a)] >= 0 ? [a] : []));
  const control = study.arms.find((arm) => arm.control)?.name;
  const arms = [...study.arms]
    .sort((one, other) => Number(other.control) - Number(one.control))
    .map((arm) => arm.name)
    .filter((name) => seen.filter((a) => study.animals[a].arm === name).length >= MINIMUM);
  if (arms.length < 2 || arms[0] !== control) return null;
  const members = seen.filter((a) => arms.includes(study.animals[a].arm));
  const litter = numbered(members.map((a) => study.animals[a].litter));
  return {
    time: members.map((a) => measure.values[cell(a)]),
    event: members.map((a) => 1 - (measure.censored?.[cell(a)] ?? 0)),
    arm: members.map((a) => arms.indexOf(study.animals[a].arm)),
    arms,
    sex: numbered(
      members.map((a) => study.animals[a].sex),
      2,
    ),
    litter: litter !== null && new Set(litter).size < members.length ? litter : null,
  };
}

/** Names as numbers; null when one is missing or there are fewer than `least` of them. */
function numbered(names: readonly (string | null)[], least = FEWEST_LITTERS): number[] | null {
  const known = [...new Set(names)];
  return known.includes(null) || known.length < least ? null : names.map((name) => known.indexOf(name));
}

/** Cox's model, or why there is none. */
export type CoxFit = { model: CoxModel } | { model: null; why: string };

/** Cox's model of the arms against control: Efron's ties, stratified by sex, errors robust to litters where `data` has them. */
export function coxOf(data: Latencies): CoxFit {
  const treated = data.arms.slice(1);
  const predictors = Float64Array.from(data.arm.flatMap((arm) => treated.map((_, j) => (arm === j + 1 ? 1 : 0))));
  try {
    const options = { names: treated, strata: data.sex ?? undefined, clusters: data.litter ?? undefined };
    return { model: fitCox(data.time, data.event, predictors, options) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { model: null, why: error.message };
  }
}

/** Curves, medians, restricted means and tests of one session. */
export function survivalOf(data: Latencies, cox: CoxModel | null): Omit<LatencySurvival, 'outcome' | 'session'> {
  const curves = data.arms.map((_, arm) => {
    const own = data.arm.flatMap((number, i) => (number === arm ? [i] : []));
    return kaplanMeier(
      own.map((i) => data.time[i]),
      own.map((i) => data.event[i]),
    );
  });
  const horizon = horizonOf(curves);
  const strata = data.sex ?? undefined;
  const tested = data.event.includes(1) ? logRank(data, strata) : null;
  return {
    arms: curves.map((curve, arm) => armSurvival(data.arms[arm], curve, horizon)),
    horizon,
    logRank: tested,
    proportionality: cox === null ? NaN : proportionalityOf(cox),
  };
}

function logRank(data: Latencies, strata: number[] | undefined): LatencySurvival['logRank'] {
  try {
    const { statistic, df, pvalue } = logRankTest(data.time, data.event, data.arm, { strata });
    return { statistic, df, pvalue, stratified: strata !== undefined };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** As far as every curve is known: a curve that has come down to 0 is known for ever. */
function horizonOf(curves: readonly SurvivalCurve[]): number {
  const last = curves.map(({ time }) => time[time.length - 1]);
  const open = curves.flatMap(({ survival }, i) => (survival[survival.length - 1] > 0 ? [last[i]] : []));
  return open.length > 0 ? Math.min(...open) : Math.max(...last);
}

function armSurvival(arm: string, curve: SurvivalCurve, horizon: number): ArmSurvival {
  const median = survivalQuantile(curve, 0.5);
  const restricted = horizon > 0 ? restrictedMean(curve, horizon) : { mean: NaN, se: NaN };
  const { time, survival, low, high, censored, atRisk, events } = curve;
  return {
    arm,
    n: atRisk[0],
    events: events.reduce((sum, count) => sum + count, 0),
    median: median.estimate,
    medianLow: median.low,
    medianHigh: median.high,
    restrictedMean: restricted.mean,
    restrictedMeanSe: restricted.se,
    time,
    survival,
    low,
    high,
    censored,
    atRisk,
  };
}

function proportionalityOf(model: CoxModel): number {
  if (model.coefficients.some((one) => one.infinite)) return NaN;
  return proportionalHazardsTest(model).find((test) => test.term === 'GLOBAL')?.pvalue ?? NaN;
}

function hazardRatios(outcome: string, session: string, data: Latencies, cox: CoxFit): RatioComparison[] {
  const control = data.arms[0];
  const coefficients = cox.model?.coefficients ?? [];
  const adjusted = adjustPvalues(
    coefficients.map((one) => one.pvalue),
    'holm',
  );
  const counted = (arm: number, events: readonly number[]): number =>
    data.arm.reduce((sum, number, i) => sum + (number === arm ? events[i] : 0), 0);
  const everybody = data.arm.map(() => 1);
  return data.arms.slice(1).map((arm, i): RatioComparison => {
    const one = coefficients[i];
    return {
      kind: 'hazard-ratio',
      outcome,
      session,
      arm,
      control,
      n: counted(i + 1, everybody),
      nControl: counted(0, everybody),
      events: counted(i + 1, data.event),
      eventsControl: counted(0, data.event),
      ratio: one?.hazardRatio ?? NaN,
      se: one === undefined ? NaN : data.litter === null ? one.se : one.robustSe,
      low: one?.low ?? NaN,
      high: one?.high ?? NaN,
      pvalue: one?.pvalue ?? NaN,
      padj: adjusted[i] ?? NaN,
      family: `arms versus ${control} for ${outcome} at ${session} (Holm)`,
      method: cox.model === null ? `not fitted: ${cox.why}` : wordsOf(data),
    };
  });
}

function wordsOf({ sex, litter }: Latencies): string {
  const errors = litter === null ? 'model-based standard errors' : `standard errors robust to ${new Set(litter).size} litters`;
  return `Cox model, Efron ties${sex === null ? '' : ', stratified by sex'}, ${errors}`;
}
