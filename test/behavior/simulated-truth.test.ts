import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import type { Assay, Observation } from '../../src/behavior/assays/assay.ts';
import { elevatedPlusMaze } from '../../src/behavior/assays/elevated-plus-maze.ts';
import { forcedSwim } from '../../src/behavior/assays/forced-swim.ts';
import { lightDarkBox } from '../../src/behavior/assays/light-dark-box.ts';
import { openField } from '../../src/behavior/assays/open-field.ts';
import { threeChamber } from '../../src/behavior/assays/three-chamber.ts';
import { measureFile } from '../../src/behavior/measure-files.ts';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { prepareScene } from '../../src/behavior/recording/scene.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedText } from '../support/shared.ts';

const truths = JSON.parse(haveShared ? sharedText('reference/behavior/simulated_truth.json') : '{}');
const FIELD_A: ArenaSetup = {
  ...UNKNOWN_ARENA,
  shape: 'rectangle',
  widthCm: 42,
  heightCm: 42,
  fps: 25,
  scale: { kind: 'corners', corners: ['tl', 'tr', 'br', 'bl'] },
};
const FIELD_B: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40, fps: 15 };
const PIXELS_B: ArenaSetup = { ...FIELD_B, scale: { kind: 'per-cm', unitsPerCm: 10, origin: { x: 80, y: 40 } } };
const MAZE: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'plus', widthCm: 30, heightCm: 30, armWidthCm: 6 };

async function measure(name: string, assay: Assay, arena: ArenaSetup, individual: string | null = null): Promise<Observation> {
  const read = await readBehaviorFile(sharedBytes(`data/behavior/simulated/${name}`), name);
  if (read.kind !== 'recording' || assay.fromTrack === undefined) throw new Error(`${name} is no track`);
  return assay.fromTrack(prepareScene(read.recordings[0], arena, individual, assay.cleaning));
}

const numberOf = (observation: Observation, name: string): number => observation.values.get(name) ?? NaN;

