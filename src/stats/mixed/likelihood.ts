import { log } from '../elementary/index.ts';
import type { BlockResponse, BlockSystem } from './block-system.ts';
import { addTransposedProduct, dotAt, invertInPlace, multiplyInto, traceOfProduct } from './dense-kernels.ts';

/** What the derivatives of the (restricted) likelihood are made of, with M = P for REML and V^-1 for ML. */
export interface LikelihoodTerms {
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
 * Evaluates likelihood terms of one {@link BlockSystem} at given covariances, reusing its memory. The residual variance
 * counts as one more parameter, the last, when its derivatives are asked for.
 */
export class BlockLikelihood {
  readonly system: BlockSystem;
  /** Covariance parameters of the blocks, without the residual variance. */
  readonly count: number;
  readonly terms: LikelihoodTerms;
  /** V^-1 of the blocks, one after the other. */
  readonly inverse: Float64Array;
  /** V^-1 X, coordinates x p. */
  readonly inverseX: Float64Array;
  /** X'V^-1X and its inverse C, p x p. */
  readonly information: Float64Array;
  readonly covariance: Float64Array;
  /** Estimates of b. */
  readonly coefficients: Float64Array;
  /** P y on the blocks' coordinates. */
  readonly projected: Float64Array;
  /** V^-1 X R^-1 with X'V^-1X = R'R, so that C becomes the identity. */
  private readonly whitened: Float64Array;
  private readonly upperInverse: Float64Array;
  private readonly scratch: Float64Array;
  private readonly score: Float64Array;
  private readonly vector: Float64Array;
  private readonly products: Float64Array[];
  private readonly scaled: Float64Array[];
  private readonly smoothed: Float64Array;
  private readonly moved: Float64Array[];
  private readonly projections: Float64Array[];
  private readonly movedX: Float64Array[];

  constructor(system: BlockSystem) {
    const { p, offsets, squares, derivatives, blocks } = system;
    this.system = system;
    this.count = derivatives.length;
    const all = this.count + 1;
    const coordinates = offsets[blocks.length];
    let largest = Math.max(p, 1);
    for (let b = 0; b < blocks.length; b++) largest = Math.max(largest, offsets[b + 1] - offsets[b]);
    const square = largest * largest;
    this.terms = {
      logDetV: 0,
      logDetX: 0,
      quadratic: 0,
      trace: new Float64Array(all),
      traces: new Float64Array(all * all),
      form: new Float64Array(all),
      forms: new Float64Array(all * all),
    };
    this.inverse = new Float64Array(squares[blocks.length]);
    this.inverseX = new Float64Array(coordinates * p);
    this.information = new Float64Array(p * p);
    this.covariance = new Float64Array(p * p);
    this.coefficients = new Float64Array(p);
    this.projected = new Float64Array(coordinates);
    this.whitened = new Float64Array(coordinates * p);
    this.upperInverse = new Float64Array(p * p);
    this.scratch = new Float64Array(square);
    this.score = new Float64Array(p);
    this.vector = new Float64Array(largest);
    this.products = Array.from({ length: all }, () => new Float64Array(square));
    this.scaled = Array.from({ length: all }, () => new Float64Array(largest * p));
    this.smoothed = new Float64Array(largest * p);
    this.moved = Array.from({ length: all }, () => new Float64Array(largest));
    this.projections = Array.from({ length: all }, () => new Float64Array(p * p));
    this.movedX = Array.from({ length: all }, () => new Float64Array(p));
  }

  /**
   * Solves the model at V = g0 I + sum_k g_k D_k: fills `inverse`, `inverseX`, `information`, `covariance`,
   * `coefficients`, `projected`, and the likelihood terms of order 0.
   *
   * @returns false when V or X'V^-1X is not positive definite
   */
  solve(response: BlockResponse, g0: number, g: ArrayLike<number>): boolean {
    const { system, inverse, terms } = this;
    const { derivatives, offsets, squares, blocks } = system;
    inverse.fill(0);
    for (let k = 0; k < this.count; k++) {
      const derivative = derivatives[k];
      const factor = g[k];
      if (factor !== 0) for (let i = 0; i < derivative.length; i++) inverse[i] += factor * derivative[i];
    }
    let logDetV = system.restDimension > 0 ? system.restDimension * log(g0) : 0;
    for (let b = 0; b < blocks.length; b++) {
      const size = offsets[b + 1] - offsets[b];
      for (let i = 0; i < size; i++) inverse[squares[b] + i * size + i] += g0;
      logDetV += invertInPlace(inverse, squares[b], size, this.scratch, log);
    }
    terms.logDetV = logDetV;
    return logDetV === logDetV && this.solveFixed(response, g0);
  }

