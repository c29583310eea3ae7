// Negative binomial log-linear fits as edgeR does them, and the adjusted profile likelihood of the dispersion on a grid. One dispersion
// for all samples of a gene. Samples with equal rows of the model matrix form a group.

import { allocate } from './memory';
import { logPair } from './pairs';
import { logGamma } from './special';

/** As edgeR's `glmFit`. */
const MOST_ROUNDS: i32 = 250;
const TOLERANCE: f64 = 1e-6;
const NOTHING: f64 = 1e-13;
/** Added to counts and means, against the logarithm of zero (edgeR's constants, here and below). */
const TINY: f64 = 1e-8;
const POISSON_BELOW: f64 = 1e-4;
const GAMMA_ABOVE: f64 = 1e6;

let n: i32 = 0;
let p: i32 = 0;
let groups: i32 = 0;
let groupOf: usize = 0;
let groupRows: usize = 0;
let ofConstant: usize = 0;
let sizes: usize = 0;
let logSizes: usize = 0;

let beta: usize = 0;
let trialBeta: usize = 0;
let step: usize = 0;
let score: usize = 0;
let information: usize = 0;
let factor: usize = 0;
let means: usize = 0;
let trialMeans: usize = 0;
let logMeans: usize = 0;
let constants: usize = 0;
let levels: usize = 0;
let scales: usize = 0;
let weights: usize = 0;
let residuals: usize = 0;

const doubles = (count: i32): usize => allocate((<usize>count) << 3);

// @ts-ignore: decorator
@inline
function at(base: usize, i: i32): usize {
  return base + ((<usize>i) << 3);
}

// @ts-ignore: decorator
@inline
function groupAt(j: i32): i32 {
  return load<i32>(groupOf + ((<usize>j) << 2));
}

/** Takes a design: `rows` groups x coefficients, `constant` the coefficients of a constant response of 1. */
export function beginDamped(
  samples: i32,
  coefficients: i32,
  groupCount: i32,
  groupNumbers: usize,
  rows: usize,
  constant: usize,
  librarySizes: usize,
  logLibrarySizes: usize,
): void {
  n = samples;
  p = coefficients;
  groups = groupCount;
  groupOf = groupNumbers;
  groupRows = rows;
  ofConstant = constant;
  sizes = librarySizes;
  logSizes = logLibrarySizes;
  beta = doubles(p);
  trialBeta = doubles(p);
  step = doubles(p);
  score = doubles(p);
  information = doubles(p * p);
  factor = doubles(p * p);
  means = doubles(n);
  trialMeans = doubles(n);
  logMeans = doubles(n);
  constants = doubles(n);
  levels = doubles(groups);
  scales = doubles(groups);
  weights = doubles(groups);
  residuals = doubles(groups);
}

/** The start of a gene's first fit: all samples at one level, weighted by precision. */
function startFromConstant(y: usize, dispersion: f64): void {
  let sum: f64 = 0.0;
  let total: f64 = 0.0;
  for (let j = 0; j < n; j++) {
    const size = load<f64>(at(sizes, j));
    const weight = size / (1.0 + dispersion * size);
    sum += (load<f64>(at(y, j)) * weight) / size;
    total += weight;
  }
  const level = Math.log(sum / total);
  for (let k = 0; k < p; k++) store<f64>(at(beta, k), level * load<f64>(at(ofConstant, k)));
}

function predict(coefficients: usize, result: usize): void {
  for (let g = 0; g < groups; g++) {
    let sum: f64 = 0.0;
    for (let k = 0; k < p; k++) sum += load<f64>(at(groupRows, g * p + k)) * load<f64>(at(coefficients, k));
    store<f64>(at(levels, g), sum);
    store<f64>(at(scales, g), Math.exp(sum));
  }
  for (let j = 0; j < n; j++) {
    const g = groupAt(j);
    store<f64>(at(result, j), load<f64>(at(sizes, j)) * load<f64>(at(scales, g)));
    store<f64>(at(logMeans, j), load<f64>(at(logSizes, j)) + load<f64>(at(levels, g)));
  }
}

