import { describe, expect, it } from 'vitest';
import { UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { checkNames } from '../../src/behavior/assays/measure-log.ts';
import { collectAssays } from '../../src/behavior/collect/collect.ts';
import type { Sheet } from '../../src/behavior/collect/sheet.ts';
import { type MeasuredAnimal, measureFile, requireAssay } from '../../src/behavior/measure-files.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { studyFlags } from '../../src/behavior/scores/study-flags.ts';
import { plainContext } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { assayPlan, smallStudy, textSource } from '../support/small-study.ts';

const measure = (assay: string, text: string): MeasuredAnimal[] =>
  measureFile(readTextFile(new TextEncoder().encode(text), 'f'), requireAssay(assay), UNKNOWN_ARENA, 'f');
const valuesOf = (assay: string, text: string): Record<string, number> =>
  Object.fromEntries(measure(assay, text)[0].observation.values);
const codes = (one: MeasuredAnimal): string[] => one.observation.flags.map((flag) => flag.code);
const PLAIN = 'animal,behavior,start_s,stop_s,duration_s\n';

/** Floating from 100 to 130, 200 to 200.5 and 350 to 362 s of a video of 365.04 s; the rest is swimming, one bolus at 20 s. */
const STATES: readonly (readonly [string, number, number])[] = [
  ['swimming', 0, 100],
  ['floating', 100, 130],
  ['swimming', 130, 200],
  ['floating', 200, 200.5],
  ['swimming', 200.5, 350],
  ['floating', 350, 362],
];
const EXPECTED = {
  immobility_s: 10 + 0.5 + 10,
  immobility_pct: (100 * 20.5) / 240,
  immobility_latency_s: 100,
  immobility_bouts: 3,
  swimming_s: 70 + 149.5,
  scored_s: 240,
};
const EVENTS = [
  ...STATES.flatMap(([name, start, stop]) => [
    { name, time: start, status: 'START' },
    { name, time: stop, status: 'STOP' },
  ]),
  { name: 'bolus', time: 20, status: 'POINT' },
].sort((a, b) => a.time - b.time || Number(a.status === 'START') - Number(b.status === 'START'));

/** BORIS 8: every row names its observation, here by a number that is longer than the test. */
function tabular8(media: string): string {
  const head =
    'Observation id,Observation date,Description,Observation duration,Observation type,Source,Time offset (s),Media duration (s),FPS,sex,Subject,Behavior,Behavioral category,Modifier #1,Behavior type,Time,Media file name,Image index,Image file path,Comment';
  const rows = EVENTS.map(
    ({ name, time, status }) =>
      `501,2024-03-05 10:00:00,"a, b",362.0,Media file(s),player #1:m 1.mp4,0,${media},25.000,male,Mouse 7,${name},,None,${status},${time.toFixed(3)},m 1.mp4,1,NA,`,
  );
  return [head, ...rows, ''].join('\r\n');
}

function aggregated8(media: string | null): string {
  const names = ['Observation id', 'Observation type', ...(media === null ? [] : ['Media duration (s)', 'FPS (frame/s)'])];
  const head = [...names, 'Subject', 'Behavior', 'Behavior type', 'Start (s)', 'Stop (s)', 'Comment start'].join(',');
  const lead = media === null ? '501,Media' : `501,Media,${media},25.0`;
  return [head, ...STATES.map(([name, start, stop]) => `${lead},Mouse 7,${name},STATE,${start},${stop},`), ''].join('\n');
}

describe('one forced swim, as BORIS 8 writes it', () => {
  it.each([
    ['tabular, comma', tabular8('365.040')],
    ['tabular, tab', tabular8('365.040').replace('"a, b"', 'a').replaceAll(',', '\t')],
    ['tabular, two media in a row', tabular8('182.52;182.52')],
    ['tabular, two players', tabular8('365.04|365.04')],
    ['aggregated', aggregated8('365.04')],
    ['aggregated, two media in a row', aggregated8('182.52;182.52')],
    ['plain table', `${PLAIN}${STATES.map((row) => `Mouse 7,${row.join(',')},365.04`).join('\n')}\n`],
    [
      'plain table, decimal commas',
      `${PLAIN}${STATES.map((row) => `Mouse 7,${row.join(',')},365.04`).join('\n')}\n`.replaceAll(',', ';').replaceAll('.', ','),
    ],
  ])('%s', (_, text) => {
    const rows = measure('forced-swim', text);
    expect(rows.map((row) => row.animal)).toEqual(['Mouse 7']);
    expect(Object.fromEntries(rows[0].observation.values)).toEqual(EXPECTED);
    expect(codes(rows[0])).toEqual([]);
  });

  it('a number that names the observation is not taken for its length, which is then unknown and said to be', () => {
    const cut = aggregated8(null)
      .replace('swimming,STATE,200.5,350', 'swimming,STATE,200.5,300')
      .replace(/^.*350,362.*$/m, '');
    const [row] = measure('forced-swim', `${cut.trim()}\n`);
    expect(row.observation.values.get('scored_s')).toBe(180);
    expect(codes(row)).toEqual(['duration-unknown']);
    expect(codes(measure('forced-swim', aggregated8(null))[0])).toEqual([]);
  });

  it('floating after the scored window ends no latency', () => {
    const [row] = measure('forced-swim', `${PLAIN}7,swimming,0,362,380\n7,floating,362,380,380\n`);
    expect(row.observation.values.get('immobility_latency_s')).toBe(360);
    expect(row.observation.censored).toEqual(new Set(['immobility_latency_s']));
  });
});

describe('arms of a Y-maze', () => {
  // Triplets: abc y, bca y, cab y, aba -, bac y, acb y, cbb -, bba -, bac y: 6 of 9.
  const arms = [...'ABCABACBBAC'];
  const log = (row: (arm: string, i: number) => string): string => `${PLAIN}${arms.map(row).join('')}`;
  const expected = {
    alternation_pct: (100 * 6) / 9,
    alternations: 6,
    same_arm_returns: 1,
    alternate_arm_returns: 1,
    entries: 11,
  };
  it.each([
    ['A', log((arm, i) => `7,${arm},${5 * i},${5 * i + 3},300\n`)],
    ['arm a', log((arm, i) => `7,arm ${arm},${5 * i},${5 * i + 3},300\n`)],
    ['Enter_Arm_A', log((arm, i) => `7,Enter Arm_${arm},${5 * i},${5 * i + 3},300\n`)],
    ['A arm entry', log((arm, i) => `7,${arm} arm entry,${5 * i},${5 * i},300\n`)],
    [
      'A, among other behaviors',
      log(
        (arm, i) =>
          `7,${arm},${5 * i},${5 * i + 3},300\n7,rearing,${5 * i + 1},${5 * i + 1},300\n7,center,${5 * i + 3},${5 * i + 5},300\n`,
      ),
    ],
  ])('named %s', (_, text) => {
    expect(valuesOf('y-maze', text)).toEqual(expected);
    expect(codes(measure('y-maze', text)[0])).toEqual([]);
  });

  it('that are more or fewer than three are flagged with what was not taken for an arm', () => {
    const four = measure('y-maze', `${PLAIN}${[...'ABCDABCD'].map((arm, i) => `7,${arm},${i},${i},300`).join('\n')}\n`);
    expect(codes(four[0])).toEqual(['number-of-arms']);
    const other = measure('y-maze', `${PLAIN}${[...'ABCABCAB'].map((arm, i) => `7,way ${arm},${i},${i},300`).join('\n')}\n`);
    expect(other[0].observation.exclusions.map((one) => one.rule)).toEqual(['too few arm entries']);
    expect(other[0].observation.flags[0].message).toContain('not taken as arms: way a, way b, way c');
  });
});

describe('an animal that did nothing of what was scored', () => {
  it('stands in a table by a row without behavior and times, and its latency is censored', () => {
    const [eater, other] = measure('novelty-suppressed-feeding', `${PLAIN}7,eating,123.4,130,600\n8,,,,600\n`);
    expect(eater.observation.values.get('latency_s')).toBe(123.4);
    expect(other.observation.values.get('latency_s')).toBe(600);
    expect(other.observation.censored).toEqual(new Set(['latency_s']));
    expect([eater, other].flatMap(codes)).toEqual([]);
  });

  it('the light part is what a scorer of the dark part leaves', () => {
    const light = valuesOf('light-dark-box', `${PLAIN}7,light,0,20,300\n7,light,50,70,300\n`);
    expect(light).toMatchObject({ light_time_s: 40, transitions: 3, light_latency_s: 0, dark_latency_s: 20 });
    expect(valuesOf('light-dark-box', `${PLAIN}7,dark,20,50,300\n7,dark,70,300,300\n`)).toEqual(light);
  });
});

describe('names of behaviors that an assay does not know', () => {
  const splash = requireAssay('splash-test');
  it('are refused when nobody has another one, flagged when some have, and nothing when they stand beside known ones', () => {
    expect(checkNames(splash, [['g'], ['g', 'r']]).problem).toMatchObject({ code: 'behaviors-unknown', found: 'g, r' });
    expect(checkNames(splash, [['g']]).flagged.map((one) => one.index)).toEqual([0]);
    expect(checkNames(splash, [['grooming', 'rearing'], ['rearing'], ['lick'], []])).toMatchObject({
      problem: null,
      flagged: [{ index: 2 }],
    });
    expect(checkNames(splash, [[], []])).toEqual({ problem: null, flagged: [] });
  });

  const study = smallStudy({
    perGroup: 1,
    assays: [assayPlan({ assay: 'splash-test', format: 'events', files: 's.csv', session: 'end' })],
  });
  const collect = async (rows: (id: string, i: number) => string): Promise<Sheet> => {
    const text = `animal,behavior,start_s,stop_s,duration_s\n${study.animals.map(({ id }, i) => rows(id, i)).join('')}`;
    const [sheet] = await collectAssays(study, textSource([['s.csv', text]]), plainContext());
    return sheet;
  };
  it('are told in a study in the same way, and a row without behavior is an animal that was seen', async () => {
    const sheet = await collect((id, i) => (i === 0 ? `${id},,,,300\n` : `${id},${i === 1 ? 'lick' : 'grooming'},10,20,300\n`));
    expect(sheet.flags.map((flag) => [flag.code, flag.animal])).toEqual([['behaviors-unknown', study.animals[1].id]]);
    expect(sheet.exclusions).toEqual([]);
    expect([...sheet.measures[0].values].slice(0, 3)).toEqual([0, 0, 10]);
    const failed = await collect((id) => `${id},g,10,20,300\n`).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(InputError);
  });

  it('a recording much shorter than the others is flagged', async () => {
    const swim = smallStudy({
      perGroup: 1,
      assays: [assayPlan({ assay: 'forced-swim', format: 'events', files: 's.csv', session: 'end' })],
    });
    const text = swim.animals.map(({ id }, i) => `${id},floating,130,150,${i === 2 ? 300 : 360}\n`).join('');
    const source = textSource([['s.csv', `animal,behavior,start_s,stop_s,duration_s\n${text}`]]);
    const sheets = await collectAssays(swim, source, plainContext());
    const short = studyFlags(swim, sheets).filter((flag) => flag.code === 'short-recording');
    expect(short.map((flag) => flag.animal)).toEqual([swim.animals[2].id]);
  });
});

describe('whose events they are', () => {
  it.each(['animal', 'Subject', 'mouse_id', 'Maus ID', 'Rat no'])('the column "%s" names the animal', (name) => {
    const text = `${name};behavior;start_s;stop_s;duration (s)\n7;grooming;1,5;4;300\n8;grooming;2;9;300\n`;
    expect(measure('splash-test', text).map((row) => [row.animal, row.observation.values.get('grooming_s'), row.notes])).toEqual([
      ['7', 2.5, []],
      ['8', 7, []],
    ]);
  });

  it('a table that names none is one animal, which is noted', () => {
    const [row, ...others] = measure(
      'splash-test',
      'who,behavior,start_s,stop_s,duration_s\n7,grooming,1,4,300\n8,grooming,2,9,300\n',
    );
    expect(others).toEqual([]);
    expect(row.notes).toEqual(['no column names the animal: all events are taken as those of one']);
  });

  it('an independent variable of BORIS may say who scored', () => {
    const text = tabular8('360').replaceAll(',sex,', ',Observer,').replaceAll(',male,', ',Jin,');
    const project = {
      behaviors_conf: { 0: { type: 'State event', code: 'floating' } },
      observations: {
        o1: {
          independent_variables: { rater: 'Oliver' },
          events: [
            [1, '', 'floating', '', ''],
            [3, '', 'floating', '', ''],
          ],
        },
      },
    };
    const ratersIn = (content: string): (string | null)[] => {
      const read = readTextFile(new TextEncoder().encode(content), 'f');
      return read.kind === 'scoring' ? read.scoring.observations.map((one) => one.rater) : [];
    };
    expect(ratersIn(text)).toEqual(['Jin']);
    expect(ratersIn(tabular8('360'))).toEqual([null]);
    expect(ratersIn(JSON.stringify(project))).toEqual(['Oliver']);
  });

  it('a video of SimBA with one animal stands for it, and its zones are behaviors', () => {
    const head = ',VIDEO,ANIMAL,BODY-PART,SHAPE NAME,START TIME,END TIME\n';
    const one = `${head}0,m 1,Animal_1,Center,Light,0,12.5\n1,m 1,Animal_1,Center,Light,50,60\n2,m 2,Animal_1,Center,Light,5,60\n`;
    expect(measure('light-dark-box', one).map((row) => [row.animal, row.observation.values.get('light_time_s')])).toEqual([
      ['m 1', 22.5],
      ['m 2', 55],
    ]);
    const read = readTextFile(new TextEncoder().encode(`${one}3,m 1,Animal_2,Nose,Light,0,1\n`), 'f');
    const names = read.kind === 'scoring' ? read.scoring.observations.map((each) => [each.subject, each.behavior[0]]) : [];
    expect(names).toEqual([
      ['Animal_1', 'Light (Center)'],
      ['Animal_1', 'Light (Center)'],
      ['Animal_2', 'Light (Nose)'],
    ]);
  });
});

describe('what is said about a file that cannot be used', () => {
  const problemOf = (assay: string, text: string): unknown => {
    try {
      return measure(assay, text);
    } catch (error) {
      return error instanceof InputError ? error.problems : error;
    }
  };
  it('a cell that is no time is named by line and column', () => {
    expect(problemOf('splash-test', `${PLAIN}7,grooming,1,2,300\n7,grooming,3,soon,300\n`)).toMatchObject([
      { line: 3, column: 4, found: 'soon' },
    ]);
    expect(problemOf('forced-swim', tabular8('360').replace('100.000', 'x'))).toMatchObject([
      { line: 4, column: 16, found: 'x' },
    ]);
  });
  it('numbers that another program summed up are named, with what can be made of them', () => {
    const medPc = 'File: x\nStart Date: 03/05/24\nSubject: 7\nMSN: FR1\nB:    1513.000\nC:\n     0:       12.000       13.500\n';
    expect(problemOf('open-field', medPc)).toMatchObject([
      { found: 'B, C(0), C(1)', mend: expect.stringContaining('format: table') },
    ]);
  });
});
