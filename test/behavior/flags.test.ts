import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import type { Observation } from '../../src/behavior/assays/assay.ts';
import { elevatedPlusMaze } from '../../src/behavior/assays/elevated-plus-maze.ts';
import { openField } from '../../src/behavior/assays/open-field.ts';
import { sucrosePreference } from '../../src/behavior/assays/sucrose-preference.ts';
import { tailSuspension } from '../../src/behavior/assays/tail-suspension.ts';
import { collectWeights } from '../../src/behavior/collect/weights.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { prepareScene } from '../../src/behavior/recording/scene.ts';
import { studyFlags } from '../../src/behavior/scores/study-flags.ts';
import { randomStream } from '../../src/stats/index.ts';
import { smallStudy } from '../support/small-study.ts';

const FIELD: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40 };
const MAZE: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'plus', widthCm: 30, heightCm: 30, armWidthCm: 6 };
const codes = (observation: Observation | undefined): string[] => [
  ...(observation?.exclusions ?? []).map((one) => one.rule),
  ...(observation?.flags ?? []).map((one) => one.code),
];

/** A walk that fills a 38 cm square around a point; frames named by `lost` have no position. */
function field(x: number, y: number, lost: (frame: number) => boolean = () => false): Observation | undefined {
  const random = randomStream(1, 'field');
  const lines = ['time_s,x_cm,y_cm'];
  for (let i = 0; i < 2000; i++) {
    const [dx, dy] = [19 * Math.sin(i / 13) + 0.2 * random.normal(), 19 * Math.sin(i / 29) + 0.2 * random.normal()];
    lines.push(`${(i / 10).toFixed(1)},${lost(i) ? 'NaN,NaN' : `${(x + dx).toFixed(3)},${(y + dy).toFixed(3)}`}`);
  }
  return openFieldOf(`${lines.join('\n')}\n`, FIELD);
}

function openFieldOf(text: string, arena: ArenaSetup): Observation | undefined {
  const read = readTextFile(new TextEncoder().encode(text), 'f');
  return read.kind === 'recording' ? openField.fromTrack?.(prepareScene(read.recordings[0], arena)) : undefined;
}

