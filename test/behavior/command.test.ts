import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArenaFile } from '../../src/behavior/index.ts';
import { register } from '../../src/cli/behavior.ts';
import { problemsOf } from '../support/problems.ts';
import { haveShared, SHARED } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbic-behavior-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function behavior(...args: string[]): Promise<Map<string, string>[]> {
  const output = join(folder, 'out.tsv');
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(['behavior', ...args, '--threads', '1', '--quiet', '-o', output], { from: 'user' });
  return tsvFileRows(output);
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const placesOf = async (run: () => unknown): Promise<string[]> =>
  (await problemsOf(run)).map((one) => `${one.code}:${one.line}:${one.column}`);

describe('limbic behavior', () => {
  it('measures a plain track', async () => {
    const track = file(
      'a.csv',
      `time_s,x_cm,y_cm\n${Array.from({ length: 11 }, (_, i) => `${i / 10},${i < 5 ? 5 : 20},20`).join('\n')}\n`,
    );
    const [row] = await behavior(
      '--assay',
      'open-field',
      '--arena',
      file('arena.yaml', 'size_cm: 40\ncenter: [20, 20]\n'),
      track,
    );
    expect(row.get('file')).toBe(track);
    expect(Number(row.get('distance_cm'))).toBe(15);
    expect(Number(row.get('center_time_s'))).toBeCloseTo(0.6, 12);
    expect(row.get('center_entries')).toBe('1');
    expect(row.get('excluded')).toBe('');
    expect(['frames', 'frames_dropped', 'frames_filled', 'frames_missing'].map((name) => row.get(name))).toEqual([
      '11',
      '0',
      '0',
      '0',
    ]);
  });

  it('measures parts of a recording beside the whole', async () => {
    const track = file('b.csv', `time_s,x_cm,y_cm\n${Array.from({ length: 40 }, (_, i) => `${i / 10},${i},20`).join('\n')}\n`);
    const rows = await behavior(
      '--assay',
      'open-field',
      '--bin',
      '2',
      '--arena',
      file('arena.yaml', 'size_cm: 40\ncenter: [20, 20]\n'),
      track,
    );
    expect(rows.map((row) => [row.get('bin_from_s'), row.get('bin_to_s'), row.get('distance_cm')])).toEqual([
      ['NA', 'NA', '39'],
      ['0', '2', '19'],
      ['2', '4', '20'],
    ]);
  });

  it('names every problem of every file', async () => {
    const bad = file('bad.csv', 'time_s,x_cm,y_cm\n0,1,1\n0.1,one,1\n');
    const unknown = file('unknown.csv', 'animal,weight\nM1,20\n');
    expect(await placesOf(() => behavior('--assay', 'open-field', bad, unknown))).toEqual([
      'track-not-a-number:3:2',
      'behavior-unknown-layout:1:1',
    ]);
    expect(await placesOf(() => behavior('--assay', 'y-maze', file('t.csv', 'x_cm,y_cm\n1,1\n')))).toEqual([
      'behavior-wrong-kind:undefined:undefined',
    ]);
  });

  it('a video is told to be one before it is read, and says what to do with it', async () => {
    const video = join(folder, 'mouse.mp4');
    writeFileSync(video, Uint8Array.from([0, 0, 0, 32, 102, 116, 121, 112, 105, 115, 111, 109, 0, 0, 2, 0, 1, 2, 3]));
    const run = (): Promise<unknown> => behavior('--assay', 'open-field', video);
    expect(await placesOf(run)).toEqual(['behavior-video:undefined:undefined']);
    await expect(run()).rejects.toThrow(`limbic track ${video} -o track.csv`);
  });

  it('what a reader had to decide is printed beside the measures', async () => {
    const track = file('notes.csv', 'time,x,y\n0,1,1\n1,2,2\n2,3,3');
    const [row] = await behavior('--assay', 'open-field', track);
    for (const note of ['times taken as seconds', 'taken as pixels', 'no line end']) expect(row.get('notes')).toContain(note);
  });

  it.skipIf(!haveShared)('BORIS exports of a forced swim and a Y-maze', async () => {
    const shared = (name: string) => `${SHARED}/data/behavior/simulated/${name}`;
    const swims = await behavior(
      '--assay',
      'forced-swim',
      shared('fst_6min_boris_aggregated.tsv'),
      shared('fst_6min_boris_tabular.csv'),
    );
    for (const swim of swims) {
      expect(Number(swim.get('immobility_s'))).toBeCloseTo(120.2, 9);
      expect(Number(swim.get('immobility_latency_s'))).toBe(9.72);
      expect(swim.get('animal')).toBe('M01');
      expect(swim.get('flags')).toBe('');
    }
    for (const maze of await behavior(
      '--assay',
      'y-maze',
      shared('ymaze_a_boris_aggregated.tsv'),
      shared('ymaze_a_boris_tabular.csv'),
    )) {
      expect(maze.get('entries')).toBe('71');
      expect(maze.get('alternations')).toBe('46');
      expect(Number(maze.get('alternation_pct'))).toBeCloseTo(66.66666666666667, 10);
      expect(maze.get('same_arm_returns')).toBe('5');
      expect(maze.get('alternate_arm_returns')).toBe('13');
    }
    const [short] = await behavior('--assay', 'forced-swim', shared('fst_a_boris_tabular.csv'));
    expect(Number(short.get('immobility_s'))).toBeCloseTo(69.88, 9);
    expect(short.get('flags')).toContain('short-log');
  });

  it.skipIf(!haveShared)('an empty arena is said to be empty', async () => {
    const [row] = await behavior(
      '--assay',
      'open-field',
      `${SHARED}/data/behavior/ethovision/Raw data-NORT D3 20251003-Trial    33 (1).xlsx`,
    );
    expect(row.get('excluded')).toContain('empty arena');
  });
});

describe('arena files', () => {
  it('are read whole', () => {
    const arena = readArenaFile(
      'shape: plus\nsize_cm: 30\narm_width_cm: 6\nfps: 25\npoint: bodycentre\nzones: file\nscale: { marks: [{ at: tl, cm: [-3, -33] }, { at: [5, 6], cm: [3, 3] }] }\ncleaning: { likelihood: 0.95, max_gap_s: 2, smoothing_s: 0, max_speed_cm_s: null }\n',
      'a.yaml',
    );
    expect(arena).toMatchObject({
      shape: 'plus',
      widthCm: 30,
      armWidthCm: 6,
      fps: 25,
      point: 'bodycentre',
      zonesFromFile: true,
      scale: {
        kind: 'marks',
        marks: [
          { mark: 'tl', at: { x: -3, y: -33 } },
          { mark: { x: 5, y: 6 }, at: { x: 3, y: 3 } },
        ],
      },
      cleaning: { likelihood: 0.95, maxGap: 2, smoothing: 0, maxSpeed: null },
    });
  });
  it('say where they are wrong, and what was meant', async () => {
    const text = 'size_cm: big\nfpss: 25\nscale: { px: 1 }\n';
    expect(await placesOf(() => readArenaFile(text, 'a.yaml'))).toEqual([
      'arena-invalid:1:10',
      'arena-invalid:3:8',
      'arena-unknown-key:2:1',
    ]);
    expect(() => readArenaFile(text, 'a.yaml')).toThrow('did you mean "fps"?');
  });
});
