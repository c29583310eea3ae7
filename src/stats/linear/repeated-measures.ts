import { inputError } from '../../problems/index.ts';
import { fisherF } from '../distributions/index.ts';
import { buildDesign, type DataFrame, type Design, parseFormula } from '../formula/index.ts';
import { kronecker, multiply } from '../linear-algebra/index.ts';
import { isRelative } from './anova.ts';
import { emptyCells } from './empty-cells.ts';
import { residualProducts, type SumsOfProducts, termProducts } from './multivariate-fit.ts';
import { type Sphericity, sphericity } from './sphericity.ts';
import { type WideResponses, wideResponses } from './wide-responses.ts';

/** What to analyze. */
export interface RepeatedMeasuresRequest {
  /** Column of the response, one row per measurement. */
  readonly response: string;
  /** Column that identifies the subject (animal). */
  readonly subject: string;
  /** Within-subject factors; all their interactions are tested. */
  readonly within: readonly string[];
  /** Between-subject part as the right side of a formula, e.g. `arm * sex`; default: none. */
  readonly between?: string;
  /** Sums of squares of the between-subject part; default 3. */
  readonly type?: 2 | 3;
  /** Between or within factors that were measured, not set by the experimenter; they count as variance in generalized eta squared. */
  readonly observed?: readonly string[];
}

/** One effect of a repeated-measures analysis of variance. */
export interface RepeatedMeasuresRow {
  readonly term: string;
  readonly sumOfSquares: number;
  readonly errorSumOfSquares: number;
  /** Under sphericity. */
  readonly numDf: number;
  readonly denDf: number;
  readonly F: number;
  readonly pvalue: number;
  /** For effects with a within-subject factor. */
  readonly sphericity: Sphericity | undefined;
  /** p with Greenhouse-Geisser's degrees of freedom; equal to `pvalue` where no correction is needed. */
  readonly pvalueGreenhouseGeisser: number;
  /** p with Huynh-Feldt's degrees of freedom (epsilon cut at 1). */
  readonly pvalueHuynhFeldt: number;
  readonly partialEtaSquared: number;
  readonly generalizedEtaSquared: number;
}

export interface RepeatedMeasuresAnova {
  /** Between-subject effects first, then those of each within-subject term; `(Intercept)` is left apart. */
  readonly rows: readonly RepeatedMeasuresRow[];
  /** The test of the grand mean against 0, as R prints it; rarely of interest. */
  readonly intercept: RepeatedMeasuresRow;
  readonly wide: WideResponses;
  /** Between-subject design, one row per subject, factors coded to sum to zero. */
  readonly design: Design;
}

/** A within-subject term: its label and orthonormal contrasts (cells × q). */
export interface Stratum {
  readonly label: string;
  readonly contrasts: Float64Array;
  readonly q: number;
}

/** Orthonormal Helmert contrasts of k levels, k × (k - 1). */
function orthonormalContrasts(k: number): Float64Array {
  const out = new Float64Array(k * (k - 1));
  for (let j = 0; j < k - 1; j++) {
    const scale = 1 / Math.sqrt((j + 1) * (j + 2));
    for (let i = 0; i <= j; i++) out[i * (k - 1) + j] = -scale;
    out[(j + 1) * (k - 1) + j] = (j + 1) * scale;
  }
  return out;
}

/** The strata of a repeated-measures design: the mean over all cells first, then every within-subject term, lower orders first. */
export function strataOf(within: readonly { readonly name: string; readonly levels: readonly string[] }[]): Stratum[] {
  const sets: number[][] = [[]];
  for (let f = 0; f < within.length; f++) sets.push(...sets.map((set) => [...set, f]));
  const order = (set: readonly number[]): string => set.map((f) => String(f).padStart(3, '0')).join();
  sets.sort((a, b) => a.length - b.length || (order(a) < order(b) ? -1 : 1));
  return sets.map((set) => {
    let contrasts: Float64Array = Float64Array.of(1);
    let rows = 1;
    let q = 1;
    within.forEach((factor, f) => {
      const k = factor.levels.length;
      const own = set.includes(f) ? orthonormalContrasts(k) : new Float64Array(k).fill(1 / Math.sqrt(k));
      const width = set.includes(f) ? k - 1 : 1;
      contrasts = kronecker(contrasts, rows, q, own, k, width);
      rows *= k;
      q *= width;
    });
    return { label: set.map((f) => within[f].name).join(':'), contrasts, q };
  });
}

function betweenDesign(wide: WideResponses, request: RepeatedMeasuresRequest): Design {
  const design = buildDesign(`~ ${request.between ?? '1'}`, withPlaceholder(wide), { contrasts: 'sum' });
  const empty = emptyCells(design);
  if (empty.length > 0 && (request.type ?? 3) === 3)
    throw inputError({
      code: 'empty-cells',
      message: 'type III tests need a subject in every combination of the between-subject factors',
      found: `no complete subject in ${empty.slice(0, 6).join('; ')}`,
      mend: 'use type 2, or leave the interaction out',
    });
  return design;
}

