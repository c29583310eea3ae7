import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  fixed,
  listed,
  pEquals,
  percent,
  plural,
  pvalue,
  significant,
  withInterval,
} from '../../src/report/text/numbers.ts';

describe('numbers for people', () => {
  it('p-values: two digits, never 0, never across a usual level', () => {
    const cases: [number, string][] = [
      [0, '< 1e-300'],
      [1e-310, '< 1e-300'],
      [2.345e-300, '2.3e-300'],
      [0.00004567, '4.6e-5'],
      [0.0123, '0.012'],
      [0.04996, '0.04996'],
      [0.0501, '0.050'],
      [0.0099, '0.0099'],
      [0.0996, '0.0996'],
      [0.234, '0.23'],
      [0.9951, '> 0.99'],
      [1, '> 0.99'],
      [NaN, '–'],
    ];
    for (const [p, text] of cases) expect(pvalue(p), String(p)).toBe(text);
  });

  it('no p is ever worded as 0 or 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        const text = pvalue(p);
        expect(text).not.toMatch(/^[01]?\.?0*$/);
        if (p < 0.05 && !text.includes('×') && !text.startsWith('<')) expect(Number(text)).toBeLessThan(0.05);
      }),
    );
  });

  it('words p with its sign', () => {
    expect(pEquals(0.2)).toBe('p = 0.20');
    expect(pEquals(0, 'adjusted p')).toBe('adjusted p < 1e-300');
    expect(pEquals(NaN)).toBe('p not estimated');
  });

  it('intervals: as many decimals as their width deserves', () => {
    expect(withInterval(0.98, 0.41, 1.55)).toBe('0.98 [0.41, 1.55]');
    expect(withInterval(-12.34, -30.2, 5.5)).toBe('−12 [−30, 6]');
    expect(withInterval(0.00012345, 0.0001, 0.00014)).toBe('0.000123 [0.000100, 0.000140]');
    expect(withInterval(3, NaN, NaN)).toBe('3.00');
    expect(withInterval(1, -Infinity, 2)).toBe('1.00 [−∞, 2.00]');
  });

  it('fixed and significant digits, with a true minus and no negative zero', () => {
    expect(fixed(-0.001, 2)).toBe('0.00');
    expect(fixed(-1.5, 1)).toBe('−1.5');
    expect(significant(0)).toBe('0');
    expect(significant(1234.5)).toBe('1235');
    expect(significant(0.01234)).toBe('0.0123');
    expect(significant(1.234e8)).toBe('1.23e8');
    expect(significant(-1.2e-7, 2)).toBe('−1.2e-7');
  });

  it('counts, shares and lists', () => {
    expect(count(1234567)).toBe('1\u202f234\u202f567');
    expect(plural(1, 'mouse', 'mice')).toBe('1 mouse');
    expect(plural(2, 'mouse', 'mice')).toBe('2 mice');
    expect(percent(0.384)).toBe('38 %');
    expect(percent(0.0123)).toBe('1.2 %');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
