import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import type { Recording } from '../../src/behavior/recording/recording.ts';
import { InputError } from '../../src/problems/index.ts';
import { writeWorkbook } from '../../src/table/index.ts';
import { problemsOf } from '../support/problems.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/behavior/${name}`, import.meta.url));
const recordingsOf = async (bytes: Uint8Array, name: string): Promise<Recording[]> => {
  const read = await readBehaviorFile(bytes, name);
  if (read.kind !== 'recording') throw new Error(`${name} is no recording`);
  return read.recordings;
};
/** Codes of the problems for which a file is refused; `read` when it is not. */
const refusal = async (bytes: Uint8Array, name = 'f'): Promise<string> =>
  (await problemsOf(() => readBehaviorFile(bytes, name))).map((one) => one.code).join(' ') || 'read';
const text = (...lines: string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);

describe('files of other programs', () => {
  it('pandas "fixed" HDF5 holds what its CSV holds: one animal, several, labelled frames', async () => {
    for (const name of ['dlc-fixed', 'dlc-fixed-multi', 'dlc-fixed-labels']) {
      const [h5] = await recordingsOf(fixture(`${name}.h5`), 'f');
      const [csv] = await recordingsOf(fixture(`${name}.csv`), 'f');
      expect(h5).toEqual(csv);
      expect(h5.frames).toBe(12);
    }
  });

  it('TRex .npz, packed or not: every point, missing frames and marks, seconds', async () => {
    for (const name of ['trex.npz', 'trex-compressed.npz']) {
      const [{ frames, time, fps, unit, individuals, notes }] = await recordingsOf(fixture(name), name);
      expect({ frames, fps, unit }).toEqual({ frames: 5, fps: 25, unit: 'cm' });
      expect(individuals[0].points.map((point) => [point.name, [...point.x], [...point.y]])).toEqual([
        ['center', [1.5, 2.5, NaN, NaN, 4.5], [2.5, 3.5, NaN, NaN, 5.5]],
        ['head', [1, 2, NaN, NaN, 4], [2, 3, NaN, NaN, 5]],
      ]);
      [0, 0.04, 0.08, 0.12, 0.16].forEach((at, i) => {
        expect(time?.[i]).toBeCloseTo(at, 6);
      });
      expect(notes.join()).toContain('cm_per_pixel');
    }
    const [csv] = await recordingsOf(
      text('frame,time,X (cm),Y (cm),missing', '3,0.1,1,2,0', '4,0.2,9,9,1', '6,0.4,3,4,0'),
      'trex.csv',
    );
    expect([...(csv.time ?? [])].map((at) => Number(at.toFixed(9)))).toEqual([0, 0.1, 0.2, 0.3]);
    expect([...csv.individuals[0].points[0].x]).toEqual([1, NaN, NaN, 3]);
  });

  it('an altered archive is refused: the checksum of every file in it is compared', async () => {
    const packed = fixture('trex.npz');
    expect(await refusal(packed.subarray(0, packed.length - 100))).toBe('zip-damaged');
    const workbook = await writeWorkbook([
      {
        name: 'a',
        columns: [
          { name: 'x_cm', values: [1, 2] },
          { name: 'y_cm', values: [1, 2] },
        ],
      },
    ]);
    for (const [bytes, step] of [
      [packed, 7],
      [workbook, 61],
    ] as const) {
      const [{ individuals, time }] = await recordingsOf(bytes, 'f');
      let refused = 0;
      for (let at = 30; at < bytes.length; at += step) {
        const altered = Uint8Array.from(bytes);
        altered[at] ^= 4;
        const outcome = await readBehaviorFile(altered, 'f').catch((error: unknown) => error);
        if (outcome instanceof InputError) refused++;
        // What is still read (a changed date, a changed name of an array that is not used) is read with the same numbers.
        else expect((outcome as { recordings: Recording[] }).recordings[0]).toMatchObject({ individuals, time });
      }
      expect(refused).toBeGreaterThan(30);
    }
  });

  it('idtracker.ai: lower-case columns, with or without seconds', async () => {
    const [plain] = await recordingsOf(text('x1,y1,x2,y2', '1.000,2.000,3.000,4.000', 'nan,nan,5.000,6.000'), 'f');
    expect(plain).toMatchObject({ format: 'idtracker', time: null, frames: 2 });
    expect(plain.individuals.map((one) => [one.name, [...one.points[0].x]])).toEqual([
      ['1', [1, NaN]],
      ['2', [3, 5]],
    ]);
    const [timed] = await recordingsOf(text('seconds,x1,y1', '0.000,1,2', '0.040,3,4'), 'f');
    expect([...(timed.time ?? [])]).toEqual([0, 0.04]);
  });

  it('a workbook gives every sheet that has a track', async () => {
    const columns = (x: number) => [
      { name: 'time_s', values: [0, 1] },
      { name: 'x_cm', values: [x, x] },
      { name: 'y_cm', values: [1, 2] },
    ];
    const bytes = await writeWorkbook([
      { name: 'about', columns: [{ name: 'note', values: ['nothing'] }] },
      { name: 'M1', columns: columns(3) },
      { name: 'M2', columns: columns(4) },
    ]);
    const recordings = await recordingsOf(bytes, 'two.xlsx');
    expect(recordings.map((one) => [one.file, one.individuals[0].points[0].x[0]])).toEqual([
      ['two.xlsx [M1]', 3],
      ['two.xlsx [M2]', 4],
    ]);
  });

  it('plain tables: frame numbers with gaps, likelihoods, units that are not said', async () => {
    const [framed] = await recordingsOf(text('frame;nose_x;nose_y;nose_likelihood', '5;1;2;0.9', '7;3;4;0.2'), 'f');
    const [point] = framed.individuals[0].points;
    expect([[...point.x], [...(point.likelihood ?? [])]]).toEqual([
      [1, NaN, 3],
      [0.9, NaN, 0.2],
    ]);
    expect(framed.notes.join()).toContain('taken as pixels');
    expect(await refusal(text('frame,x_cm,y_cm', '1,1,1', '1,2,2'))).toBe('track-frame-number');
    const [timed] = await recordingsOf(text('time,x_cm,y_cm', '0,1,1', '33,2,2'), 'f');
    expect(timed.notes).toEqual(['the column "time" says no unit: times taken as seconds']);
  });

  it('a last line that may be cut short is refused when it lacks cells, and noted when it lacks its line end', async () => {
    const body = 'time_s,x_cm,y_cm,z\n0,1,1,5\n1,2,2,6\n2,3,3';
    expect(await refusal(new TextEncoder().encode(body))).toBe('track-ragged-line');
    const [whole] = await recordingsOf(new TextEncoder().encode(`${body},7`), 'f');
    expect(whole.notes.join()).toContain('no line end');
    const [ended] = await recordingsOf(new TextEncoder().encode(`${body},7\n`), 'f');
    expect(ended.notes).toEqual([]);
  });
});
