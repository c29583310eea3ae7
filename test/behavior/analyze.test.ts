import { describe, expect, it } from 'vitest';
import { analyzeBehavior } from '../../src/behavior/index.ts';
import { plainContext } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { randomStream } from '../../src/stats/index.ts';
import { memorySource, type Session, type Study } from '../../src/study/index.ts';
import { haveShared, sharedBytes } from '../support/shared.ts';
import { arena, assayPlan, smallStudy, textSource } from '../support/small-study.ts';

const SESSIONS: Session[] = [
  { name: 'base', ageDays: 27, phase: 'baseline' },
  { name: 'week6', ageDays: 70, phase: 'treatment' },
  { name: 'washout', ageDays: 98, phase: 'washout' },
];
const effectOf = (arm: string, session: string): number => (session === 'base' || arm === 'vehicle' ? 0 : arm === 'low' ? 1 : 2);

/** A random walk in a 40 cm field that keeps the more to the walls the larger `shy` is. */
function fieldTrack(shy: number, seed: number): string {
  const random = randomStream(seed, 'track');
  const lines = ['time_s,x_cm,y_cm'];
  let [x, y] = [-15, -15];
  for (let i = 0; i < 900; i++) {
    const pull = 0.002 * (2 - shy);
    x = Math.max(-19.5, Math.min(19.5, x + 1.2 * random.normal() - pull * x));
    y = Math.max(-19.5, Math.min(19.5, y + 1.2 * random.normal() - pull * y));
    lines.push(`${(i / 10).toFixed(3)},${x.toFixed(3)},${y.toFixed(3)}`);
  }
  return `${lines.join('\n')}\n`;
}

function buildStudy(): { study: Study; files: [string, string][] } {
  const study = smallStudy({
    perGroup: 5,
    sessions: SESSIONS,
    assays: [
      assayPlan({ assay: 'open-field', format: 'track', files: 'of/{session}/{animal}.csv', arena: arena('square', 40) }),
      assayPlan({ assay: 'forced-swim', format: 'events', files: 'fst.csv' }),
      assayPlan({ assay: 'sucrose-preference', format: 'bottles', files: 'spt.csv' }),
    ],
  });
  const files: [string, string][] = [];
  const swim = ['animal,session,behavior,start_s,stop_s'];
  const bottles = ['animal,session,day,bottle,side,start_g,end_g'];
  const random = randomStream(5, 'values');
  study.sessions.forEach((session, s) => {
    for (const day of [1, 2]) {
      for (const bottle of ['sucrose', 'water']) bottles.push(`evaporation,${session.name},${day},${bottle},,100,99.8`);
    }
    study.animals.forEach((animal, a) => {
      const effect = effectOf(animal.arm, session.name);
      files.push([`of/${session.name}/${animal.id}.csv`, fieldTrack(effect, 1000 * s + a)]);
      const still = 120 + 25 * effect + 15 * random.normal();
      swim.push(
        `${animal.id},${session.name},swimming,0,100`,
        `${animal.id},${session.name},Immobile,100,${(120 + still).toFixed(2)}`,
      );
      swim.push(`${animal.id},${session.name},climbing,${(120 + still).toFixed(2)},360`);
      for (const day of [1, 2]) {
        const sucrose = 5 - 0.5 * effect + 0.3 * random.normal();
        const side = day === 1 ? 'left' : 'right';
        const other = day === 1 ? 'right' : 'left';
        bottles.push(`${animal.id},${session.name},${day},sucrose,${side},100,${(99.8 - sucrose).toFixed(3)}`);
        bottles.push(`${animal.id},${session.name},${day},water,${other},100,98.8`);
      }
    });
  });
  files.push(['fst.csv', `${swim.join('\n')}\n`], ['spt.csv', `${bottles.join('\n')}\n`]);
  return { study, files };
}

