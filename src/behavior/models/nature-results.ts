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
