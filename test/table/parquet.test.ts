import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/problems/index.ts';
import { isParquet, numbers, readParquet, readTable, tableOf, writeParquet } from '../../src/table/index.ts';

const plain = (table: { columns: readonly { name: string; cells: readonly (string | null)[] }[] }) =>
  table.columns.map((column) => [column.name, ...column.cells]);

describe('Parquet', () => {
  it('numbers come back to the bit, texts as they were, missing as missing', async () => {
    const values = Float64Array.of(1 / 3, NaN, Infinity, -1e-300, 123456789012345, -0.1);
    const words = ['__proto__', null, '=1+1', 'SEPT2', '002', 'é µ 漢 😀'];
    const bytes = await writeParquet([
      { name: 'constructor', values: words },
      { name: 'x', values },
      { name: 'mixed', values: [1.5, 'a', null, NaN, 2, 'NA'] },
      { name: 'empty', values: [null, null, null, null, null, null] },
    ]);
    expect(isParquet(bytes)).toBe(true);
    const table = await readTable(bytes, 'a.parquet');
    expect(plain(table)[0]).toEqual(['constructor', ...words]);
    expect([...numbers(table, 'x')]).toEqual([...values]);
    expect(plain(table)[2]).toEqual(['mixed', '1.5', 'a', null, null, '2', null]);
    expect(plain(table)[3].slice(1)).toEqual([null, null, null, null, null, null]);
  });

  it('any table survives the round trip', async () => {
    const cell = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constant(null));
    const trimmed = cell.map((text) => (text === null || ['', 'NA', 'N/A', '#N/A'].includes(text.trim()) ? null : text.trim()));
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text && text !== '');
    const tables = fc.integer({ min: 1, max: 40 }).chain((rows) =>
      fc.record({
        names: fc.uniqueArray(name, { minLength: 2, maxLength: 2 }),
        texts: fc.array(trimmed, { minLength: rows, maxLength: rows }),
        values: fc.array(fc.double(), { minLength: rows, maxLength: rows }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(tables, async ({ names, texts, values }) => {
        const ids = texts.map((_, i) => `row ${i}`);
        const bytes = await writeParquet([
          { name: ' id', values: ids },
          { name: names[0], values: texts },
          { name: names[1], values },
        ]);
        const back = await readParquet(bytes, 'a.parquet');
        expect(plain(back)[0]).toEqual(['id', ...ids]);
        expect(back.columns[1].cells).toEqual(texts);
        const read = [...numbers(tableOf('a', [back.columns[2]]), names[1])];
        expect(read.map((value) => value + 0)).toEqual(values.map((value) => value + 0));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('the same content gives the same bytes', async () => {
    const columns = [{ name: 'g', values: ['a', 'b'] }];
    expect(await writeParquet(columns)).toEqual(await writeParquet(columns));
  });

  it('thousands of rows in several groups keep their order', async () => {
    const values = Float64Array.from({ length: 102_345 }, (_, i) => i);
    const genes = Array.from(values, (i) => `g${i}`);
    const table = await readParquet(
      await writeParquet([
        { name: 'gene', values: genes },
        { name: 'v', values },
      ]),
      'big.parquet',
    );
    expect(table.columns[0].cells.join()).toBe(genes.join());
    expect(numbers(table, 'v').every((value, i) => value === i)).toBe(true);
  });

  it('row names of pandas come first and without a name', async () => {
    const bytes = await writeParquet([
      { name: 's1', values: [1, 2] },
      { name: '__index_level_0__', values: ['Xist', 'Htr1a'] },
    ]);
    expect(plain(await readParquet(bytes, 'p.parquet'))).toEqual([
      ['', 'Xist', 'Htr1a'],
      ['s1', '1', '2'],
    ]);
  });

  it('damaged and cut files are refused, or read as they are, and never crash', async () => {
    const whole = await writeParquet([
      { name: 'gene', values: ['Xist', 'Htr1a', 'Drd2'] },
      { name: 'x', values: [1, 2, 3] },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const bytes = cut ? whole.slice(0, at) : whole.map((old, i) => (i === at ? byte : old));
        try {
          const table = await readParquet(bytes, 'a.parquet');
          expect(cut).toBe(false);
          expect(table.rowCount).toBe(3);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 400, seed: 5 },
    );
  });
});
