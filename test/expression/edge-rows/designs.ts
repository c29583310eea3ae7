import { expect } from 'vitest';
import { readDelimited } from '../../../src/table/index.ts';
import { bytes, refusal, run, sheetOf, sheetWith, table } from '../awkward-input.ts';
import type { Check } from './support.ts';

/** Section "Designs" of edge-cases.md. */
export const DESIGNS: [string, Check][] = [
  [
    'batch identical to group',
    async () => {
      const sheet = sheetWith('sample\tgroup\tbatch', ['a\tx', 'a\tx', 'a\tx', 'b\ty', 'b\ty', 'b\ty']);
      const found = await refusal(table(6), sheet, { design: '~ batch + group' });
      expect(found.code).toBe('design-not-full-rank');
      expect(found.message).toContain('"group" and "batch"');
      expect(found.found).toContain('a/x 3');
    },
  ],
  [
    'interaction with an empty cell',
    async () => {
      const sheet = sheetWith('sample\tgroup\tsex', ['a\tf', 'a\tf', 'a\tm', 'b\tf', 'b\tf', 'b\tf']);
      expect((await refusal(table(6), sheet, { design: '~ sex * group' })).message).toContain('sexm:groupb');
    },
  ],
  [
    'missing value in a design variable',
    async () =>
      expect(await refusal(table(6), sheetOf('aaabbb').replace('s5\tb', 's5\tNA'))).toMatchObject({
        code: 'design-missing-value',
        line: 6,
      }),
  ],
  [
    'design variable is text',
    async () =>
      expect((await run(table(6), sheetOf('bbbaaa'))).design.variables[0]).toMatchObject({ kind: 'factor', levels: ['a', 'b'] }),
  ],
  [
    'unused factor level',
    async () => {
      const { design } = await run(table(8), sheetOf('aaabbbcc'), {
        where: [{ column: 'keep', value: 'y' }],
        samples: readDelimited(
          bytes(sheetWith('sample\tgroup\tkeep', ['a\ty', 'a\ty', 'a\ty', 'b\ty', 'b\ty', 'b\ty', 'c\tn', 'c\tn'])),
          's.tsv',
        ),
      });
      expect(design.columns).toEqual(['(Intercept)', 'groupb']);
    },
  ],
  [
    'variable with one level',
    async () => {
      const found = await refusal(table(6), sheetOf('aaaaaa'), { test: null });
      expect(`${found.message} ${found.mend}`).toMatch(/level|same value|~ 1/);
    },
  ],
  [
    'ordered factor',
    // text has no order; the levels are sorted, and --ref names the reference
    async () =>
      expect(
        (
          await run(table(6), sheetWith('sample\tgroup', ['low', 'low', 'mid', 'mid', 'top', 'top']), {
            test: { factor: 'group', treated: 'top', control: 'low' },
          })
        ).coefficients,
      ).toHaveLength(3),
  ],
  [
    '0/1 numeric group',
    async () => expect((await run(table(6), sheetOf('000111'), { test: null })).notes.join(' ')).toContain('factor(group)'),
  ],
  [
    'covariate with mean or SD above 5',
    async () => {
      const { notes } = await run(table(6), sheetWith('sample\tage', ['60', '75', '90', '66', '81', '99']), {
        design: '~ age',
        test: null,
      });
      expect(notes.join(' ')).toContain('scale(age)');
    },
  ],
  [
    'level names that collide after cleaning ("a b" / "a-b")',
    // nothing is cleaned here, so nothing collides: better than the error
    async () => {
      const { design } = await run(table(6), sheetWith('sample\tgroup', ['a b', 'a b', 'a b', 'a-b', 'a-b', 'a-b']), {
        test: { factor: 'group', treated: 'a-b', control: 'a b' },
      });
      expect(design.columns).toHaveLength(2);
    },
  ],
  [
    'level called "control" that is not the reference',
    async () => {
      const { notes } = await run(table(6), sheetOf('aaabbb').replaceAll('\tb', '\tcontrol'), { test: null });
      expect(notes.join(' ')).toContain("--ref 'group=control'");
    },
  ],
  [
    'sample table rows in another order than the count columns',
    // matched by name instead of refused
    async () => {
      const [head, ...lines] = sheetOf('aaabbb').trimEnd().split('\n');
      const turned = await run(table(6), [head, ...lines.reverse()].join('\n'));
      expect([...turned.table.pvalue]).toEqual([...(await run(table(6), sheetOf('aaabbb'))).table.pvalue]);
    },
  ],
  [
    'different sample names',
    async () => {
      const found = await refusal(table(6), sheetOf('aaabbb').replace('s5', 'S5'));
      expect(found).toMatchObject({ code: 'sample-not-in-sheet', mend: expect.stringContaining('S5') });
    },
  ],
];
