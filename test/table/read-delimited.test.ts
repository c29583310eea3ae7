import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { formatDelimited, numbers, type ReadOptions, readDelimited, type Table, texts } from '../../src/table/index.ts';
import { problemsAtOnce } from '../support/problems.ts';
import { haveShared, SHARED, sharedText } from '../support/shared.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options?: ReadOptions) => readDelimited(utf8(text), 'x.csv', options);
const plain = (table: Table) => table.columns.map((column) => [column.name, ...column.cells]);

const codesOf = (work: () => unknown) => problemsAtOnce(work).map((problem) => problem.code);

describe('readDelimited: dialects', () => {
  const expected = [
    ['animal', 'A1', 'A2'],
    ['grams', '20.5', null],
  ];

  it.each([
    ['comma', 'animal,grams\nA1,20.5\nA2,\n'],
    ['tab', 'animal\tgrams\nA1\t20.5\nA2\tNA\n'],
    ['semicolon', 'animal;grams\nA1;20.5\nA2;\n'],
    ['bar', 'animal|grams\nA1|20.5\nA2|N/A'],
    ['windows line ends', 'animal,grams\r\nA1,20.5\r\nA2,\r\n'],
    ['mixed line ends', 'animal,grams\r\nA1,20.5\nA2,\r\n'],
    ['old mac line ends', 'animal,grams\rA1,20.5\rA2,\r'],
    ['quotes', '"animal","grams"\n"A1","20.5"\n"A2",""\n'],
    ['blanks around cells', ' animal , grams\n A1, 20.5\nA2 ,\u00a0\n'],
    ['comments and blank lines first', '# made by X\n\n## v2\nanimal,grams\nA1,20.5\nA2,\n'],
    ['delimiters at line ends', 'animal,grams,,\nA1,20.5,,\nA2,,,\n,,,\n'],
    ['short header of blanks', 'animal,grams\nA1,20.5,\nA2,,\n'],
  ])('%s', (_name, text) => expect(plain(read(text))).toEqual(expected));

  it.each([
    ['UTF-8 with mark', [0xef, 0xbb, 0xbf, ...utf8('Größe,b\nµ,1\n')]],
    ['UTF-16LE with mark', [0xff, 0xfe, ...Buffer.from('Größe,b\nµ,1\n', 'utf16le')]],
    ['UTF-16LE without mark', [...Buffer.from('Größe,b\nµ,1\n', 'utf16le')]],
    ['UTF-16BE with mark', [0xfe, 0xff, ...Buffer.from('Größe,b\nµ,1\n', 'utf16le').swap16()]],
    ['UTF-16BE without mark', [...Buffer.from('Größe,b\nµ,1\n', 'utf16le').swap16()]],
    ['Latin-1', [...Buffer.from('Größe,b\nµ,1\n', 'latin1')]],
    ['gzip', [...gzipSync(utf8('Größe,b\nµ,1\n'))]],
    ['gzip of several members', [...gzipSync(utf8('Größe,b\n')), ...gzipSync(utf8('µ,1\n'))]],
  ])('%s', (_name, bytes) => {
    expect(plain(readDelimited(Uint8Array.from(bytes), 'x.csv'))).toEqual([
      ['Größe', 'µ'],
      ['b', '1'],
    ]);
  });

  it('a header one cell short names the first column ""', () => {
    expect(plain(read('s1\ts2\nGad1\t1\t2\nTh\t3\t4\n'))).toEqual([
      ['', 'Gad1', 'Th'],
      ['s1', '1', '3'],
      ['s2', '2', '4'],
    ]);
  });

  it('quoted cells keep delimiters, quotes and line breaks, and lines stay right after them', () => {
    const table = read('a,b\n"1, one","say ""hi""\nthere"\n2,x\n');
    expect(plain(table)).toEqual([
      ['a', '1, one', '2'],
      ['b', 'say "hi"\nthere', 'x'],
    ]);
    expect([...table.lines]).toEqual([2, 4]);
  });

  it('one column, with a missing cell in the middle', () => {
    const table = read('gene\nGad1\n\nTh\n\n\n');
    expect(plain(table)).toEqual([['gene', 'Gad1', null, 'Th']]);
    expect([...table.lines]).toEqual([2, 3, 4]);
  });

  it('a header alone is a table without rows', () => expect(read('a,b\n').rowCount).toBe(0));
  it('#sample is a header', () => expect(read('#sample,b\n1,2\n').columns[0].name).toBe('#sample'));
  it('the caller can name the delimiter', () => expect(read('a;b,c\n1;2,3\n', { delimiter: ',' }).columns).toHaveLength(2));
});

describe('readDelimited: decimal comma', () => {
  it('is detected with a semicolon or tab', () => {
    expect([...numbers(read('a;b\n12,5;x,y\n-3;z\n,5e2;w\n'), 'a')]).toEqual([12.5, -3, 50]);
    expect([...numbers(read('a\tb\n1,25\t7\n'), 'a')]).toEqual([1.25]);
  });
  it('is not assumed when cells could be thousands, or points occur', () => {
    expect(read('a;b\n12,500;1\n').decimal).toBe('.');
    expect(read('a;b\n12,5;1.5\n').decimal).toBe('.');
    const problems = problemsAtOnce(() => numbers(read('a;b\n12,500;1\n'), 'a'));
    expect(problems).toMatchObject([{ code: 'table-not-a-number', line: 2, column: 1, found: '12,500' }]);
  });
  it('the caller can tell', () => expect([...numbers(read('a;b\n12,500;1\n', { decimal: ',' }), 'a')]).toEqual([12.5]));
});

