// Levenberg-Marquardt damped scoring of one gene after the other. Start, damping and stopping rules are those of edgeR (McCarthy, Chen & Smyth
// 2012): its tolerance is loose enough that the road shows in the answer.

import { beginDeviance, devianceOf, takeDispersionLimits } from './deviance';
import {
  at,
  beta,
  dispersions,
  doubles,
  factor,
  gatherInformation,
  get,
  groupAt,
  groupRows,
  groups,
  information,
  means,
  n,
  ofConstant,
  p,
  put,
  residuals,
  scales,
  sizes,
  takeDesign,
  takeDispersions,
  takeSizes,
  weights,
} from './log-linear-room';

/** As edgeR's `glmFit` (its `mglmLevenberg` alone would stop at 200). */
const MOST_ROUNDS: i32 = 250;
const TOLERANCE: f64 = 1e-6;
const NOTHING: f64 = 1e-13;

let trialBeta: usize = 0;
let step: usize = 0;
let score: usize = 0;
let trialMeans: usize = 0;

/** Takes a design for fits of any kind. What was there before has been released. */
export function beginLogLinear(samples: i32, coefficients: i32, groupCount: i32, groupNumbers: usize, rows: usize, constant: usize): void {
  takeDesign(samples, coefficients, groupCount, groupNumbers, rows, constant);
  beginDeviance();
  trialBeta = doubles(p);
  step = doubles(p);
  score = doubles(p);
  trialMeans = doubles(n);
}

/** The start of a gene's first fit: all samples at one level, weighted by precision. */
export function startFromConstant(y: usize): void {
  let sum: f64 = 0.0;
  let total: f64 = 0.0;
  for (let j = 0; j < n; j++) {
    const size = get(sizes, j);
    const weight = size / (1.0 + get(dispersions, j) * size);
    sum += (get(y, j) * weight) / size;
    total += weight;
  }
  const level = Math.log(sum / total);
  for (let k = 0; k < p; k++) put(beta, k, level * get(ofConstant, k));
}

function predict(coefficients: usize, result: usize): void {
  for (let g = 0; g < groups; g++) {
    let sum: f64 = 0.0;
    for (let k = 0; k < p; k++) sum += get(groupRows, g * p + k) * get(coefficients, k);
    put(scales, g, Math.exp(sum));
  }
  for (let j = 0; j < n; j++) {
    put(result, j, get(sizes, j) * get(scales, groupAt(j)));
  }
}

/** Score and Fisher information at the current means, summed over groups first. */
function linearize(y: usize): void {
  memory.fill(weights, 0, (<usize>groups) << 3);
  memory.fill(residuals, 0, (<usize>groups) << 3);
  for (let j = 0; j < n; j++) {
    const mean = get(means, j);
    const share = 1.0 / (1.0 + mean * get(dispersions, j));
    const g = groupAt(j);
    put(weights, g, get(weights, g) + mean * share);
    put(residuals, g, get(residuals, g) + (get(y, j) - mean) * share);
  }
  gatherInformation();
  memory.fill(score, 0, (<usize>p) << 3);
  for (let g = 0; g < groups; g++) {
    const residual = get(residuals, g);
    for (let k = 0; k < p; k++) put(score, k, get(score, k) + residual * get(groupRows, g * p + k));
  }
}

/** Cholesky factor of the damped information; false when it is not positive definite. */
function factorize(damping: f64): bool {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = get(information, i * p + j) + (i === j ? damping : 0.0);
      for (let k = 0; k < j; k++) sum -= get(factor, i * p + k) * get(factor, j * p + k);
      if (j < i) put(factor, i * p + j, sum / get(factor, j * p + j));
      else if (sum > 0.0) put(factor, i * p + i, Math.sqrt(sum));
      else return false;
    }
  }
  return true;
}

function solveStep(): void {
  for (let i = 0; i < p; i++) {
    let sum = get(score, i);
    for (let k = 0; k < i; k++) sum -= get(factor, i * p + k) * get(step, k);
    put(step, i, sum / get(factor, i * p + i));
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = get(step, i);
    for (let k = i + 1; k < p; k++) sum -= get(factor, k * p + i) * get(step, k);
    put(step, i, sum / get(factor, i * p + i));
  }
}

/** Fits the gene whose counts are at `y` from `beta`; leaves coefficients in `beta` (NaN without counts) and means in `means`. */
export function fit(y: usize): void {
  let largest: f64 = 0.0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, get(y, j));
  if (largest < 1e-10) {
    for (let k = 0; k < p; k++) put(beta, k, NaN);
    memory.fill(means, 0, (<usize>n) << 3);
    return;
  }
  predict(beta, means);
  takeDispersionLimits();
  let deviance = devianceOf(y, means);
  let damping: f64 = 0.0;
  let most: f64 = -1.0;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    linearize(y);
    for (let k = 0; k < p; k++) most = Math.max(most, get(information, k * p + k));
    if (round === 1) damping = Math.max(most * 1e-6, NOTHING);
    let tries = 0;
    let done = false;
    for (;;) {
      tries++;
      while (!factorize(damping)) damping *= 10.0;
      solveStep();
      for (let k = 0; k < p; k++) put(trialBeta, k, get(beta, k) + get(step, k));
      predict(trialBeta, trialMeans);
      const trial = devianceOf(y, trialMeans);
      const perfect = trial / largest < NOTHING;
      if (trial <= deviance || perfect) {
        memory.copy(beta, trialBeta, (<usize>p) << 3);
        memory.copy(means, trialMeans, (<usize>n) << 3);
        deviance = trial;
        done = perfect;
        break;
      }
      damping *= 2.0;
      if (damping / most > 1.0 / NOTHING) {
        done = true;
        break;
      }
    }
    let gain: f64 = 0.0;
    for (let k = 0; k < p; k++) gain += get(score, k) * get(step, k);
    if (done || gain < TOLERANCE) break;
    if (tries === 1) damping /= 10.0;
  }
}

/**
 * Fits every gene from one common level: coefficients (genes x coefficients) and means (genes x samples). `stride` is 0 when all genes share one row of library sizes, else the number of samples.
 */
export function fitDamped(
  genes: i32,
  counts: usize,
  librarySizes: usize,
  stride: i32,
  geneDispersions: usize,
  perSample: bool,
  betas: usize,
  results: usize,
): void {
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    takeSizes(at(librarySizes, g * stride));
    takeDispersions(geneDispersions, g, perSample);
    startFromConstant(y);
    fit(y);
    memory.copy(at(betas, g * p), beta, (<usize>p) << 3);
    memory.copy(at(results, g * n), means, (<usize>n) << 3);
  }
}
