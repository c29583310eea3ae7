import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/report/figures/place-labels.ts';
import { extent, linearScale, logScale, niceTicks, padded } from '../../src/report/figures/scale.ts';
import { swarm } from '../../src/report/figures/swarm.ts';
import { fitText, textWidth, wrapText } from '../../src/report/figures/text-width.ts';

describe('scales', () => {
  it('ticks are round numbers inside the domain', () => {
    expect(niceTicks(-0.31, 1.9, 5)).toEqual([0, 0.5, 1, 1.5]);
    expect(niceTicks(0, 60, 6)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(linearScale([-1, 1], [0, 100], 4).ticks).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  it('maps the ends of the domain to the ends of the range', () => {
    const scale = linearScale([2, 4], [100, 0], 4);
    expect([scale(2), scale(3), scale(4)]).toEqual([100, 50, 0]);
    expect(scale.ticks.map((tick) => scale.label(tick))).toEqual(['2.0', '2.5', '3.0', '3.5', '4.0']);
    const log = logScale([0.1, 1000], [0, 400]);
    expect(log(10)).toBeCloseTo(200, 9);
    expect(log.ticks.map((tick) => log.label(tick))).toEqual(['0.1', '1', '10', '100', '1000']);
    expect(logScale([1e-8, 1e4], [0, 100]).ticks.length).toBeLessThanOrEqual(7);
  });

  it('always gives a domain that can be drawn', () => {
    expect(extent([NaN, Infinity])).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.double({ noNaN: true, min: 0, max: 1e9 }), (low, width) => {
        const [a, b] = padded([low, low + width]);
        const scale = linearScale([a, b], [0, 100], 5);
        expect(b).toBeGreaterThan(a);
        expect(Number.isFinite(scale(low))).toBe(true);
        expect(scale.ticks.length).toBeLessThan(12);
      }),
    );
  });
});

describe('swarm', () => {
  it('keeps dots apart while they fit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 40 }), (heights) => {
        const offsets = swarm(heights, 6, 1e6);
        for (let i = 0; i < heights.length; i++) {
          for (let j = 0; j < i; j++) {
            const distance = Math.hypot(offsets[i] - offsets[j], heights[i] - heights[j]);
            expect(distance).toBeGreaterThan(6 - 1e-6);
          }
        }
      }),
    );
  });

  it('squeezes a swarm that is too wide, and passes over missing values', () => {
    const offsets = swarm([1, 1, 1, 1, NaN, 1], 6, 5);
    expect(Math.max(...offsets.filter((x) => !Number.isNaN(x)).map(Math.abs))).toBeCloseTo(5, 9);
    expect(offsets[4]).toBeNaN();
  });
});

describe('labels', () => {
  it('never overlap and stay inside', () => {
    const bounds = { x1: 0, y1: 0, x2: 200, y2: 100 };
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 100 }) }), { maxLength: 30 }),
        (points) => {
          const placed = placeLabels(
            points.map((point, i) => ({ ...point, text: `Gene${i}` })),
            10,
            bounds,
            points,
          );
          const boxes = placed.map((one) => ({
            x1: one.left,
            x2: one.left + textWidth(one.text, 10),
            y1: one.baseline - 8,
            y2: one.baseline + 2,
          }));
          boxes.forEach((a, i) => {
            expect(a.x1 >= 0 && a.x2 <= 200).toBe(true);
            for (const b of boxes.slice(0, i)) expect(a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2).toBe(false);
          });
        },
      ),
    );
  });

  it('text is cut or wrapped to its room', () => {
    expect(fitText('Gabra1', 10, 100)).toBe('Gabra1');
    expect(textWidth(fitText('A very long name of a session', 11, 60), 11)).toBeLessThanOrEqual(60);
    expect(wrapText('one two three four', 10, 45).every((line) => textWidth(line, 10) <= 45)).toBe(true);
  });
});
