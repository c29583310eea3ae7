import { inputError } from '../../problems/index.ts';
import { cos, exp, expm1, log, log1p, log2, log10, pow, sin, tan } from '../elementary/index.ts';
import type { DataFrame } from './data.ts';
import { deparse, type Expression } from './expression.ts';

const FUNCTIONS = new Map<string, (x: number) => number>([
  ['log', log],
  ['log2', log2],
  ['log10', log10],
  ['log1p', log1p],
  ['exp', exp],
  ['expm1', expm1],
  ['sqrt', Math.sqrt],
  ['abs', Math.abs],
  ['sin', sin],
  ['cos', cos],
  ['tan', tan],
  ['I', (x) => x],
]);

const OPERATORS = new Map<string, (a: number, b: number) => number>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['^', pow],
]);

function fail(expression: Expression, message: string, mend: string): Error {
  return inputError({ code: 'formula-not-computable', message: `${deparse(expression)}: ${message}`, mend });
}

/**
 * Computes an expression row by row: numbers, numeric columns, `+ - * / ^`, and the functions log, log2, log10, log1p, exp,
 * expm1, sqrt, abs, sin, cos, tan, I.
 *
 * @param n number of rows
 * @throws InputError for a factor where a number is needed or a function that is not known
 */
export function evaluateNumeric(expression: Expression, data: DataFrame, n: number): Float64Array {
  switch (expression.kind) {
    case 'number':
      return new Float64Array(n).fill(expression.value);
    case 'paren':
      return evaluateNumeric(expression.inner, data, n);
    case 'name':
      return namedValues(expression, data, n);
    case 'unary': {
      const values = evaluateNumeric(expression.operand, data, n);
      if (expression.operator === '+') return values;
      if (expression.operator === '-') return values.map((value) => -value);
      throw fail(expression, `"${expression.operator}" cannot be computed`, 'use + - * / ^');
    }
    case 'binary': {
      const operator = OPERATORS.get(expression.operator);
      if (operator === undefined) throw fail(expression, `"${expression.operator}" cannot be computed`, 'use + - * / ^');
      const left = evaluateNumeric(expression.left, data, n);
      const right = evaluateNumeric(expression.right, data, n);
      return left.map((value, i) => operator(value, right[i]));
    }
    case 'call':
      return called(expression, data, n);
    case 'text':
      throw fail(expression, 'a text is not a number', 'write column names without quotes');
  }
}

function namedValues(expression: Expression & { kind: 'name' }, data: DataFrame, n: number): Float64Array {
  if (expression.name === 'pi' && !data.has('pi')) return new Float64Array(n).fill(Math.PI);
  const column = data.get(expression.name);
  if (column?.kind === 'number') return column.values;
  const what = column === undefined ? 'there is no such column' : 'this column holds categories, not numbers';
  throw fail(expression, what, 'use a numeric column here');
}

function called(expression: Expression & { kind: 'call' }, data: DataFrame, n: number): Float64Array {
  const { name, args } = expression;
  const compute = FUNCTIONS.get(name);
  if (compute === undefined)
    throw fail(expression, `the function ${name}() is not known here`, `known are ${[...FUNCTIONS.keys()].join(', ')}`);
  const values = args.length > 0 ? evaluateNumeric(args[0].value, data, n) : undefined;
  if (values === undefined || args.length > 2 || (args.length === 2 && name !== 'log'))
    throw fail(expression, `${name}() takes one argument`, `write ${name}(x)`);
  if (args.length === 1) return values.map(compute);
  const base = evaluateNumeric(args[1].value, data, n);
  return values.map((value, i) => log(value) / log(base[i]));
}
