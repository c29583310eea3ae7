import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import type { WaldTest } from '../linear/index.ts';
import { multiply, solveUpper } from '../linear-algebra/index.ts';
import type { FixedColumns } from './fixed-columns.ts';
import { type AnovaType, termHypotheses } from './hypotheses.ts';
import { contrastResult, type DfMethod, type FixedEffectInference, type MixedContrast } from './inference.ts';
import { orthonormalCoefficient, orthonormalContrast } from './orthonormal-contrast.ts';

/** One row of the table of fixed effects. */
export interface FixedEffect extends MixedContrast {
  readonly term: string;
}

/** One row of a table of F tests. */
export interface MixedAnovaRow extends WaldTest {
  readonly term: string;
}

/** Options of tests and intervals. */
export interface TestOptions {
  /** Default: that of the fit. */
  readonly df?: DfMethod;
  /** Confidence level (default: that of the fit). */
  readonly level?: number;
}

/** What a fit says besides its numbers. */
export interface FitSettings {
  readonly notes: readonly Problem[];
  readonly df: DfMethod;
  readonly level: number;
}

/** The fixed effects of a model with correlated observations: estimates, covariance, contrasts and tests. */
export class FixedEffectsModel {
  readonly formula: string;
  /** Rows used. */
  readonly n: number;
  /** Names of all fixed-effect columns. */
  readonly columns: readonly string[];
  /** Estimates; NaN for a column that is a linear combination of others. */
  readonly coefficients: Float64Array;
  /** Remarks on the fit: rows left out, singularity, few levels, no convergence. */
  readonly notes: readonly Problem[];
  readonly defaultDf: DfMethod;
  readonly level: number;

  /**
   * @param fixedColumns the columns as X = Q R
   * @param orthonormal coefficients R b of the columns of Q
   */
  constructor(
    readonly design: Design,
    private readonly fixedColumns: FixedColumns,
    private readonly inference: FixedEffectInference,
    private readonly orthonormal: Float64Array,
    settings: FitSettings,
  ) {
    this.formula = design.formula.text;
    this.n = design.rows;
    this.columns = fixedColumns.columns;
    this.notes = settings.notes;
    this.defaultDf = settings.df;
    this.level = settings.level;
    this.coefficients = new Float64Array(fixedColumns.columns.length).fill(NaN);
    solveUpper(fixedColumns.upper, orthonormal, fixedColumns.kept.length).forEach((value, i) => {
      this.coefficients[fixedColumns.kept[i]] = value;
    });
  }

  /** Covariance of the coefficients without small-sample adjustment, columns x columns; NaN for aliased columns. */
  get vcov(): Float64Array {
    return this.covariance('asymptotic');
  }

  /** Covariance of the coefficients under a method: Kenward and Roger's adjusted one for `kenward-roger`. */
  covariance(method: DfMethod = this.defaultDf): Float64Array {
    const { kept, upper, columns } = this.fixedColumns;
    const q = kept.length;
    const inner = this.inference.covariance(method);
    const half = solveUpper(upper, inner, q, q);
    const turned = new Float64Array(q * q);
    for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) turned[i * q + j] = half[j * q + i];
    const small = solveUpper(upper, turned, q, q);
    const p = columns.length;
    const out = new Float64Array(p * p).fill(NaN);
    for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) out[kept[i] * p + kept[j]] = small[i * q + j];
    return out;
  }

  /**
   * A linear combination of the coefficients.
   *
   * @param weights one number per column
   * @throws RangeError when the length is wrong. A combination that the data cannot estimate (aliased columns) gives NaN.
   */
  contrast(weights: ArrayLike<number>, options: TestOptions = {}): MixedContrast {
    return this.combination(orthonormalContrast(this.fixedColumns, weights), options);
  }

  /** A combination of the coefficients of the orthonormal columns; undefined: one that cannot be estimated. */
  private combination(row: Float64Array | undefined, options: TestOptions): MixedContrast {
    const level = options.level ?? this.level;
    if (row === undefined) return contrastResult(NaN, NaN, NaN, level);
    const { se, df } = this.inference.single(row, options.df ?? this.defaultDf);
    let estimate = 0;
    for (let i = 0; i < row.length; i++) estimate += row[i] * this.orthonormal[i];
    return contrastResult(estimate, se, df, level);
  }

  /** Joint F test of several linear combinations (rows x columns, row-major). */
  test(matrix: ArrayLike<number>, rows: number, options: TestOptions = {}): WaldTest {
    const p = this.columns.length;
    const q = this.fixedColumns.kept.length;
    const all = Float64Array.from(matrix);
    const small = new Float64Array(rows * q);
    for (let r = 0; r < rows; r++) {
      const row = orthonormalContrast(this.fixedColumns, all.subarray(r * p, (r + 1) * p));
      if (row === undefined) return { numDf: rows, denDf: NaN, F: NaN, pvalue: NaN };
      small.set(row, r * q);
    }
    return this.inference.joint(small, rows, options.df ?? this.defaultDf);
  }

  /** F tests of all terms. */
  anova(type: AnovaType = 'III', options: TestOptions = {}): MixedAnovaRow[] {
    return termHypotheses(this.design, type).map(({ term, rows, matrix }) => ({ term, ...this.test(matrix, rows, options) }));
  }

  /** Estimate, standard error, degrees of freedom, interval and test of every coefficient; aliased columns are NaN and out of the model. */
  fixedEffects(options: TestOptions = {}): FixedEffect[] {
    return this.columns.map((term, j) => ({
      term,
      ...this.combination(orthonormalCoefficient(this.fixedColumns, j), options),
    }));
  }

  /** X b for the rows used (offset included). */
  get fixedPart(): Float64Array {
    const { design } = this;
    const p = this.columns.length;
    const b = this.coefficients.map((one) => (Number.isNaN(one) ? 0 : one));
    const out = multiply(design.matrix, b, this.n, p, 1);
    if (design.offset !== undefined) for (let i = 0; i < this.n; i++) out[i] += design.offset[i];
    return out;
  }
}
