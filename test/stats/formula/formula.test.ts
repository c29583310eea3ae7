import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../src/stats/formula/index.ts';

const terms = (text: string) => {
  const { fixed } = parseFormula(text);
  return [...(fixed.intercept ? ['1'] : ['0']), ...fixed.terms.map((term) => term.label)].join(' + ');
};

describe('expansion of the fixed part, as terms() of R gives it', () => {
  it.each([
    ['y ~ 1', '1'],
    ['y ~ a', '1 + a'],
    ['~ a + b', '1 + a + b'],
    ['y ~ a * b', '1 + a + b + a:b'],
    ['y ~ a:b + a', '1 + a + a:b'],
    ['y ~ a + b + b:a', '1 + a + b + a:b'],
    ['y ~ b:a', '1 + b:a'],
    ['y ~ a * b * c', '1 + a + b + c + a:b + a:c + b:c + a:b:c'],
    ['y ~ (a + b + c)^2', '1 + a + b + c + a:b + a:c + b:c'],
    ['y ~ (a + b)^9', '1 + a + b + a:b'],
    ['y ~ a * b - a:b', '1 + a + b'],
    ['y ~ a / b', '1 + a + a:b'],
    ['y ~ (a + b) / c', '1 + a + b + a:b:c'],
    ['y ~ b %in% a', '1 + b:a'],
    ['y ~ a - 1', '0 + a'],
    ['y ~ 0 + a', '0 + a'],
    ['y ~ -1 + a + 1', '1 + a'],
    ['y ~ a + 0', '0 + a'],
    ['y ~ a + a', '1 + a'],
    ['y ~ a - a', '1'],
    ['log(y) ~ poly(x, 2) + I(x^2) + log(z)', '1 + poly(x, 2) + I(x^2) + log(z)'],
    ['y ~ `open arm` + a.b_c', '1 + `open arm` + a.b_c'],
    ['y ~ offset(log(n)) + a', '1 + a'],
    ['y ~ y + a', '1 + a'],
    ['y ~ a + (1 | g) + b', '1 + a + b'],
    ['y ~ a + (1 | g) - 1', '0 + a'],
    ['y ~ (1 | g)', '1'],
    ['y ~ a * b + (1 | g) - a:b', '1 + a + b'],
  ])('%s', (text, expected) => expect(terms(text)).toBe(expected));

  it('keeps the response and offsets apart', () => {
    const formula = parseFormula('cbind(eaten, left) ~ a + offset(log(n))');
    expect(formula.response?.label).toBe('cbind(eaten, left)');
    expect(formula.fixed.offsets.map((one) => one.label)).toEqual(['offset(log(n))']);
    expect(formula.columns).toEqual(['eaten', 'left', 'a', 'n']);
  });
});

describe('random terms, as lme4 splits them', () => {
  const random = (text: string) => parseFormula(text).random.map((term) => term.label);
  it.each([
    ['y ~ x + (1 | g)', ['1 | g']],
    ['y ~ x + (1 + x | g)', ['1 + x | g']],
    ['y ~ x + (x || g)', ['1 | g', '0 + x | g']],
    ['y ~ x + (1 | litter/animal)', ['1 | animal:litter', '1 | litter']],
    ['y ~ x + (1 | a/b/c)', ['1 | c:b:a', '1 | b:a', '1 | a']],
    ['y ~ x + (1 | a:b)', ['1 | a:b']],
    ['y ~ x + (0 + x | g) + (1 | h)', ['0 + x | g', '1 | h']],
    ['y ~ (1 + x + z || g)', ['1 | g', '0 + x | g', '0 + z | g']],
  ])('%s', (text, expected) => expect(random(text)).toEqual(expected));

  it('names every column of both sides', () => {
    expect(parseFormula('y ~ x + (1 + week | litter/animal)').columns).toEqual(['y', 'x', 'week', 'animal', 'litter']);
  });
});

describe('mistakes are marked', () => {
  it.each([
    ['y', /needs a ~/],
    ['y ~ a +', /ends too early/],
    ['y ~ (a', /ends too early/],
    ['y ~ a b', /"b" was not expected/],
    ['y ~ a $ b', /"\$" has no meaning/],
    ['y ~ 3', /the number 3 cannot be a term/],
    ['y ~ .', /not supported/],
    ['y ~ a + 1 | g', /cannot stand here/],
    ['y ~ a * (1 | g)', /cannot stand here/],
    ['y ~ (1 | g^2)', /grouping factors/],
    ['y ~ (0 | g)', /has no effect/],
    ['y ~ a^b', /whole number/],
    ['y ~ "a"', /without quotes/],
    ['y ~ a ~ b', /cannot stand here/],
    ['', /ends too early/],
    [`y ~ ${'('.repeat(500)}a${')'.repeat(500)}`, /too deeply nested/],
  ])('%s', (text, message) => expect(() => parseFormula(text)).toThrow(message));
});
