import type { Problem } from '../../problems/index.ts';
import type { Dosing, Study } from '../study.ts';
import { finding } from './finding.ts';

interface Stage {
  from: number;
  to: number;
}

/**
 * Developmental stages in days after birth, both ends inside. Mouse: Laviola et al. 2003 (10.1016/S0149-7634(03)00006-X) for
 * the parts of adolescence, P28-P60 for the whole, as most mouse work uses it. Rat: Spear 2000 (10.1016/S0149-7634(00)00014-2)
 * has P28-P42 as its core; P28-P60 up to adulthood.
 */
const STAGES: readonly { species: Study['species']; name: NonNullable<Dosing['stage']>; stage: Stage }[] = [
  { species: 'mouse', name: 'juvenile', stage: { from: 21, to: 28 } },
  { species: 'mouse', name: 'adolescent', stage: { from: 28, to: 60 } },
  { species: 'mouse', name: 'early adolescent', stage: { from: 21, to: 34 } },
  { species: 'mouse', name: 'mid adolescent', stage: { from: 34, to: 46 } },
  { species: 'mouse', name: 'late adolescent', stage: { from: 46, to: 60 } },
  { species: 'mouse', name: 'adult', stage: { from: 60, to: 2000 } },
  { species: 'rat', name: 'juvenile', stage: { from: 21, to: 32 } },
  { species: 'rat', name: 'adolescent', stage: { from: 28, to: 60 } },
  { species: 'rat', name: 'early adolescent', stage: { from: 21, to: 34 } },
  { species: 'rat', name: 'mid adolescent', stage: { from: 34, to: 46 } },
  { species: 'rat', name: 'late adolescent', stage: { from: 46, to: 60 } },
  { species: 'rat', name: 'adult', stage: { from: 60, to: 2000 } },
];

/** Whether the animals are of the stage that the study names when dosing starts (check Q07). */
export function checkStage(study: Study): Problem[] {
  const { dosing } = study;
  if (dosing === null || dosing.stage === null) return [];
  const stage = STAGES.find((one) => one.species === study.species && one.name === dosing.stage)?.stage;
  if (stage === undefined) return [];
  const range = `P${stage.from}-P${stage.to}`;
  if (dosing.startAge < stage.from || dosing.startAge > stage.to)
    return [
      finding(
        'warning',
        'design-stage',
        `dosing starts at P${dosing.startAge}, which is not "${dosing.stage}" in the ${study.species}`,
        {
          found: `P${dosing.startAge}`,
          expected: range,
          mend: 'correct dosing.start_age_days or dosing.stage; human ages by different schemes differ by years here',
        },
      ),
    ];
  if (dosing.endAge <= stage.to) return [];
  return [
    finding(
      'note',
      'design-stage-left',
      `dosing starts in the stage "${dosing.stage}" (${range}) and goes on after it, to P${dosing.endAge}`,
    ),
  ];
}
