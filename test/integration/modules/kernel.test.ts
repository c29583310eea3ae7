import { describe, expect, it } from 'vitest';
import { panelProducts } from '../../../src/integration/modules/kernel/kernel.ts';
import { scaleFreePower, usualPower } from '../../../src/integration/modules/soft-threshold.ts';
import { randomStream } from '../../../src/stats/index.ts';
import { expectClose } from '../../support/close.ts';

function matrix(rows: number, width: number, purpose: string): Float64Array {
  const stream = randomStream(9, purpose);
  return Float64Array.from({ length: rows * width }, () => stream.normal());
}

describe('products of panels', () => {
  it.each([
    [1, 1, 1],
    [2, 5, 3],
    [7, 4, 255],
    [130, 11, 256],
    [9, 131, 257],
    [5, 6, 700],
  ])('%i rows by %i rows of %i numbers', (a, b, width) => {
    const [left, right] = [matrix(a, width, 'left'), matrix(b, width, 'right')];
    const own = panelProducts({ values: left, width, from: 0, count: a }, { values: right, width, from: 0, count: b }).slice();
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += left[i * width + k] * right[j * width + k];
        expectClose(own[i * b + j], sum, 1e-12, `${i} ${j}`, 1);
      }
    }
  });

  it('are the same bits in whichever panels they are computed, and either way round', () => {
    const [rows, width] = [40, 300];
    const values = matrix(rows, width, 'whole');
    const whole = panelProducts({ values, width, from: 0, count: rows }, { values, width, from: 0, count: rows }).slice();
    for (const [from, count] of [
      [0, 7],
      [7, 13],
      [20, 20],
    ]) {
      const part = panelProducts({ values, width, from, count }, { values, width, from: 3, count: 31 }).slice();
      for (let i = 0; i < count; i++)
        for (let j = 0; j < 31; j++) {
          expect(part[i * 31 + j]).toBe(whole[(from + i) * rows + 3 + j]);
          expect(part[i * 31 + j]).toBe(whole[(3 + j) * rows + from + i]);
        }
    }
  });
});

describe('the power', () => {
  const row = (power: number, fit: number, slope: number) => ({
    ...{ power, fit, slope, truncatedFit: 0, meanConnectivity: 1, medianConnectivity: 1, maxConnectivity: 1 },
  });

  it('is the first that is scale-free enough and falls', () => {
    expect(scaleFreePower([row(1, 0.9, 2), row(2, 0.8, -1), row(3, 0.86, -1), row(4, 0.99, -2)])).toBe(3);
    expect(scaleFreePower([row(1, 0.9, 2), row(2, 0.85, -1)])).toBeNull();
  });

  it('is what the authors advise where none is', () => {
    expect([12, 20, 30, 31, 40, 41].map((samples) => usualPower('signed', samples))).toEqual([18, 16, 16, 14, 14, 12]);
    expect(usualPower('unsigned', 25)).toBe(8);
  });
});
