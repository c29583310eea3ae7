import type { Study } from '../../study/index.ts';
import type { Sheet } from './sheet.ts';

/**
 * Counts the animals without a recording in sessions in which the assay was run (that is, in which any animal has one).
 * An animal that had died by then is not missing.
 */
export function noteMissing(sheet: Sheet, study: Study): void {
  const sessions = study.sessions.length;
  study.sessions.forEach((session, s) => {
    if (!study.animals.some((_, a) => sheet.seen[a * sessions + s] === 1)) return;
    study.animals.forEach((animal, a) => {
      if (sheet.seen[a * sessions + s] === 1) return;
      const age = animal.died === null || animal.born === null ? NaN : daysBetween(animal.born, animal.died);
      if (age < session.ageDays) return;
      sheet.exclusions.push({
        animal: animal.id,
        session: session.name,
        assay: sheet.assay,
        rule: 'no recording',
        reason: 'no file or row for this animal in a session in which others were tested',
      });
    });
  });
}

/** Whole days from one ISO date to another; NaN when either is not a date. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
