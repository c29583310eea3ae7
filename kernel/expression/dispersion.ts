import { factorize, forward, logDeterminant } from './cholesky';
import {
  basis,
  cellA,
  cellB,
  cellOf,
  cells,
  coefficients,
  grouped,
  logDetScale,
  matrix,
  sampleA,
  sampleB,
  sampleD,
  sampleE,
  samples,
  vectorA,
} from './design';
import { logRatios } from './pairs';
import { digamma, digammaRest, digammaWithRounding, logGamma, logGammaWithRounding, SMALL_COUNT, stirlingRest } from './special';

// The dispersion of one gene: profile log posterior of ln(dispersion) and its derivative; dispersion-search.ts looks for its maximum.

/**
 * Below this dispersion the likelihood is a difference of terms of size 1 / dispersion, and where DESeq2's search stops (or
 * which point of its grid wins on a flat likelihood) is decided by rounding. There the terms are added in its order.
 */
export const ROUNDING_DECIDES: f64 = 1e-4;
const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;

// the gene at hand
let y: usize = 0;
let mu: usize = 0;
let priorMean: f64 = 0.0;
let inversePriorVariance: f64 = 0.0;
let useCoxReid: bool = true;
/** Constant that the partial posterior of tiny dispersions leaves out. */
export let largeTotal: f64 = 0.0;
/** The largest of the small counts, and of each small count c the product of 1 + k alpha and the sum of their inverses, k < c. */
let mostSmall: i32 = 0;
const products = memory.data(136);
const inverseSums = memory.data(136);
// the point of the last evaluation
export let alpha: f64 = 0.0;
let r: f64 = 0.0;

/** Says which gene follows. An inverse prior variance of 0 means no prior. */
export function takeGene(counts: usize, means: usize, mean: f64, inverseVariance: f64, coxReid: bool): void {
  y = counts;
  mu = means;
  priorMean = mean;
  inversePriorVariance = inverseVariance;
  useCoxReid = coxReid;
  largeTotal = 0.0;
  mostSmall = 0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    const large = count > SMALL_COUNT ? count : 0.0;
    store<f64>(sampleB + place, large);
    largeTotal += large;
    if (large === 0.0) mostSmall = max(mostSmall, <i32>count);
  }
}

/** Weights summed within cells, and their squares: cellA, cellB. Needs 1 / (1 + mu alpha) in sampleD. */
function sumWeights(): void {
  memory.fill(cellA, 0, (<usize>cells) << 3);
  memory.fill(cellB, 0, (<usize>cells) << 3);
  for (let j = 0; j < samples; j++) {
    const weight = load<f64>(mu + ((<usize>j) << 3)) * load<f64>(sampleD + ((<usize>j) << 3));
    const place = (<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3;
    store<f64>(cellA + place, load<f64>(cellA + place) + weight);
    store<f64>(cellB + place, load<f64>(cellB + place) + weight * weight);
  }
}

/** ln det(X'WX); leaves the Cholesky factor in `matrix` unless the design is grouped. */
function coxReid(): f64 {
  sumWeights();
  if (grouped) {
    let product: f64 = 1.0;
    let sum: f64 = 0.0;
    for (let c = 0; c < cells; c++) {
      product *= load<f64>(cellA + ((<usize>c) << 3));
      if (product > 1e200 || product < 1e-200) {
        sum += Math.log(product);
        product = 1.0;
      }
    }
    return sum + Math.log(product) + logDetScale;
  }
  accumulate(matrix, cellA);
  if (!factorize(matrix, coefficients)) return NaN;
  return logDeterminant(matrix, coefficients) + logDetScale;
}

/** target = sum over cells of weight x b b', lower triangle. */
export function accumulate(target: usize, weights: usize): void {
  const n = coefficients;
  memory.fill(target, 0, (<usize>(n * n)) << 3);
  for (let c = 0; c < cells; c++) {
    const weight = load<f64>(weights + ((<usize>c) << 3));
    const row = basis + ((<usize>(c * n)) << 3);
    for (let a = 0; a < n; a++) {
      const scaled = weight * load<f64>(row + ((<usize>a) << 3));
      const out = target + ((<usize>(a * n)) << 3);
      for (let b = 0; b <= a; b++) {
        const place = out + ((<usize>b) << 3);
        store<f64>(place, load<f64>(place) + scaled * load<f64>(row + ((<usize>b) << 3)));
      }
    }
  }
}

function fillProducts(): void {
  let product: f64 = 1.0;
  store<f64>(products, 1.0);
  for (let k = 0; k < mostSmall; k++) {
    product *= 1.0 + <f64>k * alpha;
    store<f64>(products + ((<usize>(k + 1)) << 3), product);
  }
}

function fillInverseSums(): void {
  let sum: f64 = 0.0;
  store<f64>(inverseSums, 0.0);
  for (let k = 0; k < mostSmall; k++) {
    sum += 1.0 / (1.0 + <f64>k * alpha);
    store<f64>(inverseSums + ((<usize>(k + 1)) << 3), sum);
  }
}

/**
 * The log posterior at a = ln(dispersion), for dispersions that are not tiny without its constant (see {@link whole}). Leaves, for
 * {@link derivative}, ln((1 + y alpha) / (1 + mu alpha)) in sampleA with y taken as 0 for small counts, 1 / (1 + mu alpha) in
 * sampleD and 1 / (1 + y alpha) in sampleE.
 */
export function partialPosterior(a: f64): f64 {
  alpha = Math.exp(a);
  r = 1.0 / alpha;
  logRatios(sampleB, mu, samples, alpha, sampleA, sampleE, sampleD);
  if (alpha < ROUNDING_DECIDES) return logPosteriorWithRounding(a);
  // ln Gamma(r) less what Stirling's series adds up to without its remainder
  const rest = r >= 16.0 ? stirlingRest(alpha) : logGamma(r) - HALF_LOG_TWO_PI + (r - 0.5) * a + r;
  let sum: f64 = 0.0;
  let product: f64 = 1.0;
  let inverses: f64 = 1.0;
  fillProducts();
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    sum += (count + r) * load<f64>(sampleA + place);
    if (count <= SMALL_COUNT) {
      product *= load<f64>(products + ((<usize>count) << 3));
      if (product > 1e200) {
        sum += Math.log(product);
        product = 1.0;
      }
    } else {
      // ln Gamma(y + r) - ln Gamma(r) - y ln r + y by Stirling's series
      const inverse = load<f64>(sampleE + place);
      sum += stirlingRest(alpha * inverse) - rest;
      inverses *= inverse;
      if (inverses < 1e-200) {
        sum += 0.5 * Math.log(inverses);
        inverses = 1.0;
      }
    }
  }
  sum += Math.log(product) + 0.5 * Math.log(inverses);
  if (useCoxReid) sum -= 0.5 * coxReid();
  if (inversePriorVariance > 0.0) sum -= 0.5 * (a - priorMean) * (a - priorMean) * inversePriorVariance;
  return sum;
}

