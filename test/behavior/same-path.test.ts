import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { openField } from '../../src/behavior/assays/open-field.ts';
import { measureFile } from '../../src/behavior/measure-files.ts';
import { measureFileTask } from '../../src/behavior/measure-task.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { inlinePool } from '../../src/context/index.ts';

/** One animal in a field of 40 cm, 20 s long, as several programs would write it; the measures are computed here from the path. */
interface Path {
  fps: number;
  time: number[];
  x: number[];
  y: number[];
}

function pathAt(fps: number): Path {
  const time = Array.from({ length: Math.round(20 * fps) }, (_, i) => i / fps);
  const x = time.map((t) => 20 + 12 * Math.sin(0.31 * t + 0.3) + 5 * Math.sin(0.83 * t + 1));
  const y = time.map((t) => 20 + 12 * Math.cos(0.27 * t + 0.2) + 5 * Math.sin(0.71 * t + 2));
  return { fps, time, x, y };
}

interface Expected {
  center: number;
  entries: number;
  latency: number;
  distance: number;
}

function expectedOf({ fps, time, x, y }: Path): Expected {
  const inside = x.map((one, i) => Math.abs(one - 20) < 10 && Math.abs(y[i] - 20) < 10);
  return {
    center: inside.filter(Boolean).length / fps,
    entries: inside.filter((one, i) => i > 0 && one && !inside[i - 1]).length,
    latency: time[inside.indexOf(true)],
    distance: x.reduce((sum, one, i) => (i === 0 ? 0 : sum + Math.hypot(one - x[i - 1], y[i] - y[i - 1])), 0),
  };
}

const CM: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40 };
const PX: ArenaSetup = { ...CM, scale: { kind: 'per-cm', unitsPerCm: 8, origin: { x: 60, y: 30 } } };
const plainly: Partial<ArenaSetup> = { cleaning: { smoothing: 0, maxGap: 0 } };
const px = (cm: number, origin: number): string => (origin + 8 * cm).toFixed(4);

function iso(seconds: number): string {
  return new Date(Date.UTC(2024, 2, 5, 23, 59, 50) + Math.round(1000 * seconds)).toISOString().replace('Z', '0000+01:00');
}

function clock(seconds: number): string {
  return `0:00:${seconds.toFixed(3).padStart(6, '0')}`;
}

type Row = (t: number, x: number, y: number, i: number) => string;
interface Layout {
  head: string;
  row: Row;
  arena: ArenaSetup;
  /** Whether the file holds no times. */
  needsRate?: boolean;
  encoding?: 'utf-16le' | 'latin1';
}

const X = (x: number): string => px(x, 60);
const Y = (y: number): string => px(y, 30);
const comma = (line: string): string => line.replaceAll('.', ',');
const ethovision = (key: string, names: string, separator = ';'): string =>
  [`"${key}"${separator}"4"${separator}`, `"Animal ID"${separator}"7"${separator}`, names, 's;s;cm;cm;'].join('\r\n');

