import { describe, expect, it } from 'vitest';
import { matches } from '../../src/report/viewer/cell-filter.ts';
import { csvOf } from '../../src/report/viewer/embedded.ts';
import { findGene, suggestions } from '../../src/report/viewer/gene-explorer.ts';

describe('table filters', () => {
  it('compare numbers', () => {
    expect(matches(0.03, '<0.05')).toBe(true);
    expect(matches(0.05, '< 0.05')).toBe(false);
    expect(matches(0.05, '<=0.05')).toBe(true);
    expect(matches(-1.4, '|>1')).toBe(true);
    expect(matches(-1.4, '> -2')).toBe(true);
    expect(matches(2e-7, '<1e-6')).toBe(true);
    expect(matches(NaN, '<1')).toBe(false);
    expect(matches(12, '1')).toBe(true);
  });

  it('let an unfinished comparison pass, so that the table does not flicker empty', () => {
    expect(matches(5, '<')).toBe(true);
  });

  it('find text in any case', () => {
    expect(matches('Gabra1', 'gab')).toBe(true);
    expect(matches('Gabra1', 'grin')).toBe(false);
  });
});

describe('CSV', () => {
  it('quotes what needs it and disarms formulas', () => {
    expect(
      csvOf(
        ['a', 'b'],
        [
          ['=1+1', '-2.5'],
          ['x,"y"', '@cmd'],
          ['-abc', '+1'],
        ],
      ),
    ).toBe('a,b\r\n\'=1+1,-2.5\r\n"x,""y""",\'@cmd\r\n\'-abc,+1\r\n');
  });
});

describe('the look-up of a gene', () => {
  const genes = ['Htr2a', 'Htr2c', 'Arc', 'Htr1a', 'Parc'];
  it('takes the exact name, then any capitals, then the only one that begins so', () => {
    expect(findGene(genes, 'Arc')).toBe(2);
    expect(findGene(genes, 'ARC')).toBe(2);
    expect(findGene(genes, 'htr1')).toBe(3);
    expect(findGene(genes, 'htr2')).toBe(-1);
    expect(findGene(genes, '')).toBe(-1);
  });
  it('offers names that begin with what was typed, then names that hold it', () => {
    expect(suggestions(genes, 'arc')).toEqual(['Arc', 'Parc']);
    expect(suggestions(genes, ' htr2')).toEqual(['Htr2a', 'Htr2c']);
    expect(suggestions(genes, '')).toEqual([]);
  });
});
