import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { type Assay, emptyObservation, type Observation } from '../../src/behavior/assays/assay.ts';
import { elevatedPlusMaze } from '../../src/behavior/assays/elevated-plus-maze.ts';
import { openField } from '../../src/behavior/assays/open-field.ts';
import { tailSuspension } from '../../src/behavior/assays/tail-suspension.ts';
import { analyzeBehavior } from '../../src/behavior/index.ts';
import { eventLogOf } from '../../src/behavior/measure-files.ts';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { prepareScene } from '../../src/behavior/recording/scene.ts';
import type { BehaviorResult } from '../../src/behavior/results.ts';
import { plainContext } from '../../src/context/index.ts';
import { memorySource, type Study, type TableMeasure } from '../../src/study/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { assayPlan, smallStudy } from '../support/small-study.ts';

const SIMULATED = 'data/behavior/simulated';
const FIELD: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'rectangle', widthCm: 40, heightCm: 40, fps: 15 };
const MAZE: ArenaSetup = { ...UNKNOWN_ARENA, shape: 'plus', widthCm: 30, heightCm: 30, armWidthCm: 6 };
const codes = ({ exclusions, flags }: Observation): string[] => [
  ...exclusions.map((one) => one.rule),
  ...flags.map((one) => one.code),
];

type Change = (x: Float64Array, y: Float64Array) => void;

/** What an assay says of a file whose positions were changed. */
async function observed(name: string, assay: Assay, arena: ArenaSetup, change: Change = () => {}): Promise<string[]> {
  const read = await readBehaviorFile(sharedBytes(`${SIMULATED}/${name}`), name);
  if (read.kind !== 'recording') throw new Error(name);
  const [recording] = read.recordings;
  for (const individual of recording.individuals) for (const point of individual.points) change(point.x, point.y);
  return codes(assay.fromTrack?.(prepareScene(recording, arena, null, assay.cleaning)) ?? emptyObservation());
}

/** Every n-th position taken away. */
const without =
  (lost: (frame: number) => boolean): Change =>
  (x, y) => {
    for (let i = 0; i < x.length; i++) if (lost(i)) x[i] = y[i] = NaN;
  };

describe.skipIf(!haveShared)('flags on the simulated sessions', () => {
  const plain = (change?: Change) => observed('oft_b_plain_mm.csv.gz', openField, FIELD, change);

  it('sound sessions of every format raise nothing', async () => {
    expect(await plain()).toEqual([]);
    expect(await observed('oft_wall_plain_mm.csv.gz', openField, FIELD)).toEqual([]);
    expect(await observed('oft_b_ethovision_utf16_semicolon.txt.gz', openField, FIELD)).toEqual([]);
    expect(await observed('epm_b_ethovision.txt.gz', elevatedPlusMaze, MAZE)).toEqual([]);
    const pose: ArenaSetup = {
      ...FIELD,
      fps: 25,
      widthCm: 42,
      heightCm: 42,
      scale: { kind: 'corners', corners: ['tl', 'tr', 'br', 'bl'] },
    };
    expect(await observed('oft_a_dlc.csv.gz', openField, pose)).toEqual([]);
  });
  it('a fall excludes the animal that fell and no other', async () => {
    expect(await observed('epm_fell_ethovision.txt.gz', elevatedPlusMaze, MAZE)).toEqual(['fell off the maze']);
  });
  it('an empty arena', async () => {
    expect(await plain(without(() => true))).toEqual(['empty arena']);
    expect(await plain(without((i) => i % 40 !== 0))).toEqual(['empty arena']);
  });
  it('more than 10 % missing is flagged, 9 % is not, more than 25 % is not analyzed', async () => {
    expect(await plain(without((i) => i % 100 < 9))).toEqual([]);
    expect(await plain(without((i) => i % 100 < 12))).toEqual(['missing-positions']);
    expect(await plain(without((i) => i % 100 < 30))).toEqual(['too many missing positions']);
  });
  it('a shifted origin is noticed, whether or not the study says where the middle is', async () => {
    const shift: Change = (x) => {
      for (let i = 0; i < x.length; i++) x[i] += 90; // mm
    };
    expect(await plain(shift)).toEqual(['shifted-origin']);
    const stated = { ...FIELD, center: { x: 20, y: 20 } };
    const says = (change?: Change) => observed('oft_b_plain_mm.csv.gz', openField, stated, change);
    const [quiet, noticed] = [await says(), await says(shift)];
    expect([quiet, noticed].map((list) => list.includes('shifted-origin'))).toContain(true);
    expect(noticed).toEqual(['shifted-origin']);
  });
});

