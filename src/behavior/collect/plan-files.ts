import { inputError, suggestName } from '../../problems/index.ts';
import { type AssayPlan, fileFinder, type Study } from '../../study/index.ts';

/** One file of an assay; animal and session are null where the pattern does not say them (then a column must). */
export interface PlanFile {
  path: string;
  /** Index in study.animals. */
  animal: number | null;
  /** Index in study.sessions. */
  session: number | null;
}

/**
 * The files that an assay's pattern names, in the order of animals and sessions; those that do not exist are left out.
 *
 * @param existing all paths of the study folder
 * @throws InputError when none of them exists
 */
export function planFiles(plan: AssayPlan, study: Study, existing: readonly string[]): PlanFile[] {
  const find = fileFinder(existing);
  const files: PlanFile[] = [];
  const animals = plan.files.includes('{animal}') ? study.animals.map((_, i) => i) : [null];
  const sessions = plan.files.includes('{session}') ? study.sessions.map((_, i) => i) : [null];
  const fixed = plan.session === null ? null : study.sessions.findIndex((session) => session.name === plan.session);
  for (const session of sessions) {
    for (const animal of animals) {
      const named = session === null ? plan.files : plan.files.replaceAll('{session}', () => study.sessions[session].name);
      const path = find(animal === null ? named : named.replaceAll('{animal}', () => study.animals[animal].id));
      if (path !== undefined) files.push({ path, animal, session: session ?? (fixed === -1 ? null : fixed) });
    }
  }
  if (files.length === 0) {
    throw inputError({
      code: 'behavior-no-files',
      message: `assay "${plan.label}": no file matches ${plan.files}`,
      mend:
        animals.length * sessions.length === 1
          ? suggestName(plan.files, existing)
          : 'check the pattern; {animal} and {session} stand for the ids in the study',
    });
  }
  return files;
}
