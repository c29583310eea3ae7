import type { BlockResponse } from './block-system.ts';
import { chainDerivatives, covariancesOf, type FactorPattern, factorsAt, patternJacobian } from './factor-pattern.ts';
import type { BlockLikelihood } from './likelihood.ts';
import { fillNatural, naturalJacobian } from './natural-residual.ts';
import type { StructuredCore } from './structured-core.ts';
import type { SmoothObjective } from './trust-region.ts';

/**
 * The (restricted) deviance of a model with structured residuals, without constants, as a function of the covariance
 * factors (those of the random terms, then of an unstructured residual) and the unbounded residual parameters.
 */
export class StructuredDeviance implements SmoothObjective {
  readonly count: number;
  /** All covariance parameters at the last point: linear ones, then the residual's. */
  readonly parameters: Float64Array;
  /** Second derivatives of V by pairs of residual parameters (l <= k at k (k + 1) / 2 + l), pattern by pattern. */
  readonly second: readonly Float64Array[];
  private readonly base: Float64Array;
  private readonly linear: number;
  private readonly own: { rows: Int32Array; at: number }[];
  private factors: Float64Array[] = [];

  constructor(
    private readonly core: StructuredCore,
    private readonly likelihood: BlockLikelihood,
    private readonly response: BlockResponse,
    private readonly restricted: boolean,
    readonly pattern: FactorPattern,
  ) {
    const { system } = core;
    const residuals = core.residual?.count ?? 0;
    this.count = pattern.count + residuals;
    this.linear = likelihood.count - residuals;
    this.parameters = new Float64Array(likelihood.count);
    this.base = new Float64Array(likelihood.inverse.length);
    this.second = Array.from({ length: (residuals * (residuals + 1)) / 2 }, () => new Float64Array(this.base.length));
    this.own = system.patterns.map(({ blocks }, k) => ({ rows: system.blocks[blocks[0]].rows, at: system.squares[k] }));
  }

  value(point: Float64Array): number {
    const { core, likelihood, pattern, parameters } = this;
    this.factors = factorsAt(pattern, point);
    covariancesOf(pattern.widths, this.factors, parameters);
    const residual = point.subarray(pattern.count);
    const { derivatives } = core.system;
    core.residual?.fill(this.own, residual, this.base, derivatives.slice(this.linear), this.second);
    // The residual part is not linear in its parameters: it enters as a whole, with weight 0 on its derivatives.
    parameters.fill(0, this.linear);
    const solved = likelihood.solve(this.response, 0, parameters, this.base);
    parameters.set(residual, this.linear);
    if (!solved) return Infinity;
    const { logDetV, logDetX, quadratic } = likelihood.terms;
    return logDetV + (this.restricted ? logDetX : 0) + quadratic;
  }

  derivatives(gradient: Float64Array, hessian: Float64Array): void {
    const { likelihood, pattern, count, linear, restricted, response } = this;
    const all = likelihood.count;
    likelihood.differentiate(response, 0, restricted, false);
    const { trace, traces, form, forms } = likelihood.terms;
    const slopes = trace.map((one, k) => one - form[k]);
    const curvatures = traces.map((one, i) => 2 * forms[i] - one);
    this.second.forEach((matrix, pair) => {
      const k = Math.floor((Math.sqrt(8 * pair + 1) - 1) / 2);
      const l = pair - (k * (k + 1)) / 2;
      const extra = likelihood.curvatureTerms(response, matrix, restricted);
      curvatures[(linear + k) * all + linear + l] += extra.trace - extra.form;
      if (k !== l) curvatures[(linear + l) * all + linear + k] += extra.trace - extra.form;
    });
    const free = pattern.count;
    const innerGradient = new Float64Array(free);
    const inner = new Float64Array(free * free);
    chainDerivatives(pattern, this.factors, slopes, curvatures, all, linear, innerGradient, inner);
    const jacobian = patternJacobian(pattern, this.factors, linear);
    for (let a = 0; a < free; a++) {
      gradient[a] = innerGradient[a];
      for (let b = 0; b < free; b++) hessian[a * count + b] = inner[a * free + b];
      for (let r = linear; r < all; r++) {
        let cross = 0;
        for (let k = 0; k < linear; k++) cross += jacobian[k * free + a] * curvatures[k * all + r];
        const position = free + r - linear;
        hessian[a * count + position] = hessian[position * count + a] = cross;
      }
    }
    for (let r = linear; r < all; r++) {
      gradient[free + r - linear] = slopes[r];
      for (let s = linear; s < all; s++) hessian[(free + r - linear) * count + free + s - linear] = curvatures[r * all + s];
    }
  }

  /**
   * Solves at a point and fills the derivatives of V by the natural parameters (variances, correlation) for inference; they
   * stay until the next evaluation.
   */
  solveNatural(point: Float64Array): void {
    this.value(point);
    const { core, pattern, linear, own, second } = this;
    if (core.residual !== undefined)
      fillNatural(core.residual, own, point.subarray(pattern.count), core.system.derivatives.slice(linear), second);
  }

  /** Jacobian of all natural covariance parameters by the free variables at a point, parameters x count. */
  naturalJacobian(point: Float64Array): Float64Array {
    const { likelihood, pattern, count, linear, core } = this;
    const inner = patternJacobian(pattern, factorsAt(pattern, point), linear);
    const out = new Float64Array(likelihood.count * count);
    for (let k = 0; k < linear; k++) for (let a = 0; a < pattern.count; a++) out[k * count + a] = inner[k * pattern.count + a];
    if (core.residual === undefined) return out;
    const own = naturalJacobian(core.residual, point.subarray(pattern.count));
    const size = core.residual.count;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) out[(linear + i) * count + pattern.count + j] = own[i * size + j];
    return out;
  }
}
