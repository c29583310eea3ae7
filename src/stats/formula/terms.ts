import { deparse, type Expression, unwrap } from './expression.ts';
import { formulaError } from './formula-error.ts';

/** The fixed part of a formula, expanded: each term is a set of variables, lower orders first, as R's `terms()` gives them. */
export interface TermList {
  readonly intercept: boolean;
  /** Variables by label, in order of appearance. */
  readonly variables: readonly FormulaVariable[];
  readonly terms: readonly Term[];
  readonly offsets: readonly FormulaVariable[];
}

export interface FormulaVariable {
  /** As R prints it, e.g. `log(dose)`. */
  readonly label: string;
  readonly expression: Expression;
}

export interface Term {
  /** Variable labels joined by `:`. */
  readonly label: string;
  /** Positions in {@link TermList.variables}, increasing. */
  readonly variables: readonly number[];
}

type VariableSet = readonly number[];

interface Expansion {
  sets: VariableSet[];
  intercept: boolean | undefined;
}

const MOST_TERMS = 5000;

const keyOf = (set: VariableSet): string => set.join(',');

function union(a: VariableSet, b: VariableSet): VariableSet {
  return [...new Set([...a, ...b])].sort((i, j) => i - j);
}

function distinct(sets: readonly VariableSet[]): VariableSet[] {
  return [...new Map(sets.map((set) => [keyOf(set), set])).values()];
}

/** Expands the operators of R's formula language into sets of variables. */
class Expander {
  readonly variables: FormulaVariable[] = [];
  readonly offsets: FormulaVariable[] = [];
  private readonly positions = new Map<string, number>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  expand(expression: Expression): Expansion {
    switch (expression.kind) {
      case 'paren':
        return this.expand(expression.inner);
      case 'number':
        return this.constant(expression.value, expression.at);
      case 'name':
        if (expression.name === '.')
          throw formulaError(this.text, expression.at, '"." (all columns) is not supported', 'name the columns');
        return this.variable(expression);
      case 'call':
        return expression.name === 'offset' ? this.offset(expression) : this.variable(expression);
      case 'unary':
        return this.sign(expression.operator, { sets: [], intercept: undefined }, expression.operand, expression.at);
      case 'binary':
        return this.binary(expression);
      case 'text':
        throw formulaError(this.text, expression.at, 'a text cannot be a term', 'write column names without quotes');
    }
  }

  private constant(value: number, at: number): Expansion {
    if (value === 1) return { sets: [], intercept: true };
    if (value === 0) return { sets: [], intercept: false };
    throw formulaError(this.text, at, `the number ${value} cannot be a term`, 'use 1 (intercept), 0 (no intercept) or I(...)');
  }

  private variable(expression: Expression): Expansion {
    const label = deparse(expression);
    let position = this.positions.get(label);
    if (position === undefined) {
      position = this.variables.length;
      this.positions.set(label, position);
      this.variables.push({ label, expression });
    }
    return { sets: [[position]], intercept: undefined };
  }

  private offset(expression: Expression & { kind: 'call' }): Expansion {
    if (expression.args.length !== 1)
      throw formulaError(this.text, expression.at, 'offset() takes one argument', 'write offset(log(exposure))');
    this.offsets.push({ label: deparse(expression), expression: expression.args[0].value });
    return { sets: [], intercept: undefined };
  }

  private binary(expression: Expression & { kind: 'binary' }): Expansion {
    const { operator, left, right, at } = expression;
    if (operator === '+' || operator === '-') return this.sign(operator, this.expand(left), right, at);
    if (operator === '^') return this.power(left, right, at);
    const a = this.expand(left).sets;
    const b = this.expand(right).sets;
    const products = (): VariableSet[] =>
      this.limited(
        a.flatMap((one) => b.map((other) => union(one, other))),
        at,
      );
    if (operator === ':' || operator === '%in%') return { sets: distinct(products()), intercept: undefined };
    if (operator === '*') return { sets: distinct([...a, ...b, ...products()]), intercept: undefined };
    if (operator === '/') {
      const all = a.reduce(union, []);
      return { sets: distinct([...a, ...b.map((one) => union(all, one))]), intercept: undefined };
    }
    throw formulaError(this.text, at, `"${operator}" cannot stand here`, 'write random terms in brackets, such as (1 | litter)');
  }

  private sign(operator: string, base: Expansion, operand: Expression, at: number): Expansion {
    const other = this.expand(operand);
    if (operator === '+') return { sets: distinct([...base.sets, ...other.sets]), intercept: other.intercept ?? base.intercept };
    if (operator !== '-') throw formulaError(this.text, at, `"${operator}" cannot stand here`, 'a formula has one ~');
    const gone = new Set(other.sets.map(keyOf));
    const intercept = other.intercept === undefined ? base.intercept : !other.intercept;
    return { sets: base.sets.filter((set) => !gone.has(keyOf(set))), intercept };
  }

  private power(left: Expression, right: Expression, at: number): Expansion {
    const exponent = unwrap(right);
    if (exponent.kind !== 'number' || !Number.isInteger(exponent.value) || exponent.value < 1)
      throw formulaError(this.text, at, 'the exponent must be a whole number of at least 1', 'use I(x^2) for a square');
    const base = this.expand(left).sets;
    let sets = base;
    for (let order = 1; order < exponent.value; order++) {
      const more = distinct(this.limited([...sets, ...sets.flatMap((one) => base.map((other) => union(one, other)))], at));
      if (more.length === sets.length) break;
      sets = more;
    }
    return { sets, intercept: undefined };
  }

  private limited(sets: VariableSet[], at: number): VariableSet[] {
    if (sets.length > MOST_TERMS * 4)
      throw formulaError(this.text, at, 'the formula expands to thousands of terms', 'name the interactions you mean');
    return sets;
  }
}

/**
 * Expands the right side of a formula without random terms.
 *
 * @param text the whole formula, for error messages
 * @throws InputError for anything R's formula language does not know
 */
export function expandTerms(expressions: readonly Expression[], text: string): TermList {
  const expander = new Expander(text);
  let intercept = true;
  let sets: VariableSet[] = [];
  for (const expression of expressions) {
    const one = expander.expand(expression);
    intercept = one.intercept ?? intercept;
    sets = distinct([...sets, ...one.sets]);
  }
  const { variables, offsets } = expander;
  const ordered = sets.map((set, i) => ({ set, i })).sort((a, b) => a.set.length - b.set.length || a.i - b.i);
  const terms = ordered.map(({ set }) => ({ label: set.map((i) => variables[i].label).join(':'), variables: set }));
  return { intercept, variables, terms, offsets };
}
