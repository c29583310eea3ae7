import { cellA, cellB, cellC, cellOf, cells, coefficients, sampleA, sampleC, samples } from './design';
import * as dispersion from './dispersion';
import * as dispersionSearch from './dispersion-search';
import * as glm from './glm';
import { robustDispersion, trimmedMean } from './outliers';

export {
  beginDesign,
  placeOfBasis,
  placeOfCells,
  placeOfProjection,
  placeOfRidge,
} from './design';
export { deviances } from './deviance';
export { fitGroups } from './group-levels';
export { beginLogLinear, fitDamped } from './levenberg';
export { profileCurves } from './profile-curves';
export { beginHeavyTailed, shrinkHeavyTailed } from './heavy-tailed';
export { allocate, keepSoFar, releaseAll, releaseChunk } from './memory';
export { logarithms, logReferences, median, medianLogRatio } from './selection';
export { digamma, logGamma } from './special';
export { fitGammaLine, gatherNearLine, lastAsymptote, lastExtra } from './trend';

// Every function below runs over `genes` genes whose counts lie together (genes x samples). `stride` is 0 when all genes
// share one row of size factors, else the number of samples (normalization factors per gene).

function row(base: usize, gene: i32): usize {
  return base + ((<usize>(gene * samples)) << 3);
}

