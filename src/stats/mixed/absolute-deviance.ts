import type { BlockResponse } from './block-system.ts';
import { chainDerivatives, covariancesOf, type FactorPattern, factorsAt, patternJacobian } from './factor-pattern.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { SmoothObjective } from './trust-region.ts';

/**
 * The ML deviance (without the constant n log 2 pi) as a function of absolute covariance factors and the residual standard
 * deviation; some of them may be held fixed, which is what profiling needs. The residual standard deviation is the last
 * variable, or fixed. Infinite where two variables that must have the same sign do not.
 */
export class AbsoluteDeviance implements SmoothObjective {
  readonly count: number;
  private readonly parameters: Float64Array;
  private factors: Float64Array[] = [];
  private sigma = 0;

  constructor(
    private readonly likelihood: BlockLikelihood,
    private readonly response: BlockResponse,
    private readonly pattern: FactorPattern,
    private readonly fixedSigma: number | undefined,
    private readonly sameSign?: readonly [number, number],
  ) {
    this.count = pattern.count + (fixedSigma === undefined ? 1 : 0);
    this.parameters = new Float64Array(likelihood.count);
  }

  value(point: Float64Array): number {
    const { likelihood, pattern, sameSign } = this;
    if (sameSign !== undefined && point[sameSign[0]] * point[sameSign[1]] < 0) return Infinity;
    this.factors = factorsAt(pattern, point);
    this.sigma = this.fixedSigma ?? point[pattern.count];
    covariancesOf(pattern.widths, this.factors, this.parameters);
    if (this.sigma === 0 || !likelihood.solve(this.response, this.sigma * this.sigma, this.parameters)) return Infinity;
    return likelihood.terms.logDetV + likelihood.terms.quadratic;
  }

  derivatives(gradient: Float64Array, hessian: Float64Array): void {
    const { likelihood, pattern, sigma, count } = this;
    const m = likelihood.count;
    const all = m + 1;
    likelihood.differentiate(this.response, sigma * sigma, false, true);
    const { trace, traces, form, forms } = likelihood.terms;
    const slopes = trace.map((one, k) => one - form[k]);
    const curvatures = traces.map((one, i) => 2 * forms[i] - one);
    const free = pattern.count;
    const inner = new Float64Array(free * free);
    const innerGradient = new Float64Array(free);
    chainDerivatives(pattern, this.factors, slopes, curvatures, all, m, innerGradient, inner);
    for (let a = 0; a < free; a++) {
      gradient[a] = innerGradient[a];
      for (let b = 0; b < free; b++) hessian[a * count + b] = inner[a * free + b];
    }
    if (this.fixedSigma !== undefined) return;
    gradient[free] = 2 * sigma * slopes[m];
    hessian[count * count - 1] = 2 * slopes[m] + 4 * sigma * sigma * curvatures[all * all - 1];
    const jacobian = patternJacobian(pattern, this.factors, m);
    for (let a = 0; a < free; a++) {
      let cross = 0;
      for (let k = 0; k < m; k++) cross += jacobian[k * free + a] * curvatures[k * all + m];
      hessian[a * count + free] = hessian[free * count + a] = 2 * sigma * cross;
    }
  }
}
