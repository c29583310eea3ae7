/** A piece of a formula as a tree. `at` is the zero-based position in the text, for error messages. */
export type Expression =
  | { kind: 'number'; value: number; text: string; at: number }
  | { kind: 'text'; value: string; at: number }
  | { kind: 'name'; name: string; at: number }
  | { kind: 'call'; name: string; args: readonly Argument[]; at: number }
  | { kind: 'paren'; inner: Expression; at: number }
  | { kind: 'unary'; operator: string; operand: Expression; at: number }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression; at: number };

/** One argument of a call, named (`raw = TRUE`) or not. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
}

const PLAIN_NAME = /^(?:\p{L}|\.(?!\d))[\p{L}\p{N}._]*$/u;

/** A column name as it is written in a formula: in backticks unless it is a plain R name. */
export function quoteName(name: string): string {
  return PLAIN_NAME.test(name) ? name : `\`${name}\``;
}

/** The expression as R would print it; this is how variables, terms and coefficients are named. */
export function deparse(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'text':
      return `"${expression.value}"`;
    case 'name':
      return quoteName(expression.name);
    case 'paren':
      return `(${deparse(expression.inner)})`;
    case 'unary':
      return `${expression.operator}${deparse(expression.operand)}`;
    case 'binary': {
      const gap = expression.operator === '^' || expression.operator === ':' ? '' : ' ';
      return `${deparse(expression.left)}${gap}${expression.operator}${gap}${deparse(expression.right)}`;
    }
    case 'call': {
      const args = expression.args.map((one) => (one.name === undefined ? '' : `${one.name} = `) + deparse(one.value));
      return `${expression.name}(${args.join(', ')})`;
    }
  }
}

/** The expression without surrounding parentheses. */
export function unwrap(expression: Expression): Expression {
  return expression.kind === 'paren' ? unwrap(expression.inner) : expression;
}

const CONSTANTS = new Set(['TRUE', 'FALSE', 'T', 'F', 'pi']);

/** The data columns an expression refers to, in order of appearance, each once. */
export function columnsIn(expression: Expression): string[] {
  const found: string[] = [];
  const visit = (one: Expression): void => {
    if (one.kind === 'name' && !CONSTANTS.has(one.name) && !found.includes(one.name)) found.push(one.name);
    else if (one.kind === 'paren') visit(one.inner);
    else if (one.kind === 'unary') visit(one.operand);
    else if (one.kind === 'binary') {
      visit(one.left);
      visit(one.right);
    } else if (one.kind === 'call') for (const argument of one.args) visit(argument.value);
  };
  visit(expression);
  return found;
}
