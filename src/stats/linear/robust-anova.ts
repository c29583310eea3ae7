import { identityMatrix, multiply, multiplyTransposedRight, solveGeneral } from '../linear-algebra/index.ts';
import { isRelative, requireFullRank, sumCoded } from './anova.ts';
import { fitDesign, type LinearModel } from './linear-model.ts';
import { type WaldTest, waldTest } from './wald.ts';

/** One line of an analysis of variance by Wald tests. */
export interface WaldRow extends WaldTest {
  readonly term: string;
}

/** A covariance of coefficients and the denominator degrees of freedom that go with it. */
export interface CovarianceEstimate {
  readonly covariance: Float64Array;
  /** Degrees of freedom of l'b; default: the residual ones. */
  degreesOfFreedom?(contrast: Float64Array): number;
}

/** Rows of the identity that pick the columns of some terms. */
function picking(assign: Int32Array, terms: readonly number[]): Float64Array {
  const p = assign.length;
  const whole = identityMatrix(p);
  const rows = Array.from(assign.keys()).filter((column) => terms.includes(assign[column]));
  return Float64Array.from(rows.flatMap((row) => [...whole.subarray(row * p, (row + 1) * p)]));
}

/** The hypothesis of a term that is uncorrelated with its relatives under the covariance V (the conjugate complement in car). */
function typeTwoRows(own: Float64Array, relatives: Float64Array, covariance: Float64Array, p: number): Float64Array {
  const q = own.length / p;
  const r = relatives.length / p;
  if (r === 0) return own;
  const cross = multiplyTransposedRight(multiply(relatives, covariance, r, p, p), own, r, p, q);
  const inner = multiplyTransposedRight(multiply(relatives, covariance, r, p, p), relatives, r, p, r);
  const weights = solveGeneral(inner, cross, r, q);
  if (weights === undefined) return own.map(() => NaN);
  const out = Float64Array.from(own);
  for (let i = 0; i < q; i++)
    for (let k = 0; k < r; k++) for (let j = 0; j < p; j++) out[i * p + j] -= weights[k * q + i] * relatives[k * p + j];
  return out;
}

/**
 * Analysis of variance with a robust covariance, by Wald F tests (as `car::Anova(..., white.adjust = "hc3")`).
 *
 * @param estimate the covariance for a fit, e.g. `(model) => ({ covariance: heteroscedasticCovariance(model) })`; for type III it is
 *   called on the model refitted with sum-to-zero coding. With its own degrees of freedom, a test of several rows takes their smallest.
 * @throws InputError when a coefficient is aliased: Wald tests need all of them
 */
export function robustAnova(model: LinearModel, type: 2 | 3, estimate: (model: LinearModel) => CovarianceEstimate): WaldRow[] {
  requireFullRank(model);
  const fitted = type === 3 ? fitDesign(sumCoded(model.design), model.weights) : model;
  const { design } = fitted;
  const p = design.columns.length;
  const { covariance, degreesOfFreedom } = estimate(fitted);
  const first = type === 3 && design.intercept ? 0 : 1;
  const rows: WaldRow[] = [];
  for (let term = first; term <= design.terms.length; term++) {
    const own = picking(design.assign, [term]);
    const relatives = design.terms
      .map((_, other) => other + 1)
      .filter((other) => term > 0 && isRelative(design, term - 1, other - 1));
    const l = type === 2 ? typeTwoRows(own, picking(design.assign, relatives), covariance, p) : own;
    const q = l.length / p;
    let df = fitted.residualDf;
    if (degreesOfFreedom !== undefined) {
      const each = Array.from({ length: q }, (_, i) => degreesOfFreedom(l.slice(i * p, (i + 1) * p)));
      df = Math.min(...each);
    }
    rows.push({
      term: term === 0 ? '(Intercept)' : design.terms[term - 1].label,
      ...waldTest(l, q, fitted.coefficients, covariance, df),
    });
  }
  return rows;
}
