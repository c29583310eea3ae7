import { backward, factorize, forward } from './cholesky';
import {
  basis,
  cellA,
  cellB,
  cellC,
  cellOf,
  cells,
  coefficients,
  matrix,
  projection,
  ridge,
  sampleA,
  sampleB,
  samples,
  vectorA,
  vectorB,
} from './design';
import { accumulate } from './dispersion';
import { logOnePlus, logRisingRatio, stirlingRest } from './special';

// The coefficients of one gene: negative binomial GLM with log link and a small ridge, by iteratively reweighted least squares.

const FLOOR: f64 = 0.5;
const TOO_LARGE: f64 = 30.0;
const TOLERANCE: f64 = 1e-8;
const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;

export let iterations: i32 = 0;

/** Least-squares coefficients (in the basis) of the values whose cell sums are in cellA; left in vectorB, fits in cellC. */
export function project(): void {
  const n = coefficients;
  memory.fill(vectorB, 0, (<usize>n) << 3);
  for (let c = 0; c < cells; c++) {
    const sum = load<f64>(cellA + ((<usize>c) << 3));
    const row = projection + ((<usize>(c * n)) << 3);
    for (let k = 0; k < n; k++) {
      const place = vectorB + ((<usize>k) << 3);
      store<f64>(place, load<f64>(place) + sum * load<f64>(row + ((<usize>k) << 3)));
    }
  }
  fitCells();
}

/** Fitted value of each cell: cellC = B vectorB. */
export function fitCells(): void {
  const n = coefficients;
  for (let c = 0; c < cells; c++) {
    const row = basis + ((<usize>(c * n)) << 3);
    let sum: f64 = 0.0;
    for (let k = 0; k < n; k++) sum += load<f64>(row + ((<usize>k) << 3)) * load<f64>(vectorB + ((<usize>k) << 3));
    store<f64>(cellC + ((<usize>c) << 3), sum);
  }
}

/** Whether some coefficient, on the natural-log scale of the user's columns, is beyond 30; `back` holds R^-1. */
function tooLarge(back: usize): bool {
  const n = coefficients;
  for (let i = 0; i < n; i++) {
    let sum: f64 = 0.0;
    const row = back + ((<usize>(i * n)) << 3);
    for (let k = 0; k < n; k++) sum += load<f64>(row + ((<usize>k) << 3)) * load<f64>(vectorB + ((<usize>k) << 3));
    if (!(Math.abs(sum) <= TOO_LARGE)) return true;
  }
  return false;
}

