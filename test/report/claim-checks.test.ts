import { describe, expect, it } from 'vitest';
import type { ClaimChecks } from '../../src/claims/index.ts';
import { renderReport } from '../../src/report/index.ts';
import { fakeResults } from '../support/fake-results.ts';

const options = ['planned', 'other'];

function checks(verdicts: readonly ('supported' | 'inconclusive')[]): ClaimChecks {
  return {
    stability: [
      {
        id: 'anxiety',
        animals: 48,
        litters: 24,
        low: 0.7,
        high: 1.2,
        flips: [{ unit: 'animal', name: '<m07>', verdict: 'inconclusive' }],
        mostInfluential: { name: '<m07>', estimate: 0.7, pvalue: 0.06, verdict: 'inconclusive' },
        mostInfluentialLitter: null,
      },
    ],
    multiverse: {
      choices: [
        { id: 'assays', label: 'Tests in the scores', options: options.map((id) => ({ id, label: id })) },
        { id: 'model', label: 'Model', options: options.map((id) => ({ id, label: `model ${id}` })) },
      ],
      analyses: { behavior: 4, expression: 0, link: 0 },
      fits: 0,
      claims: [
        {
          id: 'anxiety',
          choices: ['assays', 'model'],
          specifications: verdicts.map((verdict, i) => ({
            options: [options[i % 2], options[Math.floor(i / 2)]],
            estimate: 1 - 0.2 * i,
            low: 0.2,
            high: 1.8,
            pvalue: 0.01,
            verdict,
          })),
          agree: 0.75,
          sameSide: 1,
          median: 0.8,
          failed: 0,
        },
      ],
      notes: ['Specifications are no sample.'],
    },
    permutation: {
      permutations: 999,
      unit: 'animal',
      blockedBy: ['litter'],
      arrangements: Infinity,
      claims: [{ id: 'anxiety', exchanged: 'arms', observed: 0.001, pvalue: 0.002, adjusted: 0.013, failed: 0 }],
      genes: { observed: 95, pvalue: 0.001, median: 0, largest: 12 },
      notes: ['The arms of 48 animals were dealt out again within litters.'],
    },
  };
}

describe('how firmly the claims stand', () => {
  it('is said beside each claim, drawn, and written to tables', async () => {
    const input = fakeResults();
    const claims = { ...input.claims, checks: checks(['supported', 'supported', 'supported', 'inconclusive']) };
    const files = await renderReport({ ...input, claims });
    const page = String(files.get('report.html'));
    expect(page).toContain('75 % of 4');
    expect(page).toContain('&lt;m07&gt;');
    expect(page).not.toContain('<m07>');
    expect(page).toMatch(/p = 0\.002.*over all claims p = 0\.013/);
    const curve = String(files.get('figures/specifications-anxiety.svg'));
    expect(curve).toContain('model other');
    const table = String(files.get('tables/specifications-anxiety.tsv')).trimEnd().split('\n');
    expect(table.length).toBe(5);
    expect(table[0].split('\t').slice(0, 3)).toEqual(['assays', 'model', 'estimate']);
    expect(String(files.get('tables/claim-checks.tsv'))).toContain('animal <m07>');
    expect(String(files.get('methods.md'))).toContain('Whole-pipeline permutation');
  });

  it('says what was not asked for, and is left out where nothing was looked at', async () => {
    const input = fakeResults();
    const only = { stability: [], multiverse: null, permutation: null };
    const page = String((await renderReport({ ...input, claims: { ...input.claims, checks: only } })).get('report.html'));
    expect(page).toContain('--multiverse');
    expect(String((await renderReport(input)).get('report.html'))).not.toContain('How firmly the claims stand');
  });
});
