import type { Problem } from '../problems/index.ts';
import type { PositionedValue } from './positioned.ts';
import type { StudyFile } from './schema.ts';
import type { Dosing, Session } from './study.ts';

/** The dosing window; null when study.yaml has none. */
export function settleDosing(file: StudyFile, source: PositionedValue, problems: Problem[]): Dosing | null {
  if (file.dosing === undefined) return null;
  const { start_age_days: startAge, end_age_days: endAge, interval_days: intervalDays = 1, stage = null } = file.dosing;
  if (endAge < startAge) {
    problems.push({
      code: 'study-dosing-window',
      severity: 'error',
      ...source.placeOf(['dosing', 'end_age_days']),
      message: 'dosing ends before it starts',
      found: String(endAge),
      expected: `at least ${startAge}`,
    });
  }
  return { startAge, endAge, intervalDays, stage };
}

/**
 * The sessions in time order: by age where all ages are known, else as listed. A session without a phase is baseline when
 * it lies before the first dose, washout when it lies more than a dosing interval after the last, else treatment. A study
 * without sessions has one, called `test`.
 */
export function settleSessions(file: StudyFile, dosing: Dosing | null, source: PositionedValue, problems: Problem[]): Session[] {
  const listed = file.sessions ?? [{ name: 'test' }];
  const sessions = listed.map((session, i): Session => {
    if (listed.findIndex((other) => other.name === session.name) < i) {
      problems.push({
        code: 'study-duplicate-session',
        severity: 'error',
        ...source.placeOf(['sessions', i, 'name']),
        message: 'two sessions have the same name',
        found: session.name,
        mend: 'rename one of them',
      });
    }
    const ageDays = session.age_days ?? NaN;
    return { name: session.name, ageDays, phase: session.phase ?? phaseAt(ageDays, dosing) };
  });
  if (sessions.every((session) => session.ageDays === session.ageDays)) sessions.sort((a, b) => a.ageDays - b.ageDays);
  return sessions;
}

function phaseAt(age: number, dosing: Dosing | null): Session['phase'] {
  if (dosing === null || !(age === age)) return 'treatment';
  if (age < dosing.startAge) return 'baseline';
  return age > dosing.endAge + Math.max(1, dosing.intervalDays) ? 'washout' : 'treatment';
}
