import { describe, expect, it } from 'vitest';
import { columnsOf, formatDelimited, matrixColumns } from '../../src/table/index.ts';

describe('columns of tables', () => {
  it('are taken from rows in the order of the picks', () => {
    const columns = columnsOf(
      [
        { gene: 'Htr1a', p: 0.5 },
        { gene: 'Drd2', p: NaN },
      ],
      [
        ['p', (row) => row.p],
        ['gene', (row) => row.gene],
      ],
    );
    expect(formatDelimited(columns)).toBe('p\tgene\n0.5\tHtr1a\nNA\tDrd2\n');
  });

  it('are taken from a row-major matrix by their names', () => {
    const columns = matrixColumns(['a', 'b', 'c'], [1, 2, 3, 4, 5, 6]);
    expect(formatDelimited(columns)).toBe('a\tb\tc\n1\t2\t3\n4\t5\t6\n');
    expect(matrixColumns([], [])).toEqual([]);
    expect(matrixColumns(['a'], [])).toEqual([{ name: 'a', values: new Float64Array(0) }]);
  });
});
