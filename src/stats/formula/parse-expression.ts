import type { Argument, Expression } from './expression.ts';
import { formulaError } from './formula-error.ts';
import { type Token, tokenize } from './tokenize.ts';

/** Binding strengths of R's binary operators; `^` binds to the right, and `~` is split off by the caller. */
const STRENGTH = new Map([
  ['~', 1],
  ['|', 2],
  ['||', 2],
  ['+', 3],
  ['-', 3],
  ['*', 4],
  ['/', 4],
  ['%in%', 5],
  [':', 6],
  ['^', 8],
]);
const UNARY_STRENGTH = 7;
const DEEPEST = 200;

class Parser {
  private position = 0;
  private depth = 0;
  private readonly text: string;
  private readonly tokens: Token[];

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  parse(): Expression {
    const whole = this.expression(0);
    const rest = this.peek();
    if (rest.kind !== 'end') throw this.unexpected(rest);
    return whole;
  }

  private peek(): Token {
    return this.tokens[this.position];
  }

  private take(): Token {
    return this.tokens[this.position++];
  }

  private unexpected(token: Token): Error {
    const what = token.kind === 'end' ? 'the formula ends too early' : `"${token.text}" was not expected here`;
    return formulaError(
      this.text,
      token.at,
      what,
      'check brackets and operators; an example is y ~ arm * session + (1 | litter)',
    );
  }

  private isOperator(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  private expect(text: string): void {
    if (!this.isOperator(text)) throw this.unexpected(this.peek());
    this.position++;
  }

  private expression(least: number): Expression {
    if (++this.depth > DEEPEST)
      throw formulaError(this.text, this.peek().at, 'too deeply nested', 'write the formula more simply');
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const strength = token.kind === 'operator' ? STRENGTH.get(token.text) : undefined;
      if (strength === undefined || strength < least) break;
      this.position++;
      const right = this.expression(token.text === '^' ? strength : strength + 1);
      left = { kind: 'binary', operator: token.text, left, right, at: token.at };
    }
    this.depth--;
    return left;
  }

  private prefix(): Expression {
    const token = this.take();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text), text: token.text, at: token.at };
    if (token.kind === 'text') return { kind: 'text', value: token.text, at: token.at };
    if (token.kind === 'name') return this.isOperator('(') ? this.call(token) : { kind: 'name', name: token.text, at: token.at };
    if (token.kind === 'operator' && token.text === '(') {
      const inner = this.expression(0);
      this.expect(')');
      return { kind: 'paren', inner, at: token.at };
    }
    if (token.kind === 'operator' && (token.text === '-' || token.text === '+' || token.text === '~')) {
      const operand = this.expression(token.text === '~' ? 1 : UNARY_STRENGTH);
      return { kind: 'unary', operator: token.text, operand, at: token.at };
    }
    throw this.unexpected(token);
  }

  private call(name: Token): Expression {
    this.expect('(');
    const args: Argument[] = [];
    while (!this.isOperator(')')) {
      if (args.length > 0) this.expect(',');
      const next = this.tokens[this.position + 1];
      const named = this.peek().kind === 'name' && next.kind === 'operator' && next.text === '=';
      const argumentName = named ? this.take().text : undefined;
      if (named) this.position++;
      args.push({ name: argumentName, value: this.expression(0) });
    }
    this.expect(')');
    return { kind: 'call', name: name.text, args, at: name.at };
  }
}

/** Parses a formula's text into a tree. Throws InputError that marks the place of a mistake. */
export function parseExpression(text: string): Expression {
  return new Parser(text).parse();
}
