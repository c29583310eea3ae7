import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountFile } from '../../../src/expression/index.ts';
import { InputError } from '../../../src/problems/index.ts';
import { writeParquet, writeWorkbook } from '../../../src/table/index.ts';
import { file, known, read, utf8 } from './support.ts';

const FIXTURES = new URL('../../fixtures/expression/input/', import.meta.url).pathname;
const unpacked = (name: string) => new Uint8Array(gunzipSync(readFileSync(FIXTURES + name)));
const COLUMNS = [
  { name: 'gene', values: ['Xist', 'Htr1a', 'Drd2'] },
  { name: 's1', values: [1, 2, 3] },
  { name: 's2', values: [4, 5, 6] },
];
const workbook = await writeWorkbook([{ name: 'c', columns: COLUMNS }]);
const parquet = await writeParquet(COLUMNS);
const table = file('tx2gene.tsv', unpacked('tximport/tx2gene.tsv.gz'));
const mtx = '%%MatrixMarket matrix coordinate integer general\n2 2 3\n1 1 5\n1 2 3\n2 2 7\n';

/** A good input of each format; `at` is the file that is damaged. */
const SEEDS: [string, CountFile[]][] = [
  ['matrix', [file('c.tsv', 'gene\ts1\ts2\nXist\t1\t2\n"Htr1a"\t3\t4\nDrd2\t"5"\t6\n')]],
  ['semicolons', [file('c.csv', 'gene;desc;s1;s2\nXist;"a;b";1,0;2\nHtr1a;c;3;4\n')]],
  [
    'featureCounts',
    [
      file(
        'fc.txt',
        '# Program:featureCounts v2\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta/s1.bam\ta/s2.bam\nG1\t1\t2\t3\t+\t4\t5\t6\n',
      ),
    ],
  ],
  ['gzip', [file('c.tsv.gz', new Uint8Array(gzipSync('gene\ts1\ts2\nXist\t1\t2\nHtr1a\t3\t4\n')))]],
  ['HTSeq', [file('s1.txt', 'Xist\t1\nDrd2\t2\n__no_feature\t3\n'), file('s2.txt', 'Xist\t4\nDrd2\t5\n__no_feature\t6\n')]],
  ['STAR', [file('s1ReadsPerGene.out.tab', 'N_unmapped\t1\t1\t1\nN_multimapping\t1\t1\t1\nG1\t10\t10\t0\nG2\t3\t3\t0\n')]],
  ['salmon', [file('q/s1/quant.sf', unpacked('tximport/quants/m1_quant/quant.sf.gz').slice(0, 3000))]],
  ['kallisto', [file('abundance.h5', unpacked('tximport/abundance.h5.gz'))]],
  ['sparse', [file('matrix.mtx', mtx), file('features.tsv', 'G1\tA\nG2\tB\n'), file('barcodes.tsv', 's1\ns2\n')]],
  ['workbook', [file('c.xlsx', workbook)]],
  ['parquet', [file('c.parquet', parquet)]],
  ['AnnData', [file('c.h5ad', unpacked('h5ad/csr.h5ad.gz'))]],
];
/** What a hand or a disk may do to bytes. */
const INSERTS = [
  'NaN',
  'Inf',
  '-1',
  '1e400',
  '99999999999999999999',
  '',
  '\t',
  '\n',
  '\r',
  '"',
  ';',
  '\0',
  '\xff',
  'é',
  '#',
  '1,5',
  '0x1',
  '-0',
  '1e3',
];

const damage = fc.record({
  kind: fc.constantFrom('cut', 'flip', 'insert', 'delete'),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.nat(255),
  insert: fc.constantFrom(...INSERTS),
  length: fc.nat(20),
});

function damaged(
  bytes: Uint8Array,
  { kind, place, byte, insert, length }: { kind: string; place: number; byte: number; insert: string; length: number },
) {
  const at = Math.min(bytes.length, Math.floor(place * (bytes.length + 1)));
  if (kind === 'cut') return bytes.slice(0, at);
  if (kind === 'flip') return bytes.map((old, i) => (i === at ? byte : old));
  const middle = kind === 'insert' ? utf8(insert) : new Uint8Array();
  return new Uint8Array([...bytes.slice(0, at), ...middle, ...bytes.slice(at + (kind === 'delete' ? length : 0))]);
}

