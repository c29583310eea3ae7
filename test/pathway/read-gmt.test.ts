import { describe, expect, it } from 'vitest';
import { indexSets } from '../../src/pathway/sets/gene-set.ts';
import { readGmt } from '../../src/pathway/sets/read-gmt.ts';
import { problemsAtOnce } from '../support/problems.ts';
import { haveShared, sharedBytes } from '../support/shared.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const problemsOf = (text: string) => problemsAtOnce(() => readGmt(bytes(text), 'sets.gmt'));

describe('reading GMT files', () => {
  it('reads names, descriptions and genes, once each', () => {
    const { sets, problems } = readGmt(bytes('a\tfirst\tHtr1a\tHtr2a\tHtr1a\nb\t\tDrd1\n'), 'sets.gmt');
    expect(sets).toEqual([
      { name: 'a', description: 'first', genes: ['Htr1a', 'Htr2a'] },
      { name: 'b', description: '', genes: ['Drd1'] },
    ]);
    expect(problems.map((problem) => [problem.code, problem.line])).toEqual([['gmt-repeated-gene', 1]]);
  });

  it('accepts Windows line ends, a byte order mark and UTF-16, and says so', () => {
    const { sets, problems } = readGmt(bytes('\uFEFFa\td\tX\r\n\r\nb\td\tY\r\n'), 'sets.gmt');
    expect(sets.map((set) => [set.name, set.genes])).toEqual([
      ['a', ['X']],
      ['b', ['Y']],
    ]);
    expect(problems.map((problem) => problem.code)).toEqual(['gmt-line-ends']);
    const wide = Uint8Array.from([0xff, 0xfe, ...[...'a\td\tX'].flatMap((character) => [character.charCodeAt(0), 0])]);
    expect(readGmt(wide, 'sets.gmt').sets[0].genes).toEqual(['X']);
  });

  it('warns of empty sets and keeps identical repeats once', () => {
    const { sets, problems } = readGmt(bytes('a\td\t\t\nb\td\tX\tY\nb\td\tY\tX\n'), 'sets.gmt');
    expect(sets.map((set) => set.name)).toEqual(['a', 'b']);
    expect(problems.map((problem) => [problem.code, problem.severity])).toEqual([
      ['gmt-empty-set', 'warning'],
      ['gmt-repeated-set', 'note'],
    ]);
  });

  it('reports all faulty lines at once, with line and mend', () => {
    const found = problemsOf('a\td\tX\nnot a set\na\td\tY\nb d X\n');
    expect(found.map((problem) => [problem.code, problem.line])).toEqual([
      ['gmt-not-a-set', 2],
      ['gmt-duplicate-set', 3],
      ['gmt-not-a-set', 4],
    ]);
    expect(found.every((problem) => problem.mend !== undefined)).toBe(true);
  });

  it('refuses empty and binary files', () => {
    expect(problemsOf('\n\n').map((problem) => problem.code)).toEqual(['file-empty']);
    expect(() => readGmt(Uint8Array.of(1, 0, 0, 2, 0, 7, 0, 1), 'x.gmt')).toThrow('binary');
  });

  it('keeps odd names as text', () => {
    const { sets } = readGmt(bytes('__proto__\t=1+1\t<b>x</b>\tconstructor\n'), 'sets.gmt');
    expect(sets[0]).toEqual({ name: '__proto__', description: '=1+1', genes: ['<b>x</b>', 'constructor'] });
    expect(indexSets(sets, ['constructor', 'x'])[0]).toEqual({
      name: '__proto__',
      members: Int32Array.of(0),
      absent: ['<b>x</b>'],
    });
  });

  it.skipIf(!haveShared)('reads the real files', () => {
    expect(readGmt(sharedBytes('data/pathway/genesets/mouse.reactome.gmt.gz'), 'r').sets.length).toBe(1457);
    expect(readGmt(sharedBytes('data/pathway/genesets/c2.cp.kegg.v7.5.1.symbols.gmt'), 'k').sets.length).toBe(186);
  });
});