describe('tracks', () => {
  it('raise nothing when they are sound, whether the origin is in the middle or in a corner', () => {
    for (const at of [0, 20]) expect(codes(field(at, at))).toEqual([]);
    expect(codes(field(0, 0, (i) => i % 20 === 0))).toEqual([]);
  });
  it('with a shifted origin are noticed, and measured all the same', () => {
    const shifted = field(7, -3);
    expect(codes(shifted)).toEqual(['shifted-origin']);
    expect(shifted?.values.get('center_pct')).toBeCloseTo(field(0, 0)?.values.get('center_pct') ?? NaN, 0);
    const stated = { ...FIELD, center: { x: 0, y: 0 } };
    const lines = Array.from(
      { length: 100 },
      (_, i) => `${i / 10},${(5 + 19 * Math.sin(i / 13)).toFixed(2)},${(19 * Math.sin(i / 29)).toFixed(2)}`,
    );
    expect(codes(openFieldOf(`time_s,x_cm,y_cm\n${lines.join('\n')}\n`, stated))).toEqual(['shifted-origin']);
  });
  it('with more than 10 % missing are flagged, with more than 25 % not analyzed, with nobody in them said to be empty', () => {
    expect(codes(field(0, 0, (i) => i % 8 === 0))).toEqual(['missing-positions']);
    expect(codes(field(0, 0, (i) => i % 3 === 0))).toEqual(['too many missing positions']);
    expect(codes(field(0, 0, (i) => i % 30 !== 0))).toEqual(['empty arena']);
    expect(codes(field(0, 0, () => true))).toEqual(['empty arena']);
  });
  it('with impossible jumps are flagged', () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${i / 10},${i === 150 ? 35 : 5 + (i % 5)},${i % 40}`);
    expect(codes(openFieldOf(`time_s,x_cm,y_cm\n${lines.join('\n')}\n`, { ...FIELD, center: { x: 20, y: 20 } }))).toEqual([
      'impossible-speed',
    ]);
  });
  it('of a plus maze in zones of the tracker: in none of them is beside the maze only where they cover the middle', () => {
    const log = (zones: string, inside: (phase: number) => string): string => {
      const rows = Array.from(
        { length: 3000 },
        (_, i) =>
          `0:${String(Math.floor(i / 600)).padStart(2, '0')}:${((i % 600) / 10).toFixed(3).padStart(6, '0')},5,5,${inside(Math.floor(i / 200) % 3)}`,
      );
      return `Time,Centre position X,Centre position Y,${zones}\n${rows.join('\n')}\n`;
    };
    const measure = (text: string): Observation | undefined => {
      const read = readTextFile(new TextEncoder().encode(text), 'f');
      return read.kind === 'recording'
        ? elevatedPlusMaze.fromTrack?.(prepareScene(read.recordings[0], UNKNOWN_ARENA))
        : undefined;
    };
    // 20 s in each of two arms and in the middle, in turns.
    const twoZones = measure(log('In Open arms,In Closed arms', (phase) => ['1,0', '0,1', '0,0'][phase]));
    expect(codes(twoZones)).not.toContain('fell off the maze');
    expect(twoZones?.values.get('open_entries')).toBe(4);
    const three = measure(log('In Open arms,In Closed arms,In Center', (phase) => ['1,0,0', '0,1,0', '0,0,0'][phase]));
    expect(codes(three)).toContain('fell off the maze');
  });
  it('of a plus maze: a fall excludes, a look over the edge does not, hardly any entries exclude', () => {
    const maze = (place: (i: number) => [number, number]): string[] => {
      const lines = Array.from({ length: 3000 }, (_, i) => {
        const [x, y] = place(i);
        return `${(i / 10).toFixed(1)},${x.toFixed(2)},${y.toFixed(2)}`;
      });
      const read = readTextFile(new TextEncoder().encode(`time_s,x_cm,y_cm\n${lines.join('\n')}\n`), 'f');
      return read.kind === 'recording'
        ? codes(elevatedPlusMaze.fromTrack?.(prepareScene(read.recordings[0], { ...MAZE, center: { x: 0, y: 0 } })))
        : [];
    };
    const along = (i: number): [number, number] =>
      Math.floor(i / 500) % 2 === 0 ? [30 * Math.sin(i / 80), 0] : [0, 30 * Math.sin(i / 80)];
    expect(maze(along)).toEqual([]);
    expect(maze((i) => (i % 500 > 494 ? [along(i)[0], along(i)[1] + 4] : along(i)))).toEqual([]);
    // Beside the maze for 20 s, then put back; unseen for 20 s is no fall.
    expect(maze((i) => (i > 1000 && i < 1200 ? [24, -25] : along(i)))).toEqual(['fell off the maze']);
    expect(maze((i) => (i > 1000 && i < 1200 ? [Number.NaN, Number.NaN] : along(i)))).toEqual([]);
    expect(maze((i) => (i > 1800 ? [24, -25] : along(i)))).toContain('fell off the maze');
    expect(maze(() => [0, 0.5])).toEqual(['too few arm entries']);
  });
});

describe('bottles', () => {
  const day = (name: string, side: 'left' | 'right', sucrose: number, water: number) => [
    { day: name, bottle: 'sucrose' as const, side, start: 100, end: 100 - sucrose, loss: 0 },
    {
      day: name,
      bottle: 'water' as const,
      side: side === 'left' ? ('right' as const) : ('left' as const),
      start: 100,
      end: 100 - water,
      loss: 0,
    },
  ];
  const days = (...values: [number, number][]) =>
    values.flatMap(([sucrose, water], i) => day(String(i + 1), i % 2 === 0 ? 'left' : 'right', sucrose, water));
  const run = (records: ReturnType<typeof days>) => codes(sucrosePreference.fromBottles?.(records));

  it('raise nothing when they are sound', () => {
    expect(run(days([4, 1], [3.5, 1.2], [4.2, 0.9], [4, 1]))).toEqual([]);
  });
  it('leak, were weighed wrongly, or were hardly drunk from: the day is dropped', () => {
    expect(run(days([4, 1], [3.5, 1.2], [13, 1], [4, 1]))).toEqual(['bottle leak']);
    expect(run(days([2, 1], [2, 1], [10, 1], [2, 1]))).toEqual(['bottle leak']);
    expect(run(days([4, 1], [3.5, -0.4], [4, 1], [4, 1]))).toEqual(['negative intake']);
    expect(run(days([0.3, 0.2], [3.5, 1], [4, 1], [4, 1]))).toEqual(['hardly drank']);
  });
  it('show a side bias: the animal is left out', () => {
    expect(run(days([5, 0.2], [0.2, 5], [5, 0.1], [0.3, 5]))).toEqual(['side bias']);
    expect(run(days([5, 0.2], [5, 0.2]))).toEqual([]);
    expect(run(day('1', 'left', 4, 1))).toEqual(['no valid day in one of the positions']);
  });
});

describe('tail suspension', () => {
  const log = (climbing: number) => ({
    file: 'f',
    behavior: ['immobile', 'climbing'],
    start: Float64Array.of(0, 100),
    stop: Float64Array.of(100, 100 + climbing),
    end: 360,
    endKnown: true,
  });
  it('tail climbing is flagged, above 20 % of the test it excludes', () => {
    expect(codes(tailSuspension.fromEvents?.({ ...log(0), behavior: ['immobile', 'struggling'] }))).toEqual([]);
    expect(codes(tailSuspension.fromEvents?.(log(30)))).toEqual(['tail-climbing']);
    expect(codes(tailSuspension.fromEvents?.(log(80)))).toEqual(['tail climbing']);
  });
});

describe('the design', () => {
  const study = smallStudy({ perGroup: 4, assays: [] });
  const flagsOf = (
    changed: Partial<(typeof study)['animals'][number]> | ((i: number) => Partial<(typeof study)['animals'][number]>),
  ): string[] =>
    studyFlags(
      {
        ...study,
        animals: study.animals.map((animal, i) => ({ ...animal, ...(typeof changed === 'function' ? changed(i) : changed) })),
      },
      [],
    ).map((flag) => flag.code);

  it('raises nothing when arms are spread over litters, cages and cohorts', () => {
    expect(flagsOf((i) => ({ cage: `C${i % 5}`, batch: String(i % 2) }))).toEqual([]);
    expect(flagsOf({})).toEqual([]);
  });
  it('a missing litter, and a dose confounded with cage, cohort or litter', () => {
    expect(flagsOf({ litter: null })).toEqual(['litter-missing']);
    expect(flagsOf((i) => (i === 3 ? { litter: null } : {}))).toEqual(['litter-missing']);
    expect(flagsOf((i) => ({ cage: `${study.animals[i].arm}-${i % 2}` }))).toEqual(['arm-confounded-with-cage']);
    expect(flagsOf((i) => ({ batch: study.animals[i].arm }))).toEqual(['arm-confounded-with-batch']);
    expect(flagsOf((i) => ({ litter: `${study.animals[i].arm}${i % 2}` }))).toEqual(['arm-confounded-with-litter']);
  });
  it('an animal that loses weight', () => {
    const weight = (animal: string, ageDays: number, grams: number) => ({ animal, date: null, ageDays, grams });
    const [a, b] = study.animals.map((animal) => animal.id);
    const sheet = collectWeights({
      ...study,
      weights: [weight(a, 60, 20), weight(a, 70, 16.5), weight(b, 60, 20), weight(b, 70, 18)],
    });
    expect(sheet?.flags.map((flag) => `${flag.code} ${flag.animal}`)).toEqual([`weight-loss ${a}`]);
    expect(sheet?.measures[0].values[0]).toBe(16.5);
  });
});
