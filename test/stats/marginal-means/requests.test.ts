import { describe, expect, it } from 'vitest';
import { type DataColumn, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import {
  contrastMeans,
  linearMeansModel,
  marginalMeans,
  parseMeansSpecification,
  referenceGrid,
  slopeGrid,
} from '../../../src/stats/marginal-means/index.ts';
import { data, gridOf } from './three-arms.ts';

describe('what is asked for', () => {
  it.each([
    ['~ a', ['a'], []],
    ['a * b', ['a', 'b'], []],
    ['~ a + b | c * d', ['a', 'b'], ['c', 'd']],
    ['~ a | a', [], ['a']],
    ['~ 1', [], []],
    ['~ `open arm`', ['open arm'], []],
  ])('%s', (text, factors, by) => expect(parseMeansSpecification(text)).toEqual({ factors, by }));

  it.each([
    ['~ log(a)', /not understood/],
    ['y ~ a', /not understood/],
    ['~ a | (b', /ends too early/],
  ])('%s is refused', (text, message) => expect(() => parseMeansSpecification(text)).toThrow(message));

  it('unknown predictors, levels and controls name the nearest', () => {
    const grid = gridOf('y ~ arm + x');
    expect(() => marginalMeans(grid, '~ arms')).toThrow(/did you mean "arm"/);
    expect(() => gridOf('y ~ arm', new Map([['arm', ['vv']]]))).toThrow(/no level "vv"/);
    expect(() => gridOf('y ~ arm', new Map([['xx', [1]]]))).toThrow(/no predictor "xx"/);
    expect(() => gridOf('y ~ x', new Map([['x', ['high']]]))).toThrow(/must be held at numbers/);
    expect(() => contrastMeans(marginalMeans(grid, '~ arm'), 'vs-control', { control: 'c' })).toThrow(/no level "c"/);
    expect(() => slopeGrid(linearMeansModel(fitLinearModel('y ~ arm + x', data)), 'arm')).toThrow(/needs a numeric predictor/);
  });

  it('a grid of thousands of combinations is refused', () => {
    const ids = (prefix: string) => factorColumn(Array.from({ length: 320 }, (_, i) => `${prefix}${i}`));
    const wide = new Map<string, DataColumn>([
      ['y', numericColumn(Array.from({ length: 320 }, (_, i) => i % 7))],
      ['a', ids('a')],
      ['b', ids('b')],
    ]);
    expect(() => referenceGrid(linearMeansModel(fitLinearModel('y ~ a + b', wide)))).toThrow(/102400, too many/);
  });
});
