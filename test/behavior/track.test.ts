import { describe, expect, it } from 'vitest';
import { medianOf } from '../../src/behavior/arena/median.ts';
import { contains, insideZone, polygon, rectangle, type Zone } from '../../src/behavior/arena/zone.ts';
import { fileMemory } from '../../src/behavior/readers/kernel/kernel.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { scanColumns } from '../../src/behavior/readers/scan-columns.ts';
import { positionOf, tableAt, textBytes } from '../../src/behavior/readers/text-head.ts';
import { distanceOf, meanSpeed, stepLengths, timeMoving } from '../../src/behavior/track/distance.ts';
import { frameDurations, type Track, totalTime, trackWindow } from '../../src/behavior/track/track.ts';
import { zoneUse } from '../../src/behavior/track/zone-use.ts';
import { randomStream } from '../../src/stats/index.ts';
import { problemsAtOnce } from '../support/problems.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function track(x: number[], y: number[] = x.map(() => 0), fps = 10): Track {
  const time = Float64Array.from(x, (_, i) => i / fps);
  return { file: 'test', time, x: Float64Array.from(x), y: Float64Array.from(y), duration: frameDurations(time) };
}

function scan(source: Uint8Array, names: string[]): Float64Array[] {
  const table = tableAt(textBytes(source, 'f'), 'f');
  return scanColumns(
    table,
    names.map((name) => positionOf(table, new RegExp(`^${name}$`), name)),
  );
}

const placesOf = (run: () => unknown): string[] => problemsAtOnce(run).map((one) => `${one.code}:${one.line}:${one.column}`);

describe('frame durations', () => {
  it('are the mean interval for rounded stamps of a steady camera', () => {
    const durations = frameDurations(Float64Array.from([0, 0.033, 0.067, 0.1]));
    expect([...durations]).toEqual([0.1 / 3, 0.1 / 3, 0.1 / 3, 0.1 / 3]);
  });
  it('last until the next stamp when frames are uneven', () => {
    expect([...frameDurations(Float64Array.from([0, 1, 1.5, 4]))]).toEqual([1, 0.5, 2.5, 0]);
  });
  it('of one frame or none is zero', () => {
    expect([...frameDurations(Float64Array.from([3]))]).toEqual([0]);
    expect(frameDurations(new Float64Array(0))).toHaveLength(0);
  });
  it('a window keeps the frames that start in it, led by the one before, which lasts no time', () => {
    const part = trackWindow(track([0, 1, 2, 3, 4, 5]), 0.1, 0.3);
    expect([...part.x]).toEqual([0, 1, 2]);
    expect([part.lead, part.duration[0]]).toEqual([1, 0]);
    expect([...trackWindow(part, 0.1, 0.2).x]).toEqual([1, 2]);
    expect(trackWindow(part, 0, 9).lead).toBe(1);
    expect(totalTime(part)).toBeCloseTo(0.2, 12);
  });
});

describe('distance', () => {
  it('adds straight steps and skips gaps', () => {
    const path = track([0, 3, NaN, 3, 3], [0, 4, NaN, 4, 5]);
    expect([...stepLengths(path)]).toEqual([0, 5, 0, 0, 1]);
    expect(distanceOf(stepLengths(path))).toBe(6);
    expect(meanSpeed(path, 6)).toBeCloseTo(15, 12);
    expect(timeMoving(path, stepLengths(path), 2)).toBeCloseTo(0.2, 12);
  });
});

