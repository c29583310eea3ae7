import { describe, expect, it } from 'vitest';
import { matchTables } from '../../src/integration/behavior-table.ts';
import { InputError } from '../../src/problems/index.ts';
import { readDelimited } from '../../src/table/index.ts';

const table = (text: string, name: string) => readDelimited(new TextEncoder().encode(text), name);
const expression = table('gene\ts1\ts2\ts3\nArc\t1\t2\t3\nFos\t4\t5\t6\n', 'v.tsv');

describe('matching expression with behavior', () => {
  it('matches by whichever column names the samples, in the order of the expression', () => {
    const behavior = table('animal\tsample\tgroup\tscore\tword\nA\ts3\tx\t0.3\tp\nB\ts1\ty\t0.1\tq\nC\ts9\ty\t9\tr\n', 'b.tsv');
    const matched = matchTables(expression, behavior, 'group', []);
    expect(matched.animals).toEqual(['s1', 's3']);
    expect(matched.group).toEqual(['y', 'x']);
    expect(Array.from(matched.values)).toEqual([1, 3, 4, 6]);
    expect(matched.outcomes).toEqual([{ name: 'score', values: Float64Array.of(0.1, 0.3) }]);
    expect(matched.notes[0]).toContain('2 names are in only one');
  });

  it('explains what does not fit, all at once', () => {
    const twice = table('sample\tgroup\tscore\ns1\tx\t1\ns1\tx\t2\ns2\tx\t3\ns2\tx\t3\n', 'b.tsv');
    try {
      matchTables(expression, twice, 'group', []);
      expect.fail('no error');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.problems.map((problem) => [problem.code, problem.line])).toEqual([
        ['link-duplicate', 3],
        ['link-duplicate', 5],
      ]);
    }
    const other = table('animal\tscore\nZ\t1\n', 'b.tsv');
    expect(() => matchTables(expression, other, null, [])).toThrow('no animal of the behavior table');
    expect(() => matchTables(expression, table('sample\tscore\ns1\t1\n', 'b.tsv'), 'grp', [])).toThrow('no column "grp"');
    expect(() => matchTables(expression, table('sample\tg\tscore\ns1\t\t1\n', 'b.tsv'), 'g', [])).toThrow('no value here');
  });
});
