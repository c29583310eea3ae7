import { inputError } from '../../problems/index.ts';
import { columnsIn, type Expression, parseExpression } from '../formula/index.ts';

/** Which means are wanted: one for each combination of `factors`, separately in each combination of `by`. */
export interface MeansSpecification {
  readonly factors: readonly string[];
  readonly by: readonly string[];
}

/**
 * Parses `~ a`, `~ a * b`, `~ a | b`, `~ a + b | c * d`.
 *
 * @throws InputError when the text is not of this form
 */
export function parseMeansSpecification(text: string): MeansSpecification {
  const tree = parseExpression(text.trimStart().startsWith('~') ? text : `~ ${text}`);
  if (tree.kind !== 'unary' || tree.operator !== '~') throw malformed(text);
  const { operand } = tree;
  const conditional = operand.kind === 'binary' && operand.operator === '|';
  const factors = namesIn(conditional ? operand.left : operand, text);
  const by = conditional ? namesIn(operand.right, text) : [];
  return { factors: factors.filter((name) => !by.includes(name)), by };
}

function namesIn(expression: Expression, text: string): string[] {
  const check = (one: Expression): void => {
    if (one.kind === 'paren') check(one.inner);
    else if (one.kind === 'binary' && ['+', '*', ':'].includes(one.operator)) {
      check(one.left);
      check(one.right);
    } else if (one.kind !== 'name' && !(one.kind === 'number' && one.value === 1)) throw malformed(text);
  };
  check(expression);
  return columnsIn(expression);
}

function malformed(text: string): Error {
  return inputError({
    code: 'means-not-understood',
    message: 'the marginal means asked for were not understood',
    found: text,
    expected: '~ factors, or ~ factors | factors',
    mend: 'write for example ~ arm, ~ arm * session or ~ arm | session',
  });
}