describe('zone use', () => {
  const zone: Zone = { name: 'z', shapes: [rectangle(-1, -1, 1, 1)], outside: false };
  const use = (path: Track, minimum = 0) => zoneUse(path, insideZone(path, zone), stepLengths(path), minimum);

  it('counts entries from outside, not a start inside', () => {
    const result = use(track([0, 0, 5, 5, 0, 0, 0, 5, 0, 5]));
    expect(result).toMatchObject({ entries: 2, visits: 3, startsInside: true, latency: 0, censored: false });
    expect(result.time).toBeCloseTo(0.6, 12);
    expect(result.percent).toBeCloseTo(60, 12);
    expect(result.latencyOfEntry).toBeCloseTo(0.4, 12);
    expect(result.longestVisit).toBeCloseTo(0.3, 12);
  });
  it('takes a point on the border as outside', () => {
    expect([...insideZone(track([1, -1, 0.999]), zone)]).toEqual([0, 0, 1]);
  });
  it('censors a latency that never ends', () => {
    const result = use(track([5, 5, 5, 5]));
    expect(result.censored).toBe(true);
    expect(result.latency).toBeCloseTo(0.4, 12);
    expect(result.latencyOfEntry).toBeNaN();
  });
  it('bridges a gap inside the zone and gives it no time', () => {
    const result = use(track([5, 0, NaN, NaN, 0, 5]));
    expect(result.entries).toBe(1);
    expect(result.time).toBeCloseTo(0.2, 12);
  });
  it('drops visits shorter than the minimum', () => {
    const result = use(track([5, 0, 5, 0, 0, 0, 5]), 0.25);
    expect(result.entries).toBe(1);
    expect(result.time).toBeCloseTo(0.3, 12);
  });
});

describe('positions in zones', () => {
  it('are the same by the fast ways as by the crossing-number test', () => {
    const random = randomStream(3, 'zones');
    const grid = (): number => random.integer(13) - 6 + (random.integer(2) === 0 ? 0 : random.normal());
    const x = Float64Array.from({ length: 4000 }, grid);
    const y = Float64Array.from({ length: 4000 }, grid);
    x[7] = NaN;
    const shapes = [
      rectangle(-3, -2, 4, 5),
      polygon([
        [4, 1],
        [4, -5],
        [-2, -5],
        [-2, 1],
      ]),
      polygon([
        [-5, 0],
        [0, 5],
        [5, 0],
        [0, -5],
      ]),
      { kind: 'circle', x: 1, y: -1, radius: 4 } as const,
    ];
    for (const chosen of [...shapes.map((shape) => [shape]), shapes]) {
      for (const outside of [false, true]) {
        const inside = insideZone({ x, y }, { name: 'z', shapes: chosen, outside });
        const expected = Array.from(x, (_, i) =>
          i === 7 ? 2 : Number(chosen.some((shape) => contains(shape, x[i], y[i])) !== outside),
        );
        expect([...inside]).toEqual(expected);
      }
    }
  });
  it('medians are those of the sorted values', () => {
    const random = randomStream(5, 'medians');
    for (let run = 0; run < 400; run++) {
      const size = random.integer(40);
      const scale = [1, 1e-9, 1e300, 0][random.integer(4)];
      const values = Float64Array.from({ length: size }, () => {
        const kind = random.integer(8);
        if (kind === 0) return [NaN, Infinity, -Infinity, 1e308, -1e308][random.integer(5)];
        return kind < 4 ? random.integer(3) : 500 + scale * random.normal();
      });
      const sorted = [...values].filter(Number.isFinite).sort((a, b) => a - b);
      const half = sorted.length >> 1;
      const expected = sorted.length === 0 ? NaN : sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      expect(medianOf(values)).toBe(expected);
    }
  });
});

