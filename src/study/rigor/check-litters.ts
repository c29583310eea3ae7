import type { Problem } from '../../problems/index.ts';
import type { Study } from '../study.ts';
import { counted, finding } from './finding.ts';
import { littersNestedInArms, modelNames, sharedLitters, unitsOf } from './units.ts';

/** Litters and cages as units (checks D02, D03, D04). */
export function checkLitters(study: Study): Problem[] {
  return [...checkLitterUnit(study), ...checkCages(study)];
}

function checkLitterUnit(study: Study): Problem[] {
  const { animals } = study;
  const shared = sharedLitters(animals);
  const inModel = modelNames(study, 'litter');
  const unknown = animals.filter((animal) => animal.litter === null).length;
  if (shared.size === 0) {
    return unknown === 0
      ? []
      : [
          finding(
            'note',
            'design-litter-unknown',
            `the litter of ${counted(unknown, 'animal')} is not stated, so littermates cannot be told apart`,
            {
              mend: 'add a column "litter" to the animal sheet',
            },
          ),
        ];
  }
  if (littersNestedInArms(animals)) {
    const perArm = study.arms.map((arm) => `${arm.name} ${unitsOf(study).perArm.get(arm.name) ?? 0}`).join(', ');
    return [
      finding(
        inModel ? 'warning' : 'error',
        'design-litter-pseudoreplicates',
        inModel
          ? `whole litters were given to arms: the litter is the unit, not the animal (litters per arm: ${perArm})`
          : `whole litters were given to arms, but the model takes littermates for independent animals (litters per arm: ${perArm})`,
        {
          found: study.plan.model,
          mend: inModel
            ? 'report the number of litters as n'
            : 'add "(1 | litter)" to plan.model, and report the number of litters as n',
        },
      ),
    ];
  }
  const crowded = [...shared].filter(([, mates]) => new Set(mates.map((mate) => mate.arm)).size < mates.length);
  if (crowded.length === 0 || inModel) return [];
  return [
    finding(
      'warning',
      'design-litter-not-in-model',
      `${counted(crowded.length, 'litter')} gave several animals to the same arm, and the model has no litter`,
      {
        found: study.plan.model,
        mend: 'add "(1 | litter)" to plan.model',
      },
    ),
  ];
}

/** The cage is the unit when the cage is dosed, and it cannot be told from the arm when an arm has one cage. */
function checkCages(study: Study): Problem[] {
  const cages = new Map<string, Set<string>>();
  const cagesOfArm = new Map<string, Set<string>>();
  let crowded = false;
  for (const { cage, arm } of study.animals) {
    if (cage === null) continue;
    crowded ||= cages.has(cage);
    cages.set(cage, (cages.get(cage) ?? new Set()).add(arm));
    cagesOfArm.set(arm, (cagesOfArm.get(arm) ?? new Set()).add(cage));
  }
  if (!crowded || [...cages.values()].some((arms) => arms.size > 1)) return [];
  const single = [...cagesOfArm].filter(([, ofArm]) => ofArm.size === 1).map(([arm]) => arm);
  const dosedByCage = /diet|food|chow|water|feed/i.test(study.drug.route ?? '');
  if (single.length > 0)
    return [
      finding('error', 'design-cage-aliased', `arm "${single[0]}" lives in one cage, so cage and arm cannot be told apart`, {
        mend: 'house each arm in several cages, or mix the arms within cages',
      }),
    ];
  if (dosedByCage)
    return [
      finding('error', 'design-cage-dosed', 'the drug was given by the cage, so the cage is the unit', {
        found: study.drug.route ?? '',
        mend: 'add "(1 | cage)" to plan.model, and report the number of cages as n',
      }),
    ].filter(() => !modelNames(study, 'cage'));
  if (modelNames(study, 'cage')) return [];
  return [
    finding('warning', 'design-cage-nested', 'every cage holds one arm, and the model has no cage', {
      mend: 'add "(1 | cage)" to plan.model, or mix the arms within cages',
    }),
  ];
}
