import { log } from '../elementary/index.ts';
import type { BlockResponse, BlockSystem } from './block-system.ts';
import { addTransposedProduct, dotAt, inverseUpperInto, invertInPlace, multiplyInto, traceOfProduct } from './dense-kernels.ts';

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
  private readonly projected: Float64Array;
  private readonly residual: Float64Array;
  /** V^-1 X R^-1 with X'V^-1X = R'R, so that C becomes the identity. */
  private readonly whitened: Float64Array;
  private readonly upperInverse: Float64Array;
  private readonly scratch: Float64Array;
  private readonly score: Float64Array;
  private readonly vector: Float64Array;
  private readonly errorForm: Float64Array;
  private readonly smoothed: Float64Array;
  private readonly small: Float64Array;
  private readonly products: Float64Array[];
  private readonly errorProducts: Float64Array[];
  private readonly scaled: Float64Array[];
  private readonly moved: Float64Array[];
  private readonly projections: Float64Array[];
  private readonly movedX: Float64Array[];

  constructor(system: BlockSystem) {
    const { p, offsets, squares, derivatives, patterns } = system;
    this.system = system;
    this.count = derivatives.length;
    this.all = derivatives.length + (system.residual ? 1 : 0);
    const { all } = this;
    const coordinates = offsets[patterns.length];
    const size = patterns.reduce((most, pattern) => Math.max(most, pattern.size), 1);
    const rows = patterns.reduce((most, pattern) => Math.max(most, pattern.size * pattern.carriers), 1);
    const vectors = (length: number): Float64Array[] => Array.from({ length: all }, () => new Float64Array(length));
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
    this.residual = new Float64Array(rows);
    this.whitened = new Float64Array(coordinates * p);
    this.upperInverse = new Float64Array(p * p);
    this.scratch = new Float64Array(Math.max(size * size, p * p));
    this.score = new Float64Array(p);
    this.vector = new Float64Array(rows);
    this.errorForm = new Float64Array(size * size);
    this.smoothed = new Float64Array(Math.max(rows * p, size * size));
    this.small = new Float64Array(p * p);
    this.products = vectors(size * size);
    this.errorProducts = vectors(size * size);
    this.scaled = vectors(rows * p);
    this.moved = vectors(rows);
    this.projections = vectors(p * p);
    this.movedX = vectors(p);
  }

  /**
   * Solves the model at V = g0 I + B + sum_k g_k D_k, B being a matrix given pattern by pattern or absent: fills `inverse`, `inverseX`, `information`, `covariance`,
   * `coefficients`, and the likelihood terms of order 0.
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
    const { p, patterns, offsets } = system;
    const all = residual ? this.all : this.count;
    const stride = this.all;
    terms.trace.fill(0);
    terms.traces.fill(0);
    terms.form.fill(0);
    terms.forms.fill(0);
    for (let k = 0; k < all; k++) {
      projections[k].fill(0);
      movedX[k].fill(0);
    }
    inverseUpperInto(this.upperInverse, this.information, p, this.scratch);
    multiplyInto(this.whitened, 0, this.inverseX, 0, this.upperInverse, 0, offsets[patterns.length], p, p);
    for (let b = 0; b < patterns.length; b++) {
      this.differentiateCovariance(response, b, all);
      this.differentiateCarriers(b, all, restricted);
    }
    if (residual && system.restDimension > 0) this.differentiateRest(response, g0, restricted);
    for (let k = 0; k < all; k++) {
      for (let l = 0; l <= k; l++) {
        terms.forms[k * stride + l] -= dotAt(movedX[k], 0, movedX[l], 0, p);
        if (restricted) terms.traces[k * stride + l] += dotAt(projections[k], 0, projections[l], 0, p * p);
        terms.forms[l * stride + k] = terms.forms[k * stride + l];
        terms.traces[l * stride + k] = terms.traces[k * stride + l];
      }
    }
  }

  /** Terms that involve V only, with the error blocks of a pattern. */
  private differentiateCovariance(response: BlockResponse, b: number, all: number): void {
    const { terms, inverse, products, errorProducts, errorForm } = this;
    const { squares, derivatives, patterns } = this.system;
    const { size, blocks, carriers } = patterns[b];
    const at = squares[b];
    const stride = this.all;
    const pureError = blocks.length > carriers;
    // E = V^-1 S V^-1, so that an error block's y'V^-1 D_k V^-1 y is tr(D_k E).
    if (pureError) {
      multiplyInto(this.smoothed, 0, inverse, at, response.errors, at, size, size, size);
      multiplyInto(errorForm, 0, this.smoothed, 0, inverse, at, size, size, size);
    }
    for (let k = 0; k < all; k++) {
      const product = products[k];
      if (k < this.count) multiplyInto(product, 0, inverse, at, derivatives[k], at, size, size, size);
      else for (let i = 0; i < size * size; i++) product[i] = inverse[at + i];
      for (let i = 0; i < size; i++) terms.trace[k] += blocks.length * product[i * size + i];
      if (pureError) {
        if (k < this.count) multiplyInto(errorProducts[k], 0, derivatives[k], at, errorForm, 0, size, size, size);
        else for (let i = 0; i < size * size; i++) errorProducts[k][i] = errorForm[i];
        for (let i = 0; i < size; i++) terms.form[k] += errorProducts[k][i * size + i];
      }
      for (let l = 0; l <= k; l++) {
        terms.traces[k * stride + l] += blocks.length * traceOfProduct(product, 0, products[l], 0, size);
        // tr(D_l V^-1 D_k E) = y'V^-1 D_l V^-1 D_k V^-1 y.
        if (pureError) terms.forms[k * stride + l] += dotAt(products[l], 0, errorProducts[k], 0, size * size);
      }
    }
  }

  /** Terms that involve the fixed effects and the response on the carriers. */
  private differentiateCarriers(b: number, all: number, restricted: boolean): void {
    const { terms, inverse, projected, whitened, scaled, smoothed, moved, projections, movedX, vector } = this;
    const { p, offsets, squares, derivatives, patterns } = this.system;
    const { size, carriers } = patterns[b];
    const rows = size * carriers;
    const at = squares[b];
    const from = offsets[b] * p;
    const stride = this.all;
    for (let k = 0; k < all; k++) {
      if (k < this.count) multiplyInto(moved[k], 0, derivatives[k], at, projected, offsets[b], size, size, carriers);
      else for (let i = 0; i < rows; i++) moved[k][i] = projected[offsets[b] + i];
      terms.form[k] += dotAt(moved[k], 0, projected, offsets[b], rows);
      addTransposedProduct(movedX[k], whitened, from, moved[k], 0, rows, p, 1);
      if (!restricted) continue;
      if (k < this.count) multiplyInto(scaled[k], 0, derivatives[k], at, whitened, from, size, size, carriers * p);
      else for (let i = 0; i < rows * p; i++) scaled[k][i] = whitened[from + i];
      terms.trace[k] -= dotAt(scaled[k], 0, whitened, from, rows * p);
      addTransposedProduct(projections[k], whitened, from, scaled[k], 0, rows, p, p);
    }
    for (let k = 0; k < all; k++) {
      multiplyInto(vector, 0, inverse, at, moved[k], 0, size, size, carriers);
      if (restricted) multiplyInto(smoothed, 0, inverse, at, scaled[k], 0, size, size, carriers * p);
      for (let l = 0; l <= k; l++) {
        terms.forms[k * stride + l] += dotAt(vector, 0, moved[l], 0, rows);
        if (restricted) terms.traces[k * stride + l] -= 2 * dotAt(smoothed, 0, scaled[l], 0, rows * p);
      }
    }
  }

  /**
   * tr(M D) and y'P D P y of a further matrix D (pattern by pattern), after
   * {@link differentiate}. Second derivatives of V enter the likelihood through these.
   */
  curvatureTerms(response: BlockResponse, d: Float64Array, restricted: boolean): { trace: number; form: number } {
    const { inverse, projected, whitened, smoothed, vector } = this;
    const { p, offsets, squares, patterns } = this.system;
    let trace = 0;
    let form = 0;
    for (let b = 0; b < patterns.length; b++) {
      const { size, carriers, blocks } = patterns[b];
      const rows = size * carriers;
      const at = squares[b];
      trace += blocks.length * traceOfProduct(inverse, at, d, at, size);
      multiplyInto(vector, 0, d, at, projected, offsets[b], size, size, carriers);
      form += dotAt(vector, 0, projected, offsets[b], rows);
      if (restricted) {
        multiplyInto(smoothed, 0, d, at, whitened, offsets[b] * p, size, size, carriers * p);
        trace -= dotAt(smoothed, 0, whitened, offsets[b] * p, rows * p);
      }
      if (blocks.length === carriers) continue;
      multiplyInto(this.smoothed, 0, inverse, at, response.errors, at, size, size, size);
      multiplyInto(this.errorForm, 0, this.smoothed, 0, inverse, at, size, size, size);
      form += traceOfProduct(this.errorForm, 0, d, at, size);
    }
    return { trace, form };
  }

  /** The rest has V = g0 I: only the residual variance acts on it. */
  private differentiateRest(response: BlockResponse, g0: number, restricted: boolean): void {
    const { terms, upperInverse, coefficients, projections, movedX, count, scratch, small } = this;
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
    multiplyInto(scratch, 0, restXX, 0, upperInverse, 0, p, p, p);
    small.fill(0);
    addTransposedProduct(small, upperInverse, 0, scratch, 0, p, p, p);
    let trace = 0;
    for (let i = 0; i < p; i++) trace += small[i * p + i];
    terms.trace[count] -= trace / (g0 * g0);
    terms.traces[at] -= (2 * trace) / (g0 * g0 * g0);
    for (let i = 0; i < p * p; i++) projections[count][i] += small[i] / (g0 * g0);
  }
}
