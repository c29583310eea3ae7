import { inputError } from '../../problems/index.ts';
import { type ContrastCoding, type ContrastName, contrastCoding } from './contrasts.ts';
import { asFactor, type DataFrame, dropUnusedLevels, type FactorColumn, rowCount, withReference } from './data.ts';
import { evaluateNumeric } from './evaluate.ts';
import { type Argument, deparse, type Expression, unwrap } from './expression.ts';
import { evaluatePolynomials, type PolynomialBasis, polynomialBasis } from './polynomials.ts';
import type { FormulaVariable } from './terms.ts';

/** How the columns of a numeric variable follow from its values; kept so that new rows get the same columns. */
export type NumericBasis =
  | { kind: 'plain' }
  | { kind: 'powers'; degree: number }
  | { kind: 'orthogonal'; basis: PolynomialBasis }
  | { kind: 'standardized'; center: number; scale: number };

export interface NumericVariable {
  readonly kind: 'numeric';
  readonly label: string;
  /** What is computed row by row, before the basis is applied. */
  readonly expression: Expression;
  readonly basis: NumericBasis;
  /** Appended to the label to name each column. */
  readonly suffixes: readonly string[];
}

export interface FactorVariable {
  readonly kind: 'factor';
  readonly label: string;
  readonly expression: Expression;
  /** Levels that occur in the rows used, reference first. */
  readonly levels: readonly string[];
  readonly contrast: ContrastName;
  readonly coding: ContrastCoding;
}

/** A variable of a model frame, with everything fixed that was learned from the data. Plain data. */
export type DesignVariable = NumericVariable | FactorVariable;

const FACTOR_CALLS = new Set(['factor', 'as.factor', 'relevel']);

function argument(args: readonly Argument[], position: number, name: string): Expression | undefined {
  const named = args.find((one) => one.name === name);
  if (named !== undefined) return named.value;
  const plain = args.filter((one) => one.name === undefined);
  return plain.length > position ? plain[position].value : undefined;
}

/** The factor an expression stands for, or undefined when it stands for numbers. */
export function evaluateFactor(expression: Expression, data: DataFrame): FactorColumn | undefined {
  const inner = unwrap(expression);
  if (inner.kind === 'name') {
    const column = data.get(inner.name);
    return column?.kind === 'factor' ? column : undefined;
  }
  if (inner.kind !== 'call' || !FACTOR_CALLS.has(inner.name)) return undefined;
  const source = argument(inner.args, 0, 'x');
  if (source === undefined) throw badCall(inner, 'needs a column', `write ${inner.name}(column)`);
  const column =
    evaluateFactor(source, data) ?? asFactor({ kind: 'number', values: evaluateNumeric(source, data, rowCount(data)) });
  if (inner.name !== 'relevel') return column;
  const reference = argument(inner.args, 1, 'ref');
  if (reference?.kind !== 'text') throw badCall(inner, 'needs a level', 'write relevel(arm, ref = "vehicle")');
  if (!column.levels.includes(reference.value))
    throw badCall(inner, `there is no level "${reference.value}"`, `the levels are ${column.levels.slice(0, 12).join(', ')}`);
  return withReference(column, reference.value);
}

function badCall(expression: Expression, message: string, mend: string): Error {
  return inputError({ code: 'formula-not-computable', message: `${deparse(expression)}: ${message}`, mend });
}

/** Fixes a variable from the rows used: levels, codings, polynomial bases, centers. Throws InputError when it cannot be used. */
export function makeVariable(variable: FormulaVariable, data: DataFrame, contrast: ContrastName): DesignVariable {
  const factor = evaluateFactor(variable.expression, data);
  const { label, expression } = variable;
  if (factor === undefined) return makeNumeric(label, expression, data);
  const { levels } = dropUnusedLevels(factor);
  if (levels.length < 2)
    throw inputError({
      code: 'factor-one-level',
      message: `the factor ${label} has ${levels.length === 0 ? 'no level' : 'a single level'} in the rows that can be used`,
      found: levels.join(', '),
      expected: 'at least two levels',
      mend: `leave ${label} out of the formula, or keep rows of another level (rows with missing values are not used)`,
    });
  return { kind: 'factor', label, expression, levels, contrast, coding: contrastCoding(contrast, levels) };
}

