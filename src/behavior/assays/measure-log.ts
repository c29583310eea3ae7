import type { Problem } from '../../problems/index.ts';
import type { EventLog } from '../track/event-log.ts';
import { type Assay, emptyObservation, type Observation } from './assay.ts';

const CODE = 'behaviors-unknown';
const MOST_NAMES = 8;

/** Measures a log, and keeps the names that were scored in it for {@link checkNames}. */
export function measureLog(assay: Assay, log: EventLog): Observation {
  const observation = assay.fromEvents?.(log) ?? emptyObservation();
  return { ...observation, scored: [...new Set(log.behavior)] };
}

/** What the names of scored behaviors say about several observations of an assay. */
export interface NameCheck {
  /** Nobody showed any behavior of the assay: then the names differ. */
  problem: Problem | null;
  flagged: { index: number; flag: { code: string; message: string } }[];
}

/**
 * Looks at logs in which none of the behaviors of an assay was scored. They measure as "never happened", which is right for a mouse that
 * reared and did not groom, and wrong where the scorer calls it by another name: told by whether their names also occur in logs with a
 * known one.
 *
 * @param scored names of each observation, lower case; none where nothing was scored
 */
export function checkNames(assay: Assay, scored: readonly (readonly string[])[]): NameCheck {
  const { behaviors } = assay;
  if (behaviors === undefined) return { problem: null, flagged: [] };
  const isKnown = (names: readonly string[]): boolean => names.some((name) => behaviors.includes(name));
  const vocabulary = new Set(scored.filter(isKnown).flat());
  const strange = [...scored.keys()].filter(
    (index) => !isKnown(scored[index]) && scored[index].some((name) => !vocabulary.has(name)),
  );
  const found = listed([...new Set(strange.flatMap((index) => scored[index]))]);
  if (vocabulary.size === 0 && strange.length >= 2) {
    const problem: Problem = {
      code: CODE,
      severity: 'error',
      message: `${assay.label}: in none of the ${scored.length} observations was any behavior of this test scored`,
      found,
      expected: behaviors.join(', '),
      mend: 'rename the behaviors in the scoring, or choose the assay that it belongs to',
    };
    return { problem, flagged: [] };
  }
  const flagged = strange.map((index) => {
    const message = `none of the behaviors of this test was scored (found ${listed(scored[index])}; looked for ${listed(behaviors)}): taken as never happened`;
    return { index, flag: { code: CODE, message } };
  });
  return { problem: null, flagged };
}

function listed(names: readonly string[]): string {
  return names.slice(0, MOST_NAMES).join(', ');
}
