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

  it('says which column a stray text costs, and which genes lack a value', () => {
    const behavior = table('sample\tscore\tother\ns1\t1\t1\ns2\thigh\t2\ns3\t3\t3\n', 'b.tsv');
    const holes = table('gene\ts1\ts2\ts3\nArc\t1\tNA\t3\nFos\t4\t5\t6\nJun\tInf\t5\t6\n', 'v.tsv');
    const { outcomes, notes } = matchTables(holes, behavior, null, []);
    expect(outcomes.map(({ name }) => name)).toEqual(['other']);
    expect(notes).toEqual([
      'column "score" is not used: it holds 2 numbers, but "high" on line 3; leave the cell empty if the value is missing.',
      '2 genes lack a finite value in some animal and have no result (Arc, Jun).',
    ]);
  });

  it('refuses a gene that stands twice', () => {
    const twice = table('gene\ts1\ts2\ts3\nArc\t1\t2\t3\nArc\t4\t5\t6\n', 'v.tsv');
    const behavior = table('sample\tscore\ns1\t1\n', 'b.tsv');
    expect(() => matchTables(twice, behavior, null, [])).toThrow('"Arc" stands twice, first on line 2');
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
