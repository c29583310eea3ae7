import { inputError } from '../../problems/index.ts';
import { type DataFrame, dropUnusedLevels } from './data.ts';
import { evaluateNumeric } from './evaluate.ts';
import { deparse } from './expression.ts';
import { requireFinite } from './finite.ts';
import type { FormulaVariable } from './terms.ts';
import { evaluateFactor } from './variables.ts';

/** The left side of a formula on the rows used. */
export interface Response {
  readonly label: string;
  /** `factor`: values are codes 0, 1, ... of `levels`; `numeric` otherwise. */
  readonly kind: 'numeric' | 'factor';
  /** One name per column; several for `cbind(a, b)`. */
  readonly names: readonly string[];
  /** n × names.length, row-major. */
  readonly values: Float64Array;
  readonly levels: readonly string[];
}

/** Evaluates the left side: a numeric expression, a factor, or `cbind(...)` of numeric expressions. */
export function buildResponse(
  variable: FormulaVariable | undefined,
  data: DataFrame,
  n: number,
  kept: Int32Array,
): Response | undefined {
  if (variable === undefined) return undefined;
  const { label, expression } = variable;
  const factor = evaluateFactor(expression, data);
  if (factor !== undefined) {
    const { levels, codes } = dropUnusedLevels(factor);
    return { label, kind: 'factor', names: [label], values: Float64Array.from(codes), levels };
  }
  const several = expression.kind === 'call' && expression.name === 'cbind';
  const parts = several ? expression.args.map((argument) => argument.value) : [expression];
  if (parts.length === 0)
    throw inputError({ code: 'formula-not-computable', message: 'cbind() is empty', mend: 'name its columns' });
  const names = parts.map(deparse);
  const values = new Float64Array(n * parts.length);
  parts.forEach((part, j) => {
    const column = evaluateNumeric(part, data, n);
    for (let i = 0; i < n; i++) values[i * parts.length + j] = column[i];
  });
  requireFinite(values, names, kept);
  return { label, kind: 'numeric', names, values, levels: [] };
}

/**
 * The response as one numeric column.
 *
 * @throws InputError when the formula has no left side, or it is a factor or several columns
 */
export function singleResponse(response: Response | undefined): Float64Array {
  if (response === undefined)
    throw inputError({ code: 'formula-no-response', message: 'the formula has no response', mend: 'write response ~ terms' });
  if (response.kind === 'factor')
    throw inputError({
      code: 'response-not-numeric',
      message: `the response ${response.label} holds categories`,
      found: response.levels.slice(0, 6).join(', '),
      expected: 'numbers',
      mend: 'check the column for text among the numbers, or use a binomial model for two categories',
    });
  if (response.names.length > 1)
    throw inputError({
      code: 'response-several',
      message: `this model needs one response, not ${response.names.length}`,
      found: response.label,
      mend: 'fit one response at a time, or use the multivariate model',
    });
  return response.values;
}
