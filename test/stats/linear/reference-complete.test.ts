import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../support/r-reference.ts';

const TESTS = new URL('../', import.meta.url).pathname;

/** Cases whose id a test makes from a template. */
const TEMPLATED = [/^anova[123]\.threeway$/, /^anova[123]\.toothgrowth\.unbalanced$/, /^emm\.adjust\./, /^emm\.ci\./];

describe('the reference file', () => {
  it('has every case run by a test of linear models or marginal means', () => {
    const text = ['linear', 'marginal-means']
      .flatMap((folder) => readdirSync(join(TESTS, folder)).map((file) => join(TESTS, folder, file)))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const ids = referenceFile('anova.json').untouched();
    expect(ids).toHaveLength(66);
    expect(ids.filter((id) => !TEMPLATED.some((pattern) => pattern.test(id)) && !text.includes(id))).toEqual([]);
  });
});
