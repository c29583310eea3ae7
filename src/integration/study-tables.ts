import type { Context } from '../context/index.ts';
import type { Study } from '../study/index.ts';
import { type PredictionTable, predictionTable } from './latent/latent-table.ts';
import { selectColumns, selectRows } from './matrix-parts.ts';
import { type MediationTable, mediate } from './mediation/mediate.ts';
import type { Outcome } from './outcomes.ts';
import type { SharedAnimals } from './shared-animals.ts';

/** Resamples of the mediation bootstrap, and permutations of the latent components, in a run of a whole study. */
const RESAMPLES = 1000;
const PERMUTATIONS = 99;
/** Fewest animals for a cross-validation that says anything. */
const FEWEST = 10;

/** One outcome with the expression and labels of the animals that have it. */
interface OutcomeAnimals {
  outcome: Outcome;
  values: Float64Array;
  observed: Float64Array;
  group: string[];
  sex: string[];
  litter: (string | null)[];
}

/**
 * Mediation of each outcome through the genes of the panel: the highest dose against the control. Other doses keep an own mean in both
 * models, so that their animals help to estimate path b and nothing else.
 *
 * @param panel names of the pre-declared genes
 */
export function studyMediation(
  outcomes: readonly Outcome[],
  shared: SharedAnimals,
  panel: readonly string[],
  study: Study,
  context: Context,
): MediationTable[] {
  const control = study.arms.find((arm) => arm.control);
  const treated = study.arms.filter((arm) => !arm.control).sort((a, b) => (b.doseMgPerKg || 0) - (a.doseMgPerKg || 0));
  if (control === undefined || treated.length === 0) return [];
  const genes = genesOf(shared, panel);
  return outcomes.flatMap((outcome) => {
    const data = animalsWith(outcome, shared, study);
    const arms = data.group.map((arm) => (arm === treated[0].name ? control.name : arm));
    const others = [arms, data.sex].filter((labels) => new Set(labels).size > 1);
    const table = mediate({
      outcome: outcome.id,
      label: outcome.label,
      exposureName: `${treated[0].name} against ${control.name}`,
      genes: genes.names,
      values: selectRows(data.values, data.group.length, genes.positions),
      exposure: Float64Array.from(data.group, (arm) => (arm === treated[0].name ? 1 : 0)),
      outcomeValues: data.observed,
      others,
      litter: data.litter,
      resamples: RESAMPLES,
      alpha: study.plan.alpha,
      seed: context.seed,
    });
    return table === null ? [] : [table];
  });
}

/** How well all genes, and the genes of the panel, predict each outcome within groups in animals left out. */
export async function studyPredictions(
  outcomes: readonly Outcome[],
  shared: SharedAnimals,
  panel: readonly string[],
  study: Study,
  context: Context,
): Promise<PredictionTable[]> {
  const tables: PredictionTable[] = [];
  const chosen = genesOf(shared, panel);
  for (const outcome of outcomes) {
    const data = animalsWith(outcome, shared, study);
    const n = data.group.length;
    if (n < FEWEST) continue;
    const labels = [data.group, ...[data.sex].filter((one) => new Set(one).size > 1)];
    const sets = [
      { predictors: 'panel genes', names: chosen.names, values: selectRows(data.values, n, chosen.positions) },
      { predictors: 'all genes', names: shared.genes, values: data.values },
    ];
    for (const { predictors, names, values } of sets) {
      if (names.length === 0) continue;
      context.checkCancelled();
      const own = { id: outcome.id, label: outcome.label, values: data.observed, predictors };
      tables.push(await predictionTable({ genes: names, values, labels, litter: data.litter }, own, PERMUTATIONS, context));
    }
  }
  return tables;
}

function animalsWith(outcome: Outcome, shared: SharedAnimals, study: Study): OutcomeAnimals {
  const present = shared.animals.flatMap((_, i) => (Number.isNaN(outcome.values[i]) ? [] : [i]));
  const litters = new Map(study.animals.map((animal) => [animal.id, animal.litter]));
  const values = selectColumns(shared.values, shared.animals.length, present);
  return {
    outcome,
    values,
    observed: Float64Array.from(present, (i) => outcome.values[i]),
    group: present.map((i) => shared.group[i]),
    sex: present.map((i) => shared.sex[i] ?? 'unknown'),
    litter: present.map((i) => litters.get(shared.animals[i]) ?? null),
  };
}

function genesOf(shared: SharedAnimals, panel: readonly string[]): { names: string[]; positions: number[] } {
  const position = new Map(shared.genes.map((gene, i) => [gene, i]));
  const names = panel.filter((gene) => position.has(gene));
  return { names, positions: names.map((gene) => position.get(gene) ?? -1) };
}
