import type { Study } from '../../study/index.ts';
import { emptyObservation, type Observation } from '../assays/assay.ts';
import { type RaterScore, raterAgreement } from '../raters/rater-agreement.ts';
import type { RaterAgreement } from '../raters/rater-results.ts';
import { boutsOf, type EventLog } from '../track/event-log.ts';
import type { Sheet } from './sheet.ts';

/** What one rater scored of one animal in one session. */
export interface RatedObservation {
  animal: number;
  session: number;
  rater: string;
  observation: Observation;
  log: EventLog;
}

/**
 * Stores the observations of an assay that names its raters: of an animal that several scored, the means of their measures; with how well
 * they agree on every measure and behavior, and a flag for a rater who agrees with nobody.
 */
export function settleRaters(sheet: Sheet, rated: readonly RatedObservation[], study: Study): RaterAgreement[] {
  const cells = new Map<number, RatedObservation[]>();
  for (const one of rated) {
    const cell = one.animal * study.sessions.length + one.session;
    cells.set(cell, [...(cells.get(cell) ?? []), one]);
  }
  for (const list of cells.values()) sheet.put(list[0].animal, list[0].session, meanObservation(list));
  const agreements = study.sessions.flatMap((session, s) => {
    const own = rated.filter((one) => one.session === s);
    return agreementsOf(sheet, own, study, session.name);
  });
  flagOddRaters(sheet, agreements);
  return agreements;
}

/**
 * The mean over raters of each measure. A latency is censored when it is for all of them; whoever saw a reason to leave the animal out is
 * believed.
 */
function meanObservation(list: readonly RatedObservation[]): Observation {
  if (list.length === 1) return { ...list[0].observation, scored: undefined };
  const mean = emptyObservation();
  const observations = list.map((one) => one.observation);
  for (const name of new Set(observations.flatMap((one) => [...one.values.keys()]))) {
    const known = observations.filter((one) => Number.isFinite(one.values.get(name)));
    if (known.length === 0) continue;
    mean.values.set(name, known.reduce((sum, one) => sum + (one.values.get(name) ?? 0), 0) / known.length);
    if (known.every((one) => one.censored.has(name))) mean.censored.add(name);
  }
  for (const { rater, observation } of list) {
    mean.exclusions.push(...observation.exclusions.map((one) => ({ ...one, reason: `${one.reason} (rater ${rater})` })));
    mean.flags.push(...observation.flags.map((one) => ({ ...one, message: `${one.message} (rater ${rater})` })));
  }
  return mean;
}

function agreementsOf(sheet: Sheet, rated: readonly RatedObservation[], study: Study, session: string): RaterAgreement[] {
  const scored = (value: (one: RatedObservation) => Pick<RaterScore, 'value' | 'bouts'>): RaterScore[] =>
    rated.map((one) => ({ animal: study.animals[one.animal].id, rater: one.rater, ...value(one) }));
  const measures = sheet.specs.flatMap(({ name, label, unit }) => {
    const scores = scored(({ observation }) => ({ value: observation.values.get(name) ?? NaN, bouts: null }));
    return raterAgreement({ outcome: `${sheet.assay}/${name}`, label, unit, session }, scores) ?? [];
  });
  const ends = new Set(rated.map((one) => one.log.end));
  const behaviors = [...new Set(rated.flatMap((one) => one.log.behavior))].sort();
  const scoredBehaviors = behaviors.flatMap((behavior) => {
    const scores = scored(({ log }) => {
      const bouts = boutsOf(log, [behavior]);
      return { value: bouts.total, bouts };
    });
    const names = { outcome: `${sheet.assay}: ${behavior}`, label: `"${behavior}" as scored`, unit: 's', session };
    return raterAgreement(names, scores, ends.size === 1 ? [...ends][0] : NaN) ?? [];
  });
  return [...measures, ...scoredBehaviors];
}

/** One flag per rater and session, whatever the number of outcomes on which the rater stands alone. */
function flagOddRaters(sheet: Sheet, agreements: readonly RaterAgreement[]): void {
  const seen = new Set<string>();
  for (const { session, label, odd } of agreements) {
    for (const { rater, withOthers, amongOthers } of odd) {
      const key = JSON.stringify([session, rater]);
      if (seen.has(key)) continue;
      seen.add(key);
      const message = `rater ${rater} agrees with nobody on ${label.toLowerCase()}: median r ${withOthers.toFixed(2)} with the others, who reach ${amongOthers.toFixed(2)} among themselves; the means still hold this rater's scores`;
      sheet.flags.push({ code: 'odd-rater', message, animal: null, session, assay: sheet.assay });
    }
  }
}
