import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem, InputError, type Problem } from '../../src/problems/index.ts';
import { loadStudy, memorySource, type Study } from '../../src/study/index.ts';

const ANIMALS = `animal,arm,sex,litter,born
A1,vehicle,F,L1,2025-01-06
A2,drug,M,L1,2025-01-06
A3,vehicle,M,L2,2025-01-07
A4,drug,F,L2,2025-01-07
`;
const MINIMAL = 'limbic: 1\n';

function load(yaml: string, files: Record<string, string> = {}): Promise<Study> {
  const all = { 'study.yaml': yaml, 'animals.csv': ANIMALS, ...files };
  const bytes = new Map(Object.entries(all).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return loadStudy(memorySource('my-study', bytes));
}

async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe('defaults', () => {
  it('a study can be one line', async () => {
    const study = await load(MINIMAL);
    expect(study).toMatchObject({
      title: 'my-study',
      species: 'mouse',
      drug: { name: 'the treatment', route: null },
      arms: [
        { name: 'vehicle', doseMgPerKg: NaN, control: true },
        { name: 'drug', doseMgPerKg: NaN, control: false },
      ],
      sessions: [{ name: 'test', ageDays: NaN, phase: 'treatment' }],
      assays: [],
      expression: null,
      targeted: [],
      weights: [],
      dosing: null,
    });
    expect(study.plan).toEqual({
      primary: ['anxiety', 'depression'],
      model: 'score ~ arm + sex + (1 | litter)',
      alpha: 0.05,
      fdr: 0.1,
      smallestEffect: 0.5,
      smallestLog2FoldChange: 0.25,
      permutations: 2000,
      seed: 1,
    });
  });

  it('the control is the marked arm, else the dose 0, else the telling name', async () => {
    const control = async (arms: string) =>
      (await load(`limbic: 1\narms: ${arms}`)).arms.map((arm) => [arm.name, arm.control, arm.doseMgPerKg]);
    expect(await control('[{name: drug, control: true}, {name: vehicle}]')).toEqual([
      ['drug', true, NaN],
      ['vehicle', false, NaN],
    ]);
    expect(await control('[{name: drug, dose_mg_per_kg: 0}, {name: vehicle, dose_mg_per_kg: 3}]')).toEqual([
      ['drug', true, 0],
      ['vehicle', false, 3],
    ]);
    expect(await control('[{name: drug, dose_mg_per_kg: 2}, {name: vehicle}]')).toEqual([
      ['drug', false, 2],
      ['vehicle', true, 0],
    ]);
  });

  it('sessions are put in time order, with phases from the dosing window', async () => {
    const study = await load(`limbic: 1
dosing: { start_age_days: 28, end_age_days: 69 }
sessions: [{ name: late, age_days: 98 }, { name: early, age_days: 26 }, { name: mid, age_days: 70 }]`);
    expect(study.sessions.map((one) => [one.name, one.phase])).toEqual([
      ['early', 'baseline'],
      ['mid', 'treatment'],
      ['late', 'washout'],
    ]);
    expect(study.plan.model).toBe('score ~ arm * session + sex + (1 | litter/animal)');
  });

  it('arenas and formats of standard assays', async () => {
    const study = await load(`limbic: 1
assays:
  - { assay: open-field, files: 'of/{animal}.csv' }
  - { assay: elevated-plus-maze, files: 'epm/{animal}.csv', arena: { center: [20, 21.5] } }
  - { assay: forced-swim, files: fst.csv }`);
    expect(study.assays.map((one) => [one.format, one.arena?.shape, one.arena?.sizeCm, one.arena?.center ?? null])).toEqual([
      ['track', 'square', 40, null],
      ['track', 'plus', 30, { x: 20, y: 21.5 }],
      ['events', undefined, undefined, null],
    ]);
  });

  it('text stays as written: 002, yes, 1e3 and dates need no quotes', async () => {
    const animals = 'animal,arm\n002,yes\n003,yes\n1e3,010\n2025-01-01,010\n';
    const study = await load('limbic: 1\ntitle: 2025-01-01\narms: [{ name: yes, control: true }, { name: 010 }]', {
      'animals.csv': animals,
    });
    expect(study.title).toBe('2025-01-01');
    expect(study.arms.map((arm) => arm.name)).toEqual(['yes', '010']);
    expect(study.animals.map((animal) => animal.id)).toEqual(['002', '003', '1e3', '2025-01-01']);
  });

  it('ids that mean something elsewhere are text here', async () => {
    const ids = ['__proto__', '<script>alert(1)</script>', '=1+1', 'constructor'];
    const animals = `animal,arm,__proto__\n${ids.map((id, i) => `${id},${i % 2 ? 'drug' : 'vehicle'},=x`).join('\n')}\n`;
    const study = await load(MINIMAL, {
      'animals.csv': animals,
      'weights.csv': 'animal,age_days,grams\n__proto__,30,12\n=1+1,30,13\n',
    });
    expect(study.animals.map((animal) => animal.id)).toEqual(ids);
    expect(study.animalColumns[2]).toEqual({ name: '__proto__', values: ['=x', '=x', '=x', '=x'] });
    expect(study.weights.map((weight) => weight.animal)).toEqual(['__proto__', '=1+1']);
  });

  it('columns of the animal sheet can have other names', async () => {
    const study = await load('limbic: 1\nanimal_columns: { animal: ID, arm: group }', {
      'animals.csv': 'ID,group\nA,vehicle\nB,drug\n',
    });
    expect(study.animals.map((animal) => [animal.id, animal.arm])).toEqual([
      ['A', 'vehicle'],
      ['B', 'drug'],
    ]);
  });

  it('ages of weights come from the date of birth', async () => {
    const study = await load(MINIMAL, { 'weights.csv': 'animal,date,grams\nA1,2025-02-05,"14.1"\n' });
    expect(study.weights).toEqual([{ animal: 'A1', date: '2025-02-05', ageDays: 30, grams: 14.1 }]);
  });
});

describe('problems of study.yaml, each with its place and a mend', () => {
  it.each([
    ['unknown key', 'limbic: 1\nsesions: []\n', 2, 1, 'study-unknown-key', /did you mean "sessions"/],
    ['unknown nested key', 'limbic: 1\nplan:\n  aplha: 0.1\n', 3, 3, 'study-unknown-key', /did you mean "alpha"/],
    [
      'unknown key of a list entry',
      'limbic: 1\narms:\n  - { name: vehicle }\n  - { nam: drug, name: drug }\n',
      4,
      7,
      'study-unknown-key',
      /did you mean "name"/,
    ],
    [
      'unknown assay',
      'limbic: 1\nassays:\n  - { assay: open-feild, files: x.csv }\n',
      3,
      14,
      'study-invalid-value',
      /did you mean "open-field"/,
    ],
    [
      'missing key',
      'limbic: 1\nassays:\n  - { assay: forced-swim }\n',
      3,
      5,
      'study-invalid-value',
      /assays\[1\].files is missing/,
    ],
    ['missing version', 'title: x\n', 1, 1, 'study-invalid-value', /limbic is missing/],
    ['other version', 'limbic: 2\n', 1, 9, 'study-invalid-value', /limbic is not one of the known values/],
    ['wrong kind', 'limbic: 1\nplan: { alpha: small }\n', 2, 16, 'study-invalid-value', /plan.alpha must be a number/],
    ['out of range', 'limbic: 1\nplan: { alpha: 5 }\n', 2, 16, 'study-invalid-value', /too large.*less than 1/s],
    ['list instead of group', 'limbic: 1\ndrug: [a]\n', 2, 7, 'study-invalid-value', /drug must be a group of keys/],
    ['not a group at all', 'just words\n', 1, 1, 'study-invalid-value', /a group of keys/],
    ['YAML syntax', 'limbic: 1\n  title: x\n', 1, 9, 'yaml-syntax', /not valid YAML/],
    ['tab', 'limbic: 1\ndrug:\n\tname: x\n', 3, 1, 'yaml-syntax', /not valid YAML/],
    ['duplicate key', 'limbic: 1\ntitle: a\ntitle: b\n', 3, 1, 'yaml-syntax', /not valid YAML/],
    ['unclosed bracket', 'limbic: 1\narms: [{ name: a }\n', 3, 1, 'yaml-syntax', /not valid YAML/],
    [
      'two controls',
      'limbic: 1\narms: [{ name: vehicle, control: true }, { name: drug, control: true }]\n',
      2,
      7,
      'study-no-control',
      /2 arms could be/,
    ],
    [
      'arm without animals',
      'limbic: 1\narms: [{ name: vehicle }, { name: drugg }]\n',
      2,
      35,
      'study-empty-arm',
      /did you mean "drug"/,
    ],
    ['session twice', 'limbic: 1\nsessions: [{ name: a }, { name: a }]\n', 2, 33, 'study-duplicate-session', /same name/],
    [
      'dosing backwards',
      'limbic: 1\ndosing: { start_age_days: 30, end_age_days: 20 }\n',
      2,
      45,
      'study-dosing-window',
      /ends before/,
    ],
    [
      'format of an assay',
      'limbic: 1\nassays: [{ assay: splash-test, format: track, files: "{animal}.csv" }]\n',
      2,
      40,
      'study-assay-format',
      /events or table/,
    ],
    ['custom without measures', 'limbic: 1\nassays: [{ assay: custom, files: a.csv }]\n', 2, 10, 'study-no-measures', /measures/],
    [
      'unknown placeholder',
      'limbic: 1\nassays: [{ assay: open-field, files: "{animl}.csv" }]\n',
      2,
      38,
      'study-unknown-placeholder',
      /did you mean "{animal}"/,
    ],
    [
      'tracks of which session',
      "limbic: 1\nsessions: [{ name: a }, { name: b }]\nassays: [{ assay: open-field, files: '{animal}.csv' }]\n",
      3,
      38,
      'study-track-session',
      /must contain \{session\}/,
    ],
    [
      'outside the folder',
      'limbic: 1\nassays: [{ assay: forced-swim, files: ../x.csv }]\n',
      2,
      39,
      'study-outside-folder',
      /inside/,
    ],
    [
      'unknown session',
      'limbic: 1\nexpression: { counts: a, samples: b, session: tst }\n',
      2,
      47,
      'study-unknown-session',
      /did you mean "test"/,
    ],
    ['formula', 'limbic: 1\nplan: { model: "score ~ arm +" }\n', 2, 16, 'formula-not-understood', /formula/],
    [
      'variable of the model',
      'limbic: 1\nplan: { model: score ~ arm + sexx }\n',
      2,
      16,
      'study-unknown-variable',
      /did you mean "sex"/,
    ],
    [
      'design without tilde',
      'limbic: 1\nexpression: { counts: a, samples: b, design: arm }\n',
      2,
      46,
      'study-invalid-value',
      /must start with "~"/,
    ],
  ])('%s', async (_name, yaml, line, column, code, text) => {
    const problems = await problemsOf(load(yaml));
    const problem = problems.find((one) => one.code === code);
    expect(problem, problems.map(formatProblem).join('\n')).toMatchObject({
      file: 'study.yaml',
      line,
      column,
      severity: 'error',
    });
    expect(formatProblem(problem as Problem)).toMatch(text);
  });

  it('all at once', async () => {
    const problems = await problemsOf(load('limbic: 1\ntitel: x\nspecies: cat\nplan: { alpha: x, sede: 1 }\n'));
    expect(problems.map((problem) => problem.line)).toEqual([2, 3, 4, 4]);
  });

  it('a folder without study.yaml says what it has', async () => {
    const source = memorySource('empty', new Map([['Study.yml', new Uint8Array(1)]]));
    expect(await problemsOf(loadStudy(source))).toMatchObject([
      { code: 'study-missing', found: 'Study.yml', mend: expect.stringMatching(/did you mean "Study.yml"|init/) },
    ]);
  });
});

describe('problems of the sheets', () => {
  const animals = (text: string) => problemsOf(load(MINIMAL, { 'animals.csv': text }));

  it('duplicate ids, missing ids, unknown sexes and dates, all with lines', async () => {
    const problems = await animals(
      'animal,arm,sex,born\nA,vehicle,F,2025-01-01\nA,drug,x,2025-02-30\n,drug,M,\nB,,M,01.02.2025\n',
    );
    expect(problems.map((one) => [one.code, one.line, one.column])).toEqual([
      ['study-duplicate-animal', 3, 1],
      ['study-unknown-sex', 3, 3],
      ['study-invalid-date', 3, 4],
      ['study-no-animal-id', 4, 1],
      ['study-no-arm', 5, 2],
      ['study-invalid-date', 5, 4],
    ]);
  });
  it('unknown arms, with the nearest', async () => {
    const problems = await problemsOf(
      load('limbic: 1\narms: [{ name: vehicle }, { name: drug }]', { 'animals.csv': `${ANIMALS}A5,vehicel,F,L3,\n` }),
    );
    expect(problems).toMatchObject([
      { code: 'study-unknown-arm', line: 6, column: 2, found: 'vehicel', mend: 'did you mean "vehicle"?' },
    ]);
  });
  it('the same fault in many rows is one problem', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `B${i},vehicel,F,L9,\n`).join('');
    const problems = await problemsOf(
      load('limbic: 1\narms: [{ name: vehicle }, { name: drug }]', { 'animals.csv': ANIMALS + rows }),
    );
    expect(problems).toMatchObject([
      { code: 'study-unknown-arm', line: 6, message: expect.stringContaining('here and in 29 more rows') },
    ]);
  });
  it('numbers of the animal sheet get a decimal point', async () => {
    const study = await load(MINIMAL, { 'animals.csv': 'animal;arm;note;grams\nA;vehicle;a,b;12,5\nB;drug;1,5;13,25\n' });
    expect(study.animalColumns[3].values).toEqual(['12.5', '13.25']);
    expect(study.animalColumns[2].values).toEqual(['a,b', '1,5']);
  });
  it('missing columns, with the nearest', async () => {
    expect(await animals('animl,arm\nA,vehicle\n')).toMatchObject([
      { code: 'study-missing-column', mend: expect.stringMatching(/did you mean "animl"/) },
      {},
    ]);
  });
  it('a missing file, with the nearest', async () => {
    const problems = await problemsOf(load('limbic: 1\nanimals: animal.csv\n'));
    expect(problems[0]).toMatchObject({ code: 'file-missing', file: 'animal.csv', mend: 'did you mean "animals.csv"?' });
  });
  it('weights of unknown animals, of nothing, on no day', async () => {
    const problems = await problemsOf(load(MINIMAL, { 'weights.csv': 'animal,date,grams\nA9,2025-02-01,12\nA1,yesterday,0\n' }));
    expect(problems.map((one) => [one.code, one.line])).toEqual([
      ['study-unknown-animal', 2],
      ['study-invalid-weight', 3],
      ['study-invalid-date', 3],
    ]);
  });
  it('a ragged animal sheet and a wrong plan come together', async () => {
    const problems = await problemsOf(
      load('limbic: 1\ndosing: { start_age_days: 30, end_age_days: 20 }\n', { 'animals.csv': 'animal,arm\nA\n' }),
    );
    expect(problems.map((one) => one.code)).toEqual(expect.arrayContaining(['table-ragged-row', 'study-dosing-window']));
  });
});

