import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { circularMask, learnBackground, rectangularMask } from '../../src/behavior/video/background.ts';
import { AnimalLocator } from '../../src/behavior/video/locate.ts';
import { trackVideo } from '../../src/behavior/video/track-video.node.ts';
import { plainContext } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { quantileOfSorted, randomStream } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, SHARED, sharedBytes, sharedTsv } from '../support/shared.ts';

const [WIDTH, HEIGHT] = [120, 90];

/** A frame: uneven floor, noise, an oval body at x, y with a thin tail to the right; null: no animal. */
function frameWith(at: readonly [number, number] | null, polarity: 1 | -1, seed: number): Uint8Array {
  const random = randomStream(seed, 'frame');
  const frame = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const floor = 120 + 30 * (x / WIDTH) + 1.5 * random.normal();
      const body = at !== null && ((x - at[0]) / 8) ** 2 + ((y - at[1]) / 5) ** 2 <= 1;
      const tail = at !== null && y === Math.round(at[1]) && x > at[0] && x < at[0] + 22;
      frame[y * WIDTH + x] = Math.max(0, Math.min(255, floor + (body || tail ? 70 * polarity : 0)));
    }
  }
  return frame;
}

const path = (i: number): [number, number] => [60 + 40 * Math.sin(i / 9), 45 + 28 * Math.cos(i / 7)];

describe('a centroid from frames', () => {
  for (const polarity of [1, -1] as const) {
    it(`of a ${polarity === 1 ? 'bright' : 'dark'} animal is its middle, not its tail`, () => {
      const frames = Array.from({ length: 60 }, (_, i) => frameWith(path(i), polarity, i));
      const model = learnBackground(frames, WIDTH, HEIGHT, null);
      expect(model.polarity).toBe(polarity);
      const locator = new AnimalLocator(model);
      frames.forEach((frame, i) => {
        const { x, y, area } = locator.locate(frame);
        expect(Math.hypot(x - path(i)[0], y - path(i)[1])).toBeLessThan(1);
        expect(area).toBeGreaterThan(70);
      });
    });
  }

  it('is missing where there is no animal, and found again elsewhere', () => {
    const frames = Array.from({ length: 60 }, (_, i) => frameWith(path(i), -1, i));
    const locator = new AnimalLocator(learnBackground(frames, WIDTH, HEIGHT, null));
    for (let i = 0; i < 10; i++) locator.locate(frames[i]);
    expect(locator.locate(frameWith(null, -1, 999))).toEqual({ x: NaN, y: NaN, area: 0 });
    expect(locator.locate(frameWith([15, 75], -1, 1000)).x).toBeCloseTo(15, 0);
  });

  it('is only looked for inside the mask', () => {
    const frames = Array.from({ length: 60 }, (_, i) => frameWith(path(i), -1, i));
    const mask = rectangularMask(WIDTH, HEIGHT, 0, 0, 40, HEIGHT);
    const locator = new AnimalLocator(learnBackground(frames, WIDTH, HEIGHT, mask));
    expect(locator.locate(frameWith([20, 40], -1, 1)).x).toBeCloseTo(20, 0);
    expect(locator.locate(frameWith([95, 40], -1, 2)).x).toBeNaN();
    expect(circularMask(10, 10, 5, 5, 2).reduce((sum, value) => sum + value, 0)).toBe(13);
  });
});

const haveFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;
if (!haveFfmpeg) console.warn('skipping the video tests: ffmpeg is not installed');

/** A track, px; NaN where the animal was not found. */
interface Path {
  x: Float64Array;
  y: Float64Array;
}

/** The tracks of the other programs. ToxTrac counts from its own crop of the picture, whose corner is added. */
function otherTracks(): Map<string, Path> {
  const files = [
    ['tracktor', 'mouse_video_tracktor.csv.gz', 0, 0],
    ['idtracker', 'mouse_video_idtracker.txt.gz', 0, 0],
    ['eztrack', 'mouse_video_LocationOutput.csv.gz', 0, 0],
    ['toxtrac', 'mouse_video_toxtrac.txt.gz', 85.8, 13.43],
  ] as const;
  return new Map(
    files.map(([name, file, dx, dy]) => {
      const read = readTextFile(sharedBytes(`data/behavior/tracker_video/${file}`), file);
      if (read.kind !== 'recording') throw new Error(file);
      const [{ x, y }] = read.recordings[0].individuals[0].points;
      return [name, { x: x.map((value) => value + dx), y: y.map((value) => value + dy) }];
    }),
  );
}

