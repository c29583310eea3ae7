import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/problems/index.ts';
import { problemsOf } from '../support/problems.ts';
import { load } from './study-texts.ts';

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
        for (const problem of await problemsOf(() => load(words.join('')))) expect(formatProblem(problem)).not.toBe('');
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
        for (const problem of await problemsOf(() => load(JSON.stringify(content)))) expect(problem.severity).toBe('error');
      }),
      { numRuns: 300 },
    );
  });
});
