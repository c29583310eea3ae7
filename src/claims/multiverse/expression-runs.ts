import type { Context } from '../../context/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';
import { type Choices, type Direction, isCombined } from './choices.ts';
import { expressionSpecTask, type LinkValues, type SetClaim } from './expression-task.ts';
import type { SpecifiedRun } from './multiverse.ts';
import type { SpecifiedClaim } from './specified-claim.ts';

/** A fit of the counts with the specifications that rest on it. */
export interface ExpressionRun {
  method: string;
  covariates: string;
  sample: string;
  specified: SpecifiedRun[];
  links: LinkValues | null;
}

/** Methods whose values the links are looked at with: the planned one and another scale. */
const LINK_METHODS = ['deseq2', 'voom'];

/** Runs every combination of method, design, samples and set test; a fit serves all set tests. */
export async function expressionRuns(
  input: RerunInput,
  choices: Choices,
  pathway: PathwayResult | null,
  context: Context,
): Promise<ExpressionRun[]> {
  const { study, counts } = input;
  if (counts === null) return [];
  const linked = pathway === null ? [] : linkedGenes(pathway);
  const fits = choices.method.options.flatMap((method) =>
    choices.covariates.options.flatMap((covariates) =>
      choices.sample.options
        .filter((sample) => isCombined(method.value, covariates.value, sample.value))
        .map((sample) => ({ method, covariates, sample })),
    ),
  );
  const variants = choices.detection.options.flatMap((detection) =>
    choices.standardize.options.map((standardize) => ({ detection, standardize })),
  );
  const done = await context.pool.map(
    expressionSpecTask,
    fits.map(({ method, covariates, sample }) => ({
      study,
      counts,
      choices: { ...method.value, design: covariates.value },
      dropSample: sample.value,
      variants: variants.map((one) => ({ detectionMean: one.detection.value, standardize: one.standardize.value })),
      linked: covariates.value === undefined && LINK_METHODS.includes(method.id) ? linked : [],
      seed: input.seed,
    })),
    (count, total) => context.progress('multiverse of expression', count, total),
  );
  return fits.map(({ method, covariates, sample }, f) => ({
    ...{ method: method.id, covariates: covariates.id, sample: sample.id },
    specified: variants.flatMap(({ detection, standardize }, v) =>
      choices.direction.options.map((direction) => ({
        options: [method.id, covariates.id, sample.id, detection.id, standardize.id, direction.id],
        claims: done[f].claims?.[v].flatMap((claim) => inDirection(claim, standardize.value, direction.value)) ?? null,
      })),
    ),
    links: done[f].links,
  }));
}

/** The claim under a way of testing sets; none for a claim about no set beyond the planned way, since it would be the same again. */
function inDirection(
  { directional, mixed, ...claim }: SetClaim,
  standardize: 'posterior' | 'none',
  direction: Direction,
): SpecifiedClaim[] {
  if (Number.isNaN(directional)) return standardize === 'posterior' && direction === 'both' ? [claim] : [];
  if (direction === 'both') return [claim];
  return [{ ...claim, pvalue: direction === 'one' ? directional : mixed }];
}

/** Genes that links look at: the detected panel and the members of the tested sets. */
function linkedGenes(pathway: PathwayResult): string[] {
  const panel = pathway.panel.filter((row) => row.detected).map((row) => row.gene);
  return [...new Set([...panel, ...pathway.families.flatMap((family) => family.members)])];
}