describe('the number scanner', () => {
  it('agrees with Number() on numbers of every length', () => {
    const cells = [
      '0',
      '-0.5',
      '+3',
      '123456789012345',
      '415.8793942928314',
      '0.1',
      '1e-7',
      '2.5E3',
      '.5',
      '5.',
      '99999999999999999999.5',
    ];
    const text = `a,b\n${cells.map((cell) => `x,${cell}`).join('\n')}\n`;
    expect([...scan(bytes(text), ['b'])[0]]).toEqual(cells.map(Number));
  });
  it('reads any order of columns, line ends, delimiters, missing marks and encodings', () => {
    for (const delimiter of [',', '\t', ';']) {
      for (const end of ['\n', '\r\n']) {
        const text = [`y${delimiter}skip${delimiter}x`, `1${delimiter}?${delimiter}2`, `NA${delimiter}"q"${delimiter}`, ''].join(
          end,
        );
        expect(scan(bytes(text), ['x', 'y']).map((column) => [...column])).toEqual([
          [2, NaN],
          [1, NaN],
        ]);
      }
    }
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'x,y\n1,2\n'].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect([...scan(utf16, ['y'])[0]]).toEqual([2]);
  });
  it('rounds every decimal number as the language does, to the last bit', () => {
    const random = randomStream(7, 'decimals');
    const cells = Array.from({ length: 20000 }, (_, i) => {
      const value = random.normal() * [1, 1000, 1e6, 1e-3][i % 4];
      return i % 3 === 0 ? value.toFixed(random.integer(18)) : String(value);
    });
    expect([...scan(bytes(`a\n${cells.join('\n')}\n`), ['a'])[0]]).toEqual(cells.map(Number));
  });
  it('the kernel for large texts gives what the reader of small ones gives, odd cells and all', () => {
    const random = randomStream(11, 'kernel');
    const odd = [
      '',
      'NaN',
      'nan',
      'NA',
      '-',
      '"-"',
      '1e5',
      '-2.5E-3',
      '.5',
      '5.',
      '+7',
      ' 3.25',
      'inf',
      '00012.50',
      '123456789012345678901',
      '0.000000000000000001',
      '"1.5"',
      'True',
    ];
    const cell = (): string => {
      const kind = random.integer(12);
      if (kind === 0) return odd[random.integer(odd.length)];
      const value = random.normal() * [1, 1000, 1e8, 1e-5][random.integer(4)];
      return kind < 4 ? value.toFixed(random.integer(12)) : String(value);
    };
    for (const [delimiter, end] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\n'],
    ]) {
      const lines = Array.from({ length: 4000 }, () => Array.from({ length: 7 }, cell).join(delimiter));
      const header = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].join(delimiter);
      const text = bytes(`${header}${end}${lines.join(end)}${random.integer(2) === 0 ? end : ''}`);
      const whole = scan(text, ['b', 'd', 'g', 'a']);
      const parts = [0, 1, 2, 3].map((): number[] => []);
      for (let i = 0; i < lines.length; i += 8) {
        const part = scan(bytes(`${header}${end}${lines.slice(i, i + 8).join(end)}${end}`), ['b', 'd', 'g', 'a']);
        for (const [c, column] of part.entries()) parts[c].push(...column);
      }
      expect(whole.map((column) => [...column])).toEqual(parts);
      // The same out of the kernel's own memory, where no copy is made.
      const own = fileMemory(text.length) ?? expect.fail('no memory');
      own.set(text);
      expect(scan(own, ['b', 'd', 'g', 'a'])).toEqual(whole);
      expect(Buffer.compare(own, text)).toBe(0);
    }
  });
  it('lines longer than a chunk, and more rows than were expected, are read', () => {
    const long = `${'x'.repeat(300_000)},1.5\n${'y'.repeat(700_000)},2.5\n`;
    expect([...scan(bytes(`a,b\n${long}`), ['b'])[0]]).toEqual([1.5, 2.5]);
    const many = `a,b\n${'z'.repeat(70_000)},1\n${'0,2\n'.repeat(50_000)}`;
    const [column] = scan(bytes(many), ['b']);
    expect(column).toHaveLength(50_001);
    expect(column[50_000]).toBe(2);
  });
  it('names line and column in large texts as in small ones', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `${i},${i}.5`);
    rows[700] = '700,zwei';
    rows[1500] = '1500';
    expect(placesOf(() => scan(bytes(`x,y\n${rows.join('\n')}\n`), ['y']))).toEqual([
      'track-not-a-number:702:2',
      'track-ragged-line:1502:undefined',
    ]);
  });
  it('names line and column of what it cannot read', () => {
    expect(placesOf(() => scan(bytes('x,y\n1,2\n1,zwei\n1\n1,1.2.3\n'), ['y']))).toEqual([
      'track-not-a-number:3:2',
      'track-ragged-line:4:undefined',
      'track-not-a-number:5:2',
    ]);
    expect(placesOf(() => scan(bytes('x,y\n1,2\n'), ['z']))).toEqual(['track-no-column:1:undefined']);
  });
  it('refuses time stamps that do not increase, and a track without frames', () => {
    expect(placesOf(() => readTextFile(bytes('time_s,x_cm,y_cm\n0,1,1\n0.1,1,1\n0.1,1,1\n'), 'f'))).toEqual([
      'track-time-order:4:1',
    ]);
    expect(placesOf(() => readTextFile(bytes('time_s,x_cm,y_cm\n'), 'f'))).toEqual(['track-empty:undefined:undefined']);
  });
});