/** A data frame needs a column to know its number of rows. */
function withPlaceholder(wide: WideResponses): DataFrame {
  return new Map([...wide.between, ['(subject)', { kind: 'number' as const, values: new Float64Array(wide.subjects.length) }]]);
}

/** Row of one between-subject term (0 = intercept) within one stratum, but for generalized eta squared. */
function rowOf(
  stratum: Stratum,
  label: string,
  effect: SumsOfProducts,
  error: SumsOfProducts,
  shape: Sphericity | undefined,
): RepeatedMeasuresRow {
  const trace = (matrix: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < stratum.q; i++) sum += matrix[i * stratum.q + i];
    return sum;
  };
  const sumOfSquares = trace(effect.matrix);
  const errorSumOfSquares = trace(error.matrix);
  const numDf = effect.df * stratum.q;
  const denDf = error.df * stratum.q;
  const F = errorSumOfSquares > 0 ? sumOfSquares / numDf / (errorSumOfSquares / denDf) : NaN;
  const tail = (epsilon: number): number => (F === F ? fisherF.upper(F, numDf * epsilon, denDf * epsilon) : NaN);
  return {
    term: [label, stratum.label].filter((part) => part !== '').join(':') || '(Intercept)',
    sumOfSquares,
    errorSumOfSquares,
    numDf,
    denDf,
    F,
    pvalue: tail(1),
    sphericity: shape,
    pvalueGreenhouseGeisser: tail(shape?.greenhouseGeisser ?? 1),
    pvalueHuynhFeldt: tail(Math.min(1, shape?.huynhFeldt ?? 1)),
    partialEtaSquared: sumOfSquares / (sumOfSquares + errorSumOfSquares),
    generalizedEtaSquared: NaN,
  };
}

/** Generalized eta squared (Olejnik & Algina 2003; Bakeman 2005): all subject variance, and that of observed factors, is error. */
function addGeneralizedEta(rows: RepeatedMeasuresRow[], errorTotal: number, observed: readonly string[]): RepeatedMeasuresRow[] {
  const isObserved = (row: RepeatedMeasuresRow): boolean => row.term.split(':').some((part) => observed.includes(part));
  const observedTotal = rows.filter(isObserved).reduce((sum, row) => sum + row.sumOfSquares, 0);
  return rows.map((row) => {
    const own = isObserved(row) ? row.sumOfSquares : 0;
    return { ...row, generalizedEtaSquared: row.sumOfSquares / (row.sumOfSquares + errorTotal + observedTotal - own) };
  });
}

/**
 * Repeated-measures or mixed ("split-plot") analysis of variance, by one multivariate linear model per within-subject term (as car and
 * afex do). Subjects with an empty cell are left out and listed in `wide.incomplete`; a mixed model keeps them.
 *
 * @throws InputError for unknown columns, a between factor that varies within a subject, empty between cells under type III, or no error
 *   degrees of freedom
 */
export function repeatedMeasuresAnova(data: DataFrame, request: RepeatedMeasuresRequest): RepeatedMeasuresAnova {
  const between = parseFormula(`~ ${request.between ?? '1'}`).columns;
  const wide = wideResponses(data, { ...request, between });
  const design = betweenDesign(wide, request);
  const isBefore = (term: number, other: number): boolean => {
    if ((request.type ?? 3) === 3) return true;
    if (term === 0) return false;
    return other === 0 || !isRelative(design, term - 1, other - 1);
  };
  const rows: RepeatedMeasuresRow[] = [];
  let errorTotal = 0;
  for (const stratum of strataOf(wide.within)) {
    const y = multiply(wide.values, stratum.contrasts, design.rows, wide.cells, stratum.q);
    const error = residualProducts(design, y, stratum.q);
    if (error.df < 1) throw noErrorDf(design);
    const shape = stratum.label === '' ? undefined : sphericity(error.matrix, stratum.q, error.df, wide.cells);
    for (let term = design.intercept ? 0 : 1; term <= design.terms.length; term++) {
      const effect = termProducts(design, y, stratum.q, term, (other) => isBefore(term, other));
      if (effect.df > 0) rows.push(rowOf(stratum, term === 0 ? '' : design.terms[term - 1].label, effect, error, shape));
    }
    errorTotal += rows[rows.length - 1].errorSumOfSquares;
  }
  const [intercept, ...rest] = rows;
  return { rows: addGeneralizedEta(rest, errorTotal, request.observed ?? []), intercept, wide, design };
}

function noErrorDf(design: Design): Error {
  return inputError({
    code: 'no-residual-df',
    message: `${design.rows} subjects are too few for ${design.columns.length} between-subject coefficients`,
    mend: 'leave between-subject terms out',
  });
}
