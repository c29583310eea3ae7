import { describe, expect, it } from 'vitest';
import { analyzeBehavior, scoringNames } from '../../src/behavior/index.ts';
import { plainContext } from '../../src/context/index.ts';
import type { Problem } from '../../src/problems/index.ts';
import { checkRigor, type FileSource, loadStudy, memorySource } from '../../src/study/index.ts';
import { writeWorkbook } from '../../src/table/index.ts';

/** A study whose files are as the programs write them; ids with a blank and an umlaut. */
const IDS = Array.from({ length: 8 }, (_, i) => `Mäus ${i + 1}`);
const STUDY = `limbic: 1
arms:
  - { name: vehicle, dose_mg_per_kg: 0, control: true }
  - { name: high, dose_mg_per_kg: 20 }
animals: animals.csv
sessions:
  - { name: post, age_days: 70, phase: treatment }
assays:
  - { assay: open-field, format: track, files: "oft/{animal} {session} (1).csv", arena_file: arena.yaml }
  - { assay: forced-swim, format: events, files: SWIM, session: post }
  - { assay: sucrose-preference, format: bottles, files: bottles.csv }
`;
const ANIMALS = `animal,arm,sex,litter,cage\n${IDS.map((id, i) => `${id},${i % 2 === 0 ? 'vehicle' : 'high'},${i % 4 < 2 ? 'F' : 'M'},L${i >> 1},C${i >> 1}\n`).join('')}`;
const BOTTLES = `animal,session,day,sucrose_side,sucrose_start_g,sucrose_end_g,water_start_g,water_end_g\n${IDS.flatMap((id) =>
  ['left', 'right'].map((side, day) => `${id},post,${day},${side},200,196,200,199\n`),
).join('')}`;

function track(id: string): string {
  const lines = Array.from({ length: 100 }, (_, i) => `${200 + i},${200 + 3 * IDS.indexOf(id)}`);
  return `X,Y\n${lines.join('\n')}\n`;
}

const HEADER = [
  'Observation id',
  'Media duration (s)',
  'FPS (frame/s)',
  'Subject',
  'Behavior',
  'Behavior type',
  'Start (s)',
  'Stop (s)',
];
const swims = (ids: readonly string[]): (string | number)[][] =>
  ids.map((id, i) => [i + 500, 360, 25, id, 'Immobility', 'STATE', 130, 160 + i]);
const asText = (ids: readonly string[]): Uint8Array =>
  new TextEncoder().encode([HEADER, ...swims(ids)].map((row) => `${row.join(',')}\n`).join(''));
const asWorkbook = (ids: readonly string[]): Promise<Uint8Array> =>
  writeWorkbook([{ name: 'events', columns: HEADER.map((name, c) => ({ name, values: swims(ids).map((row) => row[c]) })) }]);

function sourceOf(swim: string, content: Uint8Array): FileSource {
  const texts: [string, string][] = [
    ['study.yaml', STUDY.replace('SWIM', swim)],
    ['animals.csv', ANIMALS],
    ['arena.yaml', 'size_cm: 40\nfps: 25\nscale: { px_per_cm: 10 }\ncenter: [20, 20]\n'],
    ['bottles.csv', BOTTLES],
    ...IDS.map((id): [string, string] => [`oft/${id} post (1).csv`, track(id)]),
  ];
  const encoder = new TextEncoder();
  return memorySource(
    's',
    new Map([...texts.map(([path, text]): [string, Uint8Array] => [path, encoder.encode(text)]), [swim, content]]),
  );
}
const check = async (source: FileSource): Promise<string[]> =>
  (await checkRigor(await loadStudy(source), source, scoringNames))
    .filter(isFault)
    .map(({ code, file, found }) => `${code} ${file} ${found}`);
const isFault = ({ severity, code }: Problem): boolean => severity !== 'note' && code.startsWith('study-');

describe('a study of exports', () => {
  it.each(['swim all.csv', 'swim all.xlsx'])('is found sound by the check, and measured: %s', async (name) => {
    const source = sourceOf(name, name.endsWith('.csv') ? asText(IDS) : await asWorkbook(IDS));
    expect(await check(source)).toEqual([]);
    const result = await analyzeBehavior(await loadStudy(source), source, plainContext());
    const values = (id: string): number[] => [...(result.measures.find((measure) => measure.id === id)?.values ?? [])];
    expect(values('forced-swim/immobility_s')).toEqual(IDS.map((_, i) => 30 + i));
    expect(values('open-field/distance_cm').map((value) => value.toFixed(6))).toEqual(IDS.map(() => '9.900000'));
    expect(values('sucrose-preference/preference_pct')).toEqual(IDS.map(() => 80));
    expect(result.exclusions).toEqual([]);
    // What the reader took for granted is said once for all files of an assay.
    expect(
      result.flags.filter((flag) => flag.animal !== null || flag.code === 'reader-note').map((flag) => flag.message),
    ).toEqual(['8 of 8 files: the column names say no unit: positions taken as pixels']);
  });

  it('names of files are found whichever way the disk writes their letters', async () => {
    const source = sourceOf('swim.csv', asText(IDS));
    const paths = await source.list();
    const bytes = await Promise.all(paths.map((path) => source.read(path)));
    const apart = memorySource('s', new Map(paths.map((path, i) => [path.normalize('NFD'), bytes[i]])));
    expect((await checkRigor(await loadStudy(apart), apart, scoringNames)).map(({ code }) => code)).not.toContain(
      'behavior-missing',
    );
    const result = await analyzeBehavior(await loadStudy(apart), apart, plainContext());
    expect(result.exclusions).toEqual([]);
  });

  it('an animal of a scoring that the sheet does not have is named by the check and by the run', async () => {
    const source = sourceOf('swim.csv', asText([...IDS.slice(1), 'Mäus 11']));
    expect(await check(source)).toEqual(['study-unknown-animal swim.csv Mäus 11']);
    const study = await loadStudy(source);
    await expect(analyzeBehavior(study, source, plainContext())).rejects.toThrow(/Mäus 11/);
  });
});
