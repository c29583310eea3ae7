import type { BehaviorResult } from '../behavior/index.ts';
import type { Context } from '../context/index.ts';
import type { ExpressionResult } from '../expression/index.ts';
import type { PathwayResult } from '../pathway/index.ts';
import type { Study } from '../study/index.ts';
import { detectableCorrelation } from './correlation.ts';
import { familyLinks } from './family-links.ts';
import { geneLinks, withinGroupPermutations } from './gene-links.ts';
import { linkWarnings } from './link-warnings.ts';
import { linkedOutcomes, linkedSession, type Outcome } from './outcomes.ts';
import type { IntegrationResult, LinkTable } from './results.ts';
import { type SharedAnimals, sharedAnimals } from './shared-animals.ts';

/** Fewest animals with both behavior and expression for which a correlation is computed. */
const FEWEST_ANIMALS = 6;

/**
 * Ties behavior to expression animal by animal: each declared outcome at the session of the expression samples with every
 * expressed gene and every catalogue family, over all animals and within groups side by side.
 */
export async function integrate(
  behavior: BehaviorResult,
  expression: ExpressionResult,
  study: Study,
  pathway: PathwayResult,
  context: Context,
): Promise<IntegrationResult> {
  const shared = sharedAnimals(expression, study);
  const notes = [...shared.notes];
  const session = linkedSession(study);
  const outcomes = session === null ? [] : linkedOutcomes(behavior, study, session, shared.animals);
  if (session === null || outcomes.length === 0)
    notes.push(`No declared outcome has values at session "${session ?? '(none)'}" for the animals with expression.`);
  const links: LinkTable[] = [];
  for (const outcome of outcomes) {
    context.checkCancelled();
    const table = await linkTable(outcome, session ?? '', shared, study, pathway, context);
    if (table === null)
      notes.push(`${outcome.label}: fewer than ${FEWEST_ANIMALS} animals have both a value and expression; not linked.`);
    else links.push(table);
  }
  return { links, animals: shared.animals, notes };
}

async function linkTable(
  outcome: Outcome,
  session: string,
  shared: SharedAnimals,
  study: Study,
  pathway: PathwayResult,
  context: Context,
): Promise<LinkTable | null> {
  const present = shared.animals.flatMap((_, i) => (Number.isNaN(outcome.values[i]) ? [] : [i]));
  if (present.length < FEWEST_ANIMALS) return null;
  const values = selectColumns(shared.values, shared.animals.length, present);
  const group = present.map((i) => shared.group[i]);
  const sex = present.map((i) => shared.sex[i] ?? 'unknown');
  const others = new Set(sex).size > 1 ? [sex] : [];
  const data = { values, outcome: Float64Array.from(present, (i) => outcome.values[i]), group, others };
  const { dfWithin, ...columns } = geneLinks(data);
  const permutations = study.plan.permutations;
  const permuted = await withinGroupPermutations(data, columns.rWithin, permutations, context, `integration/${outcome.id}`);
  const families = familyLinks(pathway.families, { ...data, genes: shared.genes, present, animals: shared.animals.length });
  return {
    outcome: outcome.id,
    label: outcome.label,
    session,
    n: present.length,
    groups: [...new Set(group)],
    genes: shared.genes,
    outcomeValues: outcome.values,
    group: shared.group,
    ...columns,
    dfWithin,
    permutationWithin: permuted.pvalue,
    maxTWithin: permuted.maxT,
    permutations,
    families,
    detectableR: detectableCorrelation(dfWithin),
    warnings: linkWarnings(outcome.label, data.outcome, group, { ...columns, dfWithin }),
  };
}

function selectColumns(values: Float64Array, width: number, wanted: readonly number[]): Float64Array {
  const rows = values.length / width;
  const out = new Float64Array(rows * wanted.length);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < wanted.length; k++) out[row * wanted.length + k] = values[row * width + wanted[k]];
  return out;
}
