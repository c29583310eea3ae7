import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';

const FOLDERS = ['tests', 'survival', 'dose-response', 'power'];

/** Text of all test files about a part. */
function testsOf(folder: string): string {
  const place = new URL(`../${folder}/`, import.meta.url).pathname;
  const files = readdirSync(place).filter((name) => name.endsWith('.test.ts') && name !== 'every-case.test.ts');
  return files.map((name) => readFileSync(place + name, 'utf8')).join('\n');
}

it('every reference case is used by a test', () => {
  const text = FOLDERS.map(testsOf).join('\n');
  const unused = ['tests.json', 'survival.json', 'doseresponse.json', 'power_lmm.json'].flatMap((file) =>
    [...statsFixtureCases(file).keys()].filter((id) => !text.includes(`'${id}'`)),
  );
  expect(unused).toEqual([]);
});
