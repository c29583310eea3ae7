import type { BehaviorResult } from '../behavior/index.ts';
import type { Study } from '../study/index.ts';

/** A behavioral outcome to be linked with expression. */
export interface Outcome {
  /** `score/<domain>` or a measure id. */
  id: string;
  label: string;
  /** Value per wanted animal; NaN where missing. */
  values: Float64Array;
}

/** The session whose behavior belongs to the expression samples: the plan's, else the last one of phase `treatment`, else the last. */
export function linkedSession(study: Study): string | null {
  const named = study.expression?.session ?? null;
  if (named !== null) return named;
  const treatment = study.sessions.filter((session) => session.phase === 'treatment');
  return (treatment.at(-1) ?? study.sessions.at(-1))?.name ?? null;
}

/**
 * The outcomes declared for linking: the score of each primary domain, and the measures of the study's own (custom) assays,
 * which enter no standard score. When none of these has values, every measure that says something about its domain.
 *
 * @param animals in the order wanted
 */
export function linkedOutcomes(behavior: BehaviorResult, study: Study, session: string, animals: readonly string[]): Outcome[] {
  const at = behavior.sessions.indexOf(session);
  if (at < 0) return [];
  const width = behavior.sessions.length;
  const row = new Map(behavior.animals.map((animal, i) => [animal, i]));
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(animals, (animal) => values[(row.get(animal) ?? NaN) * width + at] ?? NaN);
  const hasValues = (outcome: Outcome): boolean => outcome.values.filter((value) => !Number.isNaN(value)).length >= 4;
  const scores = study.plan.primary.flatMap((domain) =>
    behavior.scores
      .filter((score) => score.domain === domain)
      .map((score) => ({
        id: `score/${domain}`,
        label: score.label,
        values: pick(score.values),
      })),
  );
  const own = new Set(study.assays.filter((assay) => assay.assay === 'custom').map((assay) => assay.label));
  const measures = behavior.measures.map((measure) => ({
    measure,
    outcome: { id: measure.id, label: `${measure.label} (${measure.unit})`, values: pick(measure.values) },
  }));
  const custom = measures.filter(({ measure }) => own.has(measure.assay)).map(({ outcome }) => outcome);
  const declared = [...scores, ...custom].filter(hasValues);
  if (declared.length > 0) return declared;
  return measures
    .filter(({ measure }) => measure.direction !== 0)
    .map(({ outcome }) => outcome)
    .filter(hasValues);
}
