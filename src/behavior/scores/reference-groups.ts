import type { Study } from '../../study/index.ts';
import type { ReferenceMode } from './z-scores.ts';

/** The reference animals of every animal, and in words how they were chosen. */
export interface ReferenceGroups {
  references: readonly (readonly number[])[];
  words: string;
}

/** Fewest control animals of a sex that can stand as its reference. */
const MINIMUM = 3;
/** Fewest controls of each sex in each batch: the standard deviation of fewer is off by a third or more. */
const MINIMUM_IN_BATCH = 5;

/**
 * Control animals of the same sex and batch, where batches are stated and each holds at least five controls of each sex it has animals of;
 * else of the same sex; of any sex when one of the sexes has fewer than three controls; all animals when there are fewer than three
 * controls at all (Guilloux et al. 2011; Labots et al. 2018 J Neurosci Methods 293:375). The words say which it came to, and why.
 *
 * @param present animals that have data in the session; others cannot be a reference
 * @param mode `control` takes controls of any sex, `pooled` all animals
 */
export function referenceGroups(study: Study, present: readonly boolean[], mode: ReferenceMode = 'sex-control'): ReferenceGroups {
  const controlArms = new Set(study.arms.filter((arm) => arm.control).map((arm) => arm.name));
  const all = study.animals.map((_, i) => i).filter((i) => present[i]);
  const controls = all.filter((i) => controlArms.has(study.animals[i].arm));
  if (mode === 'pooled') return { references: study.animals.map(() => all), words: 'all animals' };
  if (controls.length < MINIMUM) return { references: study.animals.map(() => all), words: 'all animals (too few controls)' };
  if (mode === 'control') return { references: study.animals.map(() => controls), words: 'control animals' };
  const sexes = new Set(all.map((i) => study.animals[i].sex));
  const sexOf = (i: number): string => (sexes.size < 2 ? '' : String(study.animals[i].sex));
  const bySex = stratified(study, all, controls, sexOf, MINIMUM);
  if (bySex === null) {
    const words = 'control animals of both sexes (too few of one sex)';
    return { references: study.animals.map(() => controls), words };
  }
  const words = sexes.size < 2 ? 'control animals' : 'control animals of the same sex';
  const batches = batchesOf(study);
  if (new Set(all.map((i) => batches[i])).size < 2 || all.some((i) => batches[i] === null)) return { references: bySex, words };
  const byBatch = stratified(study, all, controls, (i) => JSON.stringify([sexOf(i), batches[i]]), MINIMUM_IN_BATCH);
  if (byBatch !== null) return { references: byBatch, words: `${words}${sexes.size < 2 ? ' of the same' : ' and'} batch` };
  return { references: bySex, words: `${words} (batches pooled: one has fewer than ${MINIMUM_IN_BATCH} controls)` };
}

/** For each animal the controls of its own stratum; null when a stratum that holds animals has fewer than `least` controls. */
function stratified(
  study: Study,
  all: readonly number[],
  controls: readonly number[],
  stratumOf: (animal: number) => string,
  least: number,
): (readonly number[])[] | null {
  const strata = new Map<string, number[]>(all.map((i) => [stratumOf(i), []]));
  for (const i of controls) strata.get(stratumOf(i))?.push(i);
  if ([...strata.values()].some((group) => group.length < least)) return null;
  return study.animals.map((_, i) => strata.get(stratumOf(i)) ?? controls);
}

/** The batch of every animal: of the column for it, else of a column `cohort` of the animal sheet. */
export function batchesOf(study: Study): (string | null)[] {
  const cohort = study.animalColumns.find((column) => /^cohort$/i.test(column.name));
  const stated = study.animals.some((animal) => animal.batch !== null);
  return study.animals.map((animal, i) => (stated ? animal.batch : (cohort?.values[i] ?? null)));
}
