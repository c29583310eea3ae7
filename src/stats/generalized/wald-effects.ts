import { chiSquared } from '../distributions/index.ts';
import type { Design } from '../formula/index.ts';
import { type WaldTest, waldTest } from '../linear/index.ts';
import { cholesky, multiply, multiplyTransposedRight, solveLower, solveUpper } from '../linear-algebra/index.ts';
import {
  type AnovaType,
  contrastResult,
  type FixedColumns,
  type FixedEffect,
  type MixedAnovaRow,
  type MixedContrast,
  orthonormalCoefficient,
  orthonormalContrast,
  termHypotheses,
} from '../mixed/index.ts';

/**
 * Coefficients of a linear predictor with their covariance, and Wald tests of them. All numbers are on the scale of the
 * linear predictor.
 */
export class WaldEffects {
  readonly formula: string;
  readonly n: number;
  readonly columns: readonly string[];
  /** NaN for a column that is a linear combination of others. */
  readonly coefficients: Float64Array;
  /** columns x columns; NaN for aliased columns. */
  readonly vcov: Float64Array;

  /**
   * @param fixed the (unweighted) columns as X = Q R
   * @param orthonormal coefficients of Q
   * @param covariance their covariance
   * @param defaultDf degrees of freedom of tests, Infinity for a normal reference
   */
  constructor(
    readonly design: Design,
    protected readonly fixed: FixedColumns,
    protected readonly orthonormal: Float64Array,
    protected readonly covariance: Float64Array,
    readonly defaultDf: number,
    readonly level: number,
  ) {
    const { columns, kept, upper } = fixed;
    this.formula = design.formula.text;
    this.n = design.rows;
    this.columns = columns;
    this.coefficients = new Float64Array(columns.length).fill(NaN);
    const q = kept.length;
    solveUpper(upper, orthonormal, q).forEach((value, i) => {
      this.coefficients[kept[i]] = value;
    });
    this.vcov = new Float64Array(columns.length * columns.length).fill(NaN);
    const half = solveUpper(upper, covariance, q, q);
    const turned = Float64Array.from({ length: q * q }, (_, i) => half[(i % q) * q + Math.floor(i / q)]);
    const inner = solveUpper(upper, turned, q, q);
    for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) this.vcov[kept[i] * columns.length + kept[j]] = inner[i * q + j];
  }

  /** A linear combination of the coefficients; NaN when the data cannot estimate it. */
  contrast(weights: ArrayLike<number>, options: { df?: number; level?: number } = {}): MixedContrast {
    return this.combination(orthonormalContrast(this.fixed, weights), options);
  }

  /** A combination of the coefficients of the orthonormal columns; undefined: one that cannot be estimated. */
  private combination(row: Float64Array | undefined, options: { df?: number; level?: number }): MixedContrast {
    const level = options.level ?? this.level;
    if (row === undefined) return contrastResult(NaN, NaN, NaN, level);
    const q = row.length;
    let estimate = 0;
    let variance = 0;
    for (let i = 0; i < q; i++) {
      estimate += row[i] * this.orthonormal[i];
      for (let j = 0; j < q; j++) variance += row[i] * this.covariance[i * q + j] * row[j];
    }
    return contrastResult(estimate, Math.sqrt(variance), options.df ?? this.defaultDf, level);
  }

  /** Joint Wald test of several combinations (rows x columns): F, with chi-squared / rows where the df are infinite. */
  test(matrix: ArrayLike<number>, rows: number, options: { df?: number } = {}): WaldTest {
    const p = this.columns.length;
    const q = this.fixed.kept.length;
    const df = options.df ?? this.defaultDf;
    const all = Float64Array.from(matrix);
    const small = new Float64Array(rows * q);
    for (let r = 0; r < rows; r++) {
      const row = orthonormalContrast(this.fixed, all.subarray(r * p, (r + 1) * p));
      if (row === undefined) return { numDf: rows, denDf: df, F: NaN, pvalue: NaN };
      small.set(row, r * q);
    }
    if (df < Infinity) return waldTest(small, rows, this.orthonormal, this.covariance, df);
    const lower = cholesky(multiplyTransposedRight(multiply(small, this.covariance, rows, q, q), small, rows, q, rows), rows);
    const estimates = multiply(small, this.orthonormal, rows, q, 1);
    const white = lower === undefined ? estimates.fill(NaN) : solveLower(lower, estimates, rows);
    const statistic = white.reduce((sum, one) => sum + one * one, 0);
    return { numDf: rows, denDf: df, F: statistic / rows, pvalue: chiSquared.upper(statistic, rows) };
  }

  /** Wald tests of all terms. */
  anova(type: AnovaType = 'III', options: { df?: number } = {}): MixedAnovaRow[] {
    return termHypotheses(this.design, type).map(({ term, rows, matrix }) => ({ term, ...this.test(matrix, rows, options) }));
  }

  /** Estimate, standard error, interval and test of every coefficient; aliased columns are NaN and out of the model. */
  fixedEffects(options: { df?: number; level?: number } = {}): FixedEffect[] {
    return this.columns.map((term, j) => ({ term, ...this.combination(orthonormalCoefficient(this.fixed, j), options) }));
  }
}
