import type { BehaviorResult, Measure } from '../../behavior/index.ts';
import type { StudyCounts } from '../../expression/index.ts';
import type { Domain, Study } from '../../study/index.ts';

/** A domain score as the measures that enter it. */
export interface ScoreParts {
  domain: Domain;
  label: string;
  measures: Measure[];
}

/**
 * All that the analysis of a study can be run again from, without its files: plain data that can be sent to another thread. What is in
 * here (tracks turned into measures, the count table, the catalogue) does not depend on which animal is in which arm.
 */
export interface RerunInput {
  study: Study;
  scores: ScoreParts[];
  counts: StudyCounts | null;
  seed: number;
}

/** Gathers the input from a study's results. */
export function rerunInput(study: Study, behavior: BehaviorResult | null, counts: StudyCounts | null, seed: number): RerunInput {
  const byId = new Map(behavior?.measures.map((measure) => [measure.id, measure]) ?? []);
  const scores = (behavior?.scores ?? []).map(({ domain, label, parts }) => ({
    domain,
    label,
    measures: parts.flatMap((id) => byId.get(id) ?? []),
  }));
  return { study: { ...study, weights: [], assays: [] }, scores, counts, seed };
}
