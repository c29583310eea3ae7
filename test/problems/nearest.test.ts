import { describe, expect, it } from 'vitest';
import { editDistance, formatProblem, nearestName, quote, suggestName } from '../../src/problems/index.ts';

describe('nearest names', () => {
  it('counts edits and adjacent swaps', () => {
    expect(editDistance('sessions', 'sesions')).toBe(1);
    expect(editDistance('arm', 'amr')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });
  it('suggests a likely typo and nothing far-fetched', () => {
    expect(nearestName('sesions', ['animals', 'sessions'])).toBe('sessions');
    expect(nearestName('zzz', ['animals', 'sessions'])).toBeUndefined();
    expect(suggestName('zzz', ['animals', 'sessions'])).toBe('known: animals, sessions');
  });
});

describe('problems as text', () => {
  it('names place, found, expected and mend', () => {
    const text = formatProblem({
      code: 'x',
      severity: 'error',
      message: 'not a number',
      file: 'a.csv',
      line: 3,
      column: 2,
      found: 'x',
      expected: 'a number',
      mend: 'correct it',
    });
    expect(text).toBe('a.csv:3:2: not a number (found "x", expected a number)\n  mend: correct it');
  });
  it('shows control characters and shortens', () => {
    expect(quote('a\u0000b')).toBe('"a\\x00b"');
    expect(quote('x'.repeat(100)).length).toBe(62);
  });
});
