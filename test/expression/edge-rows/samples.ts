import { expect } from 'vitest';
import { refusal, run, sheetOf, table } from '../awkward-input.ts';
import type { Check } from './support.ts';

/** Section "Numbers of samples" of edge-cases.md. */
export const SAMPLES: [string, Check][] = [
  [
    '2 v 2',
    async () => {
      const { fit } = await run(table(4, 200), sheetOf('aabb'));
      expect(fit.maxCooksUsed.every(Number.isNaN)).toBe(true);
      expect(fit.priorVariance).toBeGreaterThanOrEqual(0.25);
    },
  ],
  [
    '2 v 1',
    async () => {
      // runs as in DESeq2, which passes over it in silence
      expect((await run(table(3, 200), sheetOf('aab'))).notes.join(' ')).toContain('1 residual degree');
    },
  ],
  [
    '1 v 1, or as many coefficients as samples',
    async () => expect((await refusal(table(2), sheetOf('ab'))).code).toBe('design-no-replicates'),
  ],
  [
    'design `~ 1`',
    async () => {
      const { notes, fit, table: result } = await run(table(6), sheetOf('aaabbb'), { design: '~ 1', test: null });
      expect(notes.join(' ')).toContain('~ 1');
      expect(result.log2FoldChange[3]).toBeCloseTo(Math.log2(fit.baseMean[3]), 6);
    },
  ],
  ['5 genes only', async () => expect((await run(table(6, 5), sheetOf('aaabbb'))).table.pvalue).toHaveLength(5)],
  [
    '1 gene',
    async () => {
      expect((await refusal('gene\ts1\ts2\ts3\ts4\ts5\ts6\ng\t500\t500\t500\t500\t500\t500\n', sheetOf('aaabbb'))).code).toMatch(
        /^dispersion-/,
      );
      // size factors of a single gene make its normalized counts equal, so its dispersion is always at the floor
      expect((await refusal('gene\ts1\ts2\ts3\ts4\ng\t100\t300\t180\t900\n', sheetOf('aabb'))).mend).toBeTruthy();
    },
  ],
];