describe('fuzzing', () => {
  it('any YAML gives a study or an InputError with places, nothing else', async () => {
    const word = fc.constantFrom(
      'limbic',
      '1',
      'arms',
      'plan',
      'name',
      'assays',
      'open-field',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '|',
      '>',
      '!!',
      '%',
      '\t',
      '__proto__',
      'control',
      'true',
      'é',
      '?',
      '---',
      '<<',
      '0x1',
      '~',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 40 }), async (words) => {
        for (const problem of await problemsOf(load(words.join('')))) expect(formatProblem(problem)).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });

  it('any values under the known keys give a study or an InputError', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const entry = fc.dictionary(
      fc.constantFrom(
        'name',
        'assay',
        'files',
        'age_days',
        'phase',
        'dose_mg_per_kg',
        'control',
        'measures',
        'arena',
        '__proto__',
      ),
      value,
      { maxKeys: 4 },
    );
    const study = fc.record({
      limbic: fc.constant(1),
      arms: fc.oneof(value, fc.array(entry)),
      sessions: fc.oneof(value, fc.array(entry)),
      assays: fc.oneof(value, fc.array(entry)),
      plan: value,
      expression: value,
      dosing: value,
    });
    await fc.assert(
      fc.asyncProperty(study, async (content) => {
        for (const problem of await problemsOf(load(JSON.stringify(content)))) expect(problem.severity).toBe('error');
      }),
      { numRuns: 300 },
    );
  });
});
