import { mean, sampleVariance } from '../descriptive/index.ts';
import { requireComplete, splitByGroup } from '../tests/index.ts';

/** Means of groups with the variance within them pooled; the first group is the control (or the lowest dose). */
export interface DoseGroups {
  samples: Float64Array[];
  sizes: Int32Array;
  means: Float64Array;
  pooledVariance: number;
  residualDf: number;
}

/**
 * Summarizes groups in the order of their dose.
 *
 * @param groups group number (0 = control, ascending dose) of each value
 * @throws RangeError for missing values, an empty group, or values that do not vary within any group
 */
export function doseGroups(values: ArrayLike<number>, groups: ArrayLike<number>): DoseGroups {
  requireComplete(values);
  const samples = splitByGroup(values, groups);
  const residualDf = values.length - samples.length;
  if (residualDf < 1) throw new RangeError('the spread within groups needs more animals than groups');
  const squares = samples.reduce((sum, one) => sum + (one.length > 1 ? sampleVariance(one) * (one.length - 1) : 0), 0);
  if (!(squares > 0)) throw new RangeError('the values do not vary within any group');
  return {
    samples,
    sizes: Int32Array.from(samples, (one) => one.length),
    means: Float64Array.from(samples, mean),
    pooledVariance: squares / residualDf,
    residualDf,
  };
}

/** Group numbers of doses in ascending order, and the distinct doses. */
export function groupsByDose(doses: ArrayLike<number>): { groups: Int32Array; levels: Float64Array } {
  const levels = Float64Array.from(new Set(Array.from(doses))).sort();
  const places = new Map(Array.from(levels, (dose, i) => [dose, i]));
  return { groups: Int32Array.from(doses, (dose) => places.get(dose) ?? -1), levels };
}
