import { exp, randomStream } from '../../stats/index.ts';
import { aliveAt, dateAtAge, type SimulatedAnimal } from './make-animals.ts';
import type { Preset } from './preset.ts';

/** Gompertz growth, grams at an age in days: C57BL/6J about 12.5 g (female) and 13.4 g (male) at P28, 21 and 26 g at P98. */
function grams(sex: 'female' | 'male', age: number): number {
  return sex === 'female' ? 21.5 * exp(-3.5 * exp(-0.0666 * age)) : 27.5 * exp(-3.08 * exp(-0.052 * age));
}

/** Body weights every third day from the baseline session to the end of dosing, then weekly. No drug effect is planted. */
export function weightsCsv(preset: Preset, animals: readonly SimulatedAnimal[], seed: number): string {
  const stream = randomStream(seed, 'simulate/weights');
  const litterSize = Array.from(
    { length: Math.max(...animals.map((animal) => animal.litter)) + 1 },
    () => 0.03 * stream.normal(),
  );
  let text = 'animal,date,age_days,grams\n';
  for (const animal of animals) {
    const size = 1 + litterSize[animal.litter] + 0.05 * stream.normal();
    const last = preset.sessions[preset.sessions.length - 1].ageDays;
    for (let age = preset.sessions[0].ageDays; age <= last; age += age < preset.dosing.endAge ? 3 : 7) {
      const weight = grams(animal.sex, age) * size + 0.2 * stream.normal();
      if (aliveAt(animal, preset, age)) text += `${animal.id},${dateAtAge(animal, age)},${age},${weight.toFixed(1)}\n`;
    }
  }
  return text;
}
