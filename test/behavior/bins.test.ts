import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { type MeasuredAnimal, measureFile, requireAssay } from '../../src/behavior/measure-files.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';

const FIELD: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40 };
const MAZE: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'plus', widthCm: 30, heightCm: 30, armWidthCm: 6, center: { x: 0, y: 0 } };

/** A path of 60 s at 20 frames/s. */
function measure(assay: string, arena: ArenaSetup, place: (t: number) => [number, number], bin: number): MeasuredAnimal[] {
  const lines = Array.from({ length: 1200 }, (_, i) => {
    const [x, y] = place(i / 20);
    return `${i / 20},${x.toFixed(3)},${y.toFixed(3)}`;
  });
  const read = readTextFile(new TextEncoder().encode(`time_s,x_cm,y_cm\n${lines.join('\n')}\n`), 'f');
  return measureFile(read, requireAssay(assay), arena, 'f', bin);
}

/** Flags, but for the jumps of these made-up paths. */
const codes = (rows: readonly MeasuredAnimal[]): string[] =>
  rows.flatMap((row) => row.observation.flags.map((flag) => flag.code)).filter((code) => code !== 'impossible-speed');

function sums(rows: readonly MeasuredAnimal[], names: readonly string[]): { whole: number[]; parts: number[] } {
  const of = (row: MeasuredAnimal, name: string): number => row.observation.values.get(name) ?? NaN;
  const [whole, ...parts] = rows;
  return {
    whole: names.map((name) => of(whole, name)),
    parts: names.map((name) => parts.reduce((sum, part) => sum + of(part, name), 0)),
  };
}

describe('parts of a recording', () => {
  it('add up to the whole: time, distance, entries, time moving, also where the animal enters with the first frame of a part', () => {
    // Out of the center after 2.5, back after 5 s, and so on: with parts of 5 s every entry is at a cut.
    const place = (t: number): [number, number] => [
      Math.floor(t / 2.5) % 2 === 1 ? 3 + 0.1 * t : 20 + 0.1 * t,
      20 + 6 * Math.sin(t),
    ];
    const names = ['center_time_s', 'center_entries', 'distance_cm', 'moving_s', 'duration_s'];
    for (const bin of [5, 7.3]) {
      const { whole, parts } = sums(measure('open-field', { ...FIELD, center: { x: 20, y: 20 } }, place, bin), names);
      parts.forEach((sum, i) => {
        expect(sum, `${names[i]} in parts of ${bin} s`).toBeCloseTo(whole[i], 9);
      });
      expect(whole[1]).toBe(11);
    }
  });

  it('count an arm that the animal is already in as no entry, and the latency from their own start', () => {
    // 5 s in an open arm, 1 s in the middle, 6 s in a closed arm, and so on.
    const place = (t: number): [number, number] => {
      const phase = t % 12;
      return phase < 1 ? [0, 0] : phase < 6 ? [15 + Math.sin(t), 0] : [0, 15 + Math.sin(t)];
    };
    const rows = measure('elevated-plus-maze', MAZE, place, 20);
    const { whole, parts } = sums(rows, [
      'open_entries',
      'closed_entries',
      'open_arm_time_s',
      'closed_arm_time_s',
      'distance_cm',
    ]);
    expect(parts.map((sum) => Math.round(1e9 * sum))).toEqual(whole.map((sum) => Math.round(1e9 * sum)));
    expect(whole.slice(0, 2)).toEqual([5, 5]);
    // At 20 s the animal is in the closed arm; it enters the open one at 25 s. At 40 s it is in the open one.
    expect(rows.slice(1).map((row) => row.observation.values.get('open_latency_s'))).toEqual([1, 5, 0]);
  });

  it('of a forced swim take their floating from the whole recording', () => {
    // Still from 18 to 25 s and from 40 to 43 s; shaken by 2 cm in every other frame otherwise.
    const isStill = (t: number): boolean => (t >= 18 && t < 25) || (t >= 40 && t < 43);
    const lines = Array.from({ length: 1500 }, (_, i) => {
      const at = isStill(i / 25) ? 0 : 2 * ((i >> 1) % 2);
      return `${i / 25},${10 + at},10,${12 + at},${10 + at}`;
    });
    const text = `time_s,center_x_cm,center_y_cm,nose_x_cm,nose_y_cm\n${lines.join('\n')}\n`;
    const rows = measureFile(
      readTextFile(new TextEncoder().encode(text), 'f'),
      requireAssay('forced-swim'),
      UNKNOWN_ARENA,
      'f',
      20,
    );
    const { whole, parts } = sums(rows, ['immobility_s', 'scored_s']);
    expect(parts[0]).toBeCloseTo(whole[0], 9);
    expect(parts[1]).toBeCloseTo(60, 9);
    // Half a window of 0.4 s at either end of a bout still holds some of the shaking.
    expect(Math.abs(whole[0] - (10 - 4 * 0.4))).toBeLessThan(0.1);
    expect(rows.slice(1).map((row) => row.observation.values.get('immobility_bouts'))).toEqual([1, 1, 1]);
    expect(codes(rows.slice(1))).toEqual([]);
  });

  it('lie in the arena that the whole path fills, though a part of it would fit elsewhere', () => {
    const place = (t: number): [number, number] =>
      t < 20 ? [10 + 8 * Math.sin(t), 10 + 8 * Math.cos(t)] : [20 + 19 * Math.sin(t), 20 + 19 * Math.sin(t / 3)];
    const rows = measure('open-field', FIELD, place, 20);
    const stated = measure('open-field', { ...FIELD, center: { x: 20, y: 20 } }, place, 20);
    expect(rows.map((row) => row.observation.values)).toEqual(stated.map((row) => row.observation.values));
    expect(codes(rows)).toEqual([]);
  });
});

describe('where the arena lies', () => {
  it('is flagged when the path fits around the origin as well as beside it', () => {
    const [row] = measure('open-field', FIELD, (t) => [10 + 8 * Math.sin(t), 10 + 8 * Math.cos(t)], 60);
    expect(codes([row])).toEqual(['origin-ambiguous']);
  });

  it('a plus maze whose track starts in an arm says so, and does not count it', () => {
    const place = (t: number): [number, number] => (t % 12 < 5 ? [15, 0] : t % 12 < 6 ? [0, 0] : [0, 15]);
    const [row] = measure('elevated-plus-maze', MAZE, place, 60);
    expect(codes([row])).toEqual(['start-in-arm']);
    expect(row.observation.values.get('open_entries')).toBe(4);
    expect(row.observation.values.get('open_latency_s')).toBe(0);
  });
});
