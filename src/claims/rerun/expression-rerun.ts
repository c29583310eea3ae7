import type { Context } from '../../context/index.ts';
import { PLANNED_REFIT, type Refit, type RefitChoices, refitExpression, type StudyCounts } from '../../expression/index.ts';
import { type ClaimedPathways, claimedPathways } from '../../pathway/index.ts';
import type { Study } from '../../study/index.ts';

/** Relabelings inside a rerun for sets of fewer than five genes. */
const RELABELINGS = 999;

/** An expression analysis run again, with the receptor view on it. */
export interface ExpressionRerun {
  refit: Refit;
  pathway: ClaimedPathways;
}

/**
 * Differential expression and the tests of the catalogue's sets again: normalization, dispersions, coefficients, transformed values,
 * detected genes, set tests, balance index.
 *
 * @throws InputError when the design cannot be estimated from these samples
 */
export async function rerunExpression(
  study: Study,
  counts: StudyCounts,
  context: Context,
  choices: RefitChoices = PLANNED_REFIT,
): Promise<ExpressionRerun> {
  const refit = await refitExpression(study, counts, choices, context);
  const options = {
    species: study.species,
    geneId: study.expression?.geneId ?? 'symbol',
    fdr: study.plan.fdr,
    relabelings: RELABELINGS,
  };
  return { refit, pathway: await claimedPathways(refit, options, context) };
}
