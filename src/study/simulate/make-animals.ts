import { randomStream, shuffle } from '../../stats/index.ts';
import { dayNumber, isoDate } from '../dates.ts';
import type { Preset } from './preset.ts';

export interface SimulatedAnimal {
  id: string;
  /** Index into the preset's arms. */
  arm: number;
  sex: 'female' | 'male';
  litter: number;
  cage: string;
  cohort: number;
  born: string;
  /** Killed for sequencing at the end of treatment; null when followed through washout. */
  died: string | null;
}

/** Sexes of the four pups of a litter, in the order of the arms; over six litters every arm has three of each. */
const SEX_PATTERNS = ['FFMM', 'MMFF', 'FMFM', 'MFMF', 'FMMF', 'MFFM'];
const LITTERS_PER_COHORT = 6;

/**
 * Litters of four, one pup for each arm, so that litter and arm are orthogonal; sexes balanced within each arm. Littermates of
 * one sex share a cage (dosing is by gavage, so the cage is no unit). Every third litter is killed for sequencing at the
 * end of treatment.
 */
export function makeAnimals(preset: Preset, count: number, seed: number): SimulatedAnimal[] {
  const stream = randomStream(seed, 'simulate/animals');
  const perLitter = preset.arms.length;
  const firstBirth = dayNumber('2025-01-06') ?? 0;
  const animals: SimulatedAnimal[] = [];
  for (let litter = 0; animals.length < count; litter++) {
    const cohort = Math.floor(litter / LITTERS_PER_COHORT);
    const day = firstBirth + 14 * cohort + stream.integer(3);
    const pattern = SEX_PATTERNS[Math.floor(litter / 3) % SEX_PATTERNS.length];
    const died = litter % 3 === 0 ? isoDate(day + preset.harvestAge) : null;
    const order = shuffle(
      Array.from({ length: perLitter }, (_, arm) => arm),
      stream,
    );
    for (const arm of order.slice(0, count - animals.length)) {
      const sex = pattern[arm % pattern.length] === 'F' ? 'female' : 'male';
      animals.push({
        id: `M${pad(animals.length + 1, Math.max(2, String(count).length))}`,
        arm,
        sex,
        litter,
        cage: `C${pad(litter + 1, 2)}${sex === 'female' ? 'F' : 'M'}`,
        cohort,
        born: isoDate(day),
        died,
      });
    }
  }
  return animals;
}

/** A number with leading zeros. */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** The ISO date on which an animal reaches an age. */
export function dateAtAge(animal: SimulatedAnimal, ageDays: number): string {
  return isoDate((dayNumber(animal.born) ?? 0) + ageDays);
}

/** Whether the animal is alive at an age. */
export function aliveAt(animal: SimulatedAnimal, preset: Preset, ageDays: number): boolean {
  return animal.died === null || ageDays < preset.harvestAge;
}