describe.skipIf(!haveShared)('noise-free sessions: zone times to one sample, counts and censoring exact', () => {
  for (const [name, prefix, arena, time, distance] of [
    ['oft_b_plain_mm.csv.gz', 'oft_b', FIELD_B, 1e-5, 2e-5],
    ['oft_b_bonsai.csv.gz', 'oft_b', { ...PIXELS_B, cleaning: { maxGap: 0.2 } }, 1.01 / 15, 5e-3],
    ['oft_b_idtracker.txt.gz', 'oft_b', PIXELS_B, 1e-9, 2e-4],
    ['oft_b_ethovision_utf8_tab.txt.gz', 'oft_b', FIELD_B, 1e-2, 5e-3],
    ['oft_wall_plain_mm.csv.gz', 'oft_wall', FIELD_B, 0, 2e-5],
  ] as const) {
    it(name, async () => {
      const { truth } = truths[prefix];
      const observation = await measure(name, openField, arena);
      expect(observation.flags).toEqual([]);
      expect(observation.exclusions).toEqual([]);
      const { center, periphery, corners } = truth.zones;
      expect(Math.abs(numberOf(observation, 'center_time_s') - center.time_s)).toBeLessThanOrEqual(time);
      expect(numberOf(observation, 'center_entries')).toBe(center.entries_excluding_start);
      expect(observation.censored.has('center_latency_s')).toBe(center.latency_censored);
      if (!center.latency_censored) expectClose(numberOf(observation, 'center_latency_s'), center.latency_s, 5e-3, 'latency', 1);
      expectClose(numberOf(observation, 'distance_cm'), truth.distance_cm, distance, 'distance');
      expect(Math.abs(numberOf(observation, 'periphery_pct') - periphery.percent_time)).toBeLessThan(0.3);
      expect(Math.abs(numberOf(observation, 'corner_pct') - corners.percent_time)).toBeLessThan(0.3);
      expectClose(numberOf(observation, 'moving_s'), truth.time_moving_s, 1.5e-2, 'time moving');
    });
  }

  it('the three EthoVision encodings of one session give identical measures, from the path and from the own zones', async () => {
    const names = ['utf16_semicolon', 'decimalcomma', 'utf8_tab'].map((kind) => `oft_b_ethovision_${kind}.txt.gz`);
    const { ethovision_truth: truth } = truths.oft_b;
    for (const arena of [FIELD_B, UNKNOWN_ARENA]) {
      const [first, ...others] = await Promise.all(names.map((name) => measure(name, openField, arena)));
      for (const other of others) expect(other).toEqual(first);
      expectClose(numberOf(first, 'center_time_s'), truth.time_s.center, 1e-4, 'center');
      expectClose(numberOf(first, 'distance_cm'), truth.distance_column_sum_cm, 1e-6, 'distance');
    }
  });

  it('one session in six files: the same path to the last printed digit, the same measures to a sample', async () => {
    // Size of the last printed digit (cm), and how the format lays its axes.
    const files = [
      ['oft_b_plain_mm.csv.gz', FIELD_B, 1e-4, 0, 1],
      ['oft_b_idtracker.txt.gz', PIXELS_B, 1e-3, 0, 1],
      ['oft_b_bonsai.csv.gz', PIXELS_B, 1e-5, 0, 1],
      ['oft_b_ethovision_utf16_semicolon.txt.gz', FIELD_B, 1e-4, 20, -1],
      ['oft_b_ethovision_decimalcomma.txt.gz', FIELD_B, 1e-4, 20, -1],
      ['oft_b_ethovision_utf8_tab.txt.gz', FIELD_B, 1e-4, 20, -1],
    ] as const;
    const scenes = await Promise.all(
      files.map(async ([name, arena]) => {
        const read = await readBehaviorFile(sharedBytes(`data/behavior/simulated/${name}`), name);
        if (read.kind !== 'recording') throw new Error(name);
        return prepareScene(read.recordings[0], arena);
      }),
    );
    const [plain, tracked] = scenes;
    files.forEach(([name, , digit, shift, sign], f) => {
      const { x, y, time } = scenes[f].track;
      expect(time.length, name).toBe(2700);
      let compared = 0;
      for (let i = 0; i < x.length; i++) {
        if (Number.isNaN(x[i])) continue;
        const off = Math.hypot(x[i] + shift - plain.track.x[i], sign * y[i] + shift - plain.track.y[i]);
        if (off > digit + 1e-4) expect.fail(`${name}: ${off} cm apart in frame ${i}`);
        compared++;
      }
      expect(compared, name).toBeGreaterThan(2500);
    });
    const [one, other] = [plain, tracked].map((scene) => openField.fromTrack?.(scene).values ?? new Map<string, number>());
    expect(other.size).toBe(11);
    for (const [name, value] of one) {
      const sample = /_s$/.test(name) ? 1.01 / 15 : /_pct$/.test(name) ? 0.04 : 0;
      expect(Math.abs((other.get(name) ?? NaN) - value), name).toBeLessThanOrEqual(Math.max(sample, 3e-4 * Math.abs(value)));
    }
  });

  it('in bins of 60 s, which add up', async () => {
    const read = await readBehaviorFile(sharedBytes('data/behavior/simulated/oft_b_idtracker.txt.gz'), 'f');
    const [whole, ...bins] = measureFile(read, openField, PIXELS_B, 'f', 60);
    const { per_bin: truth } = truths.oft_b.truth;
    expect(bins.map((one) => one.bin)).toEqual([0, 60, 120].map((from) => ({ from, to: from + 60 })));
    bins.forEach((one, b) => {
      expectClose(numberOf(one.observation, 'distance_cm'), truth.distance_cm[b], 3e-4, `distance ${b}`);
      expectClose(numberOf(one.observation, 'center_time_s'), truth['time_s:center'][b], 1e-9, `center ${b}`);
    });
    const sum = bins.reduce((total, one) => total + numberOf(one.observation, 'distance_cm'), 0);
    expect(sum).toBeCloseTo(numberOf(whole.observation, 'distance_cm'), 9);
  });

  it('ANY-maze: uneven stamps held to the next, zones of the tracker', async () => {
    const { measures } = truths.oft_b.anymaze_truth;
    const scale = { kind: 'per-cm', unitsPerCm: 9, origin: null } as const;
    const observation = await measure('oft_b_anymaze.csv.gz', openField, { ...UNKNOWN_ARENA, scale });
    expectClose(numberOf(observation, 'distance_cm'), measures.distance_cm, 1e-9, 'distance');
    for (const [name, zone] of [
      ['center', measures.zones.Center],
      ['periphery', measures.zones.Periphery],
    ] as const) {
      const percent = numberOf(observation, name === 'center' ? 'center_pct' : 'periphery_pct');
      expect(Math.abs((percent * numberOf(observation, 'duration_s')) / 100 - zone.time_s)).toBeLessThan(0.2);
    }
    // The file says "outside" for the first samples, which have no position; the truth leaves them out and starts inside.
    expect(numberOf(observation, 'center_entries')).toBe(measures.zones.Center.visits_including_start);
  });

  it('elevated plus maze, and the fall, from the path and from the own zones', async () => {
    const { truth } = truths.epm_b;
    for (const arena of [MAZE, UNKNOWN_ARENA]) {
      const observation = await measure('epm_b_ethovision.txt.gz', elevatedPlusMaze, arena);
      const value = (name: string) => numberOf(observation, name);
      expect(observation.flags).toEqual([]);
      expect(Math.abs(value('open_arm_time_s') - truth.zones.open.time_s)).toBeLessThan(0.081);
      expect(Math.abs(value('closed_arm_time_s') - truth.zones.closed.time_s)).toBeLessThan(0.081);
      expect(Math.abs(value('center_time_s') - truth.zones.center.time_s)).toBeLessThan(0.081);
      expect(value('open_entries')).toBe(truth.zones.open.visits_including_start);
      expect(value('closed_entries')).toBe(truth.zones.closed.visits_including_start);
      expectClose(value('anxiety_index'), truth.indices.anxiety_index, 1e-3, 'index');
      expectClose(value('distance_cm'), truth.distance_cm, 5e-3, 'distance');
      const fell = await measure('epm_fell_ethovision.txt.gz', elevatedPlusMaze, arena);
      expect(fell.values.size).toBe(0);
      expect(fell.exclusions.map((one) => one.rule)).toEqual(['fell off the maze']);
      expect(fell.exclusions[0].reason).toContain('180.0 s');
    }
  });

  it('light-dark box with an animal out of sight in the dark', async () => {
    const { truth } = truths.ldb_a;
    const box: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 42, heightCm: 21, dark: { side: 'left', cm: 14 } };
    const observation = await measure('ldb_a_ethovision.txt.gz', lightDarkBox, UNKNOWN_ARENA);
    const value = (name: string) => numberOf(observation, name);
    expect(Math.abs(value('light_time_s') - truth.zones.light.time_s)).toBeLessThan(0.081);
    expect(value('transitions')).toBe(truth.transitions_total);
    expect(value('light_latency_s')).toBe(0);
    expectClose(value('dark_latency_s'), truth.zones.dark.latency_s, 1e-6, 'latency to the dark');
    expectClose(value('light_distance_cm'), truth.light_distance_between_consecutive_light_samples_cm, 1e-4, 'distance');
    // This simulated animal vanishes in the middle of the light part: with the box known, that is being lost, not hiding.
    const known = await measure('ldb_a_ethovision.txt.gz', lightDarkBox, box);
    expect(numberOf(known, 'light_time_s')).toBeCloseTo(value('light_time_s'), 9);
    expect(known.flags.map((flag) => flag.code)).toContain('missing-positions');
  });
});