const LAYOUTS: readonly (readonly [string, Layout])[] = [
  ['plain, cm', { head: 'time_s,x_cm,y_cm', row: (t, x, y) => `${t.toFixed(4)},${x.toFixed(5)},${y.toFixed(5)}`, arena: CM }],
  [
    'plain, German',
    { head: 'Zeit (s);x (mm);y (mm)', row: (t, x, y) => comma(`${t.toFixed(4)};${10 * x};${10 * y}`), arena: CM },
  ],
  ['plain, clock', { head: 'y_cm,note,time,x_cm', row: (t, x, y) => `${y.toFixed(5)},a,${clock(t)},${x.toFixed(5)}`, arena: CM }],
  ['Bonsai without header', { head: '', row: (t, x, y) => `${iso(t)} ${X(x)} ${Y(y)}`, arena: PX }],
  [
    'Bonsai with header',
    { head: 'Timestamp,Value.Centroid.X,Value.Centroid.Y', row: (t, x, y) => `${iso(t)},${X(x)},${Y(y)}`, arena: PX },
  ],
  [
    'Bonsai with stamps under a name that says nothing',
    { head: 'Item1.Centroid.X,Item1.Centroid.Y,Item2', row: (t, x, y) => `${X(x)},${Y(y)},${iso(t)}`, arena: PX },
  ],
  ['Bonsai without times', { head: 'X,Y', row: (_, x, y) => `${X(x)},${Y(y)}`, arena: PX, needsRate: true }],
  ['ANY-maze', { head: 'Time,Centre position X,Centre position Y', row: (t, x, y) => `${clock(t)},${X(x)},${Y(y)}`, arena: PX }],
  [
    'ANY-maze in seconds',
    { head: 'Time (s),Position X,Position Y', row: (t, x, y) => `${t.toFixed(3)},${X(x)},${Y(y)}`, arena: PX },
  ],
  [
    'EthoVision, English',
    {
      head: ethovision('Number of header lines:', 'Trial time;Recording time;X center;Y center;'),
      row: (t, x, y) => `${t.toFixed(3)};${(t + 3).toFixed(3)};${(x - 20).toFixed(4)};${(20 - y).toFixed(4)};`,
      arena: CM,
      encoding: 'utf-16le',
    },
  ],
  [
    'EthoVision in another language and Latin-1',
    {
      head: ethovision('Anzahl der Kopfzeilen für Übung:', 'Versuchszeit;Aufnahmezeit;X Mittelpunkt;Y Mittelpunkt;'),
      row: (t, x, y) => comma(`${t.toFixed(3)};${(t + 3).toFixed(3)};${(x - 20).toFixed(4)};${(20 - y).toFixed(4)};`),
      arena: CM,
      encoding: 'latin1',
    },
  ],
  [
    'EthoVision, Chinese key',
    {
      head: ethovision('标题行数：', 'Trial time;Recording time;X center;Y center;'),
      row: (t, x, y) => `${t.toFixed(3)};${(t + 3).toFixed(3)};${(x - 20).toFixed(4)};${(20 - y).toFixed(4)};`,
      arena: CM,
      encoding: 'utf-16le',
    },
  ],
  ['ToxTrac in pixels', { head: '', row: (_, x, y, i) => `${i}\t0\t1\t${X(x)}\t${Y(y)}\t1`, arena: PX, needsRate: true }],
  [
    'ToxTrac in real space',
    {
      head: 'Time (sec)\tArena\tTrack\tPos. X (mm)\tPos. Y (mm)\tLabel',
      row: (t, x, y) => `${Number(t.toPrecision(6))}\t1\t1\t${(10 * x).toPrecision(7)}\t${(10 * y).toPrecision(7)}\t1`,
      arena: CM,
    },
  ],
  [
    'SimBA, corrected pose',
    {
      head: ',Nose_x,Nose_y,Nose_p,Center_x,Center_y,Center_p',
      row: (_, x, y, i) => `${i},1,1,0.01,${X(x)},${Y(y)},0.98`,
      arena: { ...PX, ...plainly },
      needsRate: true,
    },
  ],
  [
    'DeepLabCut saved again by a spreadsheet',
    {
      head: 'scorer;m;m;m;m;m;m\nbodyparts;snout;snout;snout;mouse_center;mouse_center;mouse_center\ncoords;x;y;likelihood;x;y;likelihood',
      row: (_, x, y, i) => comma(`${i};1.5;2.5;0.9;${X(x)};${Y(y)};0.99`),
      arena: { ...PX, ...plainly },
      needsRate: true,
    },
  ],
];

function bytesOf(text: string, encoding?: Layout['encoding']): Uint8Array {
  if (encoding === 'latin1') return Uint8Array.from(text, (character) => character.charCodeAt(0));
  if (encoding === undefined) return new TextEncoder().encode(text);
  const units = Uint16Array.from(`\uFEFF${text}`, (character) => character.charCodeAt(0));
  return new Uint8Array(units.buffer);
}

function written({ head, row, encoding }: Layout, { time, x, y }: Path): Uint8Array {
  const lines = time.map((t, i) => row(t, x[i], y[i], i));
  return bytesOf(`${[...(head === '' ? [] : [head]), ...lines].join('\r\n')}\r\n\r\n`, encoding);
}

describe('one path, as every program writes it, gives the same measures', () => {
  for (const fps of [15, 25, 29.97, 120]) {
    const path = pathAt(fps);
    const expected = expectedOf(path);
    it.each(LAYOUTS)(`at ${fps} frames/s: %s`, (_, layout) => {
      const read = readTextFile(written(layout, path), 'f');
      if (layout.needsRate) expect(() => measureFile(read, openField, layout.arena, 'f')).toThrow(/no times/);
      const arena = layout.needsRate ? { ...layout.arena, fps } : layout.arena;
      const [{ observation }, ...others] = measureFile(read, openField, arena, 'f');
      expect(others).toEqual([]);
      const { values } = observation;
      // Clocks and stamps are printed to the millisecond, positions to 1/10,000 of a pixel or cm.
      expect(Math.abs((values.get('center_time_s') ?? NaN) - expected.center)).toBeLessThan(0.006);
      expect(values.get('center_entries')).toBe(expected.entries);
      expect(Math.abs((values.get('center_latency_s') ?? NaN) - expected.latency)).toBeLessThan(0.002);
      expect((values.get('distance_cm') ?? NaN) / expected.distance).toBeCloseTo(1, 3);
      expect(Math.abs((values.get('duration_s') ?? NaN) - 20)).toBeLessThan(0.02);
      expect(observation.flags).toEqual([]);
      expect(observation.exclusions).toEqual([]);
    });
  }
});

