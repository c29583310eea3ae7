import { arrangementTest, type PermutationOptions, type PermutationTest } from '../../stats/index.ts';
import type { ContrastGroups } from '../receptors/contrast-groups.ts';
import type { BalanceSides } from './balance-indices.ts';

/**
 * Permutation test of the difference of `zBalance` between the groups, its z-scores taken anew by those who are controls in each
 * arrangement. Only so is the p exact: by the actual controls' mean and standard deviation the controls lie closer to zero than
 * exchangeable samples would. Genes that do not vary among an arrangement's controls are left out of it, as in the index.
 *
 * @param values log2-scale expression, genes x samples
 * @returns null when a group has fewer than two samples or the index has no value
 */
export function rearrangedTest(
  values: Float64Array,
  samples: number,
  sides: BalanceSides,
  { treated, control }: Pick<ContrastGroups, 'treated' | 'control'>,
  options: Omit<PermutationOptions, 'alternative'>,
): PermutationTest | null {
  if (treated.length < 2 || control.length < 2) return null;
  const wanted = [...treated, ...control];
  const sideMeans = [sides.excitatory, sides.inhibitory].map((genes) =>
    standardizedDifference(values, samples, genes, wanted, treated.length),
  );
  const statistic = (inTreated: Uint8Array): number => sideMeans[0](inTreated) - sideMeans[1](inTreated);
  const observed = Uint8Array.from(wanted, (_, i) => Number(i < treated.length));
  if (Number.isNaN(statistic(observed))) return null;
  return arrangementTest(
    wanted.length,
    treated.map((_, i) => i),
    statistic,
    options,
  );
}

/** Mean over genes of the difference of the groups' means in units of the controls' standard deviation. */
function standardizedDifference(
  values: Float64Array,
  samples: number,
  genes: readonly number[],
  wanted: readonly number[],
  treatedCount: number,
): (inTreated: Uint8Array) => number {
  const n = wanted.length;
  const controlCount = n - treatedCount;
  const centered = new Float64Array(genes.length * n);
  genes.forEach((gene, g) => {
    const row = wanted.map((sample) => values[gene * samples + sample]);
    const mean = row.reduce((sum, value) => sum + value, 0) / n;
    row.forEach((value, i) => {
      centered[g * n + i] = value - mean;
    });
  });
  return (inTreated) => {
    let [total, used] = [0, 0];
    for (let g = 0; g < genes.length; g++) {
      let [treatedSum, controlSum, lowest, highest] = [0, 0, Infinity, -Infinity];
      for (let i = 0; i < n; i++) {
        const value = centered[g * n + i];
        if (inTreated[i] === 1) {
          treatedSum += value;
          continue;
        }
        controlSum += value;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      if (!(highest > lowest)) continue;
      const controlMean = controlSum / controlCount;
      let square = 0;
      for (let i = 0; i < n; i++) {
        if (inTreated[i] === 1) continue;
        const deviation = centered[g * n + i] - controlMean;
        square += deviation * deviation;
      }
      total += (treatedSum / treatedCount - controlMean) / Math.sqrt(square / (controlCount - 1));
      used++;
    }
    return total / used;
  };
}