describe('readDelimited: text stays text', () => {
  it.each(['__proto__', '<script>alert(1)</script>', '=1+1', '002', 'SEPT2', '1-Mar', '1e5x', 'constructor', '-', '.'])(
    '%s as column name and cell',
    (text) => {
      const table = read(
        formatDelimited(
          [
            { name: text, values: [text] },
            { name: 'b', values: ['1'] },
          ],
          ',',
        ),
      );
      expect(table.columns[0].name).toBe(text);
      expect(texts(table, text)).toEqual([text]);
    },
  );
});

describe('readDelimited: problems', () => {
  it('lists every ragged row, each with line and cells', () => {
    const problems = problemsAtOnce(() => read('a,b,c\n1,2,3\n1,2\n1,2,3\n1,2,3,4\n'));
    expect(problems).toMatchObject([
      { code: 'table-ragged-row', file: 'x.csv', line: 3, column: 3, found: '1 | 2', expected: '3 cells' },
      { code: 'table-ragged-row', file: 'x.csv', line: 5, column: 4, found: '1 | 2 | 3 | 4' },
    ]);
  });
  it('counts ragged rows beyond the twentieth', () => {
    const problems = problemsAtOnce(() => read(`a,b\n${'1,2\n'.repeat(300)}${'1\n'.repeat(30)}`));
    expect(problems).toHaveLength(20);
    expect(problems[19].message).toContain('10 more rows');
  });
  it('an unclosed quote, with the line on which it opens', () => {
    expect(problemsAtOnce(() => read('a,b\n1,2\n3,"oops\n4,5\n'))).toMatchObject([
      { code: 'table-unclosed-quote', line: 3, column: 3, found: '"oops' },
    ]);
  });
  it('a stray quote', () => {
    expect(problemsAtOnce(() => read('a,b\n"5" disk",2\n'))).toMatchObject([{ code: 'table-stray-quote', line: 2, column: 1 }]);
  });
  it('duplicate and unnamed columns at once', () => {
    expect(codesOf(() => read('a,b,a,\n1,2,3,4\n'))).toEqual(['table-duplicate-column', 'table-unnamed-column']);
  });
  it('empty files', () => {
    expect(codesOf(() => read(''))).toEqual(['file-empty']);
    expect(codesOf(() => read(' \n\n'))).toEqual(['file-empty']);
    expect(codesOf(() => read('# only\n# comments\n'))).toEqual(['file-empty']);
    expect(codesOf(() => readDelimited(gzipSync(new Uint8Array(0)), 'x.gz'))).toEqual(['file-empty']);
  });
  it('binary files, named by their kind where it can be told', () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * 2654435761) >>> 24);
    expect(codesOf(() => readDelimited(noise, 'x.csv'))).toEqual(['file-binary']);
    expect(problemsAtOnce(() => readDelimited(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'x.csv'))[0].found).toContain('Excel');
  });
  it('damaged gzip: cut short, or a byte altered', () => {
    const packed = gzipSync(utf8('a,b\n'.repeat(500)));
    expect(codesOf(() => readDelimited(packed.slice(0, 20), 'x.gz'))).toEqual(['gzip-damaged']);
    expect(codesOf(() => readDelimited(packed.slice(0, -3), 'x.gz'))).toEqual(['gzip-damaged']);
    const altered = packed.slice();
    altered[altered.length - 6] ^= 1;
    expect(codesOf(() => readDelimited(altered, 'x.gz'))).toEqual(['gzip-damaged']);
  });
});

describe('readDelimited: properties', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\r', '\n').trim());

  it('what formatDelimited writes, readDelimited reads', () => {
    const sheet = fc.tuple(fc.constantFrom('\t', ',', ';' as const), fc.array(fc.tuple(cell, cell), { maxLength: 12 }));
    fc.assert(
      fc.property(sheet, ([delimiter, rows]) => {
        const values = rows.map(([a, b]) => [`x${a}`, `y${b}`]);
        const text = formatDelimited(
          [
            { name: 'first', values: values.map((row) => row[0]) },
            { name: 'second', values: values.map((row) => row[1]) },
          ],
          delimiter,
        );
        const table = read(text, { delimiter });
        expect(table.columns.map((column) => [...column.cells])).toEqual([
          values.map((row) => row[0]),
          values.map((row) => row[1]),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('any bytes give a rectangular table or an InputError, nothing else', () => {
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom('a', '1', ',', ';', '\t', '"', '\n', '\r', ' ', '|', '#', '\u0000', 'é'), maxLength: 80 })
        .map(utf8),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => gzipSync(bytes)),
    );
    fc.assert(
      fc.property(soup, (bytes) => {
        const problems = problemsAtOnce(() => {
          const table = readDelimited(bytes, 'x');
          for (const column of table.columns) expect(column.cells).toHaveLength(table.rowCount);
          expect(table.lines).toHaveLength(table.rowCount);
        });
        for (const problem of problems) expect(problem).toMatchObject({ severity: 'error', file: 'x' });
      }),
      { numRuns: 1000 },
    );
  });
});

describe.skipIf(!haveShared)('readDelimited: real files', () => {
  it('the avoidance counts, sheet and behavior', () => {
    const folder = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const counts = readDelimited(readFileSync(`${folder}/counts.tsv.gz`), 'counts.tsv.gz');
    expect([counts.rowCount, counts.columns.length]).toEqual([22485, 45]);
    expect(numbers(counts, '143A-CA3-1')[0]).toBe(85);
    const behavior = readDelimited(readFileSync(`${folder}/behavior.tsv`), 'behavior.tsv');
    expect([behavior.rowCount, behavior.columns.length]).toEqual([306, 34]);
    const again = sharedText('data/expression/mouse-hippocampus-avoidance/behavior.tsv').trimEnd().split('\n');
    expect(behavior.columns.map((column) => column.cells[305])).toEqual(again[306].split('\t'));
  });
});
