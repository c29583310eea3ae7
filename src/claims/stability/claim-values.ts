import type { Equivalence } from '../results.ts';

/** A claim's numbers without each set of animals in turn; NaN where nothing is known. */
export interface ClaimDeletion {
  id: string;
  estimate: Float64Array;
  pvalue: Float64Array;
  /** The equivalence test without each set, where it changes. */
  equivalence: ((set: number) => Equivalence) | null;
  /** Whether the set holds an animal that this claim rests on. */
  touched: Uint8Array;
}
