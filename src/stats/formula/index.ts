export { type ContrastCoding, type ContrastName, contrastCoding } from './contrasts.ts';
export {
  asFactor,
  type DataColumn,
  type DataFrame,
  dropUnusedLevels,
  type FactorColumn,
  factorColumn,
  isMissing,
  type NumericColumn,
  numericColumn,
  rowCount,
  selectRows,
  withReference,
} from './data.ts';
export { buildDesign, type Design, type DesignOptions, type DesignTerm, designRows } from './design.ts';
export { evaluateNumeric } from './evaluate.ts';
export { columnsIn, type Expression, quoteName } from './expression.ts';
export { requireFinite } from './finite.ts';
export { type Formula, parseFormula } from './formula.ts';
export type { MissingRows } from './missing-rows.ts';
export { parseExpression } from './parse-expression.ts';
export { evaluatePolynomials, type PolynomialBasis, polynomialBasis } from './polynomials.ts';
export type { RandomDesign } from './random-design.ts';
export type { RandomTerm } from './random-terms.ts';
export { type Response, singleResponse } from './response.ts';
export type { FormulaVariable, Term, TermList } from './terms.ts';
export { type DesignVariable, type FactorVariable, factorCodes, type NumericVariable } from './variables.ts';
