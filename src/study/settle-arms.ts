import { type Problem, suggestName } from '../problems/index.ts';
import type { PositionedValue } from './positioned.ts';
import type { StudyFile } from './schema.ts';
import type { Arm } from './study.ts';

/** Names that mean "not treated" when study.yaml does not say which arm is the control. */
const CONTROL_NAMES = /^(vehicle|veh|control|controls|ctrl|ctl|con|sham|saline|placebo|untreated|yoked|wild[- ]?type|wt)$/i;

/**
 * The arms, with exactly one control: the one marked `control: true`, else the only arm without a dose (0), else the only
 * one whose name means control.
 *
 * @param inSheet the arms of the animal sheet in order of appearance; they stand in when study.yaml lists none
 */
export function settleArms(file: StudyFile, inSheet: readonly string[], source: PositionedValue, problems: Problem[]): Arm[] {
  const listed = file.arms ?? inSheet.map((name): NonNullable<StudyFile['arms']>[number] => ({ name }));
  const control = findControl(listed, source, problems);
  listed.forEach((arm, i) => {
    const place = { severity: 'error' as const, ...source.placeOf(['arms', i, 'name']), found: arm.name };
    if (listed.findIndex((other) => other.name === arm.name) < i)
      problems.push({
        ...place,
        code: 'study-duplicate-arm',
        message: 'two arms have the same name',
        mend: 'rename one of them',
      });
    else if (inSheet.length > 0 && !inSheet.includes(arm.name))
      problems.push({
        ...place,
        code: 'study-empty-arm',
        message: 'no animal is in this arm',
        mend: suggestName(arm.name, inSheet),
      });
  });
  return listed.map((arm) => {
    const doseMgPerKg =
      arm.dose_mg_per_kg ?? (arm.name === control && listed.some((one) => one.dose_mg_per_kg !== undefined) ? 0 : NaN);
    return { name: arm.name, doseMgPerKg, control: arm.name === control };
  });
}

function findControl(arms: NonNullable<StudyFile['arms']>, source: PositionedValue, problems: Problem[]): string | undefined {
  const rules = [
    arms.filter((arm) => arm.control === true),
    arms.filter((arm) => arm.dose_mg_per_kg === 0),
    arms.filter((arm) => CONTROL_NAMES.test(arm.name)),
  ];
  const deciding = rules.find((found) => found.length > 0) ?? [];
  if (deciding.length === 1) return deciding[0].name;
  problems.push({
    code: 'study-no-control',
    severity: 'error',
    ...source.placeOf(['arms']),
    message: deciding.length === 0 ? 'no arm is the control' : `${deciding.length} arms could be the control`,
    found: (deciding.length === 0 ? arms : deciding).map((arm) => arm.name).join(', '),
    expected: 'exactly one control arm',
    mend: 'add "control: true" to the arm that the others are compared with',
  });
  return undefined;
}
