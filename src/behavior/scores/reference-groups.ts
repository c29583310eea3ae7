import type { Study } from '../../study/index.ts';

/** The reference animals of every animal, and in words how they were chosen. */
export interface ReferenceGroups {
  references: readonly (readonly number[])[];
  words: string;
}

/** Fewest control animals of a sex that can stand as its reference. */
const MINIMUM = 3;

/**
 * Control animals of the same sex; of any sex when one of the sexes has fewer than three controls; all animals when there
 * are fewer than three controls at all (Labots et al. 2018 J Neurosci Methods 293:375).
 *
 * @param present animals that have data in the session; others cannot be a reference
 */
export function referenceGroups(study: Study, present: readonly boolean[]): ReferenceGroups {
  const controlArms = new Set(study.arms.filter((arm) => arm.control).map((arm) => arm.name));
  const all = study.animals.map((_, i) => i).filter((i) => present[i]);
  const controls = all.filter((i) => controlArms.has(study.animals[i].arm));
  if (controls.length < MINIMUM) return { references: study.animals.map(() => all), words: 'all animals (too few controls)' };
  const sexes = [...new Set(all.map((i) => study.animals[i].sex))];
  const bySex = new Map(sexes.map((sex) => [sex, controls.filter((i) => study.animals[i].sex === sex)]));
  if (sexes.length < 2 || [...bySex.values()].some((group) => group.length < MINIMUM)) {
    const words = sexes.length < 2 ? 'control animals' : 'control animals of both sexes (too few of one sex)';
    return { references: study.animals.map(() => controls), words };
  }
  return {
    references: study.animals.map((animal) => bySex.get(animal.sex) ?? controls),
    words: 'control animals of the same sex',
  };
}
