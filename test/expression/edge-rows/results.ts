import { expect } from 'vitest';
import { refusal, run, sheetOf, sheetWith, table } from '../awkward-input.ts';
import type { Check } from './support.ts';

const plain = () => [table(6), sheetOf('aaabbb')] as const;
/** Section "Results stage" of edge-cases.md. */
export const RESULTS: [string, Check][] = [
  [
    'unknown level in a contrast',
    async () =>
      expect(await refusal(...plain(), { test: { factor: 'group', treated: 'c', control: 'a' } })).toMatchObject({
        code: 'contrast-unknown-level',
      }),
  ],
  [
    'same level twice',
    async () =>
      expect((await refusal(...plain(), { test: { factor: 'group', treated: 'a', control: 'a' } })).code).toBe(
        'contrast-same-level',
      ),
  ],
  [
    'numeric contrast of wrong length',
    async () =>
      expect((await refusal(...plain(), { test: { weights: [['group_c_vs_a', 1]] } })).code).toBe('unknown-coefficient'),
  ],
  [
    'lessAbs with threshold 0',
    async () =>
      expect((await refusal(...plain(), { question: { threshold: 0, alternative: 'lessAbs' } })).code).toBe(
        'threshold-without-meaning',
      ),
  ],
  [
    'thresholds with an LRT',
    async () =>
      expect((await refusal(...plain(), { reduced: '~ 1', question: { threshold: 1, alternative: 'greaterAbs' } })).code).toBe(
        'threshold-without-meaning',
      ),
  ],
  [
    'LRT object, Wald asked',
    // every command states its test; both give the same fold changes
    async () => {
      const [lrt, wald] = [await run(...plain(), { reduced: '~ 1' }), await run(...plain())];
      expect([...lrt.table.log2FoldChange]).toEqual([...wald.table.log2FoldChange]);
      expect([...lrt.table.pvalue]).not.toEqual([...wald.table.pvalue]);
    },
  ],
  [
    '"normal" shrinkage with an interaction in the design',
    async () => {
      const sheet = sheetWith('sample\tgroup\tsex', ['a\tf', 'a\tf', 'a\tm', 'a\tm', 'b\tf', 'b\tf', 'b\tm', 'b\tm']);
      const found = await refusal(table(8), sheet, {
        design: '~ sex * group',
        shrink: 'normal',
        test: { factor: 'group', treated: 'b', control: 'a' },
      });
      expect(found.code).toBe('shrink-needs-main-effects');
    },
  ],
  [
    'apeglm with a contrast instead of a coefficient',
    async () => {
      const three = sheetWith('sample\tgroup', ['a', 'a', 'b', 'b', 'c', 'c']);
      const found = await refusal(table(6), three, { shrink: 'apeglm', test: { factor: 'group', treated: 'c', control: 'b' } });
      expect(found.mend).toBeTruthy();
      // a comparison with the reference level is a coefficient, and works
      expect(
        (await run(table(6), three, { shrink: 'apeglm', test: { factor: 'group', treated: 'c', control: 'a' } })).svalue,
      ).not.toBeNull();
    },
  ],
];
