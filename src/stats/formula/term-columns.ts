import { indicatorCoding } from './contrasts.ts';
import type { DataFrame } from './data.ts';
import type { Term, TermList } from './terms.ts';
import { type DesignVariable, type FactorVariable, factorCodes, numericColumns } from './variables.ts';

/** Whether each variable of a term enters by its contrasts or, where its margin is absent, by all its indicators. */
export type TermCoding = readonly ('contrast' | 'indicator')[];

/**
 * R's rule: a factor enters a term by contrasts when an earlier term contains the rest of the term (the empty rest counts
 * as contained). Without an intercept the first factor of the first term that has one gets all its indicators.
 */
export function termCodings(list: TermList, variables: readonly DesignVariable[]): TermCoding[] {
  const codings = list.terms.map((term, t) =>
    term.variables.map((variable): 'contrast' | 'indicator' => {
      const rest = term.variables.filter((one) => one !== variable);
      const marginPresent =
        rest.length === 0 || list.terms.slice(0, t).some((other) => rest.every((one) => other.variables.includes(one)));
      return marginPresent ? 'contrast' : 'indicator';
    }),
  );
  if (list.intercept) return codings;
  for (let t = 0; t < list.terms.length; t++) {
    const first = list.terms[t].variables.findIndex((variable) => variables[variable].kind === 'factor');
    if (first < 0) continue;
    codings[t][first] = 'indicator';
    break;
  }
  return codings;
}

/** Columns side by side: `values` is n × names, row-major. */
export interface Columns {
  readonly names: readonly string[];
  readonly values: Float64Array;
}

function factorColumns(variable: FactorVariable, data: DataFrame, coding: 'contrast' | 'indicator'): Columns {
  const { matrix, suffixes } = coding === 'contrast' ? variable.coding : indicatorCoding(variable.levels);
  const width = suffixes.length;
  const codes = factorCodes(variable, data);
  const values = new Float64Array(codes.length * width);
  for (let i = 0; i < codes.length; i++) for (let j = 0; j < width; j++) values[i * width + j] = matrix[codes[i] * width + j];
  return { names: suffixes.map((suffix) => variable.label + suffix), values };
}

/** The columns of one variable under a coding. */
export function variableColumns(variable: DesignVariable, data: DataFrame, n: number, coding: 'contrast' | 'indicator'): Columns {
  if (variable.kind === 'factor') return factorColumns(variable, data, coding);
  return { names: variable.suffixes.map((suffix) => variable.label + suffix), values: numericColumns(variable, data, n) };
}

/** Products of all pairs of columns, those of `a` varying fastest, as R orders interactions. */
function products(a: Columns, b: Columns, n: number): Columns {
  const [p, q] = [a.names.length, b.names.length];
  const values = new Float64Array(n * p * q);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < q; j++)
      for (let k = 0; k < p; k++) values[i * p * q + j * p + k] = a.values[i * p + k] * b.values[i * q + j];
  }
  return { names: b.names.flatMap((right) => a.names.map((left) => `${left}:${right}`)), values };
}

/** The columns of one term for the given rows. */
export function termColumns(
  term: Term,
  coding: TermCoding,
  variables: readonly DesignVariable[],
  data: DataFrame,
  n: number,
): Columns {
  const parts = term.variables.map((variable, i) => variableColumns(variables[variable], data, n, coding[i]));
  return parts.reduce((left, right) => products(left, right, n));
}

/** All columns of a list of terms, intercept first; `assign` gives each column's term (0 = intercept, k = k-th term). */
export function allColumns(
  list: TermList,
  codings: readonly TermCoding[],
  variables: readonly DesignVariable[],
  data: DataFrame,
  n: number,
): { names: string[]; values: Float64Array; assign: Int32Array } {
  const blocks = list.terms.map((term, t) => termColumns(term, codings[t], variables, data, n));
  if (list.intercept) blocks.unshift({ names: ['(Intercept)'], values: new Float64Array(n).fill(1) });
  const names = blocks.flatMap((block) => block.names);
  const assign = Int32Array.from(blocks.flatMap((block, b) => block.names.map(() => (list.intercept ? b : b + 1))));
  const values = new Float64Array(n * names.length);
  let start = 0;
  for (const block of blocks) {
    const width = block.names.length;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < width; j++) values[i * names.length + start + j] = block.values[i * width + j];
    start += width;
  }
  return { names, values, assign };
}