  private solveFixed(response: BlockResponse, g0: number): boolean {
    const { system, inverse, inverseX, information, covariance, coefficients, projected, score, terms } = this;
    const { p, offsets, squares, x, blocks, restXX, restDimension } = system;
    const restWeight = restDimension > 0 ? 1 / g0 : 0;
    for (let i = 0; i < p * p; i++) information[i] = restXX[i] * restWeight;
    for (let i = 0; i < p; i++) score[i] = response.restXy[i] * restWeight;
    for (let b = 0; b < blocks.length; b++) {
      const size = offsets[b + 1] - offsets[b];
      const from = offsets[b] * p;
      multiplyInto(inverseX, from, inverse, squares[b], x, from, size, size, p);
      addTransposedProduct(information, x, from, inverseX, from, size, p, p);
      for (let i = 0; i < size; i++) {
        const value = response.y[offsets[b] + i];
        for (let j = 0; j < p; j++) score[j] += inverseX[from + i * p + j] * value;
      }
    }
    covariance.set(information);
    terms.logDetX = invertInPlace(covariance, 0, p, this.scratch, log);
    if (terms.logDetX !== terms.logDetX) return false;
    for (let i = 0; i < p; i++) coefficients[i] = dotAt(covariance, i * p, score, 0, p);
    terms.quadratic = this.restSquares(response) * restWeight;
    for (let b = 0; b < blocks.length; b++) {
      const size = offsets[b + 1] - offsets[b];
      const residual = this.vector;
      for (let i = 0; i < size; i++) {
        const row = offsets[b] + i;
        residual[i] = response.y[row] - dotAt(x, row * p, coefficients, 0, p);
      }
      multiplyInto(projected, offsets[b], inverse, squares[b], residual, 0, size, size, 1);
      terms.quadratic += dotAt(projected, offsets[b], residual, 0, size);
    }
    return true;
  }

  /** |y - X b|^2 over the rest. */
  private restSquares(response: BlockResponse): number {
    const { p, restXX, restDimension } = this.system;
    if (restDimension === 0) return 0;
    const b = this.coefficients;
    let sum = response.restYy;
    for (let i = 0; i < p; i++) sum += b[i] * (dotAt(restXX, i * p, b, 0, p) - 2 * response.restXy[i]);
    return Math.max(sum, 0);
  }

  /**
   * Fills the first- and second-order terms at the covariances of the last {@link solve}.
   *
   * @param restricted REML (M = P) or ML (M = V^-1)
   * @param residual whether the residual variance is a parameter too (the last, index `count`)
   */
  differentiate(response: BlockResponse, g0: number, restricted: boolean, residual: boolean): void {
    const { terms, projections, movedX, system } = this;
    const all = residual ? this.count + 1 : this.count;
    const stride = this.count + 1;
    terms.trace.fill(0);
    terms.traces.fill(0);
    terms.form.fill(0);
    terms.forms.fill(0);
    for (let k = 0; k < all; k++) {
      projections[k].fill(0);
      movedX[k].fill(0);
    }
    this.whiten();
    for (let b = 0; b < system.blocks.length; b++) this.differentiateBlock(b, all, restricted);
    if (residual && system.restDimension > 0) this.differentiateRest(response, g0, restricted);
    for (let k = 0; k < all; k++) {
      for (let l = 0; l <= k; l++) {
        terms.forms[k * stride + l] -= dotAt(movedX[k], 0, movedX[l], 0, system.p);
        if (restricted) terms.traces[k * stride + l] += dotAt(projections[k], 0, projections[l], 0, system.p * system.p);
        terms.forms[l * stride + k] = terms.forms[k * stride + l];
        terms.traces[l * stride + k] = terms.traces[k * stride + l];
      }
    }
  }

