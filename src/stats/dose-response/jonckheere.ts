import { normal } from '../distributions/index.ts';
import { exp } from '../elementary/index.ts';
import { lgamma } from '../special/index.ts';
import { groupSizes, requireComplete } from '../tests/index.ts';

export interface JonckheereTest {
  /** Pairs of animals of different groups in which the one of the higher dose has the larger value, ties half. */
  statistic: number;
  expected: number;
  /** With the correction for ties. */
  variance: number;
  z: number;
  /** Two-sided, and one-sided for values that rise or fall with the dose. */
  pvalue: number;
  pvalueIncreasing: number;
  pvalueDecreasing: number;
  /** Whether p counts all arrangements (ties included) or comes from the normal approximation. */
  exact: boolean;
}

/** Work (states times ways to place a run of ties) up to which arrangements are counted by default. */
const EXACT_WORK = 3e7;

/** Numbers of equal values, from the smallest value to the largest. */
function runLengths(values: ArrayLike<number>): number[] {
  const ascending = Float64Array.from(values).sort();
  const runs: number[] = [];
  ascending.forEach((value, i) => {
    if (i > 0 && value === ascending[i - 1]) runs[runs.length - 1]++;
    else runs.push(1);
  });
  return runs;
}

/** All ways to place `count` equal values into groups with room for them. */
function placements(count: number, room: readonly number[]): number[][] {
  if (room.length === 1) return count <= room[0] ? [[count]] : [];
  const found: number[][] = [];
  for (let here = 0; here <= Math.min(count, room[0]); here++)
    for (const rest of placements(count - here, room.slice(1))) found.push([here, ...rest]);
  return found;
}

/** Twice the statistic that placing values adds: above everything placed before in lower groups, and half against their equals there. */
function doubledGain(placed: readonly number[], added: readonly number[]): number {
  let gain = 0;
  for (let g = 1; g < placed.length; g++) for (let h = 0; h < g; h++) gain += added[g] * (2 * placed[h] + added[h]);
  return gain;
}

/**
 * Chances of every doubled statistic over all arrangements of the values among the groups: runs of equal values are placed from the smallest
 * up; a state is how many places of each group are taken. Undefined when that is too much work.
 */
function exactDistribution(runs: readonly number[], sizes: readonly number[], limit: number): Float64Array | undefined {
  const most = sizes.reduce((sum, size, g) => sum + size * sizes.slice(0, g).reduce((a, b) => a + b, 0), 0);
  const width = 2 * most + 1;
  if (sizes.reduce((product, size) => product * (size + 1), 1) * width * sizes.length > limit) return undefined;
  const logChoose = (n: number, k: number): number => lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
  const total = sizes.reduce((a, b) => a + b, 0);
  let states = new Map<string, { placed: number[]; chances: Float64Array }>();
  states.set('', { placed: sizes.map(() => 0), chances: Float64Array.of(1) });
  let done = 0;
  let work = 0;
  for (const run of runs) {
    const next = new Map<string, { placed: number[]; chances: Float64Array }>();
    for (const { placed, chances } of states.values()) {
      const room = sizes.map((size, g) => size - placed[g]);
      for (const added of placements(run, room)) {
        work += chances.length;
        if (work > limit) return undefined;
        // the chance that a run drawn from the places left falls into the groups just so
        const logChance = added.reduce((sum, count, g) => sum + logChoose(room[g], count), -logChoose(total - done, run));
        const chance = exp(logChance);
        const gain = doubledGain(placed, added);
        const after = placed.map((one, g) => one + added[g]);
        const key = after.join();
        let node = next.get(key);
        if (node === undefined) {
          node = { placed: after, chances: new Float64Array(width) };
          next.set(key, node);
        }
        for (let s = 0; s < chances.length; s++) if (chances[s] > 0) node.chances[s + gain] += chance * chances[s];
      }
    }
    states = next;
    done += run;
  }
  const [last] = states.values();
  return last.chances;
}

/** Mann-Whitney count of pairs in order, over all pairs of groups. */
function countOf(values: ArrayLike<number>, groups: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < values.length; j++) {
      if (groups[i] >= groups[j]) continue;
      if (values[i] < values[j]) count += 1;
      else if (values[i] === values[j]) count += 0.5;
    }
  }
  return count;
}

function varianceOf(sizes: readonly number[], runs: readonly number[]): number {
  const total = sizes.reduce((a, b) => a + b, 0);
  const sum = (list: readonly number[], term: (t: number) => number): number => list.reduce((s, t) => s + term(t), 0);
  const five = (t: number): number => t * (t - 1) * (2 * t + 5);
  const three = (t: number): number => t * (t - 1) * (t - 2);
  const two = (t: number): number => t * (t - 1);
  const main = (five(total) - sum(sizes, five) - sum(runs, five)) / 72;
  const second = total > 2 ? (sum(sizes, three) * sum(runs, three)) / (36 * three(total)) : 0;
  return main + second + (sum(sizes, two) * sum(runs, two)) / (8 * two(total));
}

/**
 * Jonckheere-Terpstra test for a trend over ordered groups, with ties. The p-values count all arrangements while that is little work (some 30
 * animals in 4 groups), ties included; beyond it they are normal.
 *
 * @param groups group number (0 = lowest dose) of each value
 * @param reference `exact` or `normal` to insist on one
 * @throws RangeError for missing values, empty groups, values that are all equal, or exact counts that would be too much work
 */
export function jonckheereTest(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  reference?: 'exact' | 'normal',
): JonckheereTest {
  requireComplete(values);
  const sizes = Array.from(groupSizes(values, groups));
  const runs = runLengths(values);
  if (runs.length < 2) throw new RangeError('all values are equal: there is no trend to test');
  const total = values.length;
  const statistic = countOf(values, groups);
  const expected = (total * total - sizes.reduce((sum, n) => sum + n * n, 0)) / 4;
  const variance = varianceOf(sizes, runs);
  const z = (statistic - expected) / Math.sqrt(variance);
  const chances = reference === 'normal' ? undefined : exactDistribution(runs, sizes, reference === 'exact' ? 1e9 : EXACT_WORK);
  if (chances === undefined) {
    if (reference === 'exact') throw new RangeError('too many arrangements to count: use the normal approximation');
    const [up, down] = [normal.upper(z), normal.lower(z)];
    const pvalue = 2 * Math.min(up, down);
    return { statistic, expected, variance, z, pvalue, pvalueIncreasing: up, pvalueDecreasing: down, exact: false };
  }
  let [up, down] = [0, 0];
  chances.forEach((chance, s) => {
    if (s >= 2 * statistic) up += chance;
    if (s <= 2 * statistic) down += chance;
  });
  const pvalue = Math.min(1, 2 * Math.min(up, down));
  return {
    statistic,
    expected,
    variance,
    z,
    pvalue,
    pvalueIncreasing: Math.min(1, up),
    pvalueDecreasing: Math.min(1, down),
    exact: true,
  };
}
