import { fisherF } from '../distributions/index.ts';
import { criticalValue, twoSidedP, type WaldTest } from '../linear/index.ts';
import { multiply } from '../linear-algebra/index.ts';
import {
  adjustedCovariance,
  contrastDf,
  type FTest,
  kenwardRogerF,
  orthonormalRows,
  satterthwaiteF,
} from './degrees-of-freedom.ts';
import { type InferenceMatrices, inferenceMatrices, rowForm, whitenRows } from './inference-matrices.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { ParameterCovariance } from './parameter-covariance.ts';

/** How the uncertainty of the variance estimates enters tests of fixed effects; `asymptotic` ignores it. */
export type DfMethod = 'kenward-roger' | 'satterthwaite' | 'asymptotic';

/** A linear combination of fixed effects. */
export interface MixedContrast {
  readonly estimate: number;
  readonly se: number;
  /** Infinity for the asymptotic method. */
  readonly df: number;
  /** Confidence limits. */
  readonly low: number;
  readonly high: number;
  /** estimate / se. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pvalue: number;
}

/** A contrast result from its estimate, standard error and degrees of freedom. */
export function contrastResult(estimate: number, se: number, df: number, level: number): MixedContrast {
  const statistic = estimate / se;
  const half = se * criticalValue(level, df);
  const pvalue = twoSidedP(statistic, df);
  return { estimate, se, df, low: estimate - half, high: estimate + half, statistic, pvalue };
}

/**
 * Tests of fixed effects given in the orthonormal coordinates of the design (X = Q R, coefficients R b, contrasts l R^-1).
 * Matrices are computed on first use, those of one method only when it is asked for.
 */
export class FixedEffectInference {
  private matrices: InferenceMatrices | undefined;
  private expected: { covariance: ParameterCovariance; adjusted: Float64Array } | undefined;
  private observed: ParameterCovariance | undefined;

  constructor(
    private readonly likelihood: BlockLikelihood,
    private readonly coefficients: Float64Array,
    private readonly residualVariance: number,
    private readonly sources: {
      /** Solves the likelihood again at the estimates (another response may have used it since). */
      solve(): void;
      observed(): ParameterCovariance;
      expected(): ParameterCovariance | undefined;
      /** Second derivatives of V where it is not linear in its parameters. */
      curvature?(k: number, l: number): Float64Array | undefined;
    },
  ) {}

  private base(withSecond: boolean): InferenceMatrices {
    if (this.matrices === undefined || (withSecond && this.matrices.second[0] === undefined)) {
      this.sources.solve();
      this.matrices = inferenceMatrices(this.likelihood, this.residualVariance, withSecond, this.sources.curvature);
    }
    return this.matrices;
  }

  /** Covariance of the coefficients, p x p, in orthonormal coordinates; adjusted for Kenward-Roger. */
  covariance(method: DfMethod): Float64Array {
    const { upperInverse, p } = this.base(method === 'kenward-roger');
    const inner = method === 'kenward-roger' ? this.kenwardRoger().adjusted : undefined;
    const left = inner === undefined ? upperInverse : multiply(upperInverse, inner, p, p, p);
    const out = new Float64Array(p * p);
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) out[i * p + j] += left[i * p + k] * upperInverse[j * p + k];
    return out;
  }

  private kenwardRoger(): { covariance: ParameterCovariance; adjusted: Float64Array } {
    if (this.expected === undefined) {
      const matrices = this.base(true);
      this.sources.solve();
      const covariance = this.sources.expected() ?? new Float64Array(matrices.count * matrices.count).fill(NaN);
      this.expected = { covariance, adjusted: adjustedCovariance(matrices, covariance) };
    }
    return this.expected;
  }

  private satterthwaite(): ParameterCovariance {
    if (this.observed === undefined) {
      this.sources.solve();
      this.observed = this.sources.observed();
    }
    return this.observed;
  }

  /** Standard error and degrees of freedom of one contrast (p numbers, orthonormal coordinates). */
  single(contrast: Float64Array, method: DfMethod): { se: number; df: number } {
    const matrices = this.base(method === 'kenward-roger');
    const { p } = matrices;
    const rows = whitenRows(matrices.upperInverse, contrast, 1, p);
    if (method === 'kenward-roger') {
      const { covariance, adjusted } = this.kenwardRoger();
      return { se: Math.sqrt(rowForm(adjusted, rows, 0, p)), df: contrastDf(matrices, covariance, rows, 0) };
    }
    const se = Math.sqrt(rows.reduce((sum, one) => sum + one * one, 0));
    return { se, df: method === 'satterthwaite' ? contrastDf(matrices, this.satterthwaite(), rows, 0) : Infinity };
  }

  /** F test of q contrasts (q x p, orthonormal coordinates). */
  joint(contrasts: Float64Array, q: number, method: DfMethod): WaldTest {
    const matrices = this.base(method === 'kenward-roger');
    const { p } = matrices;
    const rows = whitenRows(matrices.upperInverse, contrasts, q, p);
    const coefficients = this.whitenedCoefficients(matrices);
    const test = this.fTest(matrices, rows, q, coefficients, method);
    return { ...test, pvalue: fisherF.upper(test.F, test.numDf, test.denDf) };
  }

  private fTest(matrices: InferenceMatrices, rows: Float64Array, q: number, coefficients: Float64Array, method: DfMethod): FTest {
    if (method === 'kenward-roger') {
      const { covariance, adjusted } = this.kenwardRoger();
      return kenwardRogerF(matrices, covariance, adjusted, rows, q, coefficients);
    }
    if (method === 'satterthwaite') return satterthwaiteF(matrices, this.satterthwaite(), rows, q, coefficients);
    const { p } = matrices;
    const { rows: basis, rank } = orthonormalRows(rows, q, p);
    let sum = 0;
    for (let e = 0; e < rank; e++) {
      let t = 0;
      for (let k = 0; k < p; k++) t += basis[e * p + k] * coefficients[k];
      sum += t * t;
    }
    return { numDf: rank, denDf: Infinity, F: sum / rank };
  }

  /** R b with X'V^-1X = R'R: solves b = R^-1 (R b). */
  private whitenedCoefficients({ upperInverse, p }: InferenceMatrices): Float64Array {
    const out = new Float64Array(p);
    for (let i = p - 1; i >= 0; i--) {
      let sum = this.coefficients[i];
      for (let j = i + 1; j < p; j++) sum -= upperInverse[i * p + j] * out[j];
      out[i] = sum / upperInverse[i * p + i];
    }
    return out;
  }
}