  /** W = V^-1 X R^-1 on the blocks. */
  private whiten(): void {
    const { upperInverse, information, scratch, whitened, inverseX } = this;
    const { p, offsets, blocks } = this.system;
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = information[i * p + j];
        for (let k = 0; k < j; k++) sum -= scratch[i * p + k] * scratch[j * p + k];
        scratch[i * p + j] = j < i ? sum / scratch[j * p + j] : Math.sqrt(sum);
      }
    }
    upperInverse.fill(0);
    for (let j = 0; j < p; j++) {
      upperInverse[j * p + j] = 1 / scratch[j * p + j];
      for (let i = j + 1; i < p; i++) {
        let sum = 0;
        for (let k = j; k < i; k++) sum -= scratch[i * p + k] * upperInverse[j * p + k];
        upperInverse[j * p + i] = sum / scratch[i * p + i];
      }
    }
    multiplyInto(whitened, 0, inverseX, 0, upperInverse, 0, offsets[blocks.length], p, p);
  }

  private differentiateBlock(b: number, all: number, restricted: boolean): void {
    const { terms, inverse, projected, whitened, products, scaled, smoothed, moved, projections, movedX, vector } = this;
    const { p, offsets, squares, derivatives } = this.system;
    const size = offsets[b + 1] - offsets[b];
    const at = squares[b];
    const from = offsets[b] * p;
    const stride = this.count + 1;
    for (let k = 0; k < all; k++) {
      const product = products[k];
      if (k < this.count) {
        multiplyInto(product, 0, inverse, at, derivatives[k], at, size, size, size);
        multiplyInto(moved[k], 0, derivatives[k], at, projected, offsets[b], size, size, 1);
      } else {
        for (let i = 0; i < size * size; i++) product[i] = inverse[at + i];
        for (let i = 0; i < size; i++) moved[k][i] = projected[offsets[b] + i];
      }
      for (let i = 0; i < size; i++) terms.trace[k] += product[i * size + i];
      terms.form[k] += dotAt(moved[k], 0, projected, offsets[b], size);
      addTransposedProduct(movedX[k], whitened, from, moved[k], 0, size, p, 1);
      if (!restricted) continue;
      if (k < this.count) multiplyInto(scaled[k], 0, derivatives[k], at, whitened, from, size, size, p);
      else for (let i = 0; i < size * p; i++) scaled[k][i] = whitened[from + i];
      terms.trace[k] -= dotAt(scaled[k], 0, whitened, from, size * p);
      addTransposedProduct(projections[k], whitened, from, scaled[k], 0, size, p, p);
    }
    for (let k = 0; k < all; k++) {
      multiplyInto(vector, 0, inverse, at, moved[k], 0, size, size, 1);
      if (restricted) multiplyInto(smoothed, 0, inverse, at, scaled[k], 0, size, size, p);
      for (let l = 0; l <= k; l++) {
        terms.forms[k * stride + l] += dotAt(vector, 0, moved[l], 0, size);
        terms.traces[k * stride + l] += traceOfProduct(products[k], 0, products[l], 0, size);
        if (restricted) terms.traces[k * stride + l] -= 2 * dotAt(smoothed, 0, scaled[l], 0, size * p);
      }
    }
  }

  /** The rest has V = g0 I: only the residual variance acts on it. */
  private differentiateRest(response: BlockResponse, g0: number, restricted: boolean): void {
    const { terms, upperInverse, coefficients, projections, movedX, count, smoothed } = this;
    const { p, restXX, restDimension } = this.system;
    const at = count * (count + 1) + count;
    const squares = this.restSquares(response);
    terms.trace[count] += restDimension / g0;
    terms.traces[at] += restDimension / (g0 * g0);
    terms.form[count] += squares / (g0 * g0);
    terms.forms[at] += squares / (g0 * g0 * g0);
    for (let i = 0; i < p; i++) {
      const left = response.restXy[i] - dotAt(restXX, i * p, coefficients, 0, p);
      for (let j = i; j < p; j++) movedX[count][j] += (upperInverse[i * p + j] * left) / (g0 * g0);
    }
    if (!restricted) return;
    const half = smoothed.length >= p * p ? smoothed : new Float64Array(p * p);
    const white = new Float64Array(p * p);
    multiplyInto(half, 0, restXX, 0, upperInverse, 0, p, p, p);
    addTransposedProduct(white, upperInverse, 0, half, 0, p, p, p);
    let trace = 0;
    for (let i = 0; i < p; i++) trace += white[i * p + i];
    terms.trace[count] -= trace / (g0 * g0);
    terms.traces[at] -= (2 * trace) / (g0 * g0 * g0);
    for (let i = 0; i < p * p; i++) projections[count][i] += white[i] / (g0 * g0);
  }
}
