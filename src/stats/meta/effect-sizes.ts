import { hedgesCorrection } from '../effects/index.ts';
import { log } from '../elementary/index.ts';

/** Summary of one group of a study. `sd` is the standard deviation (turn a standard error into one with {@link sdFromSem}). */
export interface GroupSummary {
  mean: number;
  sd: number;
  n: number;
}

/** An effect size with its sampling variance. */
export interface EffectSize {
  effect: number;
  variance: number;
}

/** Bias-corrected standardized mean difference (Hedges g) with the large-sample variance 1/n1 + 1/n2 + g^2 / (2 N), as metafor's `escalc("SMD")`. */
export function standardizedMeanDifference(treated: GroupSummary, control: GroupSummary): EffectSize {
  const total = treated.n + control.n;
  const pooled = Math.sqrt(((treated.n - 1) * treated.sd * treated.sd + (control.n - 1) * control.sd * control.sd) / (total - 2));
  const effect = (hedgesCorrection(total - 2) * (treated.mean - control.mean)) / pooled;
  return { effect, variance: 1 / treated.n + 1 / control.n + (effect * effect) / (2 * total) };
}

/** The unbiased variance of Hedges g: 1/n1 + 1/n2 + (1 - (m-2) / (m J^2)) g^2, as `escalc("SMD", vtype = "UB")`. */
export function unbiasedVariance(treated: GroupSummary, control: GroupSummary): number {
  const m = treated.n + control.n - 2;
  const { effect } = standardizedMeanDifference(treated, control);
  const j = hedgesCorrection(m);
  return 1 / treated.n + 1 / control.n + (1 - (m - 2) / (m * j * j)) * effect * effect;
}

/** Standardized mean difference that allows unequal variances (Bonett 2009), bias-corrected like its variance, as `escalc("SMDH")`. */
export function heteroscedasticMeanDifference(treated: GroupSummary, control: GroupSummary): EffectSize {
  const v1 = treated.sd * treated.sd;
  const v2 = control.sd * control.sd;
  const average = (v1 + v2) / 2;
  const correction = hedgesCorrection(treated.n + control.n - 2);
  const effect = (correction * (treated.mean - control.mean)) / Math.sqrt(average);
  const spread = (v1 * v1) / (treated.n - 1) + (v2 * v2) / (control.n - 1);
  const ofMeans = v1 / average / (treated.n - 1) + v2 / average / (control.n - 1);
  return { effect, variance: correction * correction * ((effect * effect * spread) / (8 * average * average) + ofMeans) };
}

/** Raw mean difference. */
export function meanDifference(treated: GroupSummary, control: GroupSummary): EffectSize {
  return {
    effect: treated.mean - control.mean,
    variance: (treated.sd * treated.sd) / treated.n + (control.sd * control.sd) / control.n,
  };
}

/** Log ratio of means (Hedges, Gurevitch & Curtis 1999). Both means must be positive; NaN otherwise. */
export function logRatioOfMeans(treated: GroupSummary, control: GroupSummary): EffectSize {
  const part = (g: GroupSummary): number => (g.sd * g.sd) / (g.n * g.mean * g.mean);
  return { effect: log(treated.mean / control.mean), variance: part(treated) + part(control) };
}

/** Log ratio of coefficients of variation (Nakagawa et al. 2015), as `escalc("CVR")`. */
export function logVariationRatio(treated: GroupSummary, control: GroupSummary): EffectSize {
  const half = (g: GroupSummary): number => 1 / (2 * (g.n - 1));
  const part = (g: GroupSummary): number => (g.sd * g.sd) / (g.n * g.mean * g.mean) + half(g);
  const effect = log(treated.sd / treated.mean / (control.sd / control.mean)) + half(treated) - half(control);
  return { effect, variance: part(treated) + part(control) };
}

/** Log ratio of standard deviations (Nakagawa et al. 2015), as `escalc("VR")`. */
export function logVariabilityRatio(treated: GroupSummary, control: GroupSummary): EffectSize {
  const half = (g: GroupSummary): number => 1 / (2 * (g.n - 1));
  return { effect: log(treated.sd / control.sd) + half(treated) - half(control), variance: half(treated) + half(control) };
}

/**
 * Covariance of two standardized mean differences that share a control group: 1/nControl + g1 g2 / (2 N), N the animals of the
 * two treated groups and the control (Gleser & Olkin 2009).
 */
export function sharedControlCovariance(
  first: { g: number; n: number },
  second: { g: number; n: number },
  nControl: number,
): number {
  return 1 / nControl + (first.g * second.g) / (2 * (first.n + second.n + nControl));
}