/** What of the deviance does not depend on the means. */
function takeConstants(y: usize, dispersion: f64): void {
  const size = dispersion < POISSON_BELOW ? 0.0 : 1.0 / dispersion;
  for (let j = 0; j < n; j++) {
    const count = load<f64>(at(y, j)) + TINY;
    let value = count * Math.log(count);
    if (size > 0.0) value -= (count + size) * Math.log(count + size);
    store<f64>(at(constants, j), value);
  }
}

/** Deviance of one sample at its mean in `result`. */
function oneDeviance(y: usize, result: usize, j: i32, dispersion: f64): f64 {
  const mean = load<f64>(at(result, j));
  const count = load<f64>(at(y, j)) + TINY;
  const mu = mean + TINY;
  if (dispersion >= POISSON_BELOW && mean * dispersion > GAMMA_ABOVE)
    return (2.0 * ((count - mu) / mu - Math.log(count / mu)) * mu) / (1.0 + mu * dispersion);
  const logMu = mean > 1.0 ? load<f64>(at(logMeans, j)) + TINY / mean : Math.log(mu);
  const constant = load<f64>(at(constants, j));
  if (dispersion < POISSON_BELOW) {
    const residual = count - mu;
    return 2.0 * (constant - count * logMu - residual - 0.5 * residual * residual * dispersion * (1.0 - dispersion * count));
  }
  const size = 1.0 / dispersion;
  return 2.0 * (constant - count * logMu + (count + size) * Math.log(mu + size));
}

/** Deviance of the gene at the means in `result`, whose logarithms are in `logMeans`; two samples at a time. */
function devianceOf(y: usize, result: usize, dispersion: f64): f64 {
  let sum: f64 = 0.0;
  if (dispersion < POISSON_BELOW) {
    for (let j = 0; j < n; j++) sum += oneDeviance(y, result, j, dispersion);
    return sum;
  }
  const one = f64x2.splat(1.0);
  const tiny = f64x2.splat(TINY);
  const size = f64x2.splat(1.0 / dispersion);
  const limit = f64x2.splat(GAMMA_ABOVE / dispersion);
  let total = f64x2.splat(0.0);
  let j = 0;
  for (; j + 2 <= n; j += 2) {
    const mean = v128.load(at(result, j));
    if (v128.any_true(f64x2.gt(mean, limit))) {
      sum += oneDeviance(y, result, j, dispersion) + oneDeviance(y, result, j + 1, dispersion);
      continue;
    }
    const count = f64x2.add(v128.load(at(y, j)), tiny);
    const mu = f64x2.add(mean, tiny);
    const logMu = i64x2.all_true(f64x2.gt(mean, one))
      ? f64x2.add(v128.load(at(logMeans, j)), f64x2.div(tiny, mean))
      : logPair(mu, f64x2.splat(0.0));
    const whole = logPair(f64x2.add(mu, size), f64x2.splat(0.0));
    const part = f64x2.sub(v128.load(at(constants, j)), f64x2.mul(count, logMu));
    total = f64x2.add(total, f64x2.add(part, f64x2.mul(f64x2.add(count, size), whole)));
  }
  for (; j < n; j++) sum += oneDeviance(y, result, j, dispersion);
  return sum + 2.0 * (f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1));
}

/** Score and Fisher information (lower triangle) at the current means, summed over groups first. */
function linearize(y: usize, dispersion: f64): void {
  memory.fill(weights, 0, (<usize>groups) << 3);
  memory.fill(residuals, 0, (<usize>groups) << 3);
  for (let j = 0; j < n; j++) {
    const mean = load<f64>(at(means, j));
    const share = 1.0 / (1.0 + mean * dispersion);
    const g = groupAt(j);
    const w = at(weights, g);
    store<f64>(w, load<f64>(w) + mean * share);
    const r = at(residuals, g);
    store<f64>(r, load<f64>(r) + (load<f64>(at(y, j)) - mean) * share);
  }
  memory.fill(score, 0, (<usize>p) << 3);
  gatherInformation();
  for (let g = 0; g < groups; g++) {
    const residual = load<f64>(at(residuals, g));
    for (let k = 0; k < p; k++) {
      const place = at(score, k);
      store<f64>(place, load<f64>(place) + residual * load<f64>(at(groupRows, g * p + k)));
    }
  }
}

