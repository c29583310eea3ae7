import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { calibrate } from '../../src/behavior/arena/calibrate.ts';
import { type Cleaning, cleanPath } from '../../src/behavior/clean/clean-path.ts';
import type { Recording } from '../../src/behavior/recording/recording.ts';
import { InputError } from '../../src/problems/index.ts';
import { randomStream } from '../../src/stats/index.ts';

const NOTHING: Cleaning = { likelihood: null, maxSpeed: null, maxGap: 0, smoothing: 0 };

/** Cleans copies at 10 frames/s, 1 cm per unit. */
function clean(xs: number[], change: Partial<Cleaning>, likelihood: number[] | null = null, ys: number[] = xs.map(() => 0)) {
  const [x, y] = [Float64Array.from(xs), Float64Array.from(ys)];
  const counts = cleanPath(x, y, likelihood === null ? null : Float64Array.from(likelihood), { ...NOTHING, ...change }, 1, 0.1);
  return { x: [...x], y: [...y], counts };
}

describe('cleaning a path', () => {
  it('changes nothing when every step is off, and makes a position missing as a whole', () => {
    const { x, y, counts } = clean([1, NaN, 3, 4], {}, null, [1, 2, NaN, Infinity]);
    expect(x).toEqual([1, NaN, NaN, NaN]);
    expect(y).toEqual([1, NaN, NaN, NaN]);
    expect(counts).toEqual({ frames: 4, lowLikelihood: 0, jumps: 0, filled: 0, missing: 3 });
  });

  it('drops what is less likely than the cut, and what has no likelihood', () => {
    const { x, counts } = clean([1, 2, 3, 4, NaN], { likelihood: 0.6 }, [0.6, 0.59, NaN, 1, 0.1]);
    expect(x).toEqual([1, NaN, NaN, 4, NaN]);
    expect(counts).toMatchObject({ lowLikelihood: 2, missing: 3 });
  });

  it('drops jumps that the time between does not allow, until the animal stays where it jumped to', () => {
    // 50 cm/s are 5 cm per frame.
    const spike = clean([0, 1, 30, 2, 3], { maxSpeed: 50 });
    expect(spike.x).toEqual([0, 1, NaN, 2, 3]);
    expect(spike.counts).toMatchObject({ jumps: 1, missing: 1 });
    // Over a gap of three frames, 15 cm are possible and 16 are not.
    expect(clean([0, NaN, NaN, 15], { maxSpeed: 50 }).counts.jumps).toBe(0);
    expect(clean([0, NaN, NaN, 16], { maxSpeed: 50 }).counts.jumps).toBe(1);
    const moved = clean([0, 0, 90, 90, 90, 90], { maxSpeed: 50, maxGap: 0.2 });
    expect(moved.x).toEqual([0, 0, 30, 60, 90, 90]);
    expect(moved.counts).toMatchObject({ jumps: 2, filled: 2, missing: 0 });
  });

  it('fills gaps up to the limit by a straight line and leaves longer ones; at the ends the nearest position holds', () => {
    const { x, y, counts } = clean([NaN, 1, NaN, NaN, 4, NaN, NaN, NaN, 8, NaN], { maxGap: 0.2 }, null, [
      NaN,
      2,
      NaN,
      NaN,
      8,
      NaN,
      NaN,
      NaN,
      16,
      NaN,
    ]);
    expect(x).toEqual([1, 1, 2, 3, 4, NaN, NaN, NaN, 8, 8]);
    expect(y).toEqual([2, 2, 4, 6, 8, NaN, NaN, NaN, 16, 16]);
    expect(counts).toEqual({ frames: 10, lowLikelihood: 0, jumps: 0, filled: 4, missing: 3 });
    expect(clean([NaN, NaN], { maxGap: 1 }).x).toEqual([NaN, NaN]);
  });

  it('smooths by the weights of Savitzky and Golay: curves of degree 4 stay, an impulse gives their table', () => {
    const impulse = clean(
      Array.from({ length: 13 }, (_, i) => (i === 6 ? 231 : 0)),
      { smoothing: 0.3 },
    );
    const table = [0, 0, 0, 5, -30, 75, 131, 75, -30, 5, 0, 0, 0];
    impulse.x.forEach((value, i) => {
      expect(value).toBeCloseTo(table[i], 9);
    });
    const curve = Array.from({ length: 30 }, (_, i) => 2 - i + 0.3 * i ** 2 - 0.01 * i ** 3 + 0.0002 * i ** 4);
    curve[11] = NaN;
    clean(curve, { smoothing: 0.4 }).x.forEach((value, i) => {
      if (i === 11) expect(value).toBeNaN();
      else expect(Math.abs(value - curve[i])).toBeLessThan(1e-9);
    });
  });

  it('counts every frame that it dropped, filled or left missing', () => {
    for (let run = 0; run < 200; run++) {
      const random = randomStream(run, 'clean');
      const n = random.integer(80);
      const xs = Array.from({ length: n }, () =>
        random.integer(6) === 0 ? NaN : random.integer(12) === 0 ? 500 : random.normal(),
      );
      const likelihood = xs.map(() => random.uniform());
      const change = { likelihood: 0.2, maxSpeed: 60, maxGap: random.integer(4) / 10, smoothing: random.integer(2) * 0.3 };
      const { x, counts } = clean(xs, change, likelihood);
      const absent = xs.filter(Number.isNaN).length;
      expect(counts.frames).toBe(n);
      expect(counts.missing).toBe(x.filter(Number.isNaN).length);
      expect(counts.missing).toBe(absent + counts.lowLikelihood + counts.jumps - counts.filled);
    }
  });
});

