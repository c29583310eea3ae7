import type { Comparison, DomainScore, Measure, ScoreModel } from '../../../src/behavior/index.ts';
import { exp } from '../../../src/stats/elementary/index.ts';
import type { Domain, Study } from '../../../src/study/index.ts';
import { PLANS } from './measures.ts';

function meanOf(values: readonly number[]): { n: number; mean: number; sd: number } {
  const kept = values.filter((value) => !Number.isNaN(value));
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  return { n: kept.length, mean, sd: Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1)) };
}

/** Every arm against vehicle at every session. */
export function compare(study: Study, outcome: string, values: Float64Array): Comparison[] {
  const at = (arm: string, session: number): number[] =>
    study.animals.flatMap((animal, i) => (animal.arm === arm ? [values[i * study.sessions.length + session]] : []));
  return study.sessions.flatMap((session, s) =>
    study.arms.slice(1).map((arm) => {
      const treated = meanOf(at(arm.name, s));
      const control = meanOf(at('vehicle', s));
      const estimate = treated.mean - control.mean;
      const se = Math.sqrt(treated.sd ** 2 / treated.n + control.sd ** 2 / control.n);
      const p = Math.min(1, exp(-0.72 * (estimate / se) ** 2));
      const pooled = Math.sqrt((treated.sd ** 2 + control.sd ** 2) / 2);
      return {
        outcome,
        session: session.name,
        arm: arm.name,
        control: 'vehicle',
        n: treated.n,
        nControl: control.n,
        litters: treated.n,
        littersControl: control.n,
        mean: treated.mean,
        meanControl: control.mean,
        estimate,
        se,
        df: 20,
        low: estimate - 2.09 * se,
        high: estimate + 2.09 * se,
        pvalue: p,
        padj: Math.min(1, p * 3),
        family: 'arms, Dunnett',
        hedgesG: (0.96 * estimate) / pooled,
        hedgesGLow: (0.96 * (estimate - 2.09 * se)) / pooled,
        hedgesGHigh: (0.96 * (estimate + 2.09 * se)) / pooled,
        method: 'linear mixed model, sex adjusted, litter random, Kenward-Roger',
      };
    }),
  );
}

/** The score of a domain: the mean of the z of its measures. */
export function scoreOf(study: Study, domain: Domain, label: string, measures: readonly Measure[]): DomainScore {
  const parts = measures.filter((measure) => measure.domain === domain && measure.direction !== 0);
  const values = new Float64Array(study.animals.length * study.sessions.length);
  for (const part of parts) {
    const plan = PLANS.find((one) => one.id === part.id) ?? PLANS[0];
    for (let i = 0; i < values.length; i++) values[i] += (part.direction * (part.values[i] - plan.mean)) / plan.sd / parts.length;
  }
  return {
    domain,
    label,
    values,
    assaysUsed: new Uint8Array(values.length).fill(parts.length),
    controlSd: new Float64Array(study.sessions.length).fill(0.7),
    parts: parts.map((part) => part.id),
    reference: 'vehicle animals of the same sex at the same session',
  };
}

/** A model of a score with the comparisons of its arms, a trend and the persistence. */
export function modelOf(domain: Domain, comparisons: readonly Comparison[]): ScoreModel {
  const own = comparisons.filter((one) => one.outcome === `score/${domain}`);
  const contrast = (kind: 'dose-trend' | 'persistence', label: string, session: string, estimate: number, se: number) => ({
    kind,
    label,
    session,
    arm: kind === 'persistence' ? 'high' : null,
    estimate,
    se,
    df: 28,
    low: estimate - 2.05 * se,
    high: estimate + 2.05 * se,
    statistic: estimate / se,
    pvalue: 0.02,
    padj: 0.04,
  });
  return {
    domain,
    formula: 'score ~ arm * session + sex + (1 | litter/animal)',
    n: 191,
    anova: [
      { term: 'arm', numDf: 3, denDf: 20.4, F: 6.21, pvalue: 0.0037 },
      { term: 'session', numDf: 3, denDf: 130.8, F: 3.1, pvalue: 0.029 },
      { term: 'sex', numDf: 1, denDf: 22.1, F: 0.4, pvalue: 0.53 },
      { term: 'arm:session', numDf: 9, denDf: 130.8, F: 2.9, pvalue: 0.0037 },
    ],
    random: [
      { group: 'litter', term: '(Intercept)', sd: 0.21 },
      { group: 'litter:animal', term: '(Intercept)', sd: 0.32 },
    ],
    sigma: 0.61,
    contrasts: [
      ...own.map((one) => ({
        kind: 'arm-vs-control' as const,
        label: `${one.arm} vs vehicle`,
        session: one.session,
        arm: one.arm,
        estimate: one.estimate,
        se: one.se,
        df: one.df,
        low: one.low,
        high: one.high,
        statistic: one.estimate / one.se,
        pvalue: one.pvalue,
        padj: one.padj,
      })),
      contrast('dose-trend', 'linear trend over dose', 'week 6', 0.38, 0.11),
      contrast('persistence', 'washout minus week 6, high dose', 'washout', -0.41, 0.2),
    ],
    notes: [],
  };
}