/** X'WX (lower triangle) from the weights of the groups. */
function gatherInformation(): void {
  memory.fill(information, 0, (<usize>(p * p)) << 3);
  for (let g = 0; g < groups; g++) {
    const weight = load<f64>(at(weights, g));
    for (let k = 0; k < p; k++) {
      const x = load<f64>(at(groupRows, g * p + k));
      if (x === 0.0) continue;
      const scaled = weight * x;
      for (let l = 0; l <= k; l++) {
        const place = at(information, k * p + l);
        store<f64>(place, load<f64>(place) + scaled * load<f64>(at(groupRows, g * p + l)));
      }
    }
  }
}

/** Cholesky factor of the damped information; false when it is not positive definite. */
function factorize(damping: f64): bool {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = load<f64>(at(information, i * p + j)) + (i === j ? damping : 0.0);
      for (let k = 0; k < j; k++) sum -= load<f64>(at(factor, i * p + k)) * load<f64>(at(factor, j * p + k));
      if (j < i) store<f64>(at(factor, i * p + j), sum / load<f64>(at(factor, j * p + j)));
      else if (sum > 0.0) store<f64>(at(factor, i * p + i), Math.sqrt(sum));
      else return false;
    }
  }
  return true;
}

function solveStep(): void {
  for (let i = 0; i < p; i++) {
    let sum = load<f64>(at(score, i));
    for (let k = 0; k < i; k++) sum -= load<f64>(at(factor, i * p + k)) * load<f64>(at(step, k));
    store<f64>(at(step, i), sum / load<f64>(at(factor, i * p + i)));
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = load<f64>(at(step, i));
    for (let k = i + 1; k < p; k++) sum -= load<f64>(at(factor, k * p + i)) * load<f64>(at(step, k));
    store<f64>(at(step, i), sum / load<f64>(at(factor, i * p + i)));
  }
}

/**
 * Levenberg-Marquardt damped scoring from `beta`. Start, damping and stopping rules are those of edgeR (McCarthy, Chen & Smyth 2012):
 * its tolerance is loose enough that the road shows in the answer.
 */
function fit(y: usize, dispersion: f64): void {
  let largest: f64 = 0.0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, load<f64>(at(y, j)));
  if (largest < 1e-10) {
    for (let k = 0; k < p; k++) store<f64>(at(beta, k), NaN);
    memory.fill(means, 0, (<usize>n) << 3);
    return;
  }
  predict(beta, means);
  takeConstants(y, dispersion);
  let deviance = devianceOf(y, means, dispersion);
  let damping: f64 = 0.0;
  let most: f64 = -1.0;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    linearize(y, dispersion);
    for (let k = 0; k < p; k++) most = Math.max(most, load<f64>(at(information, k * p + k)));
    if (round === 1) damping = Math.max(most * 1e-6, NOTHING);
    let tries = 0;
    let done = false;
    for (;;) {
      tries++;
      while (!factorize(damping)) damping *= 10.0;
      solveStep();
      for (let k = 0; k < p; k++) store<f64>(at(trialBeta, k), load<f64>(at(beta, k)) + load<f64>(at(step, k)));
      predict(trialBeta, trialMeans);
      const trial = devianceOf(y, trialMeans, dispersion);
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
    for (let k = 0; k < p; k++) gain += load<f64>(at(score, k)) * load<f64>(at(step, k));
    if (done || gain < TOLERANCE) break;
    if (tries === 1) damping /= 10.0;
  }
}

/**
 * Fits every gene at its dispersion, from `starts` (genes x p) or, when that is 0, from one common level: coefficients (genes x p) and
 * means (genes x samples).
 */
export function fitDamped(genes: i32, counts: usize, dispersions: usize, starts: usize, betas: usize, results: usize): void {
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    const dispersion = load<f64>(at(dispersions, g));
    if (starts === 0) startFromConstant(y, dispersion);
    else memory.copy(beta, at(starts, g * p), (<usize>p) << 3);
    fit(y, dispersion);
    memory.copy(at(betas, g * p), beta, (<usize>p) << 3);
    memory.copy(at(results, g * n), means, (<usize>n) << 3);
  }
}

