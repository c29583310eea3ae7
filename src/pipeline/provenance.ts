import type { Provenance } from '../report/index.ts';
import type { Study } from '../study/index.ts';
import type { ReadRecord } from './recording-source.ts';

/** How the results came about: version, command, seed, input digests and every setting in force. Nothing that varies between runs. */
export function provenanceOf(
  study: Study,
  inputs: readonly ReadRecord[],
  options: { version: string; command: string },
  seed: number,
): Provenance {
  return {
    version: options.version,
    command: options.command,
    seed,
    inputs: inputs.map(({ path, sha256, bytes }) => ({ path, sha256: sha256 ?? '', bytes })),
    parameters: parametersOf(study, seed),
  };
}

function parametersOf(study: Study, seed: number): { label: string; value: string }[] {
  const { plan, expression } = study;
  const parameters = [
    { label: 'primary domains', value: plan.primary.join(', ') },
    { label: 'behavior model', value: plan.model },
    { label: 'alpha', value: String(plan.alpha) },
    { label: 'false discovery rate for gene lists', value: String(plan.fdr) },
    { label: 'smallest effect of interest (behavior)', value: `${plan.smallestEffect} SD of controls` },
    { label: 'smallest effect of interest (expression)', value: `${plan.smallestLog2FoldChange} log2 fold change` },
    { label: 'permutations', value: String(plan.permutations) },
    { label: 'seed', value: String(seed) },
  ];
  if (expression !== null) {
    parameters.push(
      { label: 'expression design', value: expression.design ?? '~ sex + arm, as far as both vary' },
      { label: 'samples kept', value: expression.where.map(({ column, value }) => `${column} = ${value}`).join(', ') || 'all' },
      {
        label: 'samples left out',
        value: expression.exclude.map(({ sample, reason }) => `${sample} (${reason})`).join(', ') || 'none',
      },
      { label: 'smallest total count of a gene', value: String(expression.minTotal) },
    );
  }
  return parameters;
}
