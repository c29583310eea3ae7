import { describe, expect, it } from 'vitest';
import { emptyObservation } from '../../src/behavior/assays/assay.ts';
import { createSheet, type Sheet } from '../../src/behavior/collect/sheet.ts';
import { compareArms } from '../../src/behavior/models/compare-arms.ts';
import { sensitivityChecks } from '../../src/behavior/models/sensitivity.ts';
import type { DomainScore, Measure } from '../../src/behavior/results.ts';
import { domainScores } from '../../src/behavior/scores/domain-scores.ts';
import { cronbachAlpha, scoreReliability } from '../../src/behavior/scores/reliability.ts';
import { randomStream } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';
import { smallStudy } from '../support/small-study.ts';

/** Three tests of one trait: reliability between tests is 1/(1 + noise^2). */
function sheetsOf(study: Study, noise: number, effect: (arm: string) => number, seed: number): Sheet[] {
  const random = randomStream(seed, 'scores');
  const trait = study.animals.map((animal) => random.normal() + effect(animal.arm));
  return ['one', 'two', 'three'].map((test, t) => {
    const spec = { name: 'm', label: 'm', unit: 's', domain: 'anxiety', direction: t === 1 ? -1 : 1, composite: true } as const;
    const sheet = createSheet(
      test,
      [spec],
      study.animals.map((animal) => animal.id),
      ['end'],
    );
    study.animals.forEach((_, a) => {
      const observation = emptyObservation();
      observation.values.set('m', 50 + 10 * spec.direction * (trait[a] + noise * random.normal()));
      sheet.put(a, 0, observation);
    });
    return sheet;
  });
}

const scoreAndMeasures = (study: Study, sheets: Sheet[]): { score: DomainScore; measures: Measure[] } => ({
  score: domainScores(study, sheets)[0],
  measures: sheets.flatMap((sheet) => sheet.measures),
});

describe('reliability of a domain score', () => {
  const study = smallStudy({ perGroup: 40, assays: [] });

  it("Cronbach's alpha of parallel tests is k r/(1 + (k - 1) r), with and without a drug effect", () => {
    const r = 1 / (1 + 0.7 * 0.7);
    const expected = (3 * r) / (1 + 2 * r);
    for (const effect of [() => 0, (arm: string) => (arm === 'high' ? 3 : 0)]) {
      const { score, measures } = scoreAndMeasures(study, sheetsOf(study, 0.7, effect, 3));
      const [reliability] = scoreReliability(study, score, measures);
      expect(reliability.n).toBe(240);
      expect(reliability.tests).toEqual(['one', 'two', 'three']);
      expect(reliability.alpha).toBeGreaterThan(expected - 0.07);
      expect(reliability.alpha).toBeLessThan(expected + 0.07);
      expect(Math.min(...reliability.withOthers)).toBeGreaterThan(0.5);
      expect(reliability.firstComponentCorrelation).toBeGreaterThan(0.99);
      expect(reliability.withoutTest.map((one) => `${one.test} ${one.arm}`)).toEqual(
        ['one', 'two', 'three'].flatMap((test) => [`${test} low`, `${test} high`]),
      );
    }
  });

  it('is about 0 for tests that measure different things', () => {
    const { score, measures } = scoreAndMeasures(
      study,
      sheetsOf(study, 30, () => 0, 4),
    );
    const [reliability] = scoreReliability(study, score, measures);
    expect(Math.abs(reliability.alpha)).toBeLessThan(0.4);
    expect(reliability.firstComponentShare).toBeLessThan(0.45);
  });

  it('alpha of two equal columns is 1', () => {
    const column = Float64Array.of(1, 2, 4, 8);
    expect(cronbachAlpha([column, column])).toBeCloseTo(1, 12);
  });

  it('without each test the effect that one test alone carries is gone', () => {
    const sheets = sheetsOf(study, 0.7, () => 0, 5);
    study.animals.forEach((animal, a) => {
      if (animal.arm === 'high') sheets[2].measures[0].values[a] += 60;
    });
    const { score, measures } = scoreAndMeasures(study, sheets);
    const [{ withoutTest }] = scoreReliability(study, score, measures);
    const of = (test: string) => withoutTest.find((one) => one.test === test && one.arm === 'high');
    expect(of('one')?.pvalue).toBeLessThan(1e-6);
    expect(of('three')?.pvalue).toBeGreaterThan(0.05);
  });
});

