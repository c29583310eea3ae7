import type { BehaviorResult, ModelContrast } from '../../src/behavior/index.ts';
import { type Evidence, type Verdict, weighClaims } from '../../src/claims/index.ts';
import { studentT } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';
import { smallStudy } from '../support/small-study.ts';

/** Three arms, three sessions, the standard plan; the results that tests weigh are not computed from its animals. */
export const study: Study = {
  ...smallStudy({
    sessions: [
      { name: 'baseline', ageDays: 26, phase: 'baseline' },
      { name: 'week6', ageDays: 70, phase: 'treatment' },
      { name: 'washout', ageDays: 98, phase: 'washout' },
    ],
    assays: [],
  }),
  drug: { name: 'isotretinoin', route: 'gavage', vehicle: 'oil' },
  animals: [],
};

/** A contrast of a model of scores with 30 degrees of freedom. */
export function contrast(
  kind: ModelContrast['kind'],
  session: string,
  arm: string | null,
  estimate: number,
  se: number,
): ModelContrast {
  const df = 30;
  const half = se * studentT.quantileUpper(0.025, df);
  const pvalue = 2 * studentT.upper(Math.abs(estimate / se), df);
  const label = `${kind} ${session}`;
  return {
    kind,
    label,
    session,
    arm,
    estimate,
    se,
    df,
    low: estimate - half,
    high: estimate + half,
    statistic: estimate / se,
    pvalue,
    padj: pvalue,
  };
}

/** Results of two domains in a study whose control animals have an SD of 0.8. */
export function behavior(effects: { anxiety: number; depression: number }, se: number): BehaviorResult {
  const domains = ['anxiety', 'depression'] as const;
  return {
    animals: [],
    sessions: ['baseline', 'week6', 'washout'],
    measures: [],
    scores: domains.map((domain) => ({
      domain,
      label: domain,
      values: new Float64Array(0),
      assaysUsed: new Uint8Array(0),
      controlSd: Float64Array.of(0.8, 0.8, 0.8),
      parts: ['open-field/center_time_s'],
      reference: '',
    })),
    comparisons: [],
    models: domains.map((domain) => ({
      domain,
      formula: study.plan.model,
      n: 48,
      anova: [],
      random: [],
      sigma: 1,
      contrasts: [
        contrast('arm-vs-control', 'week6', 'high', effects[domain], se),
        contrast('arm-vs-control', 'week6', 'low', effects[domain] / 2, se),
        contrast('arm-vs-control', 'washout', 'high', effects[domain] / 2, se),
        contrast('dose-trend', 'week6', null, effects[domain], se),
      ],
      notes: [],
    })),
    exclusions: [],
    flags: [],
  };
}

/** What the claims of the study rest on: nothing but the parts that are given. */
export function evidence(parts: Partial<Evidence>): Evidence {
  return { study, checks: [], behavior: null, pathway: null, integration: null, ...parts };
}

/** Verdicts of the claims by their ids. */
export const verdicts = (parts: Partial<Evidence>): Map<string, Verdict> =>
  new Map(weighClaims(evidence(parts)).claims.map((claim) => [claim.id, claim.verdict]));
