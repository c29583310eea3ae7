import type { Context } from '../../context/index.ts';
import type { ExpressionResult } from '../../expression/index.ts';
import type { IntegrationResult } from '../../integration/index.ts';
import { claimPlan } from '../plan.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';
import type { Claim } from '../results.ts';
import { pairedLinks, permutedLinks } from './link-permutation.ts';
import { type PermutationResult, permutationPvalues, permutedGenes } from './permutation-summary.ts';
import { type PermutedOutcome, permutedClaimsTask } from './permuted-claims.ts';
import { dealtArms, type Restrictions, restrictionsOf } from './restrictions.ts';

/** Where finished arrangements are kept, so that a stopped run goes on where it was. */
export interface Checkpoint {
  get(first: number, count: number): Promise<PermutedOutcome[] | undefined>;
  put(first: number, outcomes: PermutedOutcome[]): Promise<void>;
}

/** What the permutation needs of the finished run. */
export interface PermutationEvidence {
  input: RerunInput;
  claims: readonly Claim[];
  expression: ExpressionResult | null;
  integration: IntegrationResult | null;
}

/** Arrangements between two checkpoints. */
const GROUP = 20;

/**
 * Deals out the arms again within the design's restrictions, runs the whole pipeline for each arrangement, and asks how often the
 * planned test of each claim is as extreme as it was. Arrangement b depends on (seed, b) alone, so neither threads nor stops matter.
 *
 * @throws Cancelled when the user stopped it; finished groups of arrangements are kept
 */
export async function permuteStudy(
  evidence: PermutationEvidence,
  permutations: number,
  checkpoint: Checkpoint,
  context: Context,
): Promise<PermutationResult | null> {
  const { input, claims } = evidence;
  const plan = claimPlan(input.study);
  if (plan === null) return null;
  const sampled = new Set(input.counts?.animals ?? []);
  const restrictions = restrictionsOf(
    input.study,
    input.study.animals.map((animal) => sampled.has(animal.id)),
    plan.top.name,
  );
  const outcomes = await arrangements(input, restrictions, permutations, checkpoint, context);
  const links = linksOf(evidence, permutations);
  const tested = claims.flatMap((claim): Tested[] => {
    const link = links.get(claim.id);
    if (link !== undefined) return [{ claim, exchanged: 'pairs', permuted: link }];
    const permuted = Float64Array.from(outcomes, ({ pvalues }) => pvalues.find(({ id }) => id === claim.id)?.pvalue ?? NaN);
    return permuted.every(Number.isNaN) ? [] : [{ claim, exchanged: 'arms', permuted }];
  });
  const { pvalue, adjusted, failed } = permutationPvalues(
    Float64Array.from(tested, ({ claim }) => claim.pvalue),
    tested.map(({ permuted }) => permuted),
  );
  const headline = evidence.expression?.contrasts[0];
  return {
    permutations,
    unit: restrictions.unit,
    blockedBy: restrictions.blockedBy,
    arrangements: restrictions.arrangements,
    claims: tested.map(({ claim, exchanged }, k) => ({
      ...{ id: claim.id, exchanged, observed: claim.pvalue },
      ...{ pvalue: pvalue[k], adjusted: adjusted[k], failed: failed[k] },
    })),
    genes:
      headline === undefined
        ? null
        : permutedGenes(
            headline.up + headline.down,
            Float64Array.from(outcomes, ({ genes }) => genes),
          ),
    notes: notesOf(restrictions, permutations),
  };
}

/** A claim with its planned p under every arrangement. */
interface Tested {
  claim: Claim;
  exchanged: 'arms' | 'pairs';
  permuted: Float64Array;
}

async function arrangements(
  input: RerunInput,
  restrictions: Restrictions,
  permutations: number,
  checkpoint: Checkpoint,
  context: Context,
): Promise<PermutedOutcome[]> {
  const outcomes: PermutedOutcome[] = [];
  const step = 'whole-pipeline permutations';
  for (let first = 0; first < permutations; first += GROUP) {
    context.checkCancelled();
    const count = Math.min(GROUP, permutations - first);
    let group = await checkpoint.get(first, count);
    if (group === undefined) {
      const jobs = Array.from({ length: count }, (_, k) => ({
        input,
        arms: dealtArms(input.study, restrictions, input.seed, first + k),
      }));
      group = await context.pool.map(permutedClaimsTask, jobs, (done) => context.progress(step, first + done, permutations));
      await checkpoint.put(first, group);
    }
    outcomes.push(...group);
    context.progress(step, outcomes.length, permutations);
  }
  return outcomes;
}

/** Permuted p of each link claim, by claim id. */
function linksOf({ input, expression, integration }: PermutationEvidence, permutations: number): Map<string, Float64Array> {
  if (expression === null || integration === null) return new Map();
  const links = permutedLinks(pairedLinks(integration, expression, input.study, input.seed), permutations);
  return new Map(links.map(({ outcome, permuted }) => [`link-${outcome.slice('score/'.length)}`, permuted]));
}

function notesOf({ unit, units, blockedBy, arrangements: ways }: Restrictions, permutations: number): string[] {
  const within = blockedBy.length === 0 ? 'freely' : `within ${blockedBy.map(blockWords).join(', ')}`;
  const what = unit === 'animal' ? `${units.length} animals` : `${units.length} whole ${unit}s, to which the arms were given`;
  const notes = [
    `The arms of ${what} were dealt out again ${within}, ${permutations} times, and everything that depends on them was computed again.`,
    'For links between behavior and expression the arms stayed, and animals were exchanged within their groups.',
  ];
  if (ways < 10 * permutations)
    notes.push(`There are only ${ways} different arrangements: no p can be smaller than ${(1 / ways).toPrecision(2)} in truth.`);
  return notes;
}

const BLOCK_WORDS = {
  sampled: 'sequenced and other animals',
  litter: 'litters',
  batch: 'batches',
  cage: 'cages',
  sex: 'sexes',
} as const;
const blockWords = (factor: keyof typeof BLOCK_WORDS): string => BLOCK_WORDS[factor];
