import { describe, expect, it } from 'vitest';
import { camera, cameraPreranked } from '../../src/pathway/set-tests/camera.ts';
import { fry, standardizeEffects } from '../../src/pathway/set-tests/fry.ts';
import { geneEffects } from '../../src/pathway/set-tests/gene-effects.ts';
import { moderatedEffects } from '../../src/pathway/set-tests/moderated-effects.ts';
import { roast } from '../../src/pathway/set-tests/roast.ts';
import { randomStream } from '../../src/stats/index.ts';
import { relativeError } from '../support/close.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';
import { referenceFolder, referenceSets, referenceStudy } from './set-test-data.ts';

const TOLERANCE = 1e-8;

describe.skipIf(!haveShared).each(['DG_trained_vs_yoked', 'simA'] as const)('set tests against limma on %s', (name) => {
  const study = referenceStudy(name);
  const folder = referenceFolder(name);
  const effects = geneEffects(study.values, study.design, 2, Float64Array.of(0, 1));
  const rows = sharedTsv(`${folder}/limma_sets_${name}.tsv.gz`);
  const byName = referenceSets(study.genes);
  const sets = rows.map((row) => byName.get(row.get('pathway') ?? '')?.members ?? new Int32Array(0));
  const worst = (column: string, values: readonly number[]) =>
    Math.max(...rows.map((row, i) => relativeError(values[i], Number(row.get(column)))));

  it('moderated t and its prior', () => {
    const prior = sharedTsv(`${folder}/limma_prior_${name}.tsv`)[0];
    const moderated = moderatedEffects(effects);
    expect(relativeError(moderated.prior.df, Number(prior.get('df_prior')))).toBeLessThan(TOLERANCE);
    expect(relativeError(moderated.prior.variance, Number(prior.get('s2_prior')))).toBeLessThan(TOLERANCE);
    const reference = sharedTsv(`${folder}/limma_t_${name}.tsv.gz`);
    expect(reference.map((row) => row.get('gene'))).toEqual(study.genes);
    const gaps = reference.map((row, i) => Math.abs(moderated.t[i] - Number(row.get('t'))));
    expect(Math.max(...gaps)).toBeLessThan(1e-9);
  });

  it('set sizes', () => {
    expect(sets.map((set) => set.length)).toEqual(rows.map((row) => Number(row.get('n'))));
  });

  it('camera, with preset and estimated correlation and by ranks', () => {
    const preset = camera(effects, sets, { correlation: 0.01, useRanks: false });
    expect(
      worst(
        'camera_p',
        preset.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(preset.map((test) => test.direction)).toEqual(rows.map((row) => row.get('camera_dir')));
    const estimated = camera(effects, sets, { correlation: 'estimate', useRanks: false });
    expect(
      worst(
        'cameraNA_p',
        estimated.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(
      worst(
        'cameraNA_cor',
        estimated.map((test) => test.correlation),
      ),
    ).toBeLessThan(TOLERANCE);
    const ranks = camera(effects, sets, { correlation: 0.01, useRanks: true });
    expect(
      worst(
        'cameraRank_p',
        ranks.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it('camera on preranked statistics', () => {
    const t = cameraPreranked(moderatedEffects(effects).t, sets);
    expect(
      worst(
        'cameraPR_t_p',
        t.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it('fry, robust and plain, directional and mixed', () => {
    const robust = fry(standardizeEffects(effects), sets);
    expect(
      worst(
        'fry_p',
        robust.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(
      worst(
        'fry_pmixed',
        robust.map((test) => test.mixedPvalue),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(robust.map((test) => test.direction)).toEqual(rows.map((row) => row.get('fry_dir')));
    const plain = fry(standardizeEffects(effects, 'none'), sets);
    expect(
      worst(
        'fry_nostd_p',
        plain.map((test) => test.pvalue),
      ),
    ).toBeLessThan(TOLERANCE);
    expect(
      worst(
        'fry_nostd_pmixed',
        plain.map((test) => test.mixedPvalue),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it('roast within its Monte Carlo error', () => {
    const few = rows.map((_, i) => i).filter((i) => i % 8 === 0);
    const rotations = 1999;
    const tests = roast(
      effects,
      few.map((i) => sets[i]),
      { rotations, seed: 1 },
    );
    few.forEach((i, k) => {
      for (const [own, column] of [
        [tests[k].pvalue, 'roast_p'],
        [tests[k].mixedPvalue, 'roast_pmixed'],
      ] as const) {
        const p = (Number(rows[i].get(`${column}_s1`)) + Number(rows[i].get(`${column}_s2`))) / 2;
        expect(Math.abs(own - p), `${rows[i].get('pathway')} ${column}`).toBeLessThan(
          4 * Math.sqrt((p * (1 - p)) / rotations) + 0.001,
        );
      }
      expect(tests[k].shareUp).toBeCloseTo(Number(rows[i].get('roast_propUp')), 12);
      expect(tests[k].shareDown).toBeCloseTo(Number(rows[i].get('roast_propDown')), 12);
    });
  });
});

describe('camera with genes that the model leaves no variance', () => {
  const samples = 8;
  const design = Float64Array.from({ length: samples * 2 }, (_, i) => (i % 2 === 0 || i >= samples ? 1 : 0));
  const random = randomStream(5, 'camera', 0);
  const values = Float64Array.from({ length: 60 * samples }, () => random.normal());
  // a gene that does not vary, and one that the group explains wholly
  values.fill(4, 0, samples);
  for (let j = 0; j < samples; j++) values[samples + j] = j < samples / 2 ? 4 : 5;
  const effects = geneEffects(values, design, 2, Float64Array.of(0, 1));
  const estimate = (members: number[]) =>
    camera(effects, [Int32Array.from(members)], { correlation: 'estimate', useRanks: false })[0];

  it('estimates the correlation of the others and has a p', () => {
    const members = [10, 11, 12, 13, 14];
    const all = estimate([0, 1, ...members]);
    expect(all.correlation).toBe(estimate(members).correlation);
    expect(all.pvalue).toBeGreaterThan(0);
    expect(all.direction).not.toBeNull();
    expect(estimate([0, 1]).pvalue).toBeGreaterThan(0);
  });
});
