import { qrDecomposition, qrInverseCrossProduct, qrLeverages, qrSolve } from '../linear-algebra/index.ts';
import type { Family } from './families.ts';
import type { Link } from './links.ts';
import type { WeightedResponse } from './model-response.ts';

/** A generalized linear model as numbers. */
export interface IrlsProblem {
  /** n x p row-major, full rank. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly response: WeightedResponse;
  readonly offset: Float64Array | undefined;
  readonly family: Family;
  readonly link: Link;
  /** Theta of the negative binomial (ignored by others). */
  readonly size: number;
  /** Adds half the leverage to successes and failures (Firth 1993; binomial with logit link). */
  readonly firth?: boolean;
}

/** Maximum likelihood estimates by iteratively reweighted least squares. */
export interface IrlsFit {
  readonly coefficients: Float64Array;
  /** (X'WX)^-1. */
  readonly unscaled: Float64Array;
  readonly mean: Float64Array;
  readonly eta: Float64Array;
  readonly deviance: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Linear predictor at coefficients. */
function predictor({ x, n, p, offset }: IrlsProblem, b: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = offset === undefined ? 0 : offset[i];
    for (let j = 0; j < p; j++) sum += x[i * p + j] * b[j];
    return sum;
  });
}

/** Deviance of means, Infinity where a mean is not allowed. */
export function devianceOf({ response: { y, weights }, family, size }: IrlsProblem, mean: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    if (weights[i] === 0) continue;
    if (!family.valid(mean[i])) return Infinity;
    sum += weights[i] * family.deviance(y[i], mean[i], size);
  }
  return sum;
}

/** One weighted least-squares step from a linear predictor. */
function step(
  problem: IrlsProblem,
  eta: Float64Array,
  leverages: Float64Array | undefined,
): { b: Float64Array; unscaled: Float64Array } {
  const { x, n, p, response, family, link, offset, size } = problem;
  const { y, weights } = response;
  const rows = new Float64Array(n * p);
  const working = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const mean = link.mean(eta[i]);
    const slope = link.slope(eta[i]);
    const root = Math.sqrt((weights[i] * slope * slope) / family.variance(mean, size));
    const pull = leverages === undefined || weights[i] === 0 ? 0 : (leverages[i] * (0.5 - mean)) / weights[i];
    working[i] = root * (eta[i] - (offset?.[i] ?? 0) + (y[i] + pull - mean) / slope);
    for (let j = 0; j < p; j++) rows[i * p + j] = root * x[i * p + j];
    if (root === 0) working[i] = 0;
  }
  const qr = qrDecomposition(rows, n, p, 1e-13);
  return { b: qrSolve(qr, working), unscaled: qrInverseCrossProduct(qr) };
}

function leveragesAt({ x, n, p, response, family, link, size }: IrlsProblem, eta: Float64Array): Float64Array {
  const rows = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const slope = link.slope(eta[i]);
    const root = Math.sqrt((response.weights[i] * slope * slope) / family.variance(link.mean(eta[i]), size));
    for (let j = 0; j < p; j++) rows[i * p + j] = root * x[i * p + j];
  }
  return qrLeverages(qrDecomposition(rows, n, p, 1e-13));
}

/**
 * Fits by iteratively reweighted least squares with step halving, until the coefficients no longer change in their last
 * digits.
 *
 * @param start linear predictor to start from (default: from the family's starting means)
 */
export function fitIrls(problem: IrlsProblem, start?: Float64Array): IrlsFit {
  const { response, family, link, p } = problem;
  let eta = start ?? response.y.map((y, i) => link.eta(family.start(y, response.weights[i])));
  let b: Float64Array | undefined;
  let deviance = Infinity;
  let mean = eta.map((one) => link.mean(one));
  let change = Infinity;
  let iterations = 0;
  while (iterations < 200 && change > 1e-13) {
    iterations++;
    const next = step(problem, eta, problem.firth ? leveragesAt(problem, eta) : undefined).b;
    let nextEta = predictor(problem, next);
    let nextMean = nextEta.map((one) => link.mean(one));
    let nextDeviance = devianceOf(problem, nextMean);
    for (let halving = 0; halving < 40 && b !== undefined && !acceptable(nextDeviance, deviance, problem.firth); halving++) {
      for (let j = 0; j < p; j++) next[j] = (next[j] + b[j]) / 2;
      nextEta = predictor(problem, next);
      nextMean = nextEta.map((one) => link.mean(one));
      nextDeviance = devianceOf(problem, nextMean);
    }
    const size = next.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-8);
    change = b === undefined ? Infinity : next.reduce((most, one, j) => Math.max(most, Math.abs(one - (b?.[j] ?? 0))), 0) / size;
    b = next;
    eta = nextEta;
    mean = nextMean;
    deviance = nextDeviance;
    if (!(deviance < Infinity)) break;
  }
  const converged = change <= 1e-9 && deviance < Infinity;
  const unscaled = deviance < Infinity ? step(problem, eta, undefined).unscaled : new Float64Array(p * p).fill(NaN);
  return { coefficients: b ?? new Float64Array(p), unscaled, mean, eta, deviance, iterations, converged };
}

/** Firth's estimate does not minimize the deviance, so only impossible means count against a step. */
function acceptable(next: number, last: number, firth: boolean | undefined): boolean {
  return firth ? next < Infinity : next <= last + 1e-8 * (Math.abs(last) + 1);
}
