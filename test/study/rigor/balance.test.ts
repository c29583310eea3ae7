import { describe, expect, it } from 'vitest';
import { animals, check, codes, split, YAML } from './checked-study.ts';

describe('sexes, stage, batches, weights', () => {
  it('one sex only', async () => {
    const sheet = animals(split).replaceAll(',M,', ',F,');
    expect(codes(await check({ 'study.yaml': YAML, 'animals.csv': sheet }), 'warning')).toEqual(['warning:design-one-sex']);
  });
  it('sexes spread unevenly', async () => {
    const problems = await check({ 'study.yaml': YAML, 'animals.csv': animals((_, pup) => (pup < 2 ? 'drug' : 'vehicle')) });
    expect(codes(problems, 'warning')).toContain('warning:design-sex-unbalanced');
  });
  it.each([
    ['adolescent', 28, []],
    ['adolescent', 70, ['warning:design-stage']],
    ['early adolescent', 21, []],
    ['early adolescent', 34, []],
    ['early adolescent', 35, ['warning:design-stage']],
    ['adult', 60, []],
    ['adult', 59, ['warning:design-stage']],
  ])('%s from P%d', async (stage, age, expected) => {
    const yaml = `limbic: 1\ndosing: { start_age_days: ${age}, end_age_days: ${age + 7}, stage: ${stage} }\n`;
    expect(codes(await check({ 'study.yaml': yaml, 'animals.csv': animals(split) }), 'error', 'warning')).toEqual(expected);
  });
  it('a batch for each arm cannot be undone; a strong tie is a warning; balance is nothing', async () => {
    const batch = (of: (litter: number, pup: number) => string) =>
      check({ 'study.yaml': YAML, 'animals.csv': animals(split, (l, p) => `,${of(l, p)}`, ',batch') });
    expect(codes(await batch((_, pup) => `b${pup % 2}`), 'error')).toEqual(['error:design-confounded']);
    expect(codes(await batch((litter, pup) => `b${litter < 2 ? 1 - (pup % 2) : pup % 2}`), 'error', 'warning')).toEqual([
      'warning:design-associated',
    ]);
    expect(codes(await batch((litter) => `b${litter % 3}`), 'error', 'warning')).toEqual([]);
  });
  it('only columns that name a nuisance are looked at', async () => {
    const problems = await check({ 'study.yaml': YAML, 'animals.csv': animals(split, (_, pup) => `,t${pup % 2}`, ',treatment') });
    expect(codes(problems, 'error', 'warning')).toEqual([]);
  });
  it('weights: loss, baseline, contradictory ages, after death', async () => {
    const sheet = animals(split, (litter, pup) => (litter === 0 && pup === 0 ? ',2025-02-20' : ','), ',died');
    let weights = 'animal,date,age_days,grams\n';
    for (let i = 0; i < 48; i++) weights += `M${i},2025-02-05,30,${(i % 2 ? 15 : 13) + (i % 5) * 0.4}\n`;
    weights += 'M3,2025-02-25,50,11.5\nM0,2025-02-26,51,14\nM5,2025-02-27,30,14.2\n';
    const problems = await check({ 'study.yaml': YAML, 'animals.csv': sheet, 'weights.csv': weights });
    expect(codes(problems, 'error', 'warning')).toEqual([
      'error:welfare-weight-loss',
      'error:dates-age',
      'error:dates-after-death',
      'warning:design-baseline-weight',
    ]);
    expect(problems.find((one) => one.code === 'welfare-weight-loss')?.message).toContain('M3');
  });
});