describe.skipIf(!haveShared)('tail climbing, in an export of BORIS', () => {
  const run = async (climbed: number): Promise<string[]> => {
    const read = await readBehaviorFile(sharedBytes(`${SIMULATED}/fst_6min_boris_tabular.csv`), 'f');
    if (read.kind !== 'scoring') throw new Error('no scoring');
    const log = eventLogOf(read.scoring.observations[0], 'f');
    const start = Float64Array.from([...log.start, 10]);
    const stop = Float64Array.from([...log.stop, 10 + climbed]);
    const named = log.behavior.map((name) => (name === 'climbing' ? 'struggling' : name));
    return codes(
      tailSuspension.fromEvents?.({ ...log, behavior: [...named, 'tail-climbing'], start, stop }) ?? emptyObservation(),
    );
  };
  it('some is flagged, more than a fifth of the test excludes', async () => {
    expect(await run(30)).toEqual(['tail-climbing']);
    expect(await run(80)).toEqual(['tail climbing']);
  });
});

describe.skipIf(!haveShared)('flags on the battery of 72 animals', () => {
  const table = haveShared ? readDelimited(sharedBytes(`${SIMULATED}/battery_a.csv`), 'battery_a.csv') : null;
  const read = (name: string): readonly (string | null)[] => table?.columns.find((one) => one.name === name)?.cells ?? [];
  const measure = (
    column: string,
    unit: string,
    domain: TableMeasure['domain'],
    direction: TableMeasure['direction'],
    name = column,
  ): TableMeasure => ({
    name,
    column,
    unit,
    direction,
    domain,
  });
  const animals = read('animal').map((id, i) => ({
    id: id ?? '',
    arm: read('dose')[i] ?? '',
    sex: read('sex')[i] === 'F' ? ('female' as const) : ('male' as const),
    litter: read('litter')[i],
    cage: read('cage')[i],
    batch: read('cohort')[i],
    born: null,
    died: null,
  }));
  const study: Study = {
    ...smallStudy({
      perGroup: 1,
      assays: [
        assayPlan({
          assay: 'open-field',
          format: 'table',
          files: 'battery.csv',
          measures: [
            measure('oft_center_s', 's', 'anxiety', -1, 'center_time_s'),
            measure('oft_distance_cm', 'cm', 'locomotion', 1, 'distance_cm'),
          ],
        }),
        assayPlan({
          assay: 'novelty-suppressed-feeding',
          format: 'table',
          files: 'battery.csv',
          measures: [measure('nsf_latency_s', 's', 'anxiety', 1, 'latency_s')],
        }),
        assayPlan({ assay: 'sucrose-preference', format: 'bottles', files: 'bottles.csv' }),
      ],
    }),
    arms: ['0', '7.5', '15'].map((name) => ({ name, doseMgPerKg: Number(name), control: name === '0' })),
    animals,
  };
  const files = () =>
    memorySource(
      's',
      new Map([
        ['battery.csv', sharedBytes(`${SIMULATED}/battery_a.csv`)],
        ['bottles.csv', sharedBytes(`${SIMULATED}/battery_a_bottles.csv`)],
      ]),
    );
  const run = (changed: Partial<Study> = {}): Promise<BehaviorResult> =>
    analyzeBehavior({ ...study, ...changed }, files(), plainContext());
  const designFlags = async (
    change: (animal: Study['animals'][number], i: number) => Partial<Study['animals'][number]>,
  ): Promise<string[]> => {
    const { flags } = await run({
      animals: animals.map((animal, i) => ({ ...animal, ...change(animal, i) })),
      assays: study.assays.slice(0, 1),
    });
    return flags.map((flag) => flag.code);
  };

  it('leaking bottles are found on the days and in the animals of the reference, and nowhere else', async () => {
    const { exclusions, measures, flags } = await run();
    const leaks = exclusions.filter((one) => one.rule === 'bottle leak');
    const expected = sharedTsv('reference/behavior/battery/battery_a_spt_per_animal.tsv').flatMap((row) =>
      Array.from({ length: Number(row.get('n_leak_days')) }, () => row.get('animal')),
    );
    expect(leaks.map((one) => one.animal).sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(0);
    const preference = measures.find((one) => one.id === 'sucrose-preference/preference_pct');
    expect([...(preference?.values ?? [])].filter(Number.isFinite).length).toBe(72);
    expect(flags).toEqual([]);
  });

  it('a drinker from one side is left out, and nobody else', async () => {
    const bottles = new TextDecoder().decode(sharedBytes(`${SIMULATED}/battery_a_bottles.csv`));
    const [first] = animals.map((animal) => animal.id);
    // whatever hangs on the left loses 10 g, the other bottle hardly more than by evaporation
    const biased = bottles.replace(new RegExp(`"${first}",(\\d),"(left|right)",[^\\n]*`, 'g'), (_, day, side) => {
      const [sucrose, water] = side === 'left' ? [90, 99.5] : [99.5, 90];
      return `"${first}",${day},"${side}",100,100,${sucrose},${water}`;
    });
    const source = memorySource('s', new Map([['bottles.csv', new TextEncoder().encode(biased)]]));
    const { exclusions } = await analyzeBehavior({ ...study, assays: study.assays.slice(2) }, source, plainContext());
    expect(exclusions.filter((one) => one.rule === 'side bias').map((one) => one.animal)).toEqual([first]);
    expect((await run()).exclusions.filter((one) => one.rule === 'side bias')).toEqual([]);
  });

  it('feeding latencies keep their marks of censoring up to the model, as the reference counts them', async () => {
    const { measures, latencies, ratios } = await run();
    const marks = measures.find((one) => one.id === 'novelty-suppressed-feeding/latency_s')?.censored ?? [];
    expect([...marks].map(String)).toEqual(read('nsf_censored').map(String));
    const rows = sharedTsv('reference/behavior/battery/battery_a_statistics.tsv').filter(
      (row) => row.get('outcome') === 'nsf_latency_s',
    );
    const [survival] = latencies?.filter((one) => one.outcome === 'novelty-suppressed-feeding/latency_s') ?? [];
    const stratified = rows.find((row) => row.get('model') === 'log-rank stratified by sex');
    expect(survival.logRank?.statistic).toBeCloseTo(Number(stratified?.get('statistic')), 8);
    expect(ratios?.find((one) => one.outcome === 'novelty-suppressed-feeding/latency_s')?.method).toContain('robust to');
  });

  it('center time stands with and without adjustment for distance', async () => {
    const { comparisons, adjusted } = await run();
    const of = (list: readonly { outcome: string; arm: string; estimate: number }[] = []) =>
      list.find((one) => one.outcome === 'open-field/center_time_s' && one.arm === '15')?.estimate ?? NaN;
    expect(of(comparisons)).toBeLessThan(0);
    expect(Math.abs(of(adjusted))).toBeLessThan(Math.abs(of(comparisons)));
    expect(adjusted?.find((one) => one.outcome === 'open-field/center_time_s')?.adjustedFor).toBe('open-field/distance_cm');
  });

  it('the design as it was raises nothing; a litter not stated and a dose bound to cages or cohorts do', async () => {
    expect(await designFlags(() => ({}))).toEqual([]);
    expect(await designFlags((_, i) => (i === 5 ? { litter: null } : {}))).toEqual(['litter-missing']);
    expect(await designFlags((animal, i) => ({ cage: `${animal.arm}-${i % 6}` }))).toEqual(['arm-confounded-with-cage']);
    expect(await designFlags((animal) => ({ batch: animal.arm }))).toEqual(['arm-confounded-with-batch']);
    const cohort = { name: 'cohort', values: animals.map((animal) => animal.arm) };
    const { flags } = await run({
      animals: animals.map((animal) => ({ ...animal, batch: null })),
      animalColumns: [cohort],
      assays: study.assays.slice(0, 1),
    });
    expect(flags.map((flag) => flag.code)).toEqual(['arm-confounded-with-batch']);
  });
});
