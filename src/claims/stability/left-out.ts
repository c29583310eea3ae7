import type { Study } from '../../study/index.ts';

/** What is left out at a time. */
export interface LeftOut {
  unit: 'animal' | 'litter';
  name: string;
  /** Positions in study.animals. */
  animals: number[];
}

/** Fewest litters for which leaving out one makes sense. */
const FEWEST_LITTERS = 3;

/**
 * Every animal with data, then every litter of several such animals.
 *
 * @param hasData whether an animal has a value that some claim rests on
 */
export function leftOutSets(study: Study, hasData: (animal: number) => boolean): LeftOut[] {
  const present = study.animals.flatMap((_, i) => (hasData(i) ? [i] : []));
  const animals = present.map((i): LeftOut => ({ unit: 'animal', name: study.animals[i].id, animals: [i] }));
  const litters = new Map<string, number[]>();
  for (const i of present) {
    const litter = study.animals[i].litter;
    if (litter !== null) litters.set(litter, [...(litters.get(litter) ?? []), i]);
  }
  const several = [...litters].filter(([, members]) => members.length > 1);
  if (several.length === 0 || litters.size < FEWEST_LITTERS) return animals;
  return [...animals, ...several.map(([name, members]): LeftOut => ({ unit: 'litter', name, animals: members }))];
}
