import { log } from '../elementary/index.ts';
import type { BlockResponse, BlockSystem } from './block-system.ts';
import { addTransposedProduct, dotAt, invertInPlace, multiplyInto } from './dense-kernels.ts';

/** What the derivatives of the (restricted) likelihood are made of, with M = P for REML and V^-1 for ML. */
interface LikelihoodTerms {
  /** log |V|. */
  logDetV: number;
  /** log |X'V^-1 X|. */
  logDetX: number;
  /** y'P y. */
  quadratic: number;
  /** tr(M D_k). */
  readonly trace: Float64Array;
  /** tr(M D_k M D_l), K x K. */
  readonly traces: Float64Array;
  /** y'P D_k P y. */
  readonly form: Float64Array;
  /** y'P D_k P D_l P y, K x K. */
  readonly forms: Float64Array;
}

/**
 * Solves one {@link BlockSystem} at given covariances, reusing its memory. The residual variance counts as one more parameter,
 * the last, when the derivatives of the likelihood are asked for.
 */
export class BlockSolution {
  readonly system: BlockSystem;
  /** Covariance parameters of the blocks, without the residual variance. */
  readonly count: number;
  /** All parameters: `count`, and the residual variance if the system has one. Square arrays have this many columns. */
  readonly all: number;
  readonly terms: LikelihoodTerms;
  /** V^-1 of the patterns, one after the other. */
  readonly inverse: Float64Array;
  /** V^-1 X on the carriers, coordinates x p. */
  readonly inverseX: Float64Array;
  /** X'V^-1X and its inverse C, p x p. */
  readonly information: Float64Array;
  readonly covariance: Float64Array;
  /** Estimates of b. */
  readonly coefficients: Float64Array;
  /** P y on the carriers. */
  protected readonly projected: Float64Array;
  protected readonly scratch: Float64Array;
  private readonly residual: Float64Array;
  private readonly score: Float64Array;

  constructor(system: BlockSystem) {
    const { p, offsets, squares, derivatives, patterns } = system;
    this.system = system;
    this.count = derivatives.length;
    this.all = derivatives.length + (system.residual ? 1 : 0);
    const { all } = this;
    const coordinates = offsets[patterns.length];
    const { size, rows } = largestPattern(system);
    this.terms = {
      logDetV: 0,
      logDetX: 0,
      quadratic: 0,
      trace: new Float64Array(all),
      traces: new Float64Array(all * all),
      form: new Float64Array(all),
      forms: new Float64Array(all * all),
    };
    this.inverse = new Float64Array(squares[patterns.length]);
    this.inverseX = new Float64Array(coordinates * p);
    this.information = new Float64Array(p * p);
    this.covariance = new Float64Array(p * p);
    this.coefficients = new Float64Array(p);
    this.projected = new Float64Array(coordinates);
    this.scratch = new Float64Array(Math.max(size * size, p * p));
    this.residual = new Float64Array(rows);
    this.score = new Float64Array(p);
  }

  /**
   * Solves the model at V = g0 I + B + sum_k g_k D_k, B being a matrix given pattern by pattern or absent: fills `inverse`,
   * `inverseX`, `information`, `covariance`, `coefficients`, and the likelihood terms of order 0.
   *
   * @returns false when V or X'V^-1X is not positive definite
   */
  solve(response: BlockResponse, g0: number, g: ArrayLike<number>, base?: Float64Array): boolean {
    const { system, inverse, terms } = this;
    const { derivatives, squares, patterns } = system;
    if (base === undefined) inverse.fill(0);
    else inverse.set(base);
    for (let k = 0; k < this.count; k++) {
      const derivative = derivatives[k];
      const factor = g[k];
      if (factor !== 0) for (let i = 0; i < derivative.length; i++) inverse[i] += factor * derivative[i];
    }
    let logDetV = system.restDimension > 0 ? system.restDimension * log(g0) : 0;
    for (let b = 0; b < patterns.length; b++) {
      const { size, blocks } = patterns[b];
      for (let i = 0; i < size; i++) inverse[squares[b] + i * size + i] += g0;
      logDetV += blocks.length * invertInPlace(inverse, squares[b], size, this.scratch, log);
    }
    terms.logDetV = logDetV;
    return logDetV === logDetV && this.solveFixed(response, g0);
  }

  private solveFixed(response: BlockResponse, g0: number): boolean {
    const { system, inverse, inverseX, information, covariance, coefficients, score, terms } = this;
    const { p, offsets, squares, x, patterns, restXX, restDimension } = system;
    const restWeight = restDimension > 0 ? 1 / g0 : 0;
    for (let i = 0; i < p * p; i++) information[i] = restXX[i] * restWeight;
    for (let i = 0; i < p; i++) score[i] = response.restXy[i] * restWeight;
    for (let b = 0; b < patterns.length; b++) {
      const { size, carriers } = patterns[b];
      const rows = size * carriers;
      const from = offsets[b] * p;
      multiplyInto(inverseX, from, inverse, squares[b], x, from, size, size, carriers * p);
      addTransposedProduct(information, x, from, inverseX, from, rows, p, p);
      addTransposedProduct(score, inverseX, from, response.y, offsets[b], rows, p, 1);
    }
    covariance.set(information);
    terms.logDetX = invertInPlace(covariance, 0, p, this.scratch, log);
    if (terms.logDetX !== terms.logDetX) return false;
    for (let i = 0; i < p; i++) coefficients[i] = dotAt(covariance, i * p, score, 0, p);
    terms.quadratic = this.restSquares(response) * restWeight + this.projectResponse(response);
    return true;
  }

  /** Fills P y on the carriers; returns y'P y over carriers and error blocks. */
  private projectResponse(response: BlockResponse): number {
    const { system, inverse, coefficients, projected, residual } = this;
    const { p, offsets, squares, x, patterns } = system;
    let quadratic = 0;
    for (let b = 0; b < patterns.length; b++) {
      const { size, carriers } = patterns[b];
      const rows = size * carriers;
      for (let i = 0; i < rows; i++) {
        const row = offsets[b] + i;
        residual[i] = response.y[row] - dotAt(x, row * p, coefficients, 0, p);
      }
      multiplyInto(projected, offsets[b], inverse, squares[b], residual, 0, size, size, carriers);
      quadratic += dotAt(projected, offsets[b], residual, 0, rows);
      quadratic += dotAt(inverse, squares[b], response.errors, squares[b], size * size);
    }
    return quadratic;
  }

  /** |y - X b|^2 over the rest. */
  protected restSquares(response: BlockResponse): number {
    const { p, restXX, restDimension } = this.system;
    if (restDimension === 0) return 0;
    const b = this.coefficients;
    let sum = response.restYy;
    for (let i = 0; i < p; i++) sum += b[i] * (dotAt(restXX, i * p, b, 0, p) - 2 * response.restXy[i]);
    return Math.max(sum, 0);
  }
}

/** Most rows of a block, and of the carriers of a pattern. */
export function largestPattern({ patterns }: BlockSystem): { size: number; rows: number } {
  const size = patterns.reduce((most, pattern) => Math.max(most, pattern.size), 1);
  const rows = patterns.reduce((most, pattern) => Math.max(most, pattern.size * pattern.carriers), 1);
  return { size, rows };
}
