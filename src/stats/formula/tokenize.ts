import { formulaError } from './formula-error.ts';

/** A token of a formula. `kind` is `operator` for every punctuation mark. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

const PATTERN =
  /(?<blank>\s+)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>(?:\p{L}|\.(?!\d))[\p{L}\p{N}._]*)|`(?<quoted>[^`]+)`|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<operator>%in%|\|\||[~+\-*/^:|(),=])/uy;

/** Splits a formula into tokens, the last of kind `end`. Throws InputError at a character that has no meaning. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    PATTERN.lastIndex = at;
    const groups = PATTERN.exec(text)?.groups;
    if (groups === undefined)
      throw formulaError(
        text,
        at,
        `"${text[at]}" has no meaning here`,
        'write names with blanks or signs in backticks, such as `open arm time`',
      );
    if (groups.number !== undefined) tokens.push({ kind: 'number', text: groups.number, at });
    else if (groups.name !== undefined) tokens.push({ kind: 'name', text: groups.name, at });
    else if (groups.quoted !== undefined) tokens.push({ kind: 'name', text: groups.quoted, at });
    else if (groups.double !== undefined) tokens.push({ kind: 'text', text: groups.double, at });
    else if (groups.single !== undefined) tokens.push({ kind: 'text', text: groups.single, at });
    else if (groups.operator !== undefined) tokens.push({ kind: 'operator', text: groups.operator, at });
    at = PATTERN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}