describe('the reference of a z-score', () => {
  /** Batches that differ by far more than the animals in them. */
  const withBatches = (perGroup: number, batch: (i: number) => string | null): Study => {
    const study = smallStudy({ perGroup, assays: [] });
    return { ...study, animals: study.animals.map((animal, i) => ({ ...animal, batch: batch(Math.floor(i / 6)) })) };
  };
  const controlMeans = (study: Study, batchOf: (i: number) => string | null): { words: string; means: number[] } => {
    const sheets = sheetsOf(study, 0.3, () => 0, 6);
    for (const sheet of sheets)
      study.animals.forEach((_, a) => {
        sheet.measures[0].values[a] += batchOf(Math.floor(a / 6)) === 'B1' ? 100 * sheet.measures[0].direction : 0;
      });
    const [score] = domainScores(study, sheets);
    const means = ['B0', 'B1'].map((batch) => {
      const own = study.animals.flatMap((animal, a) =>
        animal.arm === 'vehicle' && batchOf(Math.floor(a / 6)) === batch ? [score.values[a]] : [],
      );
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    return { words: score.reference, means };
  };
  const alternating = (i: number): string => `B${i % 2}`;

  it('is the controls of the same sex and batch, so that a batch moves no score', () => {
    const { words, means } = controlMeans(withBatches(10, alternating), alternating);
    expect(words).toBe('control animals of the same sex and batch');
    for (const mean of means) expect(mean).toBeCloseTo(0, 10);
  });
  it('takes batches from a column cohort too', () => {
    const study = withBatches(10, () => null);
    const cohort = { name: 'Cohort', values: study.animals.map((_, i) => alternating(Math.floor(i / 6))) };
    expect(controlMeans({ ...study, animalColumns: [cohort] }, alternating).words).toBe(
      'control animals of the same sex and batch',
    );
  });
  it('says so where batches are pooled because a cell has fewer than five controls', () => {
    const { words, means } = controlMeans(withBatches(8, alternating), alternating);
    expect(words).toBe('control animals of the same sex (batches pooled: one has fewer than 5 controls)');
    expect(means[1]).toBeGreaterThan(means[0] + 1);
  });
  it('says nothing of batches where there is one, or one is missing', () => {
    expect(
      controlMeans(
        withBatches(10, () => 'B1'),
        () => 'B1',
      ).words,
    ).toBe('control animals of the same sex');
    const gap = (i: number) => (i === 3 ? null : alternating(i));
    expect(controlMeans(withBatches(10, gap), gap).words).toBe('control animals of the same sex');
  });
  it('falls back to both sexes, then to everybody, in words', () => {
    const few = smallStudy({ perGroup: 2, assays: [] });
    expect(controlMeans(few, () => 'B0').words).toBe('control animals of both sexes (too few of one sex)');
    expect(controlMeans(smallStudy({ perGroup: 1, assays: [] }), () => 'B0').words).toBe('all animals (too few controls)');
  });
});

describe('sensitivity of the difference at the end of treatment', () => {
  it('names every litter and the outliers, and shows when one litter carries the result', () => {
    const study = smallStudy({ perGroup: 8, assays: [] });
    const random = randomStream(8, 'sensitivity');
    const plain = Float64Array.from(study.animals, () => random.normal());
    const values = plain.map((value, a) => value + (study.animals[a].litter === 'L3' && study.animals[a].arm === 'high' ? 9 : 0));
    const score: DomainScore = {
      domain: 'anxiety',
      label: '',
      values,
      assaysUsed: new Uint8Array(values.length).fill(2),
      controlSd: Float64Array.of(1),
      parts: [],
      reference: '',
    };
    const checks = sensitivityChecks(study, score).filter((one) => one.arm === 'high');
    expect(checks.filter((one) => one.kind === 'without-litter').map((one) => one.left[0])).toEqual([
      'L1',
      'L2',
      'L3',
      'L4',
      'L5',
      'L6',
      'L7',
      'L8',
    ]);
    const without = (litter: string) => checks.find((one) => one.left[0] === litter)?.estimate ?? NaN;
    const unplanted = sensitivityChecks(study, { ...score, values: plain }).find(
      (one) => one.arm === 'high' && one.left[0] === 'L3',
    );
    expect(without('L3')).toBeCloseTo(unplanted?.estimate ?? NaN, 10);
    expect(without('L3')).toBeLessThan(without('L1'));
    const outliers = checks.find((one) => one.kind === 'without-outliers');
    expect(outliers?.left.sort()).toEqual(['high-f3', 'high-m3']);
    expect(outliers?.estimate).toBeLessThan(without('L1'));
  });
});

describe('comparisons with a covariate', () => {
  it('take out what the covariate explains', () => {
    const study = smallStudy({ perGroup: 10, assays: [] });
    const random = randomStream(9, 'covariate');
    const distance = Float64Array.from(study.animals, (animal) => random.normal() + (animal.arm === 'high' ? 2 : 0));
    const center = distance.map((value) => 3 * value + 0.1 * random.normal());
    const plain = compareArms(study, 'm', center).find((one) => one.arm === 'high');
    const adjusted = compareArms(study, 'm', center, { covariate: distance }).find((one) => one.arm === 'high');
    expect(plain?.estimate).toBeGreaterThan(4);
    expect(Math.abs(adjusted?.estimate ?? NaN)).toBeLessThan(0.3);
    expect(adjusted?.method).toContain('covariate');
  });
});
