import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { analyzeBehavior, MISSING_POSITION } from '../../src/behavior/index.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { prepareScene } from '../../src/behavior/recording/scene.ts';
import { sketchTrack } from '../../src/behavior/track/sketch.ts';
import { plainContext } from '../../src/context/index.ts';
import { arena, assayPlan, smallStudy, textSource } from '../support/small-study.ts';

const FIELD: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40, center: { x: 0, y: 0 } };

function sketchOf(place: (i: number) => [number, number] | null, n: number, setup = FIELD) {
  const lines = Array.from({ length: n }, (_, i) => {
    const at = place(i);
    return `${(i / 10).toFixed(1)},${at === null ? 'NaN,NaN' : at.join(',')}`;
  });
  const read = readTextFile(new TextEncoder().encode(`time_s,x_cm,y_cm\n${lines.join('\n')}\n`), 'f');
  return read.kind === 'recording' ? sketchTrack(prepareScene(read.recordings[0], setup)) : null;
}

describe('a path made small', () => {
  it('lies in thousandths of the arena, whatever the length of the recording', () => {
    const sketch = sketchOf((i) => [i % 2 === 0 ? -20 : 20, 10], 5000);
    expect(sketch?.placed).toBe(true);
    expect(sketch?.path.length).toBeLessThanOrEqual(2 * 220);
    expect(sketch?.path[1]).toBe(750);
    expect([0, 1000]).toContain(sketch?.path[0]);
  });
  it('shows where the animal was not seen, and keeps wild positions off the sheet', () => {
    const sketch = sketchOf((i) => (i === 1 ? null : i === 50 ? [9000, 0] : [0, 0]), 100);
    const points = [...(sketch?.path ?? [])].filter((_, at) => at % 2 === 0);
    expect(points).toEqual(points.map((_, i) => (i === 1 || i === 50 ? MISSING_POSITION : 500)));
    expect(points).toHaveLength(100);
  });
  it('its heat map holds all of the seen time', () => {
    const sketch = sketchOf((i) => (i % 10 === 0 ? null : i % 2 === 0 ? [-19, -19] : [19, 19]), 1000);
    const cells = [...(sketch?.occupancy ?? [])];
    expect(cells.reduce((a, b) => a + b, 0)).toBe(10_000);
    expect([cells[0], cells[255]].map((one) => Math.round(one / 100))).toEqual([44, 56]);
  });
  it('is laid around the path where the arena is not known, and is none without a position', () => {
    const sketch = sketchOf((i) => [100 + i, 50], 3, UNKNOWN_ARENA);
    expect(sketch?.placed).toBe(false);
    expect([...(sketch?.path ?? [])]).toEqual([0, 500, 500, 500, 1000, 500]);
    expect(sketchOf(() => null, 5, UNKNOWN_ARENA)).toBeNull();
  });
});

describe('the contact sheet of a study', () => {
  it('has every animal of the last treatment session, in the order of the study', async () => {
    const study = smallStudy({
      perGroup: 2,
      sessions: [
        { name: 'base', ageDays: 27, phase: 'baseline' },
        { name: 'week6', ageDays: 70, phase: 'treatment' },
        { name: 'after', ageDays: 98, phase: 'washout' },
      ],
      assays: [assayPlan({ assay: 'open-field', format: 'track', files: '{session}/{animal}.csv', arena: arena('square', 40) })],
    });
    const track = (shift: number) =>
      `time_s,x_cm,y_cm\n${Array.from({ length: 50 }, (_, i) => `${i / 10},${(15 * Math.sin(i) + shift).toFixed(2)},${(15 * Math.cos(i / 2)).toFixed(2)}`).join('\n')}\n`;
    const files = study.sessions.flatMap(({ name }, s) =>
      study.animals.map(({ id }): [string, string] => [`${name}/${id}.csv`, track(s)]),
    );
    const { tracks } = await analyzeBehavior(study, textSource(files), plainContext());
    expect(tracks?.map((sheet) => `${sheet.assay} ${sheet.session}`)).toEqual(['open-field week6']);
    expect(tracks?.[0].animals).toEqual(study.animals.map((animal) => animal.id));
    expect(tracks?.[0].arena).toMatchObject({ shape: 'rectangle', width: 1, height: 1, centerFraction: 0.5 });
  });
});
