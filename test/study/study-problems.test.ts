import { describe, expect, it } from 'vitest';
import { formatProblem, type Problem } from '../../src/problems/index.ts';
import { loadStudy, memorySource } from '../../src/study/index.ts';
import { problemsOf } from '../support/problems.ts';
import { load } from './study-texts.ts';

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
    const problems = await problemsOf(() => load(yaml));
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
    const problems = await problemsOf(() => load('limbic: 1\ntitel: x\nspecies: cat\nplan: { alpha: x, sede: 1 }\n'));
    expect(problems.map((problem) => problem.line)).toEqual([2, 3, 4, 4]);
  });

  it('a folder without study.yaml says what it has', async () => {
    const source = memorySource('empty', new Map([['Study.yml', new Uint8Array(1)]]));
    expect(await problemsOf(() => loadStudy(source))).toMatchObject([
      { code: 'study-missing', found: 'Study.yml', mend: expect.stringMatching(/did you mean "Study.yml"|init/) },
    ]);
  });
});