/** The log posterior with its constant, which would cost digits in the differences that the search looks at. */
export function logPosterior(a: f64): f64 {
  return whole(partialPosterior(a), alpha);
}

export function whole(value: f64, at: f64): f64 {
  return at < ROUNDING_DECIDES ? value : value - largeTotal;
}

/** All of it, with the order of operations of DESeq2. Leaves its ln(1 + mu alpha) in sampleA. */
function logPosteriorWithRounding(a: f64): f64 {
  const atR = logGammaWithRounding(r);
  let sum: f64 = 0.0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    const mean = load<f64>(mu + place);
    const logMean = Math.log(1.0 + mean * alpha);
    store<f64>(sampleA + place, logMean);
    const gamma = count === 0.0 ? 0.0 : logGammaWithRounding(count + r) - atR;
    sum += gamma - count * Math.log(mean + r) - r * logMean;
  }
  if (useCoxReid) sum -= 0.5 * coxReid();
  if (inversePriorVariance > 0.0) sum -= 0.5 * (a - priorMean) * (a - priorMean) * inversePriorVariance;
  return sum;
}

/** Sum over samples of the derivative's bracket, with the order of operations of DESeq2. */
function bracketWithRounding(): f64 {
  const atR = digammaWithRounding(r);
  let sum: f64 = 0.0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    const mean = load<f64>(mu + place);
    const scaled = mean * alpha;
    const atCount = count === 0.0 ? atR : digammaWithRounding(count + r);
    sum += atR + load<f64>(sampleA + place) - scaled * (1.0 / (1.0 + scaled)) - atCount + count * (1.0 / (mean + r));
  }
  return sum;
}

/** Trace of (X'WX)^-1 X'W'X with W' = -W^2, from the sums and the factor that {@link coxReid} left. */
function coxReidTrace(): f64 {
  let sum: f64 = 0.0;
  if (grouped) {
    for (let c = 0; c < cells; c++) sum -= load<f64>(cellB + ((<usize>c) << 3)) / load<f64>(cellA + ((<usize>c) << 3));
    return sum;
  }
  const n = coefficients;
  for (let c = 0; c < cells; c++) {
    memory.copy(vectorA, basis + ((<usize>(c * n)) << 3), (<usize>n) << 3);
    forward(matrix, n, vectorA);
    let square: f64 = 0.0;
    for (let k = 0; k < n; k++) {
      const value = load<f64>(vectorA + ((<usize>k) << 3));
      square += value * value;
    }
    sum -= load<f64>(cellB + ((<usize>c) << 3)) * square;
  }
  return sum;
}

/** Derivative of the log posterior with respect to ln(dispersion), at the point of the last evaluation. */
export function derivative(a: f64): f64 {
  const bracket = alpha < ROUNDING_DECIDES ? bracketWithRounding() : bracketSum(a);
  let slope = bracket * (1.0 / (alpha * alpha));
  if (useCoxReid) slope -= 0.5 * coxReidTrace();
  slope *= alpha;
  if (inversePriorVariance > 0.0) slope -= (a - priorMean) * inversePriorVariance;
  return slope;
}

/** Sum over samples of digamma(r) + ln(1 + mu alpha) - mu alpha / (1 + mu alpha) - digamma(y + r) + y / (mu + r). */
function bracketSum(a: f64): f64 {
  const rest = r >= 16.0 ? digammaRest(alpha) : -a - digamma(r);
  fillInverseSums();
  let sum: f64 = 0.0;
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const count = load<f64>(y + place);
    const mean = load<f64>(mu + place);
    let psi = load<f64>(sampleA + place);
    if (count > SMALL_COUNT) psi += rest - digammaRest(alpha * load<f64>(sampleE + place));
    else psi += alpha * load<f64>(inverseSums + ((<usize>count) << 3));
    sum += alpha * (count - mean) * load<f64>(sampleD + place) - psi;
  }
  return sum;
}
