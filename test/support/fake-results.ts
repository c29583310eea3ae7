/**
 * Made-up results of every room, plausible but computed by nobody: for tests of the report, which only draws and words.
 * The same seed gives the same numbers.
 */
import type { ReportInput } from '../../src/report/index.ts';
import { fakeBehavior } from './fake-behavior/fake-behavior.ts';
import { fakeClaims } from './fake-claims.ts';
import { fakeExpression } from './fake-expression.ts';
import { fakeIntegration } from './fake-integration.ts';
import { fakePathway } from './fake-pathway.ts';
import { fakeStudy } from './fake-study.ts';

/** Results of a study of 48 mice in four arms, with expression of 24 of them. */
export function fakeResults(geneCount = 3_000): ReportInput {
  const study = fakeStudy();
  const expression = fakeExpression(study, geneCount);
  return {
    study,
    checks: [
      {
        code: 'design-litter-shared',
        severity: 'warning',
        message: 'Animals of one litter share an arm in 3 of 24 litters; litter enters the model as a random effect.',
        file: 'animals.csv',
        mend: 'assign littermates to different arms where the next cohort allows it',
      },
      {
        code: 'session-missing',
        severity: 'note',
        message: 'Animal m17 has no washout session.',
        file: 'animals.csv',
        line: 18,
        found: 'm17',
        expected: '4 sessions',
      },
    ],
    behavior: fakeBehavior(study),
    expression,
    pathway: fakePathway(expression),
    integration: fakeIntegration(study, expression),
    claims: fakeClaims(),
    provenance: {
      version: '0.1.0',
      command: 'limbic run examples/isotretinoin --seed 1',
      seed: 1,
      inputs: [
        { path: 'study.yaml', sha256: 'a3f1'.repeat(16), bytes: 2_114 },
        { path: 'animals.csv', sha256: '0b9c'.repeat(16), bytes: 3_870 },
        { path: 'expression/counts.tsv.gz', sha256: '77de'.repeat(16), bytes: 412_880 },
      ],
      parameters: [
        { label: 'false discovery rate', value: '0.1' },
        { label: 'smallest effect of interest', value: '0.5 SD of controls' },
        { label: 'permutations', value: '10000' },
      ],
    },
  };
}
