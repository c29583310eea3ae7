import { BlockSolution, largestPattern } from './block-solution.ts';
import type { BlockResponse, BlockSystem } from './block-system.ts';
import { addTransposedProduct, dotAt, inverseUpperInto, multiplyInto, traceOfProduct } from './dense-kernels.ts';

/** A {@link BlockSolution} with the first and second derivatives of its likelihood by the covariance parameters. */
export class BlockLikelihood extends BlockSolution {
  /** V^-1 X R^-1 with X'V^-1X = R'R, so that C becomes the identity. */
  private readonly whitened: Float64Array;
  private readonly upperInverse: Float64Array;
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
    super(system);
    const { p, offsets, patterns } = system;
    const { size, rows } = largestPattern(system);
    const vectors = (length: number): Float64Array[] => Array.from({ length: this.all }, () => new Float64Array(length));
    this.whitened = new Float64Array(offsets[patterns.length] * p);
    this.upperInverse = new Float64Array(p * p);
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
}
