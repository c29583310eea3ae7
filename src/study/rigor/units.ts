import { parseFormula } from '../../stats/index.ts';
import type { Animal, Study } from '../study.ts';

/** What was allocated to arms independently, and how many of it each arm has. */
export interface Units {
  noun: 'animal' | 'litter';
  perArm: Map<string, number>;
}

/** Litters of more than one animal. */
export function sharedLitters(animals: readonly Animal[]): Map<string, Animal[]> {
  const litters = new Map<string, Animal[]>();
  for (const animal of animals) {
    if (animal.litter === null) continue;
    const mates = litters.get(animal.litter);
    if (mates === undefined) litters.set(animal.litter, [animal]);
    else mates.push(animal);
  }
  return new Map([...litters].filter(([, mates]) => mates.length > 1));
}

/** Whether some litters hold several animals and each of these litters lies in one arm: then the litter was allocated. */
export function littersNestedInArms(animals: readonly Animal[]): boolean {
  const shared = [...sharedLitters(animals).values()];
  return shared.length > 0 && shared.every((mates) => mates.every((mate) => mate.arm === mates[0].arm));
}

/** The unit of allocation: the litter when whole litters went to arms, else the animal. An animal without litter counts as one. */
export function unitsOf(study: Study): Units {
  const { animals } = study;
  const byLitter = littersNestedInArms(animals);
  const seen = new Set<string>();
  const perArm = new Map<string, number>();
  for (const animal of animals) {
    const unit = byLitter && animal.litter !== null ? `litter ${animal.litter}` : `animal ${animal.id}`;
    if (seen.has(unit)) continue;
    seen.add(unit);
    perArm.set(animal.arm, (perArm.get(animal.arm) ?? 0) + 1);
  }
  return { noun: byLitter ? 'litter' : 'animal', perArm };
}

/** Whether the planned model has a term that names the column. */
export function modelNames(study: Study, column: string): boolean {
  return parseFormula(study.plan.model).columns.includes(column);
}