function makeNumeric(label: string, expression: Expression, data: DataFrame): NumericVariable {
  const inner = unwrap(expression);
  if (inner.kind === 'call' && inner.name === 'poly') return polynomialVariable(label, inner, data);
  if (inner.kind === 'call' && inner.name === 'scale') {
    const source = argument(inner.args, 0, 'x');
    if (source === undefined) throw badCall(inner, 'needs a column', 'write scale(column)');
    const values = evaluateNumeric(source, data, rowCount(data));
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - center) * (value - center), 0) / (values.length - 1));
    if (!(scale > 0)) throw badCall(inner, 'the column does not vary', `leave ${label} out of the formula`);
    return { kind: 'numeric', label, expression: source, basis: { kind: 'standardized', center, scale }, suffixes: [''] };
  }
  return { kind: 'numeric', label, expression, basis: { kind: 'plain' }, suffixes: [''] };
}

function polynomialVariable(label: string, call: Expression & { kind: 'call' }, data: DataFrame): NumericVariable {
  const source = argument(call.args, 0, 'x');
  const degree = argument(call.args, 1, 'degree') ?? { kind: 'number', value: 1, text: '1', at: 0 };
  if (source === undefined || degree.kind !== 'number' || !Number.isInteger(degree.value) || degree.value < 1)
    throw badCall(call, 'needs a column and a whole degree of at least 1', 'write poly(week, 2)');
  const raw = argument(call.args, 2, 'raw');
  const powers = raw?.kind === 'name' && (raw.name === 'TRUE' || raw.name === 'T');
  const suffixes = Array.from({ length: degree.value }, (_, k) => String(k + 1));
  if (powers) return { kind: 'numeric', label, expression: source, basis: { kind: 'powers', degree: degree.value }, suffixes };
  const values = evaluateNumeric(source, data, rowCount(data));
  try {
    const basis = polynomialBasis(values, degree.value);
    return { kind: 'numeric', label, expression: source, basis: { kind: 'orthogonal', basis }, suffixes };
  } catch (error) {
    throw badCall(call, (error as Error).message, 'lower the degree');
  }
}

/** The columns of a numeric variable for the given rows; row-major n × suffixes. */
export function numericColumns(variable: NumericVariable, data: DataFrame, n: number): Float64Array {
  const values = evaluateNumeric(variable.expression, data, n);
  const { basis } = variable;
  switch (basis.kind) {
    case 'plain':
      return values;
    case 'standardized':
      return values.map((value) => (value - basis.center) / basis.scale);
    case 'orthogonal':
      return evaluatePolynomials(basis.basis, values);
    case 'powers': {
      const out = new Float64Array(n * basis.degree);
      for (let i = 0; i < n; i++) {
        let power = 1;
        for (let k = 0; k < basis.degree; k++) {
          power *= values[i];
          out[i * basis.degree + k] = power;
        }
      }
      return out;
    }
  }
}

/**
 * Codes of a factor variable for the given rows, in the variable's own levels.
 *
 * @throws InputError when a row has a level that the variable does not know
 */
export function factorCodes(variable: FactorVariable, data: DataFrame): Int32Array {
  const factor = evaluateFactor(variable.expression, data);
  if (factor === undefined) throw badCall(variable.expression, 'must hold categories', 'give this column as a factor');
  const position = factor.levels.map((level) => variable.levels.indexOf(level));
  return factor.codes.map((code) => {
    if (code >= 0 && position[code] >= 0) return position[code];
    const what = code < 0 ? 'a missing value' : `the level "${factor.levels[code]}"`;
    throw badCall(variable.expression, `${what} was not among the rows fitted`, `the levels are ${variable.levels.join(', ')}`);
  });
}
