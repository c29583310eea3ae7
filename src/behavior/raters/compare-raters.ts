import type { Scoring } from '../recording/recording.ts';
import { type RaterScore, raterAgreement } from './rater-agreement.ts';
import type { RaterAgreement } from './rater-results.ts';
import { raterTotals } from './rater-totals.ts';

/** Scores that were not made by a person, such as those of a program. */
export interface OtherScores {
  /** Who made them. */
  rater: string;
  /** The behavior that they are totals of, as the raters call it. */
  behavior: string;
  byAnimal: ReadonlyMap<string, number>;
}

/** Total time of each behavior, and number of its bouts, of every rater in every animal. */
export function scoresOfRaters(
  files: readonly Scoring[],
): { behavior: string; outcome: 'total' | 'bouts'; scores: RaterScore[] }[] {
  const totals = files.flatMap((scoring) => {
    // a file per rater that does not name its rater stands for one
    const named = scoring.observations.map((one) => ({ ...one, rater: one.rater ?? scoring.file }));
    return raterTotals({ ...scoring, observations: named });
  });
  return [...new Set(totals.map((one) => one.behavior))].sort().flatMap((behavior) => {
    const own = totals.filter((one) => one.behavior === behavior);
    return [
      {
        behavior,
        outcome: 'total' as const,
        scores: own.map(({ animal, rater, total, start, stop }) => ({ animal, rater, value: total, bouts: { start, stop } })),
      },
      {
        behavior,
        outcome: 'bouts' as const,
        scores: own.map(({ animal, rater, bouts }) => ({ animal, rater, value: bouts, bouts: null })),
      },
    ];
  });
}

/**
 * Agreement of the raters of some files on every behavior: total time (with kappa of 1-s bins) and number of bouts.
 *
 * @param seconds length of the observations; NaN: to the last stop of either rater
 * @param others totals by a program, compared with each rater like one more
 */
export function compareRaters(files: readonly Scoring[], seconds = NaN, others: readonly OtherScores[] = []): RaterAgreement[] {
  return scoresOfRaters(files).flatMap(({ behavior, outcome, scores }) => {
    const added = outcome === 'bouts' ? [] : others.filter((one) => one.behavior.toLowerCase() === behavior.toLowerCase());
    const all = [
      ...scores,
      ...added.flatMap(({ rater, byAnimal }) =>
        Array.from(byAnimal, ([animal, value]) => ({ animal, rater, value, bouts: null })),
      ),
    ];
    const label = outcome === 'total' ? behavior : `${behavior}, bouts`;
    const names = { outcome: label, label, unit: outcome === 'total' ? 's' : 'n', session: '' };
    const programs = added.map((one) => one.rater);
    return raterAgreement(names, all, seconds, programs) ?? [];
  });
}
