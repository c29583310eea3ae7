import type { Domain } from '../study/index.ts';

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

/** A path made small: for a picture, not for measuring. */
export interface TrackSketch {
  /** Whether the square lies around the arena; else the arena or the scale is not known and it lies around the path. */
  placed: boolean;
  /** x, y, x, y ... in thousandths of the side of the square around the arena, from its lower left; -32768 where not seen. */
  path: Int16Array;
  /** Share of the seen frames in each of 16 x 16 cells of that square, row by row from the bottom, in ten thousandths. */
  occupancy: Uint16Array;
}

/** The sketches of one assay in one session. */
export interface TrackSheet {
  assay: string;
  session: string;
  /** Lengths in shares of the square's side. */
  arena: {
    shape: 'rectangle' | 'circle' | 'plus' | 'ring' | null;
    width: number;
    height: number;
    centerFraction: number;
    armWidth: number;
    openAxis: 'x' | 'y';
  };
  animals: string[];
  sketches: TrackSketch[];
}

/** What a measure is where it is no plain amount: which model suits it besides the linear one. */
export type MeasureNature =
  | { kind: 'latency' }
  /** A share of 1 or of 100 (by its unit); where it is a share of counted events, the measures of the same assay that hold them. */
  | { kind: 'share'; successes: string | null; trials: string | null /** Taken off the trials. */; fewer: number }
  /** A number of events; `exposure` is the measure of the same assay that it is thought to be proportional to. */
  | { kind: 'count'; exposure: string | null };

/** The latencies of one measure in one session; animals in which the event never happened count as far as they were watched. */
export interface LatencySurvival {
  outcome: string;
  session: string;
  /** One per arm with data, control first. */
  arms: ArmSurvival[];
  /** Up to this time (s) the restricted means are taken: as far as every curve is known. */
  horizon: number;
  /** Log-rank test over all arms, within sexes where both occur; null when no animal had the event. */
  logRank: { statistic: number; df: number; pvalue: number; stratified: boolean } | null;
  /** P-value that the hazards are proportional (Grambsch & Therneau 1994); NaN when it cannot be tested. */
  proportionality: number;
}

/** Kaplan-Meier estimate of one arm. */
export interface ArmSurvival {
  arm: string;
  n: number;
  events: number;
  /** Median latency with its 95 % limits; NaN where the curve does not come down so far. */
  median: number;
  medianLow: number;
  medianHigh: number;
  restrictedMean: number;
  restrictedMeanSe: number;
  /** The curve: share still without the event after each time, pointwise 95 % limits, and how many were censored there. */
  time: Float64Array;
  survival: Float64Array;
  low: Float64Array;
  high: Float64Array;
  censored: Int32Array;
  atRisk: Int32Array;
}

/** An arm against control as a ratio, with its 95 % interval. */
export interface RatioComparison {
  /** Hazard ratio of a latency (below 1: later), rate ratio of a count, odds ratio of a share. */
  kind: 'hazard-ratio' | 'rate-ratio' | 'odds-ratio';
  outcome: string;
  session: string;
  arm: string;
  control: string;
  n: number;
  nControl: number;
  /** Animals of the arm and of the control in which the event happened (latencies), else NaN. */
  events: number;
  eventsControl: number;
  ratio: number;
  /** Of the logarithm of the ratio; robust to likeness within litters where `method` says so. */
  se: number;
  low: number;
  high: number;
  pvalue: number;
  /** Holm over the arms. */
  padj: number;
  family: string;
  method: string;
}

/** A comparison from a model with a covariate. */
export interface AdjustedComparison extends Comparison {
  /** Outcome id of the covariate; `<outcome> at <session>` for the animal's own value at baseline. */
  adjustedFor: string;
}

/** Internal consistency of a domain score in one session. */
export interface ScoreReliability {
  domain: Domain;
  session: string;
  /** Tests with data in this session. */
  tests: string[];
  /** Animals that did all of them. */
  n: number;
  /** Cronbach's alpha of the tests' z-scores, arm and sex means taken out, so that a drug effect does not count as consistency. */
  alpha: number;
  /** For each test: correlation of its z-score with the mean of the others. */
  withOthers: number[];
  /** Correlation of the score with the first principal component of the tests, and that component's share of the variance. */
  firstComponentCorrelation: number;
  firstComponentShare: number;
  /** For each test and arm: the difference from control of a score made without that test. */
  withoutTest: { test: string; arm: string; estimate: number; low: number; high: number; pvalue: number }[];
}

/** One way of looking again at the difference of an arm from control in a domain score. */
export interface SensitivityCheck {
  domain: Domain;
  session: string;
  arm: string;
  kind: 'without-litter' | 'without-outliers';
  /** The litter, or the outlying animals, left out. */
  left: string[];
  estimate: number;
  low: number;
  high: number;
  pvalue: number;
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

/** How well raters (or software and raters) agree on one outcome. */
export interface RaterAgreement {
  /** Measure id, or the name of a scored behavior. */
  outcome: string;
  label: string;
  unit: string;
  /** Empty outside a study. */
  session: string;
  raters: string[];
  animals: string[];
  /** Animals x raters, missing as NaN. */
  scores: Float64Array;
  /** Animals scored by all raters; the intraclass correlations are theirs. */
  complete: number;
  /** ICC(2,1), absolute agreement of single raters drawn at random, and ICC(3,1), consistency of these, with 95 % intervals. */
  agreement: { estimate: number; low: number; high: number };
  consistency: { estimate: number; low: number; high: number };
  pairs: RaterPair[];
  /** Raters who agree with nobody while the others agree: median correlation with the others, and of those among themselves. */
  odd: { rater: string; withOthers: number; amongOthers: number }[];
}

/** Agreement of two raters on the animals that both scored. */
export interface RaterPair {
  first: string;
  second: string;
  n: number;
  pearson: number;
  spearman: number;
  /** Lin 1989. */
  concordance: number;
  meanAbsoluteDifference: number;
  /** Bland & Altman 1986: mean of first - second with its 95 % interval, and the limits of agreement. */
  bias: number;
  biasLow: number;
  biasHigh: number;
  lower: number;
  upper: number;
  /** Cohen's kappa of 1-s bins; NaN where no bouts were scored. */
  kappa: number;
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
