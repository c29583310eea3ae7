import { describe, expect, it } from 'vitest';
import { animals, check, codes, split, YAML } from './checked-study.ts';

describe('units', () => {
  it('littermates split over the arms give nothing but notes', async () => {
    expect(codes(await check({ 'study.yaml': YAML, 'animals.csv': animals(split) }), 'error', 'warning')).toEqual([]);
  });
  it('whole litters in one arm: the litter is the unit', async () => {
    const sheet = animals((litter) => (litter % 2 ? 'drug' : 'vehicle'));
    const withoutLitter = await check({ 'study.yaml': 'limbic: 1\nplan: { model: score ~ arm + sex }\n', 'animals.csv': sheet });
    expect(codes(withoutLitter, 'error')).toEqual(['error:design-litter-pseudoreplicates']);
    expect(withoutLitter[0].message).toContain('drug 6');
    const withLitter = await check({ 'study.yaml': YAML, 'animals.csv': sheet });
    expect(codes(withLitter, 'error', 'warning')).toEqual([
      'warning:design-litter-pseudoreplicates',
      'warning:design-cage-nested',
    ]);
    expect(withLitter.find((one) => one.code === 'design-sensitivity')?.message).toContain('6 litters per arm');
  });
  it('two pups of a litter in an arm and no litter in the model', async () => {
    const problems = await check({ 'study.yaml': 'limbic: 1\nplan: { model: score ~ arm }\n', 'animals.csv': animals(split) });
    expect(codes(problems, 'error', 'warning')).toEqual(['warning:design-litter-not-in-model']);
  });
  it('a cage that is dosed through its food', async () => {
    const sheet = animals((_, pup) => (pup < 2 ? 'drug' : 'vehicle')).replace(/,[FM],/g, ',,');
    const problems = await check({
      'study.yaml': 'limbic: 1\ndrug: { name: x, route: diet, vehicle: chow }\n',
      'animals.csv': sheet,
    });
    expect(codes(problems, 'error')).toEqual(['error:design-cage-dosed']);
  });
  it('an arm in one cage', async () => {
    const sheet = animals(split).replaceAll(/^(M\d+),(\w+),(\w),(\w+),\w+/gm, '$1,$2,$3,$4,$2-cage');
    expect(codes(await check({ 'study.yaml': YAML, 'animals.csv': sheet }), 'error')).toEqual(['error:design-cage-aliased']);
  });
  it('few animals: an error below three, a warning below five', async () => {
    const rows = (n: number, arm: string) =>
      Array.from({ length: n }, (_, i) => `${arm}${i},${arm},${i % 2 ? 'F' : 'M'}\n`).join('');
    const problems = await check({
      'study.yaml': YAML,
      'animals.csv': `animal,arm,sex\n${rows(2, 'drug')}${rows(4, 'vehicle')}`,
    });
    expect(codes(problems, 'error', 'warning')).toEqual(['error:design-few-units', 'warning:design-few-units']);
  });
  it('the detectable effect is that of the noncentral t', async () => {
    const rows = (arm: string) => Array.from({ length: 8 }, (_, i) => `${arm}${i},${arm},${i % 2 ? 'F' : 'M'}\n`).join('');
    const problems = await check({ 'study.yaml': YAML, 'animals.csv': `animal,arm,sex\n${rows('drug')}${rows('vehicle')}` });
    // power.t.test(n = 8, power = 0.8)$delta is 1.507 in R
    expect(problems.find((one) => one.code === 'design-sensitivity')?.message).toContain('1.51 SD');
  });
});
