import type { Context } from '../../context/index.ts';
import type { ExpressionResult } from '../../expression/index.ts';
import {
  balanceDeletions,
  type FamilyDeletion,
  familyDeletionJob,
  familyDeletionsTask,
  type PathwayResult,
} from '../../pathway/index.ts';
import type { Study } from '../../study/index.ts';
import { FAMILY_CLAIMS } from '../pathway-claims.ts';
import type { ClaimDeletion } from './claim-values.ts';
import type { LeftOut } from './left-out.ts';

/** Sets per piece of work. */
const CHUNK = 8;

/** The molecular claims without each sequenced animal and its litter: set tests and balance on the transformed values at hand. */
export async function pathwayDeletions(
  expression: ExpressionResult,
  pathway: PathwayResult,
  study: Study,
  sets: readonly LeftOut[],
  context: Context,
): Promise<ClaimDeletion[]> {
  const ids = new Set(study.animals.map((animal) => animal.id));
  const samplesOf = sets.map(({ animals }) => {
    const names = new Set(animals.map((a) => study.animals[a].id));
    return expression.animals.flatMap((animal, s) => (animal !== null && ids.has(animal) && names.has(animal) ? [s] : []));
  });
  const used = samplesOf.flatMap((samples, k) => (samples.length > 0 ? [k] : []));
  const touched = Uint8Array.from(samplesOf, (samples) => Number(samples.length > 0));
  const options = { species: study.species, geneId: study.expression?.geneId ?? 'symbol', fdr: study.plan.fdr } as const;
  const shared = familyDeletionJob(
    expression,
    options,
    FAMILY_CLAIMS.map((claim) => claim.family),
  );
  const chunks = Array.from({ length: Math.ceil(used.length / CHUNK) }, (_, c) => used.slice(c * CHUNK, (c + 1) * CHUNK));
  const done = await context.pool.map(
    familyDeletionsTask,
    chunks.map((chunk) => ({ ...shared, sets: chunk.map((k) => samplesOf[k]) })),
  );
  const spread = (pick: (family: FamilyDeletion) => Float64Array, id: string): Float64Array => {
    const out = new Float64Array(sets.length).fill(NaN);
    chunks.forEach((chunk, c) => {
      const family = done[c].find((one) => one.id === id);
      chunk.forEach((k, i) => {
        out[k] = family === undefined ? NaN : pick(family)[i];
      });
    });
    return out;
  };
  const families = FAMILY_CLAIMS.flatMap(({ id, family }): ClaimDeletion[] => {
    const full = pathway.families.find((one) => one.id === family);
    if (full === undefined) return [];
    const [directional, mixed] = [spread((one) => one.pvalue, family), spread((one) => one.mixedPvalue, family)];
    const estimate = spread((one) => one.shift, family).map((shift) => full.meanLog2FoldChange + shift);
    const pvalue = directional.map((p, k) => Math.min(1, 2 * Math.min(p, mixed[k])));
    return [{ id, estimate, pvalue, equivalence: null, touched }];
  });
  if (pathway.balance.length === 0) return families;
  const balance = balanceDeletions(expression, options, samplesOf, context.seed);
  return [...families, { id: 'ei-balance', ...balance, equivalence: null, touched }];
}
