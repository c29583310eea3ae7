import type { Task } from '../../context/index.ts';
import type { Study } from '../../study/index.ts';
import type { Comparison, DomainScore, Measure, ScoreModel } from '../results.ts';
import { scoreReliability } from '../scores/reliability.ts';
import type { ScoreReliability, SensitivityCheck } from '../scores/score-checks.ts';
import { compareArms } from './compare-arms.ts';
import { compareLatencies } from './latency-survival.ts';
import type { LatencySurvival, RatioComparison } from './nature-results.ts';
import { compareRatios } from './rates-and-shares.ts';
import { scoreModel } from './score-model.ts';
import { sensitivityChecks } from './sensitivity.ts';

/** An outcome to compare the arms in, with or without a covariate. */
export interface ComparisonJob {
  study: Study;
  outcome: string;
  /** Animals x sessions. */
  values: Float64Array;
  covariate: Float64Array | null;
  /** Positions of the sessions; null for all. */
  sessions: number[] | null;
}

/** Compares the arms in one outcome, all sessions. */
export const compareArmsTask: Task<ComparisonJob, Comparison[]> = {
  name: 'behavior/compare-arms',
  run: ({ study, outcome, values, covariate, sessions }) =>
    compareArms(study, outcome, values, {
      covariate,
      sessions: sessions ?? undefined,
      adjustment: outcome.startsWith('score/') && covariate === null ? 'dunnett' : 'holm',
    }),
};

/** The models that suit the nature of a measure, in place of means. */
export interface NatureResults {
  latencies: LatencySurvival[];
  ratios: RatioComparison[];
}

/** Compares the arms in a latency, a count or a share by the model that suits it; `others` are the measures of the same assay. */
export const natureTask: Task<{ study: Study; measure: Measure; others: Measure[] }, NatureResults> = {
  name: 'behavior/nature',
  run: ({ study, measure, others }) =>
    measure.nature?.kind === 'latency'
      ? compareLatencies(study, measure)
      : { latencies: [], ratios: compareRatios(study, measure, others) },
};

/** All that is fitted to one domain score. */
export interface ScoreResults {
  model: ScoreModel | null;
  reliability: ScoreReliability[];
  sensitivity: SensitivityCheck[];
}

/** Fits the planned model of a domain score, and the checks of it. */
export const domainScoreTask: Task<{ study: Study; score: DomainScore; measures: Measure[] }, ScoreResults> = {
  name: 'behavior/domain-score',
  run: ({ study, score, measures }) => ({
    model: scoreModel(study, score),
    reliability: scoreReliability(study, score, measures),
    sensitivity: sensitivityChecks(study, score),
  }),
};

/** A study without what models do not need, so that little is sent to other threads. */
export function studyForModels(study: Study): Study {
  return { ...study, weights: [], assays: [], expression: null };
}
