import { inputError } from '../../problems/index.ts';
import { fisherF } from '../distributions/index.ts';
import { exp, log1p } from '../elementary/index.ts';
import { buildDesign, type DataFrame, type Formula } from '../formula/index.ts';
import { cholesky, solveLower, symmetricEigen, transpose } from '../linear-algebra/index.ts';
import { residualProducts, type SumsOfProducts, termProducts } from './multivariate-fit.ts';

/** One of the four classical multivariate tests with its F approximation. */
export interface MultivariateTest {
  readonly statistic: number;
  readonly F: number;
  readonly numDf: number;
  readonly denDf: number;
  readonly pvalue: number;
}

/** The multivariate tests of one term. Roy's F is an upper bound (its p a lower bound) unless the hypothesis has one dimension. */
export interface ManovaRow {
  readonly term: string;
  readonly df: number;
  readonly pillai: MultivariateTest;
  readonly wilks: MultivariateTest;
  readonly hotellingLawley: MultivariateTest;
  readonly roy: MultivariateTest;
}

export interface ManovaTable {
  readonly rows: readonly ManovaRow[];
  readonly residualDf: number;
  readonly responses: readonly string[];
}

function test(statistic: number, F: number, numDf: number, denDf: number): MultivariateTest {
  return { statistic, F, numDf, denDf, pvalue: denDf > 0 ? fisherF.upper(F, numDf, denDf) : NaN };
}

/** The four tests from the eigenvalues of E^-1 H for q responses, hypothesis df h and error df e (as R's `summary.manova`). */
function testsFrom(eigenvalues: Float64Array, q: number, h: number, e: number): Omit<ManovaRow, 'term' | 'df'> {
  const s = Math.min(q, h);
  const m = (Math.abs(q - h) - 1) / 2;
  const n = (e - q - 1) / 2;
  const pillai = eigenvalues.reduce((sum, value) => sum + value / (1 + value), 0);
  const total = eigenvalues.reduce((sum, value) => sum + value, 0);
  const logWilks = -eigenvalues.reduce((sum, value) => sum + log1p(value), 0);
  const roy = eigenvalues[0];
  const pillaiNum = 2 * m + s + 1;
  const pillaiDen = 2 * n + s + 1;
  const hlDen = 2 * (s * n + 1);
  const largest = Math.max(q, h);
  return {
    pillai: test(pillai, ((pillaiDen / pillaiNum) * pillai) / (s - pillai), s * pillaiNum, s * pillaiDen),
    wilks: wilksTest(logWilks, q, h, e),
    hotellingLawley: test(total, (hlDen * total) / (s * s * pillaiNum), s * pillaiNum, hlDen),
    roy: test(roy, (roy * (e - largest + h)) / largest, largest, e - largest + h),
  };
}

/** Rao's F approximation to Wilks' lambda. */
function wilksTest(logWilks: number, q: number, h: number, e: number): MultivariateTest {
  const w = e - 0.5 * (q - h + 1);
  const square = q * q + h * h - 5;
  const t = square > 0 ? Math.sqrt((q * q * h * h - 4) / square) : 1;
  const numDf = q * h;
  const denDf = w * t - (q * h - 2) / 2;
  const root = exp(logWilks / t);
  return test(exp(logWilks), ((1 - root) / root) * (denDf / numDf), numDf, denDf);
}

/** Eigenvalues of E^-1 H, decreasing, cut at 0; undefined when E is singular. Responses are first scaled to unit error variance. */
function relativeEigenvalues(effect: Float64Array, error: Float64Array, q: number): Float64Array | undefined {
  const scale = Float64Array.from({ length: q }, (_, i) => 1 / Math.sqrt(error[i * q + i]));
  const scaled = (matrix: Float64Array): Float64Array =>
    matrix.map((value, at) => value * scale[Math.floor(at / q)] * scale[at % q]);
  const factor = cholesky(scaled(error), q);
  if (factor === undefined) return undefined;
  for (let i = 0; i < q; i++) if (!(factor[i * q + i] > 1e-7)) return undefined;
  const half = solveLower(factor, scaled(effect), q, q);
  const both = solveLower(factor, transpose(half, q, q), q, q);
  return symmetricEigen(both, q).values.map((value) => Math.max(0, value));
}

/**
 * Multivariate analysis of variance: terms in the order of the formula, each after those before it (type I).
 *
 * @param formula with several responses, `cbind(a, b, c) ~ arm * sex`
 * @throws InputError when there are fewer than two responses, or a response is a combination of the others
 */
export function manova(formula: Formula | string, data: DataFrame): ManovaTable {
  const design = buildDesign(formula, data);
  const { response } = design;
  const q = response?.names.length ?? 0;
  if (response === undefined || q < 2)
    throw inputError({
      code: 'responses-too-few',
      message: 'a multivariate analysis needs at least two responses',
      mend: 'write cbind(first, second) ~ terms',
    });
  const error = residualProducts(design, response.values, q);
  const rows = design.terms.map((term, t) => {
    const effect = termProducts(design, response.values, q, t + 1, (other) => other <= t);
    return { term: term.label, effect };
  });
  const tested = rows.filter(({ effect }) => effect.df > 0);
  return {
    rows: tested.map(({ term, effect }) => rowOf(term, effect, error, q, response.names)),
    residualDf: error.df,
    responses: response.names,
  };
}

function rowOf(term: string, effect: SumsOfProducts, error: SumsOfProducts, q: number, names: readonly string[]): ManovaRow {
  const eigenvalues = error.df >= q ? relativeEigenvalues(effect.matrix, error.matrix, q) : undefined;
  if (eigenvalues === undefined)
    throw inputError({
      code: 'responses-dependent',
      message:
        error.df < q
          ? `${q} responses need at least ${q} residual degrees of freedom, and there are ${error.df}`
          : 'one response is a combination of the others, or does not vary',
      found: names.join(', '),
      mend: 'leave a response out',
    });
  return { term, df: effect.df, ...testsFrom(eigenvalues, q, effect.df, error.df) };
}
