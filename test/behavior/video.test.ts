import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { circularMask, learnBackground, rectangularMask } from '../../src/behavior/video/background.ts';
import { AnimalLocator } from '../../src/behavior/video/locate.ts';
import { trackVideo } from '../../src/behavior/video/track-video.node.ts';
import { plainContext } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { randomStream } from '../../src/stats/index.ts';
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

describe.skipIf(!haveShared || !haveFfmpeg)('the real video', () => {
  const FRAMES = 1200;
  it('is tracked in agreement with four other programs, as well as they agree with each other', async () => {
    const options = { mask: null, maxFrames: FRAMES };
    const { recording } = await trackVideo(`${SHARED}/data/behavior/tracker_video/mouse_video.mp4`, options, plainContext());
    expect(recording).toMatchObject({ frames: FRAMES, fps: 30, unit: 'px' });
    const [{ x, y }] = recording.individuals[0].points;
    expect(x.some(Number.isNaN)).toBe(false);
    // How well the other programs agree on the whole video (ToxTrac's crop is not in its numbers there).
    const agreement = sharedTsv('reference/behavior/tracker_agreement_mouse_video.tsv');
    const of = (measure: string): number[] =>
      agreement
        .filter((row) => row.get('measure') === measure && row.get('other') !== 'toxtrac' && row.get('tracker') !== 'toxtrac')
        .map((row) => Number(row.get('value')));
    const [worstMedian, worstP95] = [Math.max(...of('median_distance_px_lag+0')), Math.max(...of('p95_distance_px_lag0'))];
    for (const [file, dx, dy] of [
      ['mouse_video_tracktor.csv.gz', 0, 0],
      ['mouse_video_idtracker.txt.gz', 0, 0],
      ['mouse_video_LocationOutput.csv.gz', 0, 0],
      ['mouse_video_toxtrac.txt.gz', 85.8, 13.43],
    ] as const) {
      const read = readTextFile(sharedBytes(`data/behavior/tracker_video/${file}`), file);
      if (read.kind !== 'recording') throw new Error(file);
      const other = read.recordings[0].individuals[0].points[0];
      const distances = Array.from(x, (_, i) => Math.hypot(other.x[i] + dx - x[i], other.y[i] + dy - y[i]))
        .filter((distance) => !Number.isNaN(distance))
        .sort((a, b) => a - b);
      expect(distances.length).toBeGreaterThan(FRAMES - 60);
      expect(distances[distances.length >> 1], file).toBeLessThan(worstMedian);
      expect(distances[Math.floor(0.95 * distances.length)], file).toBeLessThan(worstP95);
    }
  });

  it('a file that is no video is refused', async () => {
    await expect(trackVideo(`${SHARED}/data/behavior/README.md`, { mask: null }, plainContext())).rejects.toBeInstanceOf(
      InputError,
    );
    await expect(trackVideo('no-such.mp4', { mask: null }, plainContext())).rejects.toBeInstanceOf(InputError);
  });
});