describe.skipIf(!haveShared)('pose files: 0.5 s or 1 % of the duration, distance within 3 %, entries +- 1', () => {
  const marks = {
    tl: [-3, -33],
    tr: [3, -33],
    bl: [-3, 33],
    br: [3, 33],
    lt: [-33, -3],
    lb: [-33, 3],
    rt: [33, -3],
    rb: [33, 3],
  };
  const maze: ArenaSetup = {
    ...MAZE,
    fps: 25,
    scale: { kind: 'marks', marks: Object.entries(marks).map(([mark, [x, y]]) => ({ mark, at: { x, y } })) },
  };
  const rotated = { kind: 'per-cm', unitsPerCm: 11.3, origin: null } as const;

  it('DeepLabCut CSV and multi-animal CSV give the same, near the truth', async () => {
    const { truth } = truths.oft_a;
    const single = await measure('oft_a_dlc.csv.gz', openField, FIELD_A);
    const multi = await measure('oft_a_madlc.csv.gz', openField, FIELD_A);
    expect(multi).toEqual(single);
    expect(Math.abs(numberOf(single, 'center_time_s') - truth.zones.center.time_s)).toBeLessThan(1.2);
    expect(Math.abs((numberOf(single, 'periphery_pct') * 120) / 100 - truth.zones.periphery.time_s)).toBeLessThan(1.2);
    expect(Math.abs((numberOf(single, 'corner_pct') * 120) / 100 - truth.zones.corners.time_s)).toBeLessThan(1.2);
    expectClose(numberOf(single, 'distance_cm'), truth.distance_cm, 0.03, 'distance');
  });

  it('CSV, HDF5 and SLEAP of one animal give the same distance', async () => {
    const names = ['oft_a_dlc.csv.gz', 'oft_a_dlc.h5', 'oft_a_sleap_analysis.csv.gz', 'oft_a_sleap.analysis.h5'];
    const distances: number[] = [];
    for (const name of names)
      distances.push(numberOf(await measure(name, openField, { ...FIELD_A, shape: null, scale: rotated }), 'distance_cm'));
    for (const distance of distances) expectClose(distance, truths.oft_a.truth.distance_cm, 0.03, 'distance');
    expect(distances[1]).toBe(distances[0]);
    expect(distances[3]).toBe(distances[2]);
    expectClose(distances[2], distances[0], 0.01, 'SLEAP against DeepLabCut');
  });

  it('elevated plus maze from marks on the maze', async () => {
    const { truth } = truths.epm_a;
    const observation = await measure('epm_a_dlc.csv.gz', elevatedPlusMaze, maze);
    const value = (name: string) => numberOf(observation, name);
    expect(Math.abs(value('open_arm_time_s') - truth.zones.open.time_s)).toBeLessThan(1.2);
    expect(Math.abs(value('closed_arm_time_s') - truth.zones.closed.time_s)).toBeLessThan(1.2);
    expect(Math.abs(value('open_entries') - truth.zones.open.visits_min_0p5s)).toBeLessThanOrEqual(1);
    expect(Math.abs(value('closed_entries') - truth.zones.closed.visits_min_0p5s)).toBeLessThanOrEqual(1);
    expectClose(value('distance_cm'), truth.distance_cm, 0.03, 'distance');
  });

  it('three-chamber contacts of the nose', async () => {
    const { truth } = truths.three_a;
    const arena: ArenaSetup = {
      ...UNKNOWN_ARENA,
      shape: 'rectangle',
      widthCm: 60,
      heightCm: 40,
      fps: 15,
      scale: { kind: 'per-cm', unitsPerCm: 10, origin: { x: 20, y: 20 } },
      cups: { stranger: { x: 50, y: 20 }, object: { x: 10, y: 20 }, contactCm: 7 },
    };
    const observation = await measure('three_a_dlc.csv.gz', threeChamber, arena);
    expect(Math.abs(numberOf(observation, 'stranger_s') - truth.contact.social_s)).toBeLessThan(2.4);
    expect(Math.abs(numberOf(observation, 'object_s') - truth.contact.object_s)).toBeLessThan(2.4);
    expect(Math.abs(numberOf(observation, 'stranger_chamber_s') - truth.zones.chamber_social.time_s)).toBeLessThan(2.4);
    expectClose(numberOf(observation, 'distance_cm'), truth.distance_cm, 0.03, 'distance');
  });

  it('forced swim: floating from the change of speed of all points, with no setting fitted to the file', async () => {
    const { truth } = truths.fst_a;
    const arena: ArenaSetup = {
      ...UNKNOWN_ARENA,
      fps: 25,
      scale: { kind: 'distance', from: 't', to: 'b', cm: 20 },
      point: 'bodycentre',
    };
    const observation = await measure('fst_a_dlc.csv.gz', forcedSwim, arena);
    // DLCAnalyzer itself finds 64.1 s of the 69.9 s with the same threshold (it counts the cylinder's marks out, too).
    expect(numberOf(observation, 'scored_s')).toBe(120);
    expect(Math.abs(numberOf(observation, 'immobility_s') - truth.time_s.Floating)).toBeLessThan(7);
    expect(Math.abs(numberOf(observation, 'immobility_s') - 64.08)).toBeLessThan(0.5);
  });
});
