import { expect } from 'vitest';
import { refusal, run, sheetOf, table } from '../awkward-input.ts';
import { type Check, one, poissonTable, readingProblem } from './support.ts';

const zeroEverywhere = () => table(6, 120, (g, j, value) => (g % 6 === j ? 0 : value));
const silent = () => table(6, 60, (_g, j, value) => (j === 3 ? 0 : value));

/** Section "Counts" of edge-cases.md. */
export const COUNTS: [string, Check][] = [
  [
    'non-integer',
    () =>
      expect(one('1.5')).toMatchObject({
        code: 'counts-not-integer',
        line: 2,
        column: 2,
        mend: expect.stringContaining('--round'),
      }),
  ],
  ['negative', () => expect(one('-1')).toMatchObject({ code: 'counts-negative', line: 2 })],
  ['missing', () => expect(one('NA')).toMatchObject({ code: 'counts-missing', line: 2 })],
  ['above 2 147 483 647', () => expect(one('2147483648')).toMatchObject({ code: 'counts-too-large', line: 2 })],
  [
    'everything zero',
    async () =>
      expect(
        (
          await refusal(
            table(6, 50, () => 0),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('counts-all-zero'),
  ],
  [
    'every gene equal across samples',
    async () =>
      expect(
        (
          await refusal(
            table(6, 80, (g) => 20 + g),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('dispersion-all-minimal'),
  ],
  [
    'duplicate gene names',
    // refused with both lines, or summed when asked, instead of renamed
    () =>
      expect(readingProblem('gene\ts1\ts2\nXist\t1\t2\nXist\t3\t4\n')).toMatchObject({
        code: 'counts-duplicate-gene',
        line: 3,
        found: 'also in line 2',
      }),
  ],
  [
    'one sample with all zeros, ratio',
    async () => expect((await refusal(silent(), sheetOf('aaabbb'))).message).toContain('"s4"'),
  ],
  [
    'same, poscounts',
    async () =>
      expect((await refusal(silent(), sheetOf('aaabbb'), { sizeFactors: 'poscounts' })).code).toBe('sample-without-counts'),
  ],
  [
    'every gene has a zero somewhere, ratio',
    async () => expect((await refusal(zeroEverywhere(), sheetOf('aaabbb'))).code).toBe('every-gene-has-a-zero'),
  ],
  [
    'same, poscounts#2',
    async () => {
      const { normalization } = await run(zeroEverywhere(), sheetOf('aaabbb'), { sizeFactors: 'poscounts' });
      expect(normalization.perSample.reduce((product, factor) => product * factor, 1)).toBeCloseTo(1, 12);
    },
  ],
  [
    'same, iterate',
    async () => {
      const { normalization } = await run(zeroEverywhere(), sheetOf('aaabbb'), { sizeFactors: 'iterate' });
      expect(normalization.perSample.every((factor) => factor > 0.3 && factor < 3)).toBe(true);
    },
  ],
  [
    'Poisson data (no extra variance)',
    async () => {
      const { fit } = await run(poissonTable(6, 300), sheetOf('aaabbb'));
      expect(fit.dispGeneEst.filter((value) => value <= 1e-7).length).toBeGreaterThan(50);
      expect(fit.priorVariance).toBe(0.25);
    },
  ],
  [
    'almost no variation (deterministic counts)',
    async () =>
      expect(
        (
          await refusal(
            table(6, 80, (g) => 1000 + 10 * g),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('dispersion-all-minimal'),
  ],
  [
    'trend rises with the mean (batch effects left out, few genes)',
    async () => {
      const rising = table(6, 60, (g, j) =>
        Math.round((50 + 30 * g) * (1 + (0.05 + 0.013 * g) * [0, 1, -0.8, 0.3, -0.6, 0.9][(j + g) % 6])),
      );
      expect((await run(rising, sheetOf('aaabbb'))).notes.join(' ')).toMatch(/local/);
    },
  ],
];
