import { type RandomStream, randomStream, shuffle } from '../../stats/index.ts';
import type { Animal, Study } from '../../study/index.ts';

/** How the arms may be dealt out again without breaking the design. */
export interface Restrictions {
  /** What an arm was given to: single animals, or whole cages or litters where none holds two arms. */
  unit: 'animal' | 'cage' | 'litter';
  /** Animals of each unit, as positions in study.animals. */
  units: readonly (readonly number[])[];
  /** Arms are exchanged only between units of one block; units by position. */
  blocks: readonly (readonly number[])[];
  /** What the blocks are made of; empty: all units form one. */
  blockedBy: readonly BlockFactor[];
  /** Different ways to deal out the arms, the one at hand included; Infinity beyond 2^53. */
  arrangements: number;
}

/** What blocks can be made of, in the order in which it is tried. */
export type BlockFactor = 'sampled' | 'litter' | 'batch' | 'cage' | 'sex';
const FACTORS: readonly BlockFactor[] = ['sampled', 'litter', 'batch', 'cage', 'sex'];

/** Least share of the controls that must keep a treated unit in their block when a factor is added. */
const ENOUGH_CONTROLS = 0.5;

/**
 * Reads the restrictions off the design. Where every litter (or cage) of several animals holds a single arm, the arm was given to litters
 * (cages), and those are exchanged whole. Units are exchanged within blocks: whether their tissue was sequenced, litter, batch, cage and sex
 * each split the blocks further as long as at least half of the controls still share a block with the top arm; a factor that would
 * part them was not what the arms were dealt out within, and is left to the models.
 *
 * @param sampled whether each animal has an expression sample
 * @param top the arm that claims compare with control
 */
export function restrictionsOf(study: Study, sampled: readonly boolean[], top: string): Restrictions {
  const unit = (['litter', 'cage'] as const).find((name) => armGivenTo(study.animals, name)) ?? 'animal';
  const units = groupsOf(study.animals, (animal, i) =>
    unit === 'animal' || animal[unit] === null ? `#${i}` : `${animal[unit]}`,
  );
  const armOf = (u: number): string => study.animals[units[u][0]].arm;
  const controls = new Set(study.arms.filter((arm) => arm.control).map((arm) => arm.name));
  const labels = (factor: BlockFactor, u: number): string => {
    const own = units[u].map((i) => (factor === 'sampled' ? `${sampled[i]}` : `${study.animals[i][factor]}`));
    return [...new Set(own)].sort().join(' ');
  };
  const all = units.map((_, u) => u);
  const blocksBy = (factors: readonly BlockFactor[]): number[][] =>
    factors.reduce((blocks, factor) => blocks.flatMap((block) => split(block, (u) => labels(factor, u))), [all]);
  const kept: BlockFactor[] = [];
  for (const factor of FACTORS.filter((one) => one !== unit)) {
    const finer = blocksBy([...kept, factor]);
    if (finer.length === blocksBy(kept).length || sharedControls(finer, armOf, controls, top) < ENOUGH_CONTROLS) continue;
    kept.push(factor);
  }
  const blocks = blocksBy(kept);
  // litters that were sequenced whole are blocks already
  const blockedBy = kept.filter((factor) => blocksBy(kept.filter((one) => one !== factor)).length < blocks.length);
  return { unit, units, blocks, blockedBy, arrangements: arrangementsOf(blocks, armOf) };
}

/** Whether every group of several animals holds a single arm, and there are such groups of at least two arms. */
function armGivenTo(animals: readonly Animal[], name: 'litter' | 'cage'): boolean {
  const groups = groupsOf(
    animals.filter((animal) => animal[name] !== null),
    (animal) => `${animal[name]}`,
  );
  const named = animals.filter((animal) => animal[name] !== null);
  const several = groups.filter((group) => group.length > 1);
  if (several.length < 2) return false;
  return several.every((group) => new Set(group.map((i) => named[i].arm)).size === 1);
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T, i: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  items.forEach((item, i) => {
    const key = keyOf(item, i);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()];
}

function split(block: readonly number[], labelOf: (unit: number) => string): number[][] {
  return groupsOf(block, labelOf).map((group) => group.map((i) => block[i]));
}

/** Share of the control units that have a unit of the top arm in their block. */
function sharedControls(
  blocks: readonly (readonly number[])[],
  armOf: (unit: number) => string,
  controls: ReadonlySet<string>,
  top: string,
): number {
  let all = 0;
  let shared = 0;
  for (const block of blocks) {
    const own = block.filter((unit) => controls.has(armOf(unit))).length;
    all += own;
    if (block.some((unit) => armOf(unit) === top)) shared += own;
  }
  return all === 0 ? 0 : shared / all;
}

/** Product over blocks of the multinomial coefficient of their arms. */
function arrangementsOf(blocks: readonly (readonly number[])[], armOf: (unit: number) => string): number {
  let product = 1;
  for (const block of blocks) {
    const left = new Map<string, number>();
    block.forEach((unit, k) => {
      const count = (left.get(armOf(unit)) ?? 0) + 1;
      left.set(armOf(unit), count);
      product = (product * (k + 1)) / count;
    });
  }
  return product > 9007199254740991 ? Infinity : Math.round(product);
}

/** The arms of all animals, dealt out again: number `index` of the random arrangements. */
export function dealtArms(study: Study, restrictions: Restrictions, seed: number, index: number): string[] {
  const stream: RandomStream = randomStream(seed, 'claims/permutation', index);
  const arms = study.animals.map((animal) => animal.arm);
  const dealt = [...arms];
  for (const block of restrictions.blocks) {
    const own = shuffle(
      block.map((unit) => arms[restrictions.units[unit][0]]),
      stream,
    );
    block.forEach((unit, k) => {
      for (const animal of restrictions.units[unit]) dealt[animal] = own[k];
    });
  }
  return dealt;
}
