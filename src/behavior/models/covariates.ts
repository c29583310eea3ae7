import type { Study } from '../../study/index.ts';
import type { DomainScore, Measure } from '../results.ts';

/** Measures of anxiety that rise with how much an animal moves, and the distance of the same test. */
const TIED_TO_DISTANCE: readonly (readonly [string, string])[] = [
  ['open-field/center_pct', 'open-field/distance_cm'],
  ['open-field/center_time_s', 'open-field/distance_cm'],
  ['open-field/center_entries', 'open-field/distance_cm'],
  ['elevated-plus-maze/open_pct', 'elevated-plus-maze/distance_cm'],
  ['elevated-plus-maze/open_entries_pct', 'elevated-plus-maze/distance_cm'],
];

/** An outcome with what it is adjusted for. */
export interface TiedOutcome {
  /** Measure id, or `score/<domain>`. */
  id: string;
  /** Animals x sessions, as the covariate. */
  values: Float64Array;
  by: string;
  covariate: Float64Array;
  /** Positions of the sessions in which it is compared; null for all. */
  sessions: number[] | null;
}

/** What is compared again with locomotion in the model: a drug that sedates or stimulates moves half of the anxiety measures. */
export function tiedToLocomotion(scores: readonly DomainScore[], measures: readonly Measure[]): TiedOutcome[] {
  const locomotion = scores.find((score) => score.domain === 'locomotion');
  const moods = scores.filter((score) => score.domain === 'anxiety' || score.domain === 'depression');
  const tied =
    locomotion === undefined ? [] : moods.map((score) => tie(`score/${score.domain}`, score, 'score/locomotion', locomotion));
  for (const [outcome, by] of TIED_TO_DISTANCE) {
    const [one, other] = [outcome, by].map((id) => measures.find((measure) => measure.id === id));
    if (one !== undefined && other !== undefined) tied.push(tie(outcome, one, by, other));
  }
  return tied;
}

function tie(id: string, outcome: { values: Float64Array }, by: string, covariate: { values: Float64Array }): TiedOutcome {
  return { id, values: outcome.values, by, covariate: covariate.values, sessions: null };
}

/** The domain scores of later sessions, to be compared again with each animal's own score at the first baseline session in the model. */
export function tiedToBaseline(study: Study, scores: readonly DomainScore[]): TiedOutcome[] {
  const width = study.sessions.length;
  const baseline = study.sessions.findIndex((session) => session.phase === 'baseline');
  if (baseline < 0) return [];
  const sessions = [...study.sessions.keys()].filter((s) => study.sessions[s].phase !== 'baseline');
  return scores
    .filter((score) => study.animals.some((_, a) => Number.isFinite(score.values[a * width + baseline])))
    .map((score) => ({
      id: `score/${score.domain}`,
      values: score.values,
      by: `score/${score.domain} at ${study.sessions[baseline].name}`,
      covariate: Float64Array.from(score.values, (_, cell) => score.values[Math.floor(cell / width) * width + baseline]),
      sessions,
    }));
}
