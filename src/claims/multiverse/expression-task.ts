import { plainContext, type Task } from '../../context/index.ts';
import { type RefitChoices, refitExpression, type StudyCounts, withSamples } from '../../expression/index.ts';
import { sharedAnimals } from '../../integration/index.ts';
import { type ClaimedPathways, type PathwayVariant, pathwayVariants } from '../../pathway/index.ts';
import { InputError } from '../../problems/index.ts';
import { log2 } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import { FAMILY_CLAIMS, pathwayClaims } from '../pathway-claims.ts';
import { claimPlan } from '../plan.ts';
import type { SpecifiedClaim } from './specified-claim.ts';

/** One fit of the counts, with several ways of testing the sets on it. */
export interface ExpressionSpecJob {
  study: Study;
  counts: StudyCounts;
  choices: RefitChoices;
  /** Whether the least typical sample is left out. */
  dropSample: boolean;
  variants: PathwayVariant[];
  /** Genes whose values the links want; empty: none. */
  linked: string[];
  seed: number;
}

export interface ExpressionSpecOutcome {
  /** Per variant the molecular claims; null when the design cannot be estimated. */
  claims: SetClaim[][] | null;
  /** Expression of the linked genes per animal. */
  links: LinkValues | null;
}

/** A molecular claim with the two p-values that its planned one is made of; NaN for claims about no set. */
export interface SetClaim extends SpecifiedClaim {
  directional: number;
  mixed: number;
}

/** Expression of some genes, genes x animals. */
export interface LinkValues {
  genes: string[];
  animals: string[];
  values: Float64Array;
}

/** Fits the counts once and tests the sets in every variant. */
export const expressionSpecTask: Task<ExpressionSpecJob, Promise<ExpressionSpecOutcome>> = {
  name: 'claims/multiverse-expression',
  run: async (job) => {
    try {
      return await specified(job);
    } catch (error) {
      if (error instanceof InputError) return { claims: null, links: null };
      throw error;
    }
  },
};

async function specified(job: ExpressionSpecJob): Promise<ExpressionSpecOutcome> {
  const { study, choices, variants, linked } = job;
  const plan = claimPlan(study);
  if (plan === null || study.expression === null) return { claims: null, links: null };
  const least = job.dropSample ? leastTypicalSample(job.counts) : -1;
  const counts = least < 0 ? job.counts : withSamples(job.counts, (sample) => sample !== least, study.expression.minTotal);
  const context = plainContext(job.seed);
  const refit = await refitExpression(study, counts, choices, context);
  const options = {
    species: study.species,
    geneId: study.expression.geneId,
    fdr: study.plan.fdr,
    relabelings: RELABELINGS,
    sets: FAMILY_CLAIMS.map((claim) => claim.family),
  };
  const pathways = await pathwayVariants(refit, options, variants, context);
  const claims = pathways.map((pathway) =>
    pathwayClaims(pathway, plan).flatMap((one) => ('draft' in one ? [setClaim(one.draft, pathway)] : [])),
  );
  return { claims, links: linked.length === 0 ? null : valuesOf(refit, study, linked) };
}

/** For sets of fewer than five genes. */
const RELABELINGS = 999;

function setClaim(draft: SpecifiedClaim, pathway: ClaimedPathways): SetClaim {
  const { id, estimate, low, high, pvalue, equivalence } = draft;
  const family = FAMILY_CLAIMS.find((claim) => claim.id === id)?.family;
  const test = pathway.families.find((one) => one.id === family);
  const pvalues = { directional: test?.pvalue ?? NaN, mixed: test?.mixedPvalue ?? NaN };
  return { id, estimate, low, high, pvalue, equivalence, ...pvalues };
}

function valuesOf(refit: Parameters<typeof sharedAnimals>[0], study: Study, linked: readonly string[]): LinkValues {
  const shared = sharedAnimals(refit, study);
  const wanted = new Set(linked);
  const rows = shared.genes.flatMap((gene, i) => (wanted.has(gene) ? [i] : []));
  const width = shared.animals.length;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    values.set(shared.values.subarray(row * width, (row + 1) * width), i * width);
  });
  return { genes: rows.map((row) => shared.genes[row]), animals: shared.animals, values };
}

/**
 * The sample whose log counts per million lie farthest (root mean square over genes) from the mean of the other samples of its arm; -1
 * when no arm has three samples.
 */
export function leastTypicalSample({ matrix, arms }: StudyCounts): number {
  const { counts, samples, genes } = matrix;
  const n = samples.length;
  const totals = new Float64Array(n);
  for (let i = 0; i < counts.length; i++) totals[i % n] += counts[i];
  const distance = new Float64Array(n);
  const groups = [...new Set(arms)]
    .map((arm) => samples.flatMap((_, j) => (arms[j] === arm ? [j] : [])))
    .filter((one) => one.length >= 3);
  const row = new Float64Array(n);
  for (let g = 0; g < genes.length; g++) {
    for (let j = 0; j < n; j++) row[j] = log2(((counts[g * n + j] + 0.5) / (totals[j] + 1)) * 1e6);
    for (const group of groups) {
      let sum = 0;
      for (const j of group) sum += row[j];
      for (const j of group) {
        const apart = row[j] - (sum - row[j]) / (group.length - 1);
        distance[j] += apart * apart;
      }
    }
  }
  return groups.length === 0 ? -1 : distance.indexOf(Math.max(...distance));
}
