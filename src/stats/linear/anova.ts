import { inputError } from '../../problems/index.ts';
import { fisherF } from '../distributions/index.ts';
import { buildDesign, type Design } from '../formula/index.ts';
import { emptyCells } from './empty-cells.ts';
import { addedSumOfSquares } from './least-squares.ts';
import { fitDesign, type LinearModel, scaleRows } from './linear-model.ts';

/** One line of an analysis of variance. */
export interface AnovaRow {
  readonly term: string;
  readonly df: number;
  readonly sumOfSquares: number;
  readonly meanSquare: number;
  readonly F: number;
  readonly pvalue: number;
}

export interface AnovaTable {
  readonly type: 1 | 2 | 3;
  /** One row per term that the data can test; type 3 begins with `(Intercept)`. */
  readonly rows: readonly AnovaRow[];
  readonly residual: { readonly df: number; readonly sumOfSquares: number; readonly meanSquare: number };
  /** Terms that are aliased with those before them and have no degree of freedom of their own. */
  readonly untestable: readonly string[];
}

export interface AnovaOptions {
  /**
   * Coding in which a type III test drops a term: `sum` (default) tests equality of unweighted means; `as-fitted` takes the
   * columns as they are, which for treatment contrasts tests a main effect at the reference level of the others.
   */
  coding?: 'sum' | 'as-fitted';
}

/** Positions of the columns of term t (0 = intercept). */
function columnsOf(design: Design, test: (term: number) => boolean): number[] {
  return Array.from(design.assign.keys()).filter((column) => test(design.assign[column]));
}

/** Whether term `other` contains every variable of term `term` and more, so that it is a relative in the sense of type II. */
export function isRelative(design: Design, term: number, other: number): boolean {
  if (other === term) return false;
  const inner = design.termList.terms[term].variables;
  const outer = design.termList.terms[other].variables;
  return inner.every((variable) => outer.includes(variable));
}

interface Piece {
  term: string;
  sumOfSquares: number;
  df: number;
}

/** Sums of squares of the terms after those that `isBefore` names. */
function pieces(
  model: LinearModel,
  design: Design,
  isBefore: (term: number, other: number) => boolean,
  withIntercept: boolean,
): Piece[] {
  const p = design.columns.length;
  const x = scaleRows(design.matrix, p, model.weights);
  const { offset } = design;
  const response = design.response?.values ?? new Float64Array(design.rows);
  const target = offset === undefined ? response : response.map((value, i) => value - offset[i]);
  const y = scaleRows(target, 1, model.weights);
  const first = withIntercept && design.intercept ? 0 : 1;
  const out: Piece[] = [];
  for (let term = first; term <= design.terms.length; term++) {
    const base = columnsOf(design, (other) => other !== term && isBefore(term, other));
    const own = columnsOf(design, (other) => other === term);
    out.push({
      term: term === 0 ? '(Intercept)' : design.terms[term - 1].label,
      ...addedSumOfSquares(x, design.rows, p, y, base, own),
    });
  }
  return out;
}

function tableOf(type: 1 | 2 | 3, parts: readonly Piece[], model: LinearModel): AnovaTable {
  const { residualDf, residualSumOfSquares } = model;
  const meanSquare = residualDf > 0 ? residualSumOfSquares / residualDf : NaN;
  const rows = parts
    .filter((part) => part.df > 0)
    .map(({ term, sumOfSquares, df }) => {
      const F = meanSquare > 0 ? sumOfSquares / df / meanSquare : NaN;
      const pvalue = F === F ? fisherF.upper(F, df, residualDf) : NaN;
      return { term, df, sumOfSquares, meanSquare: sumOfSquares / df, F, pvalue };
    });
  return {
    type,
    rows,
    residual: { df: residualDf, sumOfSquares: residualSumOfSquares, meanSquare },
    untestable: parts.filter((part) => part.df === 0).map((part) => part.term),
  };
}

/** The design with sum-to-zero coding of every factor; the same column space. */
export function sumCoded(design: Design): Design {
  return buildDesign(design.formula, design.data, { contrasts: 'sum' });
}

/** Throws InputError when a coefficient is aliased: a type III hypothesis would depend on the coding. */
export function requireFullRank(model: LinearModel): void {
  if (model.aliased.length === 0) return;
  const empty = emptyCells(model.design);
  throw inputError({
    code: empty.length > 0 ? 'empty-cells' : 'coefficients-aliased',
    message:
      empty.length > 0
        ? 'type III tests need an observation in every combination of the factors'
        : `type III tests need every coefficient, but ${model.aliased.join(', ')} cannot be estimated`,
    found: empty.length > 0 ? `no observation in ${empty.slice(0, 6).join('; ')}` : undefined,
    mend: 'use type II, leave out the interaction, or leave out the levels with empty cells',
  });
}

/**
 * Analysis of variance of a linear model.
 *
 * - Type I: each term after those before it in the formula.
 * - Type II: each term after all others that do not contain it (as car::Anova; error from the whole model).
 * - Type III: each term after all others, factors coded to sum to zero (as car::Anova with contr.sum).
 *
 * @throws InputError for type III when a cell is empty or a coefficient aliased
 */
export function anovaTable(model: LinearModel, type: 1 | 2 | 3, options: AnovaOptions = {}): AnovaTable {
  const { design } = model;
  if (type === 1)
    return tableOf(
      1,
      pieces(model, design, (term, other) => other < term, false),
      model,
    );
  if (type === 2) {
    const before = (term: number, other: number): boolean => other === 0 || !isRelative(design, term - 1, other - 1);
    return tableOf(2, pieces(model, design, before, false), model);
  }
  requireFullRank(model);
  const coded = options.coding === 'as-fitted' ? design : sumCoded(design);
  const fitted = coded === design ? model : fitDesign(coded, model.weights);
  return tableOf(
    3,
    pieces(fitted, coded, () => true, true),
    model,
  );
}
