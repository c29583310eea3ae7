import { inputError } from '../../problems/index.ts';
import { mean } from '../descriptive/index.ts';
import { pairedDifference, type StandardizedDifference, standardizedDifference } from '../effects/index.ts';
import { type PermutationTest, permutationTest, signFlipTest } from '../tests/index.ts';
import { type Bootstrap, type BootstrapOptions, bootstrap } from './bootstrap.ts';

/** Everything an estimation plot shows: the values' difference, how sure it is, and how large it is in standard deviations. */
export interface Estimation {
  /** Mean difference with its BCa interval and all replicates, whose density is drawn beside the values. */
  difference: Bootstrap;
  /** Cohen's d and Hedges' g with exact intervals. */
  standardized: StandardizedDifference;
  /** Permutation test of the same difference; of pairs, by flipping signs. */
  permutation: PermutationTest;
}

/**
 * Mean of x minus mean of the control, as an estimation plot shows it.
 *
 * @param paired whether x and control are the same units in the same order
 * @throws InputError when pairs are of unequal number or samples have fewer than two values
 * Source: Ho et al. (2019), Nature Methods 16:565.
 */
export function estimateDifference(
  x: ArrayLike<number>,
  control: ArrayLike<number>,
  options: BootstrapOptions & { paired?: boolean } = {},
): Estimation {
  const level = options.level ?? 0.95;
  if (options.paired !== true) {
    const difference = bootstrap([x, control], ([a, b]) => mean(a) - mean(b), options);
    const permutation = permutationTest(x, control, { seed: options.seed });
    return { difference, standardized: standardizedDifference(x, control, level), permutation };
  }
  if (x.length !== control.length) {
    throw inputError({
      code: 'pairs-unequal',
      message: 'Pairs need as many values before as after',
      found: `${x.length} and ${control.length}`,
      expected: 'equal numbers',
    });
  }
  const differences = Float64Array.from(x, (value, i) => value - control[i]);
  const difference = bootstrap([differences], ([d]) => mean(d), options);
  return {
    difference,
    standardized: pairedDifference(x, control, level).ofDifferences,
    permutation: signFlipTest(differences, { seed: options.seed }),
  };
}
