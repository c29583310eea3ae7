import { inputError, suggestName } from '../problems/index.ts';

/** The stations that can be named with --only. */
export const STEPS = ['behavior', 'expression', 'pathway', 'integration'] as const;
export type Step = (typeof STEPS)[number];

/** What each station builds on. */
const NEEDS: Record<Step, readonly Step[]> = {
  behavior: [],
  expression: [],
  pathway: ['expression'],
  integration: ['behavior', 'expression', 'pathway'],
};

/** The named steps with all that they need; every step when none is named. */
export function wantedSteps(only: readonly Step[] | undefined): ReadonlySet<Step> {
  return new Set(only === undefined ? STEPS : only.flatMap((step) => [step, ...NEEDS[step]]));
}

/**
 * Reads the value of --only, a comma-separated list of steps.
 *
 * @throws InputError for an unknown step, naming the nearest
 */
export function parseSteps(text: string): Step[] {
  return text.split(',').map((part) => {
    const step = STEPS.find((one) => one === part.trim());
    if (step !== undefined) return step;
    throw inputError({
      code: 'unknown-step',
      message: `there is no step "${part.trim()}"`,
      mend: suggestName(part.trim(), STEPS),
    });
  });
}