/** Median and 95 % quantile of the distance between two tracks, over the frames that both have. */
function apart(one: Path, other: Path): { frames: number; median: number; p95: number } {
  const frames = Math.min(one.x.length, other.x.length);
  const distances = Float64Array.from({ length: frames }, (_, i) => Math.hypot(one.x[i] - other.x[i], one.y[i] - other.y[i]))
    .filter((distance) => distance === distance)
    .sort();
  return { frames: distances.length, median: quantileOfSorted(distances, 0.5), p95: quantileOfSorted(distances, 0.95) };
}

/** How the animal used the round arena: mean distance from its middle, and shares of the frames in the inner half and the outer fifth. */
function use({ x, y }: Path): { radius: number; inner: number; outer: number } {
  const radii = Float64Array.from(x, (_, i) => Math.hypot(x[i] - 309, y[i] - 235)).filter((radius) => radius === radius);
  const share = (test: (radius: number) => boolean): number => (100 * radii.filter(test).length) / radii.length;
  const mean = radii.reduce((sum, radius) => sum + radius, 0) / radii.length;
  return { radius: mean, inner: share((radius) => radius < 105), outer: share((radius) => radius > 168) };
}

describe.skipIf(!haveShared || !haveFfmpeg)('the real video', () => {
  it('is tracked in agreement with four other programs, as well as they agree with each other', async () => {
    const video = `${SHARED}/data/behavior/tracker_video/mouse_video.mp4`;
    const { recording } = await trackVideo(video, { mask: null }, plainContext());
    expect(recording).toMatchObject({ frames: 10_000, fps: 30, unit: 'px' });
    const own: Path = recording.individuals[0].points[0];
    expect(own.x.some(Number.isNaN)).toBe(false);
    const others = otherTracks();
    // The measuring stick first: the reference's own numbers of pairs of programs (it left out some frames of Tracktor: 0.6 %).
    const rows = sharedTsv('reference/behavior/tracker_agreement_mouse_video.tsv');
    for (const [a, b] of [
      ['idtracker', 'tracktor'],
      ['eztrack', 'tracktor'],
      ['eztrack', 'idtracker'],
    ]) {
      const of = (measure: string): number =>
        Number(
          rows.find((row) => row.get('tracker') === a && row.get('other') === b && row.get('measure') === measure)?.get('value'),
        );
      const { median, p95 } = apart(others.get(a) as Path, others.get(b) as Path);
      expectClose(median, of('median_distance_px_lag+0'), 1e-2, `${a} ${b} median`);
      expectClose(p95, of('p95_distance_px_lag0'), 1e-2, `${a} ${b} 95 %`);
    }
    for (const [name, path] of others) {
      const rest = [...others].filter(([other]) => other !== name).map(([, other]) => apart(path, other));
      const mine = apart(own, path);
      expect(mine.frames, name).toBeGreaterThan(9300);
      expect(mine.median, `${name}: median`).toBeLessThanOrEqual(Math.max(...rest.map((one) => one.median)));
      expect(mine.p95, `${name}: 95 %`).toBeLessThanOrEqual(Math.max(...rest.map((one) => one.p95)));
    }
    // What a session is measured by lies no further from the other programs than they lie from each other.
    const [mine, theirs] = [use(own), [...others.values()].map(use)];
    for (const key of ['radius', 'inner', 'outer'] as const) {
      const values = theirs.map((one) => one[key]);
      const spread = Math.max(...values) - Math.min(...values);
      for (const value of values) expect(Math.abs(mine[key] - value), key).toBeLessThanOrEqual(spread);
    }
  }, 120_000);

  it('is not tracked without ffmpeg, and the message says what to install', async () => {
    const path = process.env.PATH;
    process.env.PATH = '';
    try {
      const tracked = trackVideo(`${SHARED}/data/behavior/tracker_video/mouse_video.mp4`, { mask: null }, plainContext());
      await expect(tracked).rejects.toThrow(/install ffmpeg/);
    } finally {
      process.env.PATH = path;
    }
  });

  it('a file that is no video is refused', async () => {
    await expect(trackVideo(`${SHARED}/data/behavior/README.md`, { mask: null }, plainContext())).rejects.toBeInstanceOf(
      InputError,
    );
    await expect(trackVideo('no-such.mp4', { mask: null }, plainContext())).rejects.toBeInstanceOf(InputError);
  });
});
