/** Which animals a model is fitted to and which it has to predict. */
export interface Fold {
  training: number[];
  held: number[];
}

/** Above this number of animals (or litters) ten folds take the place of leaving out one at a time. */
const MOST_SINGLE = 40;
const MANY = 10;
const INNER = 5;

/**
 * Folds of the outer cross-validation: one animal out at a time, or one litter where littermates are known, since a litter's own sibs would
 * tell what it is like; ten folds when there are more than 40 of them.
 */
export function outerFolds(group: readonly string[], litter: readonly (string | null)[]): Fold[] {
  const units = unitsOf(group.length, litter);
  return split(units, group, units.length <= MOST_SINGLE ? units.length : MANY);
}

/** Folds among the training animals, for choosing how complex the model may be. */
export function innerFolds(training: readonly number[], group: readonly string[], litter: readonly (string | null)[]): Fold[] {
  const units = unitsOf(group.length, litter)
    .map((unit) => unit.filter((i) => training.includes(i)))
    .filter((unit) => unit.length > 0);
  return split(units, group, Math.min(INNER, units.length));
}

/** Animals that stay together: litters, and animals without a known litter by themselves. */
function unitsOf(animals: number, litter: readonly (string | null)[]): number[][] {
  const units = new Map<string, number[]>();
  for (let i = 0; i < animals; i++) {
    const key = litter[i] === null || litter[i] === undefined ? `animal ${i}` : `litter ${litter[i]}`;
    units.set(key, [...(units.get(key) ?? []), i]);
  }
  return [...units.values()];
}

/** Deals the units out so that every fold has its share of every group. */
function split(units: readonly number[][], group: readonly string[], count: number): Fold[] {
  const dealt = [...units].sort((a, b) => compare(group[a[0]], group[b[0]]) || a[0] - b[0]);
  const held = Array.from({ length: count }, (): number[] => []);
  dealt.forEach((unit, k) => {
    held[k % count].push(...unit);
  });
  const all = units.flat().sort((a, b) => a - b);
  return held.map((own) => ({ training: all.filter((i) => !own.includes(i)), held: own.sort((a, b) => a - b) }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
