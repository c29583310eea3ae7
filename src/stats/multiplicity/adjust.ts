import { inputError } from '../../problems/index.ts';
import { expm1, log1p } from '../elementary/index.ts';
import { hommelSorted } from './hommel.ts';

/** Ways of adjusting a family of p-values. */
export type AdjustMethod = 'bonferroni' | 'holm' | 'hochberg' | 'hommel' | 'BH' | 'BY' | 'sidak' | 'holm-sidak' | 'none';

/**
 * Adjusts p-values for multiplicity. NaN passes through and is not counted.
 *
 * @param p p-values in [0, 1]
 * @param method familywise error: bonferroni, holm, hochberg, hommel, sidak, holm-sidak; false discovery rate: BH, BY
 * @param familySize number of tests in the family when some are not listed; at least the number of p-values that are
 * @throws InputError when familySize is smaller than that, or the method is unknown
 * Source: same definitions as R's p.adjust; Sidak (1967); Holm's step-down with Sidak's bound (1979).
 */
export function adjustPvalues(p: ArrayLike<number>, method: AdjustMethod, familySize?: number): Float64Array {
  const result = new Float64Array(p.length).fill(NaN);
  const order: number[] = [];
  for (let i = 0; i < p.length; i++) if (p[i] === p[i]) order.push(i);
  const size = familySize ?? order.length;
  if (size < order.length) {
    throw inputError({
      code: 'family-too-small',
      message: 'The family of tests is smaller than the number of its p-values',
      found: String(size),
      expected: `at least ${order.length}`,
    });
  }
  order.sort((a, b) => p[a] - p[b]);
  const sorted = Float64Array.from(order, (i) => p[i]);
  const adjusted = adjustSorted(sorted, method, size);
  for (let i = 0; i < order.length; i++) result[order[i]] = adjusted[i];
  return result;
}

function adjustSorted(p: Float64Array, method: AdjustMethod, size: number): Float64Array {
  switch (method) {
    case 'none':
      return p;
    case 'bonferroni':
      return p.map((value) => Math.min(1, size * value));
    case 'sidak':
      return p.map((value) => sidak(value, size));
    case 'holm':
      return stepDown(p, (value, i) => (size - i) * value);
    case 'holm-sidak':
      return stepDown(p, (value, i) => sidak(value, size - i));
    case 'hochberg':
      return stepUp(p, (value, i) => (size - i) * value);
    case 'BH':
      return stepUp(p, (value, i) => (size * value) / (i + 1));
    case 'BY': {
      let harmonic = 0;
      for (let i = 1; i <= size; i++) harmonic += 1 / i;
      return stepUp(p, (value, i) => (harmonic * size * value) / (i + 1));
    }
    case 'hommel':
      return hommel(p, size);
    default:
      throw inputError({ code: 'unknown-adjustment', message: 'Unknown way of adjusting p-values', found: String(method) });
  }
}

function sidak(p: number, size: number): number {
  return -expm1(size * log1p(-p));
}

/** Running maximum from the smallest p-value upwards. */
function stepDown(p: Float64Array, factor: (value: number, index: number) => number): Float64Array {
  let least = 0;
  return p.map((value, i) => {
    least = Math.max(least, factor(value, i));
    return Math.min(1, least);
  });
}

/** Running minimum from the largest p-value downwards. */
function stepUp(p: Float64Array, factor: (value: number, index: number) => number): Float64Array {
  const adjusted = new Float64Array(p.length);
  let most = 1;
  for (let i = p.length - 1; i >= 0; i--) {
    most = Math.min(most, factor(p[i], i));
    adjusted[i] = most;
  }
  return adjusted;
}

/** Tests that are not listed count as p = 1. */
function hommel(p: Float64Array, size: number): Float64Array {
  if (size === p.length) return hommelSorted(p);
  const all = new Float64Array(size).fill(1);
  all.set(p);
  return hommelSorted(all).slice(0, p.length);
}
