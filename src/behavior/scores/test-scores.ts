import type { Study } from '../../study/index.ts';
import type { Measure } from '../results.ts';
import { referenceGroups } from './reference-groups.ts';
import { type ReferenceMode, zScores } from './z-scores.ts';

/** The signed z-scores of one domain in one session. */
export interface SessionScores {
  /** Per outcome its test and the z of every animal, + = more of the domain. */
  outcomes: { test: string; z: Float64Array }[];
  /** How the reference animals were chosen, in words. */
  words: string[];
}

/** One session of an animals x sessions matrix. */
export function columnOf(values: Float64Array, session: number, sessions: number, animals: number): Float64Array {
  return Float64Array.from({ length: animals }, (_, a) => values[a * sessions + session]);
}

/** z-scores of the outcomes of a domain that have data in a session, each against its reference animals. */
export function sessionScores(study: Study, parts: readonly Measure[], session: number, mode?: ReferenceMode): SessionScores {
  const words = new Set<string>();
  const outcomes = parts.flatMap((part) => {
    const column = columnOf(part.values, session, study.sessions.length, study.animals.length);
    const present = Array.from(column, Number.isFinite);
    if (!present.includes(true)) return [];
    const { references, words: chosen } = referenceGroups(study, present, mode);
    words.add(chosen);
    return [{ test: part.assay, z: zScores(column, references).map((z) => part.direction * z) }];
  });
  return { outcomes, words: [...words] };
}

/** Mean z of each test's outcomes, tests x animals; NaN where an animal has none. */
export function testMeans({ outcomes }: SessionScores, animals: number): { tests: string[]; z: Float64Array[] } {
  const tests = [...new Set(outcomes.map((outcome) => outcome.test))];
  const z = tests.map((test) =>
    Float64Array.from({ length: animals }, (_, a) => {
      const own = outcomes.filter((outcome) => outcome.test === test && Number.isFinite(outcome.z[a]));
      return own.length === 0 ? NaN : own.reduce((sum, outcome) => sum + outcome.z[a], 0) / own.length;
    }),
  );
  return { tests, z };
}