describe('damaged counts', () => {
  it.each(SEEDS)('%s: an InputError or whole counts of named genes, nothing else', async (name, files) => {
    const whole = await read(files, {}, { known: known('s1', 's2'), transcripts: table }).catch((error: unknown) => error);
    if (name !== 'salmon') expect(whole).not.toBeInstanceOf(Error);
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), fc.array(damage, { minLength: 1, maxLength: 3 }), async (which, blows) => {
        const broken = files.map((one, i) => (i === which ? { ...one, bytes: blows.reduce(damaged, one.bytes) } : one));
        try {
          const { matrix } = await read(broken, {}, { known: known('s1', 's2'), transcripts: table });
          expect(matrix.counts.length).toBe(matrix.genes.length * matrix.samples.length);
          expect(matrix.genes.every((gene) => gene.trim() !== '')).toBe(true);
          expect(new Set(matrix.genes).size).toBe(matrix.genes.length);
          expect(new Set(matrix.samples).size).toBe(matrix.samples.length);
          expect(matrix.counts.every((count) => Number.isInteger(count) && count >= 0 && count <= 2147483647)).toBe(true);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          for (const problem of error.problems) expect(problem.message).not.toBe('');
        }
      }),
      { numRuns: name === 'AnnData' || name === 'kallisto' ? 120 : 300, seed: 11 },
    );
  });

  it('a cut text table is refused unless it was cut between two rows', async () => {
    const text = 'gene\ts1\ts2\ts3\nXist\t10\t20\t30\nHtr1a\t40\t50\t60\n';
    for (let at = 1; at < text.length; at++) {
      const result = await read([file('c.tsv', text.slice(0, at))]).catch((error: unknown) => error);
      if (result instanceof InputError) continue;
      const { matrix } = result as Awaited<ReturnType<typeof read>>;
      // the last cell of the last row may be cut in the middle of its digits, which no reader of text can see
      const expected = [10, 20, 30, 40, 50, 60].slice(0, matrix.counts.length);
      expect(matrix.samples).toEqual(['s1', 's2', 's3']);
      [...matrix.counts].slice(0, -1).forEach((count, i) => {
        expect(count).toBe(expected[i]);
      });
      expect(String(expected.at(-1))).toMatch(new RegExp(`^${matrix.counts.at(-1)}`));
    }
  });

  it('any written table is read back, whatever its delimiter, line ends, quotes and descriptions', async () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _;,"()-]{0,10}[A-Za-z)]$/);
    const shape = fc.record({
      mark: fc.constantFrom('\t', ',', ';'),
      end: fc.constantFrom('\n', '\r\n'),
      quote: fc.boolean(),
      description: fc.boolean(),
      genes: fc.uniqueArray(fc.stringMatching(/^[A-Z][a-z]{2,6}[0-9]?$/), { minLength: 1, maxLength: 8 }),
      words: fc.array(word, { minLength: 8, maxLength: 8 }),
      counts: fc.array(fc.nat(2147483647), { minLength: 24, maxLength: 24 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ mark, end, quote, description, genes, words, counts }) => {
        const cell = (text: string) => (quote || /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const header = ['gene', ...(description ? ['description'] : []), 's1', 's2', 's3'].map(cell).join(mark);
        const rows = genes.map((gene, g) =>
          [gene, ...(description ? [words[g]] : []), ...counts.slice(g * 3, g * 3 + 3).map(String)].map(cell).join(mark),
        );
        const { matrix } = await read([file('c.txt', [header, ...rows, ''].join(end))]);
        expect(matrix.genes).toEqual(genes);
        expect(matrix.samples).toEqual(['s1', 's2', 's3']);
        expect([...matrix.counts]).toEqual(counts.slice(0, genes.length * 3));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
