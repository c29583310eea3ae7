import { exp, log } from '../../stats/index.ts';
import type { GlmDesign } from './glm-design.ts';
import { devianceConstants, devianceFromLogs } from './unit-deviance.ts';

/** As edgeR's `glmFit` (its `mglmLevenberg` alone would stop at 200). */
const MOST_ROUNDS = 250;
const TOLERANCE = 1e-6;
const NOTHING = 1e-13;

/** Room for the fit of one gene after the other. `beta` and `means` hold the last fit. */
export interface LevenbergRoom {
  /** Dispersion per sample, put here before a fit. */
  dispersions: Float64Array;
  beta: Float64Array;
  means: Float64Array;
  trialBeta: Float64Array;
  trialMeans: Float64Array;
  logMeans: Float64Array;
  logSizes: Float64Array;
  constants: Float64Array;
  step: Float64Array;
  score: Float64Array;
  information: Float64Array;
  factor: Float64Array;
  /** Per group of equal design rows. */
  levels: Float64Array;
  scales: Float64Array;
  weights: Float64Array;
  residuals: Float64Array;
}

/** Room for fits of a design to samples of these sizes. */
export function levenbergRoom({ samples, columns, groups }: GlmDesign, sizes: Float64Array): LevenbergRoom {
  return {
    beta: new Float64Array(columns),
    means: new Float64Array(samples),
    trialBeta: new Float64Array(columns),
    trialMeans: new Float64Array(samples),
    logMeans: new Float64Array(samples),
    dispersions: new Float64Array(samples),
    logSizes: sizes.map(log),
    constants: new Float64Array(samples),
    step: new Float64Array(columns),
    score: new Float64Array(columns),
    information: new Float64Array(columns * columns),
    factor: new Float64Array(columns * columns),
    levels: new Float64Array(groups),
    scales: new Float64Array(groups),
    weights: new Float64Array(groups),
    residuals: new Float64Array(groups),
  };
}

/**
 * Puts into `room.beta` the coefficients at which all samples have the same level, weighted by precision at `room.dispersions`: the
 * start of the first fit of a gene.
 */
export function nullStart(
  design: GlmDesign,
  counts: Float64Array,
  at: number,
  sizes: Float64Array,
  { dispersions, beta }: LevenbergRoom,
): void {
  let [sum, total] = [0, 0];
  for (let j = 0; j < sizes.length; j++) {
    const weight = sizes[j] / (1 + dispersions[j] * sizes[j]);
    sum += (counts[at + j] * weight) / sizes[j];
    total += weight;
  }
  const level = log(sum / total);
  for (let k = 0; k < beta.length; k++) beta[k] = level * design.ofConstant[k];
}

/**
 * Fits a negative binomial log-linear model to one gene by Levenberg–Marquardt damped scoring from `room.beta`, at the
 * dispersions of its samples in `room.dispersions`. Start, damping and stopping rules are those of edgeR (McCarthy, Chen & Smyth 2012), since answers are compared to the last digits.
 */
export function fitLevenberg(
  design: GlmDesign,
  counts: Float64Array,
  at: number,
  sizes: Float64Array,
  room: LevenbergRoom,
): void {
  const { samples, columns: p } = design;
  let largest = 0;
  for (let j = 0; j < samples; j++) largest = Math.max(largest, counts[at + j]);
  if (largest < 1e-10) {
    room.beta.fill(NaN);
    room.means.fill(0);
    return;
  }
  predict(design, room.beta, sizes, room, room.means);
  devianceConstants(counts, at, room.dispersions, room.constants);
  const devianceOf = (means: Float64Array): number =>
    devianceFromLogs(counts, at, means, room.logMeans, room.dispersions, room.constants);
  let deviance = devianceOf(room.means);
  let [damping, mostInformation] = [0, -1];
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    linearize(design, counts, at, room);
    for (let k = 0; k < p; k++) mostInformation = Math.max(mostInformation, room.information[k * p + k]);
    if (round === 1) damping = Math.max(mostInformation * 1e-6, NOTHING);
    let [tries, done] = [0, false];
    for (;;) {
      tries++;
      while (!factorize(room, p, damping)) damping *= 10;
      solveStep(room, p);
      for (let k = 0; k < p; k++) room.trialBeta[k] = room.beta[k] + room.step[k];
      predict(design, room.trialBeta, sizes, room, room.trialMeans);
      const trial = devianceOf(room.trialMeans);
      const perfect = trial / largest < NOTHING;
      if (trial <= deviance || perfect) {
        room.beta.set(room.trialBeta);
        room.means.set(room.trialMeans);
        deviance = trial;
        done = perfect;
        break;
      }
      damping *= 2;
      if (damping / mostInformation > 1 / NOTHING) {
        done = true;
        break;
      }
    }
    let gain = 0;
    for (let k = 0; k < p; k++) gain += room.score[k] * room.step[k];
    if (done || gain < TOLERANCE) break;
    if (tries === 1) damping /= 10;
  }
}

function predict(design: GlmDesign, beta: Float64Array, sizes: Float64Array, room: LevenbergRoom, means: Float64Array): void {
  const { groups, columns: p, groupRows, groupOf } = design;
  for (let group = 0; group < groups; group++) {
    let sum = 0;
    for (let k = 0; k < p; k++) sum += groupRows[group * p + k] * beta[k];
    room.levels[group] = sum;
    room.scales[group] = exp(sum);
  }
  for (let j = 0; j < means.length; j++) {
    means[j] = sizes[j] * room.scales[groupOf[j]];
    room.logMeans[j] = room.logSizes[j] + room.levels[groupOf[j]];
  }
}

/** Score and Fisher information (lower triangle) at the current means, summed over groups of equal design rows first. */
function linearize(design: GlmDesign, counts: Float64Array, at: number, room: LevenbergRoom): void {
  const { samples, groups, groupOf, groupRows, columns: p } = design;
  const { means, weights, residuals, score, information, dispersions } = room;
  weights.fill(0);
  residuals.fill(0);
  for (let j = 0; j < samples; j++) {
    const mean = means[j];
    const share = 1 / (1 + mean * dispersions[j]);
    weights[groupOf[j]] += mean * share;
    residuals[groupOf[j]] += (counts[at + j] - mean) * share;
  }
  score.fill(0);
  information.fill(0);
  for (let group = 0; group < groups; group++) {
    for (let k = 0; k < p; k++) {
      const x = groupRows[group * p + k];
      if (x === 0) continue;
      score[k] += residuals[group] * x;
      const scaled = weights[group] * x;
      for (let l = 0; l <= k; l++) information[k * p + l] += scaled * groupRows[group * p + l];
    }
  }
}

/** Cholesky factor of the damped information; false when it is not positive definite. */
function factorize({ information, factor }: LevenbergRoom, p: number, damping: number): boolean {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = information[i * p + j] + (i === j ? damping : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * p + k] * factor[j * p + k];
      if (j < i) factor[i * p + j] = sum / factor[j * p + j];
      else if (sum > 0) factor[i * p + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

function solveStep({ factor, score, step }: LevenbergRoom, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = score[i];
    for (let k = 0; k < i; k++) sum -= factor[i * p + k] * step[k];
    step[i] = sum / factor[i * p + i];
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = step[i];
    for (let k = i + 1; k < p; k++) sum -= factor[k * p + i] * step[k];
    step[i] = sum / factor[i * p + i];
  }
}
