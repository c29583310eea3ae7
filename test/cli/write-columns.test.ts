import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeColumns } from '../../src/cli/write-columns.ts';
import { readWorkbook } from '../../src/table/index.ts';
import { scratchFolder } from '../support/scratch.ts';

const at = scratchFolder('writer');

describe('the shared writer of tables', () => {
  const columns = [
    { name: '__proto__', values: ['=1+1', '<script>', null] },
    { name: 'x', values: [0.1, Number.NaN, Number.NEGATIVE_INFINITY] },
  ];
  it('writes .tsv, .csv, .json and .xlsx by the ending, in any case of letters', async () => {
    for (const ending of ['tsv', 'csv', 'json', 'xlsx', 'CSV']) await writeColumns(at(`table.${ending}`), columns);
    expect(readFileSync(at('table.tsv'), 'utf8')).toBe('__proto__\tx\n=1+1\t0.1\n<script>\tNA\nNA\t-Inf\n');
    expect(readFileSync(at('table.csv'), 'utf8')).toBe('__proto__,x\n=1+1,0.1\n<script>,NA\nNA,-Inf\n');
    expect(readFileSync(at('table.CSV'), 'utf8')).toBe(readFileSync(at('table.csv'), 'utf8'));
    const rows = JSON.parse(readFileSync(at('table.json'), 'utf8')) as object[];
    expect(rows.map((row) => Object.entries(row))).toEqual([
      [
        ['__proto__', '=1+1'],
        ['x', 0.1],
      ],
      [
        ['__proto__', '<script>'],
        ['x', null],
      ],
      [
        ['__proto__', null],
        ['x', '-Inf'],
      ],
    ]);
    const [{ table }] = await readWorkbook(readFileSync(at('table.xlsx')), 'table.xlsx');
    expect(table.columns.map((column) => column.name)).toEqual(['__proto__', 'x']);
    expect(table.columns[0].cells).toEqual(['=1+1', '<script>', null]);
  });
  it('refuses an ending it does not know, and a place it cannot write, and leaves nothing', async () => {
    await expect(writeColumns(at('new', 'table.docx'), columns)).rejects.toThrow(/ending/);
    writeFileSync(at('a-file'), '');
    await expect(writeColumns(at('a-file', 'table.tsv'), columns)).rejects.toThrow(/file, not a folder/);
    mkdirSync(at('a-folder.tsv'));
    await expect(writeColumns(at('a-folder.tsv'), columns)).rejects.toThrow(/folder; a file is needed/);
    expect(existsSync(at('new'))).toBe(false);
    expect(readdirSync(at()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
