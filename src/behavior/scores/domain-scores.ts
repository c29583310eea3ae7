import type { Domain, Study } from '../../study/index.ts';
import type { Sheet } from '../collect/sheet.ts';
import type { DomainScore, Measure } from '../results.ts';
import { sessionScores } from './test-scores.ts';
import { integrate, meanAndSd, type ReferenceMode } from './z-scores.ts';

const LABELS: readonly (readonly [Domain, string])[] = [
  ['anxiety', 'Anxiety-like behavior'],
  ['depression', 'Depressive-like behavior'],
  ['locomotion', 'Locomotion'],
  ['learning', 'Learning'],
];

/**
 * Integrated z-scores of every domain that has a measure, session by session (Guilloux et al. 2011 J Neurosci Methods
 * 197:21): each outcome against the control animals of the same sex in the same session, signed so that + is more of the
 * domain; mean within a test, then over tests.
 */
export function domainScores(study: Study, sheets: readonly Sheet[]): DomainScore[] {
  return LABELS.flatMap(([domain, label]) => {
    const parts = sheets.flatMap((sheet) =>
      sheet.measures.filter((measure, m) => sheet.specs[m].composite && measure.domain === domain && measure.direction !== 0),
    );
    return parts.length === 0 ? [] : [scoreDomain(study, domain, label, parts)];
  });
}

/** The score of one domain from the measures that enter it; see {@link domainScores}. */
export function scoreDomain(
  study: Study,
  domain: Domain,
  label: string,
  parts: readonly Measure[],
  mode?: ReferenceMode,
): DomainScore {
  const animals = study.animals.length;
  const sessions = study.sessions.length;
  const values = new Float64Array(animals * sessions).fill(NaN);
  const assaysUsed = new Uint8Array(animals * sessions);
  const controlSd = new Float64Array(sessions).fill(NaN);
  const controls = controlAnimals(study);
  const words = new Set<string>();
  for (let s = 0; s < sessions; s++) {
    const { outcomes, words: chosen } = sessionScores(study, parts, s, mode);
    for (const one of chosen) words.add(one);
    if (outcomes.length === 0) continue;
    const { score, tests } = integrate(outcomes, animals);
    for (let a = 0; a < animals; a++) {
      values[a * sessions + s] = score[a];
      assaysUsed[a * sessions + s] = tests[a];
    }
    controlSd[s] = meanAndSd(score, controls).sd;
  }
  const reference = [...words].join('; ');
  return { domain, label, values, assaysUsed, controlSd, parts: parts.map((part) => part.id), reference };
}

/** Positions of the control animals. */
export function controlAnimals(study: Study): number[] {
  const arms = new Set(study.arms.filter((arm) => arm.control).map((arm) => arm.name));
  return study.animals.flatMap((animal, i) => (arms.has(animal.arm) ? [i] : []));
}