/** Sum over samples of the parts of ln NB(y; mu, alpha) that do not depend on mu. */
export function likelihoodConstant(y: usize, alpha: f64): f64 {
  const r = 1.0 / alpha;
  let sum: f64 = 0.0;
  let product: f64 = 1.0;
  for (let j = 0; j < samples; j++) {
    const count = load<f64>(y + ((<usize>j) << 3));
    sum += logRisingRatio(count, r, alpha);
    if (count <= 20.0) {
      for (let k: f64 = 2.0; k <= count; k += 1.0) product *= k;
      if (product > 1e200) {
        sum -= Math.log(product);
        product = 1.0;
      }
    } else {
      const x = count + 1.0;
      sum -= (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingRest(1.0 / x);
    }
  }
  return sum - Math.log(product);
}

/**
 * Means of all samples from the cells' linear predictors, floored at 0.5; fills sampleA with mu and sampleB with ln mu,
 * and returns the mu-dependent part of the log likelihood.
 */
function meansAndLikelihood(y: usize, sizes: usize, logSizes: usize, alpha: f64): f64 {
  const r = 1.0 / alpha;
  for (let c = 0; c < cells; c++) {
    const place = (<usize>c) << 3;
    store<f64>(cellB + place, Math.exp(load<f64>(cellC + place)));
  }
  let sum: f64 = 0.0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const cell = (<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3;
    let mean = load<f64>(sizes + place) * load<f64>(cellB + cell);
    let logMean = load<f64>(logSizes + place) + load<f64>(cellC + cell);
    if (!(mean > FLOOR)) {
      mean = FLOOR;
      logMean = -0.69314718055994530942;
    }
    store<f64>(sampleA + place, mean);
    store<f64>(sampleB + place, logMean);
    const count = load<f64>(y + place);
    sum += count * logMean - (count + r) * logOnePlus(mean * alpha);
  }
  return sum;
}

/** Weights and weighted working responses summed within cells: cellA, cellB. */
function sumWorking(y: usize, logSizes: usize, alpha: f64): void {
  memory.fill(cellA, 0, (<usize>cells) << 3);
  memory.fill(cellB, 0, (<usize>cells) << 3);
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const mean = load<f64>(sampleA + place);
    const scaled = 1.0 / (1.0 + alpha * mean);
    const weight = mean * scaled;
    const response = load<f64>(sampleB + place) - load<f64>(logSizes + place);
    const cell = (<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3;
    store<f64>(cellA + cell, load<f64>(cellA + cell) + weight);
    store<f64>(cellB + cell, load<f64>(cellB + cell) + weight * response + (load<f64>(y + place) - mean) * scaled);
  }
}

/** matrix = B'WB + ridge, factorized; with the weights of cellA. */
function factorizeNormal(): bool {
  accumulate(matrix, cellA);
  const n = coefficients;
  for (let i = 0; i < n * n; i++) {
    const place = (<usize>i) << 3;
    store<f64>(matrix + place, load<f64>(matrix + place) + load<f64>(ridge + place));
  }
  return factorize(matrix, n);
}

/** Weighted ridge least squares; coefficients in vectorB, fits in cellC. */
function solveWorking(): bool {
  const n = coefficients;
  if (!factorizeNormal()) return false;
  memory.fill(vectorB, 0, (<usize>n) << 3);
  for (let c = 0; c < cells; c++) {
    const sum = load<f64>(cellB + ((<usize>c) << 3));
    const row = basis + ((<usize>(c * n)) << 3);
    for (let k = 0; k < n; k++) {
      const place = vectorB + ((<usize>k) << 3);
      store<f64>(place, load<f64>(place) + sum * load<f64>(row + ((<usize>k) << 3)));
    }
  }
  forward(matrix, n, vectorB);
  backward(matrix, n, vectorB);
  fitCells();
  return true;
}

/**
 * Fits one gene. The start must be in vectorB / cellC. Returns whether the fit is usable; `iterations` is set to `most`
 * when it is not. Leaves the coefficients in vectorB, linear predictors in cellC, floored means in sampleA, the weights of the
 * last means in cellA, and the factor of B'WB + ridge in `matrix`.
 */
export function fit(y: usize, sizes: usize, logSizes: usize, alpha: f64, constant: f64, back: usize, most: i32): bool {
  let deviance: f64 = 0.0;
  let before: f64 = 0.0;
  iterations = 0;
  meansAndLikelihood(y, sizes, logSizes, alpha);
  for (let t = 0; t < most; t++) {
    iterations++;
    sumWorking(y, logSizes, alpha);
    if (!solveWorking() || tooLarge(back)) {
      iterations = most;
      break;
    }
    deviance = -2.0 * (constant + meansAndLikelihood(y, sizes, logSizes, alpha));
    const test = Math.abs(deviance - before) / (Math.abs(deviance) + 0.1);
    if (test !== test) {
      iterations = most;
      break;
    }
    if (t > 0 && test < TOLERANCE) break;
    before = deviance;
  }
  sumWorking(y, logSizes, alpha);
  return factorizeNormal() && iterations < most;
}

/** Floored means, last weights and their factor for coefficients that were found elsewhere (in vectorB). */
export function settle(y: usize, sizes: usize, logSizes: usize, alpha: f64): bool {
  fitCells();
  meansAndLikelihood(y, sizes, logSizes, alpha);
  sumWorking(y, logSizes, alpha);
  return factorizeNormal();
}

/** Variance of the combination `v` (in the basis) of the coefficients: v' A^-1 (B'WB) A^-1 v with A = B'WB + ridge. */
export function combinationVariance(v: usize): f64 {
  const n = coefficients;
  memory.copy(vectorA, v, (<usize>n) << 3);
  forward(matrix, n, vectorA);
  backward(matrix, n, vectorA);
  let sum: f64 = 0.0;
  for (let c = 0; c < cells; c++) {
    const row = basis + ((<usize>(c * n)) << 3);
    let value: f64 = 0.0;
    for (let k = 0; k < n; k++) value += load<f64>(row + ((<usize>k) << 3)) * load<f64>(vectorA + ((<usize>k) << 3));
    sum += load<f64>(cellA + ((<usize>c) << 3)) * value * value;
  }
  return sum;
}

/** Value of the combination `v` (in the basis) of the coefficients. */
export function combinationValue(v: usize): f64 {
  let sum: f64 = 0.0;
  for (let k = 0; k < coefficients; k++) sum += load<f64>(v + ((<usize>k) << 3)) * load<f64>(vectorB + ((<usize>k) << 3));
  return sum;
}

/** b' A^-1 b of every cell, into cellB; times a sample's weight this is its hat value. */
export function cellLeverages(): void {
  const n = coefficients;
  for (let c = 0; c < cells; c++) {
    memory.copy(vectorA, basis + ((<usize>(c * n)) << 3), (<usize>n) << 3);
    forward(matrix, n, vectorA);
    let square: f64 = 0.0;
    for (let k = 0; k < n; k++) {
      const value = load<f64>(vectorA + ((<usize>k) << 3));
      square += value * value;
    }
    store<f64>(cellB + ((<usize>c) << 3), square);
  }
}

/** Where the coefficients of the gene at hand lie. */
export function placeOfCoefficients(): usize {
  return vectorB;
}

/** The mu-dependent part of the log likelihood at given means. */
export function likelihoodOfMeans(y: usize, means: usize, alpha: f64): f64 {
  const r = 1.0 / alpha;
  let sum: f64 = 0.0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    const mean = load<f64>(means + place);
    if (count > 0.0) sum += count * Math.log(mean);
    sum -= (count + r) * logOnePlus(mean * alpha);
  }
  return sum;
}