/** 1/2 ln |X'WX| at the fitted means, pivots that are nothing counting as 1e-10. */
function halfLogDeterminant(dispersion: f64): f64 {
  memory.fill(weights, 0, (<usize>groups) << 3);
  for (let j = 0; j < n; j++) {
    const mean = load<f64>(at(means, j));
    const w = at(weights, groupAt(j));
    store<f64>(w, load<f64>(w) + mean / (1.0 + dispersion * mean));
  }
  gatherInformation();
  let sum: f64 = 0.0;
  // L D L' without roots: column j of `factor` below the diagonal is L, its diagonal D
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let value = load<f64>(at(information, i * p + j));
      for (let k = 0; k < j; k++)
        value -= load<f64>(at(factor, i * p + k)) * load<f64>(at(factor, j * p + k)) * load<f64>(at(factor, k * p + k));
      const diagonal = load<f64>(at(factor, j * p + j));
      // a column without any weight (a group without counts) takes no part in the elimination
      store<f64>(at(factor, i * p + j), i === j ? value : diagonal === 0.0 ? 0.0 : value / diagonal);
    }
    sum += 0.5 * Math.log(Math.max(load<f64>(at(factor, j * p + j)), 1e-10));
  }
  return sum;
}

let gammaTable: usize = 0;
let tabled: i32 = 0;

/** ln Gamma(y + r) - ln Gamma(r) + r ln r from the table (points x (tabled + 1)), or directly. */
function gammaTerm(point: i32, count: f64, size: f64): f64 {
  if (count <= <f64>tabled && count === Math.floor(count)) return load<f64>(at(gammaTable, point * (tabled + 1) + <i32>count));
  return logGamma(count + size) - logGamma(size) + size * Math.log(size);
}

/** Sum over samples with a mean above zero of y ln(mean) - (y + r) ln(mean + r) + the gamma term. */
function logLikelihood(y: usize, point: i32, dispersion: f64): f64 {
  const size = 1.0 / dispersion;
  let sum: f64 = 0.0;
  let j = 0;
  const splat = f64x2.splat(size);
  for (; j < n; j += 2) {
    const place = j + 2 > n && n > 1 ? n - 2 : j;
    let whole: v128;
    if (n > 1) whole = logPair(f64x2.add(v128.load(at(means, place)), splat), f64x2.splat(0.0));
    else whole = f64x2.splat(Math.log(load<f64>(means) + size));
    for (let lane = 0; lane < 2; lane++) {
      const i = place + lane;
      if (i < j || i >= n) continue;
      const mean = load<f64>(at(means, i));
      if (mean === 0.0) continue;
      const count = load<f64>(at(y, i));
      const seen = count === 0.0 ? 0.0 : count * Math.log(mean);
      const logWhole = lane === 0 ? f64x2.extract_lane(whole, 0) : f64x2.extract_lane(whole, 1);
      sum += seen - (count + size) * logWhole + gammaTerm(point, count, size);
    }
  }
  return sum;
}

/**
 * Adjusted profile log likelihood of every gene at every dispersion of a grid (genes x points): the means are refitted at each, starting
 * from the last, and 1/2 ln |X'WX| is taken off (McCarthy, Chen & Smyth 2012; Cox & Reid 1987).
 */
export function dampedCurves(
  genes: i32,
  counts: usize,
  points: i32,
  dispersions: usize,
  table: usize,
  largestTabled: i32,
  curves: usize,
): void {
  gammaTable = table;
  tabled = largestTabled;
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    startFromConstant(y, load<f64>(dispersions));
    for (let point = 0; point < points; point++) {
      const dispersion = load<f64>(at(dispersions, point));
      fit(y, dispersion);
      const value = logLikelihood(y, point, dispersion) - halfLogDeterminant(dispersion);
      store<f64>(at(curves, g * points + point), value);
    }
  }
}

