import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers, readWorkbook, type Table, writeWorkbook } from '../../src/table/index.ts';
import { problemsOf } from '../support/problems.ts';

const plain = (table: Table) => table.columns.map((column) => [column.name, ...column.cells]);
const codesOf = async (work: Promise<unknown>) => (await problemsOf(() => work)).map((problem) => problem.code);

describe('workbooks', () => {
  it('text stays text, numbers are whole, missing is missing', async () => {
    const texts = [
      '=1+1',
      'SEPT2',
      '002',
      '1-Mar',
      '__proto__',
      'constructor',
      '<script>alert(1)</script>',
      '+1',
      '@x',
      'é µ 漢',
    ];
    const bytes = await writeWorkbook([
      {
        name: 'first',
        columns: [
          { name: '__proto__', values: texts },
          { name: '=2+2', values: texts.map((_, i) => 0.1 * i) },
        ],
      },
      { name: 'first', columns: [{ name: 'x', values: Float64Array.of(1 / 3, NaN, Infinity, -1e-300, 123456789012345) }] },
    ]);
    const [first, second] = await readWorkbook(bytes, 'a.xlsx');
    expect([first.name, second.name]).toEqual(['first', 'first 2']);
    expect(plain(first.table)[0]).toEqual(['__proto__', ...texts]);
    expect([...numbers(first.table, '=2+2')]).toEqual(texts.map((_, i) => 0.1 * i));
    expect([...numbers(second.table, 'x')]).toEqual([1 / 3, NaN, Infinity, -1e-300, 123456789012345]);
  });

  it('the same content gives the same bytes', async () => {
    const sheet = { name: 's', columns: [{ name: 'a', values: ['x', 'y'] }] };
    const first = await writeWorkbook([sheet]);
    await new Promise((done) => setTimeout(done, 2100));
    expect(await writeWorkbook([sheet])).toEqual(first);
  });

  it('row numbers are those of the sheet', async () => {
    const bytes = await writeWorkbook([
      {
        name: 's',
        columns: [
          { name: 'a', values: ['x', null, 'y'] },
          { name: 'b', values: ['1', null, 'z'] },
        ],
      },
    ]);
    const [{ table }] = await readWorkbook(bytes, 'a.xlsx');
    expect([...table.lines]).toEqual([2, 4]);
    expect(() => numbers(table, 'b')).toThrow(/a.xlsx \[s\]:4:2/);
  });

  it('names that Excel forbids are mended', async () => {
    const bytes = await writeWorkbook([{ name: `a/b:c*?[d]${'x'.repeat(40)}`, columns: [{ name: 'a', values: ['1'] }] }]);
    const [{ name }] = await readWorkbook(bytes, 'a.xlsx');
    expect(name).toMatch(/^a b c {2,3}d {1,2}x+$/);
    expect(name.length).toBe(31);
  });

  it('a damaged or foreign file is an input error', async () => {
    expect(await codesOf(readWorkbook(new Uint8Array(0), 'a.xlsx'))).toEqual(['file-empty']);
    expect(await codesOf(readWorkbook(new TextEncoder().encode('a,b\n1,2\n'), 'a.xlsx'))).toEqual(['workbook-damaged']);
    const bytes = await writeWorkbook([{ name: 's', columns: [{ name: 'a', values: ['x'] }] }]);
    expect(await codesOf(readWorkbook(bytes.slice(0, 400), 'a.xlsx'))).toEqual(['workbook-damaged']);
  });

  it('problems of all sheets come at once', async () => {
    const twice = { name: 'x', values: ['1'] };
    const bytes = await writeWorkbook([
      { name: 's', columns: [twice, twice] },
      { name: 't', columns: [twice, twice] },
    ]);
    expect(await codesOf(readWorkbook(bytes, 'a.xlsx'))).toEqual(['table-duplicate-column', 'table-duplicate-column']);
  });

  it('any text comes back (property)', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `x${text.replaceAll('\r', '')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 6 }), async (cells) => {
        const [{ table }] = await readWorkbook(
          await writeWorkbook([{ name: 's', columns: [{ name: 'a', values: cells }] }]),
          'a.xlsx',
        );
        expect(table.columns[0].cells).toEqual(cells);
      }),
      { numRuns: 60 },
    );
  });
});