/** A recording whose points stand still at the given places. */
function marked(points: Record<string, readonly [number, number]>, unit: Recording['unit'] = 'px'): Recording {
  const still = (value: number): Float64Array => Float64Array.of(value, value, value);
  return {
    file: 'f',
    format: 'test',
    frames: 3,
    time: null,
    fps: 10,
    unit,
    individuals: [
      {
        name: '',
        points: Object.entries(points).map(([name, [x, y]]) => ({ name, x: still(x), y: still(y), likelihood: null })),
      },
    ],
    zones: [],
    columns: [],
    attributes: [],
    notes: [],
  };
}

const place = (recording: Recording, arena: Partial<ArenaSetup>, x: number, y: number): { x: number; y: number } => {
  const out = { x: NaN, y: NaN };
  calibrate(recording, { ...UNKNOWN_ARENA, ...arena }).toCm(x, y, out);
  return out;
};

describe('calibration', () => {
  it('by four corners undoes any view of the arena: every place is found to 1e-9 cm', () => {
    const random = randomStream(4, 'homography');
    for (let run = 0; run < 50; run++) {
      // A camera that looks at a field of 40 x 30 cm at an angle.
      const [a, b, c, d] = [9 + random.normal(), 0.5 * random.normal(), 0.5 * random.normal(), 9 + random.normal()];
      const [g, h] = [0.003 * random.normal(), 0.003 * random.normal()];
      const view = (x: number, y: number): [number, number] => {
        const w = 1 + g * x + h * y;
        return [(80 + a * x + b * y) / w, (50 + c * x + d * y) / w];
      };
      const recording = marked({ tl: view(0, 0), tr: view(40, 0), br: view(40, 30), bl: view(0, 30) });
      const arena = {
        shape: 'rectangle',
        widthCm: 40,
        heightCm: 30,
        scale: { kind: 'corners', corners: ['tl', 'tr', 'br', 'bl'] },
      } as const;
      for (const [x, y] of [
        [20, 15],
        [1, 29],
        [39.5, 0.25],
      ]) {
        const found = place(recording, arena, ...view(x, y));
        expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(1e-9);
      }
    }
  });

  it('by a known length, a known scale, marks, and the unit of the file', () => {
    const recording = marked({ t: [100, 20], b: [100, 220] });
    const distance = calibrate(recording, { ...UNKNOWN_ARENA, scale: { kind: 'distance', from: 't', to: 'b', cm: 20 } });
    expect(distance.cmPerUnit).toBeCloseTo(0.1, 15);
    expect(place(recording, { scale: { kind: 'per-cm', unitsPerCm: 4, origin: { x: 100, y: 20 } } }, 108, 40)).toEqual({
      x: 2,
      y: 5,
    });
    const marks = [
      { mark: 't', at: { x: 0, y: 0 } },
      { mark: 'b', at: { x: -10, y: 0 } },
    ];
    const turned = place(recording, { scale: { kind: 'marks', marks } }, 120, 20);
    expect(turned.x).toBeCloseTo(0, 12);
    expect(turned.y).toBeCloseTo(1, 12);
    for (const [unit, size] of [
      ['cm', 1],
      ['mm', 0.1],
      ['m', 100],
      ['in', 2.54],
    ] as const)
      expect(calibrate(marked({}, unit), UNKNOWN_ARENA).cmPerUnit).toBe(size);
    expect(calibrate(recording, UNKNOWN_ARENA).cmPerUnit).toBeNaN();
  });

  it('says when the camera looks at an angle, and refuses marks that cannot be used', () => {
    const arena = { shape: 'rectangle', widthCm: 40, heightCm: 40 } as const;
    const corners = { kind: 'corners', corners: ['tl', 'tr', 'br', 'bl'] } as const;
    const tilted = marked({ tl: [0, 0], tr: [400, 0], br: [380, 400], bl: [20, 400] });
    expect(calibrate(tilted, { ...UNKNOWN_ARENA, ...arena, scale: corners }).notes.map((note) => note.code)).toEqual([
      'perspective',
    ]);
    const straight = marked({ tl: [0, 0], tr: [400, 0], br: [395, 400], bl: [5, 400] });
    expect(calibrate(straight, { ...UNKNOWN_ARENA, ...arena, scale: corners }).notes).toEqual([]);
    for (const [points, scale] of [
      [
        { t: [1, 1], b: [1, 1] },
        { kind: 'distance', from: 't', to: 'b', cm: 20 },
      ],
      [{ t: [1, 1] }, { kind: 'distance', from: 't', to: 'x', cm: 20 }],
      [
        { t: [NaN, NaN], b: [1, 1] },
        { kind: 'distance', from: 't', to: 'b', cm: 20 },
      ],
      [{ tl: [0, 0], tr: [1, 0], br: [2, 0], bl: [3, 0] }, corners],
    ] as const)
      expect(() => calibrate(marked(points), { ...UNKNOWN_ARENA, ...arena, scale })).toThrow(InputError);
  });
});