describe('a study from files to measures', () => {
  const { study, files } = buildStudy();
  const run = (changed: [string, string][] = files) => analyzeBehavior(study, textSource(changed), plainContext());
  const at = (result: Awaited<ReturnType<typeof run>>, id: string, animal: number, session: number): number =>
    (result.measures.find((measure) => measure.id === id)?.values ?? [])[animal * SESSIONS.length + session];

  it('gives every measure a value for every animal and session, and excludes nobody', async () => {
    const result = await run();
    expect(result.exclusions).toEqual([]);
    expect(result.flags).toEqual([]);
    for (const measure of result.measures) {
      expect(measure.values).toHaveLength(study.animals.length * SESSIONS.length);
      expect(measure.values.every(Number.isFinite), measure.id).toBe(true);
    }
    expect(at(result, 'forced-swim/swimming_s', 0, 0)).toBe(0);
    expect(at(result, 'forced-swim/scored_s', 0, 0)).toBe(240);
    expect(at(result, 'forced-swim/immobility_latency_s', 0, 0)).toBe(100);
    expect(at(result, 'sucrose-preference/water_g', 0, 0)).toBeCloseTo(2, 9);
  });

  it('scores are 0 on average among controls, and larger where the effect was planted', async () => {
    const { scores } = await run();
    expect(scores.map((score) => score.domain)).toEqual(['anxiety', 'depression', 'locomotion']);
    const depression = scores[1];
    const meanOf = (arm: string, session: number) => {
      const members = study.animals.flatMap((animal, a) => (animal.arm === arm ? [depression.values[a * 3 + session]] : []));
      return members.reduce((sum, value) => sum + value, 0) / members.length;
    };
    for (const session of [0, 1, 2]) expect(meanOf('vehicle', session)).toBeCloseTo(0, 10);
    expect(meanOf('high', 1)).toBeGreaterThan(meanOf('low', 1));
    expect(meanOf('low', 1)).toBeGreaterThan(0.8);
    expect(Math.abs(meanOf('high', 0))).toBeLessThan(0.8);
    expect(depression.reference).toBe('control animals of the same sex');
    expect([...depression.assaysUsed].every((used) => used === 2)).toBe(true);
    expect([...depression.controlSd].every((sd) => sd > 0.3 && sd < 1.2)).toBe(true);
  });

  it('compares every arm with the control in every session, litters and sex in the model', async () => {
    const { comparisons, models } = await run();
    const find = (outcome: string, session: string, arm: string) =>
      comparisons.find((one) => one.outcome === outcome && one.session === session && one.arm === arm);
    const high = find('score/depression', 'week6', 'high');
    expect(high).toMatchObject({ control: 'vehicle', n: 10, nControl: 10, litters: 5, littersControl: 5 });
    expect(high?.method).toBe('linear mixed model score ~ arm + sex + (1 | litter), REML, Kenward-Roger degrees of freedom');
    expect(high?.estimate).toBeCloseTo((high?.mean ?? NaN) - (high?.meanControl ?? NaN), 10);
    expect(high?.low).toBeGreaterThan(1);
    expect(high?.padj).toBeLessThan(1e-4);
    expect(high?.hedgesG).toBeGreaterThan(2);
    expect((high?.hedgesGLow ?? 0) < (high?.hedgesG ?? 0) && (high?.hedgesG ?? 0) < (high?.hedgesGHigh ?? 0)).toBe(true);
    expect(find('score/depression', 'base', 'high')?.pvalue).toBeGreaterThan(0.05);
    expect(find('open-field/duration_s', 'week6', 'high')).toBeUndefined();
    expect(models.map((model) => model.domain)).toEqual(['anxiety', 'depression', 'locomotion']);
    const planned = models[1].contrasts.find(
      (one) => one.kind === 'arm-vs-control' && one.session === 'week6' && one.arm === 'high',
    );
    expect(planned?.padj).toBeLessThan(1e-4);
  });

  it('counts missing recordings, excluded animals and flags', async () => {
    const changed = files
      .filter(([path]) => path !== 'of/week6/vehicle-f1.csv')
      .map(([path, text]): [string, string] => {
        if (path === 'of/week6/low-f1.csv') return [path, text.replace(/^([\d.]+),.*$/gm, '$1,NaN,NaN')];
        if (path === 'fst.csv') return [path, text.replace('low-f1,week6,swimming', 'low-f1,week6,sank')];
        return [path, text];
      });
    const { exclusions, measures } = await run(changed);
    expect(exclusions.map(({ animal, session, assay, rule }) => [animal, session, assay, rule])).toEqual([
      ['low-f1', 'week6', 'open-field', 'empty arena'],
      ['vehicle-f1', 'week6', 'open-field', 'no recording'],
      ['low-f1', 'week6', 'forced-swim', 'sank or was rescued'],
    ]);
    expect(measures.find((m) => m.id === 'open-field/distance_cm')?.values[1 * 3 + 1]).toBeNaN();
  });

  it('lists the problems of all files at once, with line and column', async () => {
    const changed = files.map(([path, text]): [string, string] => {
      if (path === 'of/week6/low-f1.csv') return [path, text.replace('\n0.100,', '\nzero,')];
      if (path === 'fst.csv') return [path, text.replace('vehicle-f1,base', 'vehicel-f1,base')];
      if (path === 'spt.csv') return [path, text.replace('sucrose,left', 'sucros,left')];
      return [path, text];
    });
    const error = await run(changed).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.code}`)).toEqual([
      'of/week6/low-f1.csv:3:1 track-not-a-number',
      'fst.csv:2:1 behavior-unknown-animal',
      expect.stringMatching(/^spt.csv:\d+:4 behavior-bad-cell$/),
    ]);
    expect((error as InputError).message).toContain('vehicle-f1');
  });

  it('reads a custom test from a table, whatever its names are', async () => {
    const custom = smallStudy({
      perGroup: 4,
      assays: [
        assayPlan({
          assay: 'custom',
          label: '__proto__',
          format: 'table',
          files: 'avoid.tsv',
          measures: [{ name: 'time', column: '=1+1', unit: 's', direction: -1, domain: 'learning' }],
        }),
      ],
    });
    const rows = custom.animals.map((animal, i) => `${animal.id}\t${i === 3 ? 'NA' : i}`);
    const result = await analyzeBehavior(
      custom,
      textSource([['avoid.tsv', `animal\t=1+1\n${rows.join('\n')}\n`]]),
      plainContext(),
    );
    expect(result.measures.map((measure) => measure.id)).toEqual(['__proto__/time']);
    expect(result.measures[0].values[2]).toBe(2);
    expect(result.exclusions).toEqual([
      {
        animal: custom.animals[3].id,
        session: 'end',
        assay: '__proto__',
        rule: 'missing in the table',
        reason: 'no value in column "=1+1"',
      },
    ]);
    expect(result.scores.map((score) => score.domain)).toEqual(['learning']);
  });
});

describe.skipIf(!haveShared)("a study of other programs' files", () => {
  it('takes pose tracks with an arena file, and BORIS exports named by animal', async () => {
    const shared = (name: string) => sharedBytes(`data/behavior/simulated/${name}`);
    const study = smallStudy({
      arms: [
        { name: 'vehicle', dose: 0 },
        { name: 'high', dose: 10 },
      ],
      perGroup: 1,
      assays: [
        assayPlan({ assay: 'open-field', format: 'track', files: 'of/{animal}.csv', arenaFile: 'field.yaml' }),
        assayPlan({ assay: 'forced-swim', format: 'events', files: 'fst/{animal}.tsv' }),
      ],
    });
    const text = new TextEncoder();
    const files = new Map<string, Uint8Array>([
      ['field.yaml', text.encode('size_cm: 42\nfps: 25\nscale: { corners: [tl, tr, br, bl] }\n')],
      ...study.animals.map(({ id }): [string, Uint8Array] => [`of/${id}.csv`, shared('oft_a_dlc.csv.gz')]),
      ...study.animals.map(({ id }): [string, Uint8Array] => [`fst/${id}.tsv`, shared('fst_6min_boris_aggregated.tsv')]),
    ]);
    const { measures, exclusions, flags } = await analyzeBehavior(study, memorySource('s', files), plainContext());
    const of = (id: string) => [...(measures.find((measure) => measure.id === id)?.values ?? [])];
    expect(of('open-field/center_time_s')).toEqual(study.animals.map(() => 16.04));
    for (const value of of('forced-swim/immobility_s')) expect(value).toBeCloseTo(120.2, 9);
    expect(exclusions).toEqual([]);
    expect(flags).toEqual([]);
  });
});
