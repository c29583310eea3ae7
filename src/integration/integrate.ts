import type { BehaviorResult } from '../behavior/index.ts';
import type { Context } from '../context/index.ts';
import type { ExpressionResult } from '../expression/index.ts';
import type { PathwayResult } from '../pathway/index.ts';
import type { Study } from '../study/index.ts';
import { FEWEST_ANIMALS, type LinkRequest, linkTable } from './link-table.ts';
import { studyModules } from './modules/index.ts';
import { linkedOutcomes, linkedSession } from './outcomes.ts';
import type { IntegrationResult, LinkTable } from './results.ts';
import { sharedAnimals } from './shared-animals.ts';
import { studyMediation, studyPredictions } from './study-tables.ts';
import type { TargetedLayer } from './targeted/read-targeted.ts';
import { type TargetedTable, targetedTable } from './targeted/targeted-table.ts';

/**
 * Ties behavior to expression animal by animal: each declared outcome at the session of the expression samples with every
 * expressed gene and every catalogue family, over all animals and within groups side by side; then mediation through the panel's genes and
 * prediction of animals left out.
 *
 * @param layers qPCR, protein or transmitter levels of the same animals
 * @param extent `links`: the correlations alone (what a permutation of the whole pipeline repeats)
 */
export async function integrate(
  behavior: BehaviorResult,
  expression: ExpressionResult,
  study: Study,
  pathway: PathwayResult,
  context: Context,
  extent: 'links' | 'all' = 'all',
  layers: readonly TargetedLayer[] = [],
): Promise<IntegrationResult> {
  const shared = sharedAnimals(expression, study);
  const panel = pathway.panel.filter((row) => row.detected).map((row) => row.gene);
  const notes = [...shared.notes];
  const session = linkedSession(study);
  const outcomes = session === null ? [] : linkedOutcomes(behavior, study, session, shared.animals);
  if (session === null || outcomes.length === 0)
    notes.push(`No declared outcome has values at session "${session ?? '(none)'}" for the animals with expression.`);
  const links: LinkTable[] = [];
  for (const outcome of outcomes) {
    context.checkCancelled();
    const request: LinkRequest = {
      outcome,
      session: session ?? '',
      genes: shared.genes,
      values: shared.values,
      group: shared.group,
      others: [shared.sex.map((sex) => sex ?? 'unknown')],
      families: pathway.families,
      panel,
      permutations: study.plan.permutations,
    };
    const table = await linkTable(request, context);
    if (table === null)
      notes.push(`${outcome.label}: fewer than ${FEWEST_ANIMALS} animals have both a value and expression; not linked.`);
    else links.push(table);
  }
  const linked = extent === 'all' ? outcomes.filter((outcome) => links.some((link) => link.outcome === outcome.id)) : [];
  const found =
    extent === 'all' ? await studyModules(expression, study, outcomes, pathway, context) : { modules: null, notes: [] };
  return {
    links,
    mediation: studyMediation(linked, shared, panel, study, context),
    predictions: await studyPredictions(linked, shared, panel, study, context),
    targeted: extent === 'all' ? await targetedTables(layers, behavior, expression, study, context) : [],
    modules: found.modules,
    animals: shared.animals,
    notes: [...notes, ...found.notes],
  };
}

async function targetedTables(
  layers: readonly TargetedLayer[],
  behavior: BehaviorResult,
  expression: ExpressionResult,
  study: Study,
  context: Context,
): Promise<TargetedTable[]> {
  const session = linkedSession(study);
  const animals = study.animals.map((animal) => animal.id);
  const outcomes = session === null ? [] : linkedOutcomes(behavior, study, session, animals);
  const linked = outcomes.map((outcome) => ({ outcome, session: session ?? '', animals }));
  const shared = sharedAnimals(expression, study);
  const tables: TargetedTable[] = [];
  for (const layer of layers) {
    const table = await targetedTable(layer, { study, expression, shared, outcomes: linked }, context);
    if (table !== null) tables.push(table);
  }
  return tables;
}
