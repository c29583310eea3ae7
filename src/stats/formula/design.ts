import { inputError } from '../../problems/index.ts';
import type { ContrastName } from './contrasts.ts';
import { type DataFrame, selectRows } from './data.ts';
import { evaluateNumeric } from './evaluate.ts';
import { requireFinite } from './finite.ts';
import { type Formula, parseFormula } from './formula.ts';
import { completeRows, type MissingRows, requireColumns } from './missing-rows.ts';
import { buildRandomDesign, type RandomDesign } from './random-design.ts';
import { buildResponse, type Response } from './response.ts';
import { allColumns, type TermCoding, termCodings } from './term-columns.ts';
import type { FormulaVariable, TermList } from './terms.ts';
import { type DesignVariable, makeVariable } from './variables.ts';

/** One term of a design: where its columns stand. */
export interface DesignTerm {
  readonly label: string;
  /** Labels of its variables. */
  readonly variables: readonly string[];
  /** First column and number of columns in the matrix. */
  readonly start: number;
  readonly width: number;
}

/** The model matrix of a formula on a data frame, with all that is needed to name, test and predict. Plain data. */
export interface Design {
  readonly formula: Formula;
  /** Rows used (those without a missing value in any needed column). */
  readonly rows: number;
  /** rows × columns.length, row-major. */
  readonly matrix: Float64Array;
  /** Column names as R gives them: `(Intercept)`, `armhigh`, `sexmale:armhigh`, `poly(week, 2)1`. */
  readonly columns: readonly string[];
  readonly intercept: boolean;
  /** Terms without the intercept, in the order of the columns. */
  readonly terms: readonly DesignTerm[];
  /** For each column its term: 0 for the intercept, k for `terms[k - 1]`. */
  readonly assign: Int32Array;
  /** For each column the label of its term (`(Intercept)` for the intercept). */
  readonly termOfColumn: readonly string[];
  readonly response: Response | undefined;
  /** Sum of the offsets, or undefined when there is none. */
  readonly offset: Float64Array | undefined;
  readonly random: readonly RandomDesign[];
  /** Zero-based rows of the data frame that were used, increasing. */
  readonly usedRows: Int32Array;
  readonly missing: MissingRows;
  /** Variables of the fixed part with levels, codings and bases, in formula order. */
  readonly variables: readonly DesignVariable[];
  readonly termList: TermList;
  readonly codings: readonly TermCoding[];
  /** The needed columns of the rows used. */
  readonly data: DataFrame;
}

export interface DesignOptions {
  /** Coding of all factors, or of single variables by label; treatment where nothing is said. */
  contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
  /** Other columns whose missing rows are to be left out too (weights, clusters, subjects). */
  alsoNeeded?: readonly string[];
}

/**
 * Builds the model matrix of a formula, as R's `model.frame` and `model.matrix` do.
 *
 * @param formula parsed, or its text
 * @throws InputError when a column is unknown (names the nearest), no complete row is left, a factor has a single level, or a
 *   transformation gives a value that is not finite
 */
export function buildDesign(formula: Formula | string, data: DataFrame, options: DesignOptions = {}): Design {
  const parsed = typeof formula === 'string' ? parseFormula(formula) : formula;
  const needed = [...new Set([...parsed.columns, ...(options.alsoNeeded ?? [])])];
  requireColumns(data, needed);
  const { kept, missing } = completeRows(data, needed);
  if (kept.length === 0) throw noRows(missing);
  const used = selectRows(new Map([...data].filter(([name]) => needed.includes(name))), kept);
  const contrastOf = (label: string): ContrastName =>
    typeof options.contrasts === 'string' ? options.contrasts : (options.contrasts?.get(label) ?? 'treatment');
  const variables = parsed.fixed.variables.map((variable) => makeVariable(variable, used, contrastOf(variable.label)));
  const codings = termCodings(parsed.fixed, variables);
  const n = kept.length;
  const { names, values, assign } = allColumns(parsed.fixed, codings, variables, used, n);
  requireFinite(values, names, kept);
  const terms = parsed.fixed.terms.map((term, t) => {
    const start = assign.indexOf(t + 1);
    const width = assign.filter((one) => one === t + 1).length;
    return { label: term.label, variables: term.variables.map((i) => variables[i].label), start, width };
  });
  return {
    formula: parsed,
    rows: n,
    matrix: values,
    columns: names,
    intercept: parsed.fixed.intercept,
    terms,
    assign,
    termOfColumn: Array.from(assign, (t) => (t === 0 ? '(Intercept)' : terms[t - 1].label)),
    response: buildResponse(parsed.response, used, n, kept),
    offset: offsetOf(parsed.fixed.offsets, used, n, kept),
    random: parsed.random.map((term) => buildRandomDesign(term, used, n)),
    usedRows: kept,
    missing,
    variables,
    termList: parsed.fixed,
    codings,
    data: used,
  };
}

/**
 * Rows of the model matrix for new data, with the levels, codings and polynomial bases of the design.
 *
 * @returns n × columns, row-major, n = rows of `data`
 * @throws InputError when a column is missing or a level was not among the rows fitted
 */
export function designRows(design: Design, data: DataFrame, n: number): Float64Array {
  return allColumns(design.termList, design.codings, design.variables, data, n).values;
}

function offsetOf(offsets: readonly FormulaVariable[], data: DataFrame, n: number, kept: Int32Array): Float64Array | undefined {
  if (offsets.length === 0) return undefined;
  const total = new Float64Array(n);
  for (const { label, expression } of offsets) {
    const values = evaluateNumeric(expression, data, n);
    requireFinite(values, [label], kept);
    for (let i = 0; i < n; i++) total[i] += values[i];
  }
  return total;
}

function noRows(missing: MissingRows): Error {
  const columns = missing.byColumn.map(({ column, count }) => `${column} (${count})`).join(', ');
  return inputError({
    code: 'no-complete-rows',
    message: 'no row has a value in every column that the model needs',
    found: columns === '' ? 'an empty table' : `missing values in ${columns}`,
    mend: 'leave out a column that is mostly empty, or check that the table was read correctly',
  });
}
