import { describe, expect, it } from 'vitest';
import { problemsOf } from '../support/problems.ts';
import { ANIMALS, load, MINIMAL } from './study-texts.ts';

describe('problems of the sheets', () => {
  const animals = (text: string) => problemsOf(() => load(MINIMAL, { 'animals.csv': text }));

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
    const problems = await problemsOf(() =>
      load('limbic: 1\narms: [{ name: vehicle }, { name: drug }]', { 'animals.csv': `${ANIMALS}A5,vehicel,F,L3,\n` }),
    );
    expect(problems).toMatchObject([
      { code: 'study-unknown-arm', line: 6, column: 2, found: 'vehicel', mend: 'did you mean "vehicle"?' },
    ]);
  });
  it('the same fault in many rows is one problem', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `B${i},vehicel,F,L9,\n`).join('');
    const problems = await problemsOf(() =>
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
    const problems = await problemsOf(() => load('limbic: 1\nanimals: animal.csv\n'));
    expect(problems[0]).toMatchObject({ code: 'file-missing', file: 'animal.csv', mend: 'did you mean "animals.csv"?' });
  });
  it('weights of unknown animals, of nothing, on no day', async () => {
    const problems = await problemsOf(() =>
      load(MINIMAL, { 'weights.csv': 'animal,date,grams\nA9,2025-02-01,12\nA1,yesterday,0\n' }),
    );
    expect(problems.map((one) => [one.code, one.line])).toEqual([
      ['study-unknown-animal', 2],
      ['study-invalid-weight', 3],
      ['study-invalid-date', 3],
    ]);
  });
  it('a ragged animal sheet and a wrong plan come together', async () => {
    const problems = await problemsOf(() =>
      load('limbic: 1\ndosing: { start_age_days: 30, end_age_days: 20 }\n', { 'animals.csv': 'animal,arm\nA\n' }),
    );
    expect(problems.map((one) => one.code)).toEqual(expect.arrayContaining(['table-ragged-row', 'study-dosing-window']));
  });
});