/** Level of the samples of one group by Fisher scoring; -Infinity without counts. See src/expression/edger/group-mean.ts. */
function groupLevel(y: usize, dispersion: f64, group: i32, start: f64): f64 {
  let ratios: f64 = 0.0;
  let members: f64 = 0.0;
  let total: f64 = 0.0;
  let depth: f64 = 0.0;
  for (let j = 0; j < n; j++) {
    if (groupAt(j) !== group) continue;
    const count = load<f64>(at(y, j));
    const size = load<f64>(at(sizes, j));
    members += 1.0;
    total += count;
    depth += size;
    ratios += count / size;
  }
  if (!(total > 1e-10)) return -Infinity;
  if (dispersion === 0.0) return Math.log(total / depth);
  let level = start - start === 0.0 ? start : Math.log(ratios / members);
  for (let round = 0; round < 50; round++) {
    const scale = Math.exp(level);
    let slope: f64 = 0.0;
    let curvature: f64 = 0.0;
    for (let j = 0; j < n; j++) {
      if (groupAt(j) !== group) continue;
      const mean = scale * load<f64>(at(sizes, j));
      const share = 1.0 / (1.0 + mean * dispersion);
      slope += (load<f64>(at(y, j)) - mean) * share;
      curvature += mean * share;
    }
    const move = slope / curvature;
    level += move;
    if (Math.abs(move) < 1e-10) break;
  }
  return level;
}

/** Stands for minus infinity, so that coefficients stay finite. */
const NO_EXPRESSION: f64 = -1e8;

/**
 * Fits every gene group by group at its dispersion, from `starts` (genes x groups) where that is not 0: log levels (genes x groups) and
 * means (genes x samples).
 */
export function fitGroups(genes: i32, counts: usize, dispersions: usize, starts: usize, results: usize, fitted: usize): void {
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    const dispersion = load<f64>(at(dispersions, g));
    for (let group = 0; group < groups; group++) {
      const start = starts === 0 ? NaN : load<f64>(at(starts, g * groups + group));
      const level = Math.max(groupLevel(y, dispersion, group, start), NO_EXPRESSION);
      store<f64>(at(results, g * groups + group), level);
      store<f64>(at(scales, group), Math.exp(level));
    }
    for (let j = 0; j < n; j++)
      store<f64>(at(fitted, g * n + j), load<f64>(at(sizes, j)) * load<f64>(at(scales, groupAt(j))));
  }
}

/** As {@link dampedCurves} for a design in which every group has its own mean. */
export function groupCurves(
  genes: i32,
  counts: usize,
  points: i32,
  dispersions: usize,
  table: usize,
  largestTabled: i32,
  curves: usize,
): void {
  gammaTable = table;
  tabled = largestTabled;
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    for (let group = 0; group < groups; group++) store<f64>(at(levels, group), NaN);
    for (let point = 0; point < points; point++) {
      const dispersion = load<f64>(at(dispersions, point));
      for (let group = 0; group < groups; group++) {
        const level = groupLevel(y, dispersion, group, load<f64>(at(levels, group)));
        store<f64>(at(levels, group), level);
        store<f64>(at(scales, group), Math.exp(level));
      }
      store<f64>(at(curves, g * points + point), groupLikelihood(y, point, dispersion));
    }
  }
}

function groupLikelihood(y: usize, point: i32, dispersion: f64): f64 {
  const size = 1.0 / dispersion;
  memory.fill(weights, 0, (<usize>groups) << 3);
  for (let j = 0; j < n; j++) {
    const g = groupAt(j);
    const mean = load<f64>(at(sizes, j)) * load<f64>(at(scales, g));
    store<f64>(at(means, j), mean);
    const w = at(weights, g);
    store<f64>(w, load<f64>(w) + mean / (1.0 + dispersion * mean));
  }
  let sum: f64 = 0.0;
  const splat = f64x2.splat(size);
  for (let j = 0; j < n; j += 2) {
    const place = j + 2 > n && n > 1 ? n - 2 : j;
    let whole: v128;
    if (n > 1) whole = logPair(f64x2.add(v128.load(at(means, place)), splat), f64x2.splat(0.0));
    else whole = f64x2.splat(Math.log(load<f64>(means) + size));
    for (let lane = 0; lane < 2; lane++) {
      const i = place + lane;
      if (i < j || i >= n || load<f64>(at(means, i)) === 0.0) continue;
      const count = load<f64>(at(y, i));
      const logWhole = lane === 0 ? f64x2.extract_lane(whole, 0) : f64x2.extract_lane(whole, 1);
      const seen = count * load<f64>(at(levels, groupAt(i)));
      sum += seen - (count + size) * logWhole + gammaTerm(point, count, size);
    }
  }
  for (let group = 0; group < groups; group++) sum -= 0.5 * Math.log(load<f64>(at(weights, group)));
  return sum;
}
