import { columnsIn, deparse, type Expression, unwrap } from './expression.ts';
import { formulaError } from './formula-error.ts';
import { parseExpression } from './parse-expression.ts';
import { parseRandomTerm, type RandomTerm } from './random-terms.ts';
import { expandTerms, type FormulaVariable, type TermList } from './terms.ts';

/** A parsed model formula. Plain data: it can be written to disk or sent to another thread. */
export interface Formula {
  /** The formula as it was written. */
  readonly text: string;
  /** Left side, or undefined for a one-sided formula. */
  readonly response: FormulaVariable | undefined;
  readonly fixed: TermList;
  /** Random terms in the order written; `(1 | a/b)` and `||` are already split into several. */
  readonly random: readonly RandomTerm[];
  /** Every data column the formula refers to. */
  readonly columns: readonly string[];
}

/** The additive pieces of a right side; a piece behind a minus sign stays wrapped in that sign. */
function additivePieces(expression: Expression): Expression[] {
  if (expression.kind === 'binary' && expression.operator === '+')
    return [...additivePieces(expression.left), ...additivePieces(expression.right)];
  return [expression];
}

const isBar = (expression: Expression): boolean =>
  expression.kind === 'binary' && (expression.operator === '|' || expression.operator === '||');

function containsBar(expression: Expression): boolean {
  switch (expression.kind) {
    case 'paren':
      return containsBar(expression.inner);
    case 'unary':
      return containsBar(expression.operand);
    case 'binary':
      return isBar(expression) || containsBar(expression.left) || containsBar(expression.right);
    case 'call':
      return expression.args.some((argument) => containsBar(argument.value));
    default:
      return false;
  }
}

/** Splits the right side into pieces of the fixed part and random terms. */
function splitRandom(expression: Expression, text: string): { fixed: Expression[]; random: RandomTerm[] } {
  const fixed: Expression[] = [];
  const random: RandomTerm[] = [];
  const visit = (one: Expression): void => {
    const inner = unwrap(one);
    if (one.kind === 'paren' && isBar(inner)) random.push(...parseRandomTerm(inner as Expression & { kind: 'binary' }, text));
    else if (one.kind === 'binary' && one.operator === '-' && containsBar(one.left) && !containsBar(one.right)) {
      additivePieces(one.left).forEach(visit);
      fixed.push({ kind: 'unary', operator: '-', operand: one.right, at: one.at });
    } else if (containsBar(one)) {
      const pieces = additivePieces(one.kind === 'paren' ? one.inner : one);
      if (pieces.length < 2)
        throw formulaError(text, one.at, 'a random term cannot stand here', 'add it in brackets, such as + (1 | litter)');
      pieces.forEach(visit);
    } else fixed.push(one);
  };
  visit(expression);
  return { fixed, random };
}

/**
 * Parses a model formula in R's notation: `+ - * / : ^ %in%`, `0 +`, `- 1`, `offset(...)`, `I(...)`, `log(...)`,
 * `poly(x, 2)`, `factor(...)`, names in backticks, and random terms as in lme4: `(1 | g)`, `(1 + x | g)`, `(x || g)`,
 * `(1 | litter/animal)`.
 *
 * @throws InputError that marks the place of a mistake
 */
export function parseFormula(text: string): Formula {
  const tree = parseExpression(text);
  if (!((tree.kind === 'binary' || tree.kind === 'unary') && tree.operator === '~'))
    throw formulaError(text, 0, 'a formula needs a ~', 'write response ~ terms, such as score ~ arm * session');
  const left = tree.kind === 'binary' ? tree.left : undefined;
  const right = tree.kind === 'binary' ? tree.right : tree.operand;
  if (left?.kind === 'binary' && left.operator === '~')
    throw formulaError(text, left.at, '"~" cannot stand here', 'a formula has one ~');
  const { fixed, random } = splitRandom(right, text);
  const terms = expandTerms(withSigns(fixed), text);
  const response = left === undefined ? undefined : { label: deparse(left), expression: left };
  const columns = new Set<string>(left === undefined ? [] : columnsIn(left));
  for (const variable of [...terms.variables, ...terms.offsets])
    for (const name of columnsIn(variable.expression)) columns.add(name);
  for (const term of random) {
    for (const variable of [...term.effects.variables, ...term.group])
      for (const name of columnsIn(variable.expression)) columns.add(name);
  }
  return { text, response, fixed: dropResponse(terms, response), random, columns: [...columns] };
}

/** Puts pieces that were separated by a random term together again, so that `- x` still acts on what stands before it. */
function withSigns(pieces: readonly Expression[]): Expression[] {
  if (pieces.length === 0) return [];
  return [
    pieces.reduce((left, right) =>
      right.kind === 'unary' && right.operator === '-'
        ? { kind: 'binary', operator: '-', left, right: right.operand, at: right.at }
        : { kind: 'binary', operator: '+', left, right, at: right.at },
    ),
  ];
}

/** R drops the response from the right side. */
function dropResponse(terms: TermList, response: FormulaVariable | undefined): TermList {
  const position = terms.variables.findIndex((variable) => variable.label === response?.label);
  if (position < 0) return terms;
  return { ...terms, terms: terms.terms.filter((term) => !(term.variables.length === 1 && term.variables[0] === position)) };
}