/** Mean and variance of the normalized counts, and the rough dispersion of DESeq2's `roughDispEstimate`. */
export function describeGenes(
  genes: i32,
  counts: usize,
  sizes: usize,
  stride: i32,
  means: usize,
  variances: usize,
  rough: usize,
): void {
  for (let g = 0; g < genes; g++) {
    const y = row(counts, g);
    const s = sizes + ((<usize>(g * stride)) << 3);
    memory.fill(cellA, 0, (<usize>cells) << 3);
    let total: f64 = 0.0;
    for (let j = 0; j < samples; j++) {
      const place = (<usize>j) << 3;
      const q = load<f64>(y + place) / load<f64>(s + place);
      store<f64>(sampleA + place, q);
      total += q;
      const cell = cellA + ((<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3);
      store<f64>(cell, load<f64>(cell) + q);
    }
    const mean = total / <f64>samples;
    glm.project();
    let squares: f64 = 0.0;
    let excess: f64 = 0.0;
    for (let j = 0; j < samples; j++) {
      const q = load<f64>(sampleA + ((<usize>j) << 3));
      squares += (q - mean) * (q - mean);
      const fitted = Math.max(load<f64>(cellC + ((<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3)), 1.0);
      excess += ((q - fitted) * (q - fitted) - fitted) / (fitted * fitted);
    }
    const place = (<usize>g) << 3;
    store<f64>(means + place, mean);
    store<f64>(variances + place, squares / <f64>(samples - 1));
    store<f64>(rough + place, Math.max(excess / <f64>(samples - coefficients), 0.0));
  }
}

/** Least-squares means on the count scale, floored at 0.5. */
export function linearMeans(genes: i32, counts: usize, sizes: usize, stride: i32, means: usize): void {
  for (let g = 0; g < genes; g++) {
    const y = row(counts, g);
    const s = sizes + ((<usize>(g * stride)) << 3);
    const mu = row(means, g);
    memory.fill(cellA, 0, (<usize>cells) << 3);
    for (let j = 0; j < samples; j++) {
      const place = (<usize>j) << 3;
      const cell = cellA + ((<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3);
      store<f64>(cell, load<f64>(cell) + load<f64>(y + place) / load<f64>(s + place));
    }
    glm.project();
    for (let j = 0; j < samples; j++) {
      const place = (<usize>j) << 3;
      const fitted = load<f64>(cellC + ((<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3));
      store<f64>(mu + place, Math.max(load<f64>(s + place) * fitted, 0.5));
    }
  }
}

/**
 * Line search of every gene. `start` is ln(dispersion) on entry, `result` on exit; `first` and `last` are the log
 * posterior at both; a NaN start skips the gene. `priorMeans` of 0 means no prior.
 */
export function searchDispersions(
  genes: i32,
  counts: usize,
  means: usize,
  start: usize,
  priorMeans: usize,
  inversePriorVariance: f64,
  lowest: f64,
  most: i32,
  result: usize,
  first: usize,
  last: usize,
  iterations: usize,
): void {
  for (let g = 0; g < genes; g++) {
    const place = (<usize>g) << 3;
    const a = load<f64>(start + place);
    if (a !== a) {
      store<f64>(result + place, NaN);
      continue;
    }
    const prior = priorMeans === 0 ? 0.0 : load<f64>(priorMeans + place);
    dispersion.takeGene(row(counts, g), row(means, g), prior, inversePriorVariance, true);
    store<f64>(result + place, dispersionSearch.search(a, lowest, most));
    store<f64>(first + place, dispersionSearch.firstValue);
    store<f64>(last + place, dispersionSearch.lastValue);
    store<i32>(iterations + ((<usize>g) << 2), dispersionSearch.iterations);
  }
}

/** Grid search of one gene; returns ln(dispersion). */
export function gridDispersion(y: usize, mu: usize, priorMean: f64, inversePriorVariance: f64, low: f64, high: f64): f64 {
  dispersion.takeGene(y, mu, priorMean, inversePriorVariance, true);
  return dispersionSearch.searchGrid(low, high);
}

/** Log posterior of one gene at a; its derivative is {@link slopeAtLast}. */
export function logPosteriorAt(y: usize, mu: usize, priorMean: f64, inversePriorVariance: f64, a: f64): f64 {
  dispersion.takeGene(y, mu, priorMean, inversePriorVariance, true);
  return dispersion.logPosterior(a);
}

export function slopeAtLast(a: f64): f64 {
  return dispersion.derivative(a);
}

/** Starting coefficients of the GLM: least squares of ln(q + 0.1), left in the kernel's scratch. */
function startCoefficients(y: usize, s: usize): void {
  memory.fill(cellA, 0, (<usize>cells) << 3);
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const cell = cellA + ((<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3);
    store<f64>(cell, load<f64>(cell) + Math.log(load<f64>(y + place) / load<f64>(s + place) + 0.1));
  }
  glm.project();
}

/**
 * Fits every gene whose dispersion is not NaN, from `starts` (genes x p, in the basis) or, when that is 0, from the least squares of
 * ln(q + 0.1). Per gene: coefficients in the basis (genes x p), iteration count (`most` when
 * the fit failed), and, where `means` is not 0, the unfloored means.
 */
export function fitGenes(
  genes: i32,
  counts: usize,
  sizes: usize,
  logSizes: usize,
  stride: i32,
  dispersions: usize,
  back: usize,
  starts: usize,
  most: i32,
  betas: usize,
  usable: usize,
  iterations: usize,
  means: usize,
  hats: usize,
): void {
  const bytes = (<usize>coefficients) << 3;
  for (let g = 0; g < genes; g++) {
    const alpha = load<f64>(dispersions + ((<usize>g) << 3));
    if (alpha !== alpha) continue;
    const y = row(counts, g);
    const offset = (<usize>(g * stride)) << 3;
    if (starts === 0) startCoefficients(y, sizes + offset);
    else {
      memory.copy(glm.placeOfCoefficients(), starts + <usize>g * bytes, bytes);
      glm.fitCells();
    }
    const constant = glm.likelihoodConstant(y, alpha);
    const good = glm.fit(y, sizes + offset, logSizes + offset, alpha, constant, back, most);
    store<u8>(usable + <usize>g, good ? 1 : 0);
    store<i32>(iterations + ((<usize>g) << 2), glm.iterations);
    memory.copy(betas + <usize>g * bytes, glm.placeOfCoefficients(), bytes);
    storeMeans(sizes + offset, row(means, g));
    if (hats !== 0) storeHats(alpha, row(hats, g));
  }
}

/** Unfloored means from the linear predictors in cellC. */
function storeMeans(s: usize, mu: usize): void {
  for (let c = 0; c < cells; c++) {
    const place = (<usize>c) << 3;
    store<f64>(cellB + place, Math.exp(load<f64>(cellC + place)));
  }
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const cell = (<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3;
    store<f64>(mu + place, load<f64>(s + place) * load<f64>(cellB + cell));
  }
}

/** Hat values from the floored means in sampleA and the factor of the last normal matrix. */
function storeHats(alpha: f64, hat: usize): void {
  glm.cellLeverages();
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    const mean = load<f64>(sampleA + place);
    const cell = (<usize>load<i32>(cellOf + ((<usize>j) << 2))) << 3;
    store<f64>(hat + place, (mean / (1.0 + alpha * mean)) * load<f64>(cellB + cell));
  }
}

/**
 * Estimates and variances of `combinations` linear combinations (rows of `vectors`, in the basis) at given coefficients, with
 * the weights of the floored means. NaN dispersions are skipped.
 */
export function combine(
  genes: i32,
  counts: usize,
  sizes: usize,
  logSizes: usize,
  stride: i32,
  dispersions: usize,
  betas: usize,
  combinations: i32,
  vectors: usize,
  estimates: usize,
  variances: usize,
): void {
  const bytes = (<usize>coefficients) << 3;
  for (let g = 0; g < genes; g++) {
    const alpha = load<f64>(dispersions + ((<usize>g) << 3));
    if (alpha !== alpha) continue;
    const offset = (<usize>(g * stride)) << 3;
    memory.copy(glm.placeOfCoefficients(), betas + <usize>g * bytes, bytes);
    const good = glm.settle(row(counts, g), sizes + offset, logSizes + offset, alpha);
    for (let k = 0; k < combinations; k++) {
      const place = (<usize>(g * combinations + k)) << 3;
      const v = vectors + <usize>k * bytes;
      store<f64>(estimates + place, glm.combinationValue(v));
      store<f64>(variances + place, good ? glm.combinationVariance(v) : NaN);
    }
  }
}

/** Log likelihood of every gene at given means; NaN dispersions are skipped. */
export function logLikelihoods(genes: i32, counts: usize, means: usize, dispersions: usize, result: usize): void {
  for (let g = 0; g < genes; g++) {
    const alpha = load<f64>(dispersions + ((<usize>g) << 3));
    if (alpha !== alpha) continue;
    const y = row(counts, g);
    store<f64>(result + ((<usize>g) << 3), glm.likelihoodConstant(y, alpha) + glm.likelihoodOfMeans(y, row(means, g), alpha));
  }
}

/** Cook's distance of every count. NaN where the dispersion is NaN. */
export function cooksDistances(
  genes: i32,
  counts: usize,
  sizes: usize,
  stride: i32,
  means: usize,
  hats: usize,
  cellSizes: usize,
  dispersions: usize,
  cooks: usize,
): void {
  for (let g = 0; g < genes; g++) {
    const alpha = load<f64>(dispersions + ((<usize>g) << 3));
    const y = row(counts, g);
    const s = sizes + ((<usize>(g * stride)) << 3);
    for (let j = 0; j < samples; j++) {
      const place = (<usize>j) << 3;
      store<f64>(sampleA + place, load<f64>(y + place) / load<f64>(s + place));
    }
    const robust = robustDispersion(sampleA, cellSizes);
    for (let j = 0; j < samples; j++) {
      const place = (<usize>j) << 3;
      const mean = load<f64>(row(means, g) + place);
      const h = load<f64>(row(hats, g) + place);
      const residual = load<f64>(y + place) - mean;
      const distance = (((residual * residual) / (mean + robust * mean * mean)) * h) / ((1.0 - h) * (1.0 - h));
      store<f64>(row(cooks, g) + place, alpha !== alpha ? NaN : distance / <f64>coefficients);
    }
  }
}

/** Trimmed mean of one gene's normalized counts over all samples. */
export function trimmedBaseMean(y: usize, s: usize, trim: f64): f64 {
  for (let j = 0; j < samples; j++) {
    const place = (<usize>j) << 3;
    store<f64>(sampleC + place, load<f64>(y + place) / load<f64>(s + place));
  }
  return trimmedMean(sampleC, samples, trim);
}
