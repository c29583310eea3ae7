import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSAYS as ASSAY_DEFINITIONS } from '../../src/behavior/assays/catalogue.ts';
import { ASSAYS, checkRigor, loadStudy, memorySource, studyTemplate } from '../../src/study/index.ts';
import { studyJsonSchema } from '../../src/study/json-schema.ts';
import { type OutputSheet, writeWorkbook } from '../../src/table/index.ts';
import { problemsOf } from '../support/problems.ts';
import { haveShared, sharedBytes } from '../support/shared.ts';

const sheet = (name: string, names: string[], ...rows: (string | number | null)[][]): OutputSheet => ({
  name,
  columns: names.map((title, c) => ({ name: title, values: rows.map((row) => row[c]) })),
});
const workbook = async (...sheets: OutputSheet[]) => memorySource('book', new Map([['study.xlsx', await writeWorkbook(sheets)]]));
const animalSheet = sheet('animals', ['animal', 'arm', 'sex'], ['A', 'vehicle', 'F'], ['B', 'drug', 'M']);

describe('study.xlsx', () => {
  it('says the same as study.yaml', async () => {
    const book = await workbook(
      sheet(
        'study',
        ['key', 'value'],
        ['limbic', '1'],
        ['title', 'T'],
        ['drug.name', 'x'],
        ['plan.primary', 'depression, anxiety'],
        ['plan.alpha', 0.01],
        ['dosing.start_age_days', 28],
        ['dosing.end_age_days', '69'],
      ),
      sheet('arms', ['name', 'dose_mg_per_kg', 'control'], ['vehicle', 0, 'yes'], ['drug', 2.5, null]),
      sheet('sessions', ['name', 'age_days'], ['s1', 26], ['s2', 70]),
      animalSheet,
      sheet('weights', ['animal', 'age_days', 'grams'], ['A', 26, 12.5]),
      sheet(
        'assays',
        ['assay', 'label', 'files', 'arena.size_cm', 'arena.center'],
        ['open-field', null, 'of/{session}/{animal}.csv', 45, '22.5, 22.5'],
        ['custom', 'Burrowing', 'b.csv', null, null],
      ),
      sheet('measures', ['for', 'column', 'direction', 'domain'], ['Burrowing', 'left_g', 'more', 'depression']),
      sheet('_notes', ['anything'], ['at all']),
    );
    const yaml = `limbic: 1
title: T
drug: { name: x }
plan: { primary: [depression, anxiety], alpha: 0.01 }
dosing: { start_age_days: 28, end_age_days: 69 }
arms: [{ name: vehicle, dose_mg_per_kg: 0, control: true }, { name: drug, dose_mg_per_kg: 2.5 }]
sessions: [{ name: s1, age_days: 26 }, { name: s2, age_days: 70 }]
assays:
  - { assay: open-field, files: 'of/{session}/{animal}.csv', arena: { size_cm: 45, center: [22.5, 22.5] } }
  - assay: custom
    label: Burrowing
    files: b.csv
    measures: [{ column: left_g, direction: more, domain: depression }]
`;
    const text = (content: string) => new TextEncoder().encode(content);
    const folder = memorySource(
      'book',
      new Map([
        ['study.yaml', text(yaml)],
        ['animals.csv', text('animal,arm,sex\nA,vehicle,F\nB,drug,M\n')],
        ['weights.csv', text('animal,age_days,grams\nA,26,12.5\n')],
      ]),
    );
    expect(await loadStudy(book)).toEqual(await loadStudy(folder));
  });

  it('problems have sheet, row and column', async () => {
    const book = await workbook(
      sheet('study', ['key', 'value'], ['limbic', '1'], ['drug.nmae', 'x'], ['drug.name', 'x'], ['plan.alpha', 'small']),
      sheet('arms', ['name', 'dose_mg_per_kg', 'controll'], ['vehicle', 0, 'yes'], ['drug', 'much', null]),
      animalSheet,
    );
    const problems = await problemsOf(() => loadStudy(book));
    expect(problems.map((one) => [one.file, one.line, one.column, one.found ?? one.message])).toEqual([
      ['study.xlsx [arms]', 2, 3, 'arms[1] has no key "controll"'],
      ['study.xlsx [arms]', 3, 2, 'much'],
      ['study.xlsx [study]', 3, 2, 'drug has no key "nmae"'],
      ['study.xlsx [study]', 5, 2, 'small'],
    ]);
  });

  it('unknown sheets and measures of no assay', async () => {
    const book = await workbook(
      sheet('study', ['key', 'value'], ['limbic', '1']),
      sheet('animal', ['animal'], ['A']),
      sheet('measures', ['for', 'column', 'direction', 'domain'], ['Burrow', 'x', 'more', 'other']),
    );
    expect((await problemsOf(() => loadStudy(book))).map((one) => one.code)).toEqual([
      'study-unknown-sheet',
      'study-unknown-assay',
    ]);
  });

  it('keys with a meaning in JavaScript are only unknown keys', async () => {
    const book = await workbook(
      sheet('study', ['key', 'value'], ['limbic', '1'], ['__proto__.polluted', 'yes'], ['constructor.prototype.x', '1']),
      animalSheet,
    );
    expect((await problemsOf(() => loadStudy(book))).map((one) => one.code)).toEqual(['study-unknown-key', 'study-unknown-key']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('limbic init', () => {
  it('writes a study that loads, as YAML and as a workbook', async () => {
    const files = await studyTemplate();
    const fromYaml = await loadStudy(memorySource('template', files));
    const book = new Map([['study.xlsx', files.get('study-template.xlsx') ?? new Uint8Array(0)]]);
    const fromBook = await loadStudy(memorySource('template', book));
    expect({ ...fromBook, plan: null }).toEqual({ ...fromYaml, plan: null });
    expect(fromYaml.animals).toHaveLength(3);
  });
  it('the commented parts of the template are valid too', async () => {
    const files = await studyTemplate();
    const yaml = new TextDecoder().decode(files.get('study.yaml'));
    const open = yaml
      .replace('assays: []', 'assays:')
      .replace(/^#( {2}|(?= {0}))(?=( {2})?(- |[a-z_]+:| {2,}[a-z-]))/gm, '$1')
      .replace(/^ expression/m, 'expression');
    const uncommented = open.replace(/^# (?=( {2}|expression:))/gm, '').replace(/^ {2}# (model|alpha|smallest_effect)/gm, '  $1');
    const study = await loadStudy(
      memorySource('template', new Map(files).set('study.yaml', new TextEncoder().encode(uncommented))),
    );
    expect(study.assays.map((one) => one.assay)).toEqual([
      'open-field',
      'elevated-plus-maze',
      'forced-swim',
      'sucrose-preference',
      'custom',
    ]);
    expect(study.expression?.exclude).toEqual([{ sample: 'S07', reason: 'library failed' }]);
  });
});

describe('the JSON Schema', () => {
  it('in docs is current (LIMBIC_UPDATE=1 writes it)', () => {
    const path = new URL('../../docs/study.schema.json', import.meta.url);
    if (process.env.LIMBIC_UPDATE === '1') writeFileSync(path, studyJsonSchema());
    expect(readFileSync(path, 'utf8')).toBe(studyJsonSchema());
  });
});

describe('the list of assays', () => {
  it('is that of the behavior room, with the same formats', () => {
    const own = ASSAYS.filter((one) => one.id !== 'custom').map((one) => [one.id, [...one.formats]]);
    expect(own.sort()).toEqual(ASSAY_DEFINITIONS.map((one) => [one.id, [...one.formats]]).sort());
  });
});

describe.skipIf(!haveShared)('the avoidance study', () => {
  const fixture = (name: string) => readFileSync(new URL(`../fixtures/studies/avoidance/${name}`, import.meta.url));
  const data = (name: string) => sharedBytes(`data/expression/mouse-hippocampus-avoidance/${name}`);
  const source = () =>
    memorySource(
      'avoidance',
      new Map<string, Uint8Array>([
        ['study.yaml', fixture('study.yaml')],
        ['animals.csv', fixture('animals.csv')],
        ['behavior.tsv', data('behavior.tsv')],
        ['behavior-pca-published.tsv', data('behavior-pca-published.tsv')],
        ['samples.tsv', data('samples.tsv')],
        ['counts.tsv.gz', data('counts.tsv.gz')],
      ]),
    );

  it('loads: two arms of 17, nine sessions, a custom assay, samples left out with reasons', async () => {
    const study = await loadStudy(source());
    expect(study.arms.map((arm) => [arm.name, arm.control, study.animals.filter((one) => one.arm === arm.name).length])).toEqual([
      ['yoked', true, 17],
      ['trained', false, 17],
    ]);
    expect(study.sessions.map((one) => one.name)).toEqual([
      'Hab',
      'T1',
      'T2',
      'T3',
      'Retest',
      'T4_C1',
      'T5_C2',
      'T6_C3',
      'Retention',
    ]);
    expect(study.expression).toMatchObject({ design: '~ training', where: [{ column: 'subfield', value: 'DG' }], minTotal: 2 });
    expect(study.animalColumns.map((one) => one.name)).toContain('paired_partner');
  });
  it('its checks find no error', async () => {
    const study = await loadStudy(source());
    const problems = await checkRigor(study, source());
    expect(problems.filter((one) => one.severity === 'error')).toEqual([]);
    expect(problems.map((one) => one.code)).toContain('design-sex-unknown');
  });
});

describe('docs/study-format.md', () => {
  const text = readFileSync(new URL('../../docs/study-format.md', import.meta.url), 'utf8');
  const keysOf = (node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const own = 'properties' in node ? Object.keys(node.properties as object) : [];
    return [...own, ...Object.values(node).flatMap(keysOf)];
  };
  it('names every key of the schema and every assay', () => {
    const wanted = [...new Set(keysOf(JSON.parse(studyJsonSchema()))), ...ASSAYS.map((assay) => assay.id)];
    expect(wanted.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});
