import type { Study } from '../../study/index.ts';
import { emptyObservation, setting } from '../assays/assay.ts';
import { bodyWeight } from '../assays/tabular-assays.ts';
import { daysBetween } from './note-missing.ts';
import { createSheet, type Sheet } from './sheet.ts';

/** A weighing belongs to a session when it was at most this many days away from it. */
const NEAR_DAYS = 3;

/**
 * Body weights at the sessions, from the study's weighings: of each animal the one nearest to the session. A weight more
 * than 15 % below the animal's highest weight so far is flagged. Null when the study has no weights.
 */
export function collectWeights(study: Study): Sheet | null {
  if (study.weights.length === 0) return null;
  const sheet = createSheet(
    bodyWeight.id,
    bodyWeight.measures,
    study.animals.map((animal) => animal.id),
    study.sessions.map((session) => session.name),
  );
  study.animals.forEach((animal, a) => {
    const weighings = study.weights
      .filter((record) => record.animal === animal.id && Number.isFinite(record.grams))
      .map(({ ageDays, date, grams }) => ({
        age: Number.isFinite(ageDays) || date === null || animal.born === null ? ageDays : daysBetween(animal.born, date),
        grams,
      }))
      .sort((one, other) => one.age - other.age);
    flagLoss(animal.id, weighings, sheet);
    let first = NaN;
    study.sessions.forEach((session, s) => {
      const near = weighings.filter(({ age }) => Math.abs(age - session.ageDays) <= NEAR_DAYS);
      if (near.length === 0) return;
      const { grams } = near.reduce((best, one) =>
        Math.abs(one.age - session.ageDays) < Math.abs(best.age - session.ageDays) ? one : best,
      );
      const observation = emptyObservation();
      observation.values.set('weight_g', grams);
      if (first === first) {
        observation.values.set('gain_g', grams - first);
        observation.values.set('gain_pct', (100 * (grams - first)) / first);
      } else first = grams;
      sheet.put(a, s, observation);
    });
  });
  return sheet;
}

function flagLoss(animal: string, weighings: readonly { age: number; grams: number }[], sheet: Sheet): void {
  let peak = 0;
  const limit = setting(bodyWeight.settings, 'loss_limit');
  for (const { age, grams } of weighings) {
    peak = Math.max(peak, grams);
    const loss = (100 * (peak - grams)) / peak;
    if (!(loss > limit)) continue;
    const message = `${grams} g at ${age} days of age, ${loss.toFixed(0)} % below its highest weight`;
    sheet.flags.push({ code: 'weight-loss', message, animal, session: null, assay: sheet.assay });
    return;
  }
}
