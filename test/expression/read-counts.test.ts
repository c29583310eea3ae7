import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCounts } from '../../src/expression/index.ts';
import { InputError, type Problem } from '../../src/problems/index.ts';
import { problemsAtOnce } from '../support/problems.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readCounts(bytes(text), 'counts.tsv');

const problems = (input: string | Uint8Array): readonly Problem[] =>
  problemsAtOnce(() => readCounts(typeof input === 'string' ? bytes(input) : input, 'counts.tsv'));

describe('reading counts', () => {
  it.each([
    ['tabs', 'gene\ta\tb\nXist\t1\t2\nGapdh\t30\t4\n'],
    ['commas', 'gene,a,b\nXist,1,2\nGapdh,30,4\n'],
    ['semicolons', 'gene;a;b\nXist;1;2\nGapdh;30;4\n'],
    ['Windows line ends', 'gene\ta\tb\r\nXist\t1\t2\r\nGapdh\t30\t4\r\n'],
    ['no newline at the end', 'gene\ta\tb\nXist\t1\t2\nGapdh\t30\t4'],
    ['quotes', '"gene","a","b"\n"Xist","1","2"\n"Gapdh",30,4\n'],
    ['a header one cell short, as write.table leaves it', 'a\tb\nXist\t1\t2\nGapdh\t30\t4\n'],
    ['comments before the header', '# made by a program\ngene\ta\tb\nXist\t1\t2\nGapdh\t30\t4\n'],
    ['a byte order mark', '\uFEFFgene\ta\tb\nXist\t1\t2\nGapdh\t30\t4\n'],
    ['blank lines', 'gene\ta\tb\n\nXist\t1\t2\n\nGapdh\t30\t4\n\n'],
    ['whole numbers written as decimals', 'gene\ta\tb\nXist\t1.0\t2\nGapdh\t3e1\t4.00\n'],
  ])('%s', (_, text) => {
    const { genes, samples, counts } = read(text);
    expect({ genes, samples, counts: Array.from(counts) }).toEqual({
      genes: ['Xist', 'Gapdh'],
      samples: ['a', 'b'],
      counts: [1, 2, 30, 4],
    });
  });

  it('gzip and UTF-16', () => {
    const text = 'gene\ta\tb\nXist\t1\t2\n';
    expect(Array.from(readCounts(new Uint8Array(gzipSync(text)), 'c').counts)).toEqual([1, 2]);
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((character) => [character.charCodeAt(0), 0])]);
    expect(readCounts(utf16, 'c').genes).toEqual(['Xist']);
  });

  it('keeps names as they are', () => {
    const { genes, samples } = read('gene\t__proto__\t=1+1\n<script>\t1\t2\n002\t3\t4\nÄ1-März\t5\t6\n');
    expect(samples).toEqual(['__proto__', '=1+1']);
    expect(genes).toEqual(['<script>', '002', 'Ä1-März']);
  });

  it('reads back any table it could have been given', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/);
    const tables = fc
      .tuple(
        fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(name, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\t', ',', ';'),
      )
      .chain(([samples, genes, mark]) =>
        fc.tuple(
          fc.constant(samples),
          fc.constant(genes),
          fc.constant(mark),
          fc.array(fc.nat(2147483647), { minLength: samples.length * genes.length, maxLength: samples.length * genes.length }),
        ),
      );
    fc.assert(
      fc.property(tables, ([samples, genes, mark, counts]) => {
        const lines = genes.map((gene, g) => [gene, ...counts.slice(g * samples.length, (g + 1) * samples.length)].join(mark));
        const matrix = read([['gene', ...samples].join(mark), ...lines].join('\n'));
        expect(matrix.genes).toEqual(genes);
        expect(matrix.samples).toEqual(samples);
        expect(Array.from(matrix.counts)).toEqual(counts);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('never fails on noise with anything but an InputError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          readCounts(noise, 'noise');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('bad counts: every problem of the file at once, each with its place', () => {
  it('lists them all', () => {
    const found = problems(
      'gene\ts1\ts2\ng1\t1.5\t2\ng2\t-3\t4\ng3\tNA\tabc\ng1\t5\t6\ng5\t7\ng6\t1\t2\t3\n\t1\t2\ng8\t9999999999\t1\n',
    );
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['counts-not-integer', 2, 2],
      ['counts-negative', 3, 2],
      ['counts-missing', 4, 2],
      ['counts-not-a-number', 4, 3],
      ['counts-ragged-row', 6, undefined],
      ['counts-ragged-row', 7, undefined],
      ['counts-no-gene-id', 8, 1],
      ['counts-too-large', 9, 2],
      ['counts-duplicate-gene', 5, 1],
    ]);
    for (const problem of found) {
      expect(problem.file).toBe('counts.tsv');
      expect(problem.mend).toBeTruthy();
    }
  });

  it('counts what it does not list', () => {
    const rows = Array.from({ length: 100 }, (_, g) => `g${g}\t0.5\t1`);
    const found = problems(`gene\ts1\ts2\n${rows.join('\n')}\n`);
    expect(found).toHaveLength(21);
    expect(found[20].message).toContain('80 more');
  });

  it('empty, only a header, one column, binary, Excel, duplicated samples', () => {
    expect(problems('')[0].code).toBe('file-empty');
    expect(problems('\n \n')[0].code).toBe('file-empty');
    expect(problems('gene\ts1\ts2\n')[0].code).toBe('counts-no-genes');
    expect(problems('gene\nXist\n')[0].code).toBe('counts-one-column');
    expect(problems(new Uint8Array([1, 2, 0, 4, 5, 0, 200, 3]))[0].code).toBe('file-binary');
    expect(problems(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0]))[0].found).toContain('Excel');
    expect(problems('gene\ts1\ts1\nXist\t1\t2\n')[0].code).toBe('counts-duplicate-sample');
  });
});
