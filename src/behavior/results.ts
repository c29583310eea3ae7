import type { Domain } from '../study/index.ts';
import type { TrackSheet } from './collect/track-sketches.ts';
import type { LatencySurvival, MeasureNature, RatioComparison } from './models/nature-results.ts';
import type { RaterAgreement } from './raters/rater-results.ts';
import type { ScoreReliability, SensitivityCheck } from './scores/score-checks.ts';

/** What the behavior room hands to the others. Animal x session matrices are animal-major Float64Arrays, missing as NaN. */
export interface BehaviorResult {
  animals: string[];
  sessions: string[];
  measures: Measure[];
  scores: DomainScore[];
  /** Each arm versus control, per measure and per score, per session. */
  comparisons: Comparison[];
  /** The planned model of each domain score, all sessions together. */
  models: ScoreModel[];
  exclusions: Exclusion[];
  flags: Flag[];
  /** Comparisons again, with a covariate in the model: anxiety scores and center times adjusted for locomotion. */
  adjusted?: AdjustedComparison[];
  /** How well the tests of a score go together, per session. */
  reliability?: ScoreReliability[];
  /** The differences at the end of treatment without each litter, and without outliers. */
  sensitivity?: SensitivityCheck[];
  /** Latencies as survival times: curves per arm, medians, restricted means, log-rank test. */
  latencies?: LatencySurvival[];
  /** Arms compared by the models that suit latencies (hazard ratios), counts (rate ratios) and shares (odds ratios). */
  ratios?: RatioComparison[];
  /** Where several raters scored the same animals: how well they agree, per measure and session. */
  raters?: RaterAgreement[];
  /** Paths and heat maps of every animal, one session of each assay with tracks (the last of treatment), for pictures. */
  tracks?: TrackSheet[];
}

/** A comparison from a model with a covariate. */
export interface AdjustedComparison extends Comparison {
  /** Outcome id of the covariate; `<outcome> at <session>` for the animal's own value at baseline. */
  adjustedFor: string;
}

/** One number per animal and session, with what it means. */
export interface Measure {
  /** `<assay>/<measure>`, e.g. `open-field/center_time_s`. */
  id: string;
  assay: string;
  label: string;
  unit: string;
  domain: Domain;
  /** What a higher value means for the domain: +1 more of it, -1 less of it, 0 a control measure. */
  direction: 1 | -1 | 0;
  /** animals x sessions. */
  values: Float64Array;
  /** 1 where the value is a censored latency (the event never happened); same shape as `values`. */
  censored: Uint8Array | null;
  /** Absent for plain amounts. */
  nature?: MeasureNature;
}

/** Integrated z-score of a domain (Guilloux et al. 2011): control animals of the same sex as reference, + = more of it. */
export interface DomainScore {
  domain: Domain;
  label: string;
  /** animals x sessions. */
  values: Float64Array;
  /** Number of assays that entered each value; same shape. */
  assaysUsed: Uint8Array;
  /** Standard deviation of the score among controls, per session: "1" on the score is not 1 SD of the composite. */
  controlSd: Float64Array;
  /** Measure ids that can enter, in order. */
  parts: string[];
  /** How the reference group was chosen, in words. */
  reference: string;
}

/** A two-group comparison at one session. */
export interface Comparison {
  /** Measure id, or `score/<domain>`. */
  outcome: string;
  session: string;
  arm: string;
  control: string;
  n: number;
  nControl: number;
  litters: number;
  littersControl: number;
  mean: number;
  meanControl: number;
  /** Estimated difference arm - control, in the outcome's unit, with its 95 % interval. */
  estimate: number;
  se: number;
  df: number;
  low: number;
  high: number;
  pvalue: number;
  /** Adjusted over the arms (and sessions, measures) of the family named in `family`. */
  padj: number;
  family: string;
  hedgesG: number;
  hedgesGLow: number;
  hedgesGHigh: number;
  /** What was fitted, in words, e.g. `linear mixed model, sex adjusted, litter random, Kenward-Roger`. */
  method: string;
}

/** The planned model of one domain score. */
export interface ScoreModel {
  domain: Domain;
  formula: string;
  n: number;
  anova: { term: string; numDf: number; denDf: number; F: number; pvalue: number }[];
  random: { group: string; term: string; sd: number }[];
  sigma: number;
  contrasts: ModelContrast[];
  notes: string[];
}

/** A planned contrast of a domain score model. */
export interface ModelContrast {
  /** `arm-vs-control` at a session, `dose-trend` at a session, `persistence` (after washout minus end of treatment), `sex-by-arm`, `stage-by-arm`. */
  kind: 'arm-vs-control' | 'dose-trend' | 'persistence' | 'sex-by-arm' | 'stage-by-arm';
  label: string;
  session: string;
  arm: string | null;
  estimate: number;
  se: number;
  df: number;
  low: number;
  high: number;
  statistic: number;
  pvalue: number;
  padj: number;
  /** Of moderators: the level whose effect is compared, and the one it is compared with. */
  levels?: readonly [string, string];
}

/** Something left out, always counted in the report. */
export interface Exclusion {
  animal: string;
  session: string;
  assay: string;
  rule: string;
  reason: string;
}

/** Something a reader should look at; nothing was left out because of it. */
export interface Flag {
  code: string;
  message: string;
  animal: string | null;
  session: string | null;
  assay: string | null;
}
