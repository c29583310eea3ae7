import { InputError } from '../../problems/index.ts';
import type { DataFrame } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { ModelContrast } from '../results.ts';
import { fitOutcome, type OutcomeFit } from './fit-outcome.ts';
import { combine } from './grid.ts';
import { armsOf, cell, family, sessionsIn } from './planned-cells.ts';

/** A factor between animals on which the effect of the drug may depend. */
export interface Moderator {
  kind: 'sex-by-arm' | 'stage-by-arm';
  /** Column of the animal sheet. */
  column: string;
  /** Whether it is looked at only where the planned model names it. */
  onlyIfPlanned: boolean;
  /** A level in words. */
  words(level: string): string;
}

/** Sex, and the developmental stage at dosing where the animal sheet has a column `stage`. */
export const MODERATORS: readonly Moderator[] = [
  { kind: 'sex-by-arm', column: 'sex', onlyIfPlanned: true, words: (level) => `${level}s` },
  { kind: 'stage-by-arm', column: 'stage', onlyIfPlanned: false, words: (level) => `${level} animals` },
];

/** More levels than this are no stages. */
const MOST_LEVELS = 6;

/**
 * How much larger the effect of each arm is at each further level of a moderator than at the first, session by session (Holm over the
 * arms and levels of a session), from the planned model with arm x session x moderator. What cannot be fitted is said in `notes`.
 */
export function moderatorContrasts(
  study: Study,
  formula: string,
  data: DataFrame,
  moderator: Moderator,
  notes: string[],
): ModelContrast[] {
  const { control, others } = armsOf(study);
  const column = data.get(moderator.column);
  if (control === undefined || column?.kind !== 'factor' || column.levels.length < 2 || column.levels.length > MOST_LEVELS)
    return [];
  if (moderator.onlyIfPlanned && !new RegExp(`\\b${moderator.column}\\b`).test(formula)) return [];
  const interaction = `${/\bsession\b/.test(formula) ? 'arm * session' : 'arm'} * ${moderator.column}`;
  const words = `${moderator.column} by arm`;
  let fit: OutcomeFit;
  try {
    fit = fitOutcome(formula.replace('~', `~ ${interaction} +`), data);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    notes.push(`${words} could not be tested: ${error.problems.map((problem) => problem.message).join('; ')}`);
    return [];
  }
  const [first, ...further] = column.levels;
  const contrasts = sessionsIn(study, fit).flatMap((session) =>
    family(
      further.flatMap((level) =>
        others.map((arm) => {
          const cells = [level, first].flatMap((one) => [
            cell(fit, arm, session, [moderator.column, one]),
            cell(fit, control, session, [moderator.column, one]),
          ]);
          return {
            kind: moderator.kind,
            label: `effect of ${arm} in ${moderator.words(level)} minus in ${moderator.words(first)}, ${session}`,
            session,
            arm,
            levels: [level, first] as const,
            ...fit.estimate(combine(cells, [1, -1, -1, 1])),
          };
        }),
      ),
    ),
  );
  if (contrasts.length > 0) notes.push(`${words} is tested in the model with ${interaction}`);
  return contrasts;
}
