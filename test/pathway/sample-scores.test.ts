import { describe, expect, it } from 'vitest';
import { gsvaScores } from '../../src/pathway/sample-scores/gsva.ts';
import { plageScores, zScores } from '../../src/pathway/sample-scores/mean-scores.ts';
import { ssgseaScores } from '../../src/pathway/sample-scores/ssgsea.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';
import { referenceFolder, referenceSets, referenceStudy } from './set-test-data.ts';

describe.skipIf(!haveShared).each(['DG_trained_vs_yoked', 'simA'] as const)('per-sample scores against GSVA on %s', (name) => {
  const study = referenceStudy(name);
  const samples = study.samples.length;
  const byName = referenceSets(study.genes);
  const check = (file: string, tolerance: number, compute: typeof zScores, either = false) => {
    const rows = sharedTsv(`${referenceFolder(name)}/${file}_${name}.tsv.gz`);
    const sets = rows.map((row) => byName.get([...row.values()][0])?.members ?? new Int32Array(0));
    const scores = compute(study.values, samples, sets);
    rows.forEach((row, k) => {
      const expected = study.samples.map((sample) => Number(row.get(sample)));
      const own = scores.subarray(k * samples, (k + 1) * samples);
      const turned = either && expected.reduce((sum, value, j) => sum + value * own[j], 0) < 0 ? -1 : 1;
      expected.forEach((value, j) => {
        expectClose(turned * own[j], value, tolerance, `${[...row.values()][0]} ${study.samples[j]}`, 1);
      });
    });
    expect(rows.length).toBeGreaterThan(200);
  };

  it('ssGSEA, raw, with ties', () => check('ssgsea_raw', 1e-9, ssgseaScores));
  it('combined z-score', () => check('zscore', 1e-9, zScores));
  it('PLAGE, up to the sign of each set', () => check('plage', 1e-9, plageScores, true));
  it('GSVA', () => check('gsva', 1e-6, gsvaScores));
});

describe('edge cases of per-sample scores', () => {
  const values = Float64Array.from([5, 5, 5, 1, 2, 4, 3, 1, 0, 2, 2, 9]);
  it('leave out genes that do not vary and say nothing about empty sets', () => {
    const [z] = [zScores(values, 3, [Int32Array.of(0, 1), Int32Array.of(0), new Int32Array(0)])];
    expect(z.slice(0, 3).every(Number.isFinite)).toBe(true);
    expect(z.slice(3).every(Number.isNaN)).toBe(true);
    expect(plageScores(values, 3, [Int32Array.of(0)]).every(Number.isNaN)).toBe(true);
    expect(gsvaScores(values, 3, [Int32Array.of(0)]).every(Number.isNaN)).toBe(true);
    expect(ssgseaScores(values, 3, [new Int32Array(0), Int32Array.of(0, 1, 2, 3)]).every(Number.isNaN)).toBe(true);
  });

  it('PLAGE goes with the mean of the set', () => {
    const activity = plageScores(values, 3, [Int32Array.of(1, 3)]);
    expect(activity[2]).toBeGreaterThan(activity[0]);
  });
});
