import { expect } from 'vitest';
import { MISSING_REASON } from '../../../src/expression/index.ts';
import { type Check, gene } from './support.ts';

/** Section "Genes" of edge-cases.md. */
export const GENES: [string, Check][] = [
  [
    'all counts zero',
    async () => {
      const { g, fit, reason, result } = await gene('3v3', 'g001');
      expect([fit.baseMean[g], reason]).toEqual([0, MISSING_REASON.allZero]);
      expect(result.log2FoldChange[g]).toBeNaN();
    },
  ],
  [
    'one non-zero count (40) in one of 3v3',
    async () => {
      const { g, fit, result } = await gene('3v3', 'g002');
      expect(fit.dispersion[g]).toBeCloseTo(10, 9);
      expect(fit.dispOutlier[g]).toBe(1);
      expect(result.pvalue[g]).toBeCloseTo(0.11, 2);
      expect(fit.maxCooksUsed[g]).toBeCloseTo(13, 0);
      expect(fit.cooksCutoff).toBeCloseTo(18, 1);
    },
  ],
  [
    'same in 8v8',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g002');
      expect([replaced, fit.baseMean[g], result.log2FoldChange[g], result.lfcSE[g], result.pvalue[g]]).toEqual([
        true,
        0,
        0,
        0,
        1,
      ]);
      expect(result.padj[g]).toBeNaN();
      expect(fit.replacements.find((one) => one.gene === g)).toMatchObject({ original: 40, replacement: 0 });
    },
  ],
  [
    'single count of 9 in 8v8',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g005');
      expect(replaced).toBe(false);
      expect(fit.dispersion[g]).toBeCloseTo(16, 9);
      expect(result.pvalue[g]).toBeCloseTo(0.38, 2);
    },
  ],
  [
    'one group all zero, other about 35–90',
    async () => {
      const [small, large] = [await gene('3v3', 'g003'), await gene('8v8', 'g003')];
      expect(small.result.log2FoldChange[small.g]).toBeCloseTo(8.56, 2);
      expect(large.result.log2FoldChange[large.g]).toBeCloseTo(8.51, 2);
      expect(large.result.pvalue[large.g]).toBeLessThan(1e-29);
    },
  ],
  [
    'one huge outlier (+200 000) in 3v3',
    async () => {
      const { g, fit, result, reason } = await gene('3v3', 'g004');
      expect(reason).toBe(MISSING_REASON.countOutlier);
      expect(result.stat[g]).not.toBeNaN();
      expect(fit.maxCooksUsed[g]).toBeCloseTo(37, 0);
    },
  ],
  [
    'same in 8v8#2',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g004');
      expect(replaced).toBe(true);
      expect(fit.replacements.filter((one) => one.gene === g)).toMatchObject([{ original: 200144, replacement: 94 }]);
      expect(result.log2FoldChange[g]).toBeCloseTo(-0.26, 2);
      expect(result.pvalue[g]).toBeCloseTo(0.17, 2);
      expect(fit.maxCooksUsed[g]).toBeNaN();
    },
  ],
  [
    'identical counts in all samples (500 each)',
    async () => {
      const { g, fit } = await gene('3v3', 'g007');
      expect(fit.dispGeneEst[g]).toBeCloseTo(1e-8, 12);
      expect(fit.dispMAP[g]).toBeCloseTo(0.03, 2);
    },
  ],
  [
    'all counts 1',
    async () => {
      const { g, result } = await gene('3v3', 'g005');
      expect(result.pvalue[g]).toBeGreaterThan(0.9);
    },
  ],
  [
    'one single read in total',
    async () => {
      const { g, fit, result } = await gene('3v3', 'g006');
      expect(fit.dispersion[g]).toBeCloseTo(10, 9);
      expect(result.pvalue[g]).toBeCloseTo(0.82, 2);
    },
  ],
];
