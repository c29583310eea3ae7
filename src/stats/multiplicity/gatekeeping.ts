import { inputError } from '../../problems/index.ts';
import { type AdjustMethod, adjustPvalues } from './adjust.ts';

/** A family of tests of equal rank. */
export interface TestFamily {
  pvalues: ArrayLike<number>;
  /** How the family is adjusted within itself; a familywise method, default Holm. */
  method?: Exclude<AdjustMethod, 'BH' | 'BY' | 'none'>;
}

/**
 * Serial gatekeeping over families in a planned order: a family is tested only when every test of all families before it was
 * rejected, so its adjusted p-values are at least the largest one before. The familywise error over all families is that of one.
 * Returns one array for each family; NaN within a family closes the gate behind it (NaN).
 * Source: Westfall & Krishen (2001), J Stat Plan Inference 99:25.
 */
export function serialGatekeeping(families: readonly TestFamily[]): Float64Array[] {
  let gate = 0;
  return families.map(({ pvalues, method = 'holm' }) => {
    const opened = gate;
    const adjusted = adjustPvalues(pvalues, method).map((value) => (opened === opened ? Math.max(value, opened) : NaN));
    for (const value of adjusted) gate = value === value && gate === gate ? Math.max(gate, value) : NaN;
    return adjusted;
  });
}

/**
 * Parallel gatekeeping of two families: the second is tested when at least one test of the first was rejected, with the level
 * freed by the rejected ones (Bonferroni in the first family, Holm in the second). Each rejected gate of m hands 1 / m of alpha
 * on.
 *
 * Adjusted p-values of the second family are the smallest alpha at which it rejects. NaN is not counted.
 *
 * @throws InputError when the gate is empty
 * Source: Dmitrienko, Offen & Westfall (2003), Stat Med 22:2387.
 */
export function parallelGatekeeping(
  gate: ArrayLike<number>,
  second: ArrayLike<number>,
): { gate: Float64Array; second: Float64Array } {
  const first = adjustPvalues(gate, 'bonferroni');
  const gates = Float64Array.from(first.filter((value) => value === value)).sort();
  if (gates.length === 0) {
    throw inputError({ code: 'gate-empty', message: 'The family that opens the gate has no p-values', expected: 'at least one' });
  }
  const withinSecond = adjustPvalues(second, 'holm');
  const adjusted = withinSecond.map((value) => {
    if (value !== value) return NaN;
    // With r gates rejected, which needs alpha >= gates[r - 1], the second family has r / m of alpha.
    return gates.reduce((least, needed, i) => Math.min(least, Math.max(needed, (value * gates.length) / (i + 1))), 1);
  });
  return { gate: first, second: adjusted };
}