describe('what a file leaves out', () => {
  const path = pathAt(25);
  const lost = (i: number): boolean => i >= 100 && i < 106;
  it('frames without a row in ToxTrac are missing positions: no time in a zone, no distance over the gap', () => {
    for (const [name, layout] of LAYOUTS.filter(([one]) => one.startsWith('ToxTrac'))) {
      const kept = [...path.time.keys()].filter((i) => !lost(i));
      const part = { ...path, time: kept.map((i) => path.time[i]), x: kept.map((i) => path.x[i]), y: kept.map((i) => path.y[i]) };
      const frames: Layout = { ...layout, row: (t, x, y) => layout.row(t, x, y, Math.round(25 * t)) };
      const [{ observation, counts }] = measureFile(
        readTextFile(written(frames, part), 'f'),
        openField,
        { ...layout.arena, fps: 25 },
        'f',
      );
      const over = Math.hypot(path.x[106] - path.x[99], path.y[106] - path.y[99]);
      expect(counts?.missing, name).toBe(6);
      expect(observation.values.get('distance_cm')).toBeCloseTo(expectedOf(part).distance - over, 2);
    }
  });

  it('arenas of one ToxTrac file are one animal each', () => {
    const lines = [1, 2].flatMap((arena) =>
      path.time.map((t, i) => `${t}\t${arena}\t1\t${10 * path.x[i]}\t${10 * path.y[i]}\t1`),
    );
    const text = `Time (sec)\tArena\tTrack\tPos. X (mm)\tPos. Y (mm)\tLabel\n${lines.join('\n')}\n`;
    const rows = measureFile(readTextFile(bytesOf(text), 'f'), openField, CM, 'f');
    expect(rows.map((row) => row.animal)).toEqual(['arena 1 track 1', 'arena 2 track 1']);
    expect(rows[1].observation.values).toEqual(rows[0].observation.values);
  });

  it('times of ToxTrac with too few digits to tell the frames are refused; a single frame is read', () => {
    const head = 'Time (sec)\tArena\tTrack\tPos. X (mm)\tPos. Y (mm)\tLabel\n';
    const row = (t: number): string => `${t.toPrecision(6)}\t1\t1\t10\t10\t1\n`;
    const late = Array.from({ length: 60 }, (_, i) => row(1200 + i / 60));
    expect(() => readTextFile(bytesOf(head + [...new Set(late)].join('')), 'f')).toThrow(/too few digits/);
    const one = readTextFile(bytesOf(head + row(0)), 'f');
    expect(one.kind === 'recording' ? [...(one.recordings[0].time ?? [])] : []).toEqual([0]);
  });

  it('a column of times goes before dates under another name', () => {
    const text = `time_s,x_cm,y_cm,clock\n${path.time.map((t, i) => `${t},${path.x[i]},${path.y[i]},${iso(2 * t)}`).join('\n')}\n`;
    const [{ observation }] = measureFile(readTextFile(bytesOf(text), 'f'), openField, CM, 'f');
    expect(observation.values.get('duration_s')).toBeCloseTo(20, 9);
  });

  it('a stretch of time without any line is flagged', () => {
    const kept = [...path.time.keys()].filter((i) => i < 100 || i >= 175);
    const text = `time_s,x_cm,y_cm\n${kept.map((i) => `${path.time[i]},${path.x[i]},${path.y[i]}`).join('\n')}\n`;
    const [{ observation }] = measureFile(readTextFile(bytesOf(text), 'f'), openField, CM, 'f');
    expect(observation.flags.map((flag) => flag.code)).toEqual(['time-gap']);
    expect(observation.flags[0].message).toContain('at 4.0 s for 3.0 s');
  });
});

describe('numbers without a header', () => {
  it('are refused, since nothing says what they are', () => {
    for (const text of ['281.66,324.21\n282.5,324.4\n', '0;1.5;2\n1;1.5;2\n'])
      expect(() => readTextFile(bytesOf(text), 'f')).toThrow(/without the names of its columns[\s\S]*x_px,y_px/);
  });
});

describe('a pose file without a point for the body', () => {
  const text = 'scorer,m,m,m,m\nbodyparts,snout,snout,spine2,spine2\ncoords,x,y,x,y\n0,1,2,3,4\n1,1,2,3,4\n';
  const problems = async (arena: ArenaSetup, assay: string): Promise<string[]> => {
    const job = { bytes: bytesOf(text), file: 'f', assay, arena, format: null, binSeconds: null };
    const [outcome] = await inlinePool(() => {}).map(measureFileTask, [job]);
    return outcome.problems.map(({ code, found }) => `${code}: ${found}`);
  };
  it('is refused with all of its points, whatever was read of them', async () => {
    const expected = ['track-body-point: snout, spine2'];
    expect(await problems({ ...PX, fps: 25 }, 'open-field')).toEqual(expected);
    expect(await problems({ ...PX, fps: 25, point: 'spine1' }, 'open-field')).toEqual(expected);
    expect(await problems({ ...PX, fps: 25 }, 'three-chamber')).toEqual(expected);
  });
});
