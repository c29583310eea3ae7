import { normal } from '../../stats/index.ts';

/**
 * What is asked of a fold change with a threshold T: larger than T in either direction (`greaterAbs`; `greaterAbs2014` is the
 * less powerful form of DESeq2 before 1.44), surely smaller than T in both (`lessAbs`), above T, or below -T.
 */
export type Alternative = 'greaterAbs' | 'greaterAbs2014' | 'lessAbs' | 'greater' | 'less';

export const ALTERNATIVES: readonly Alternative[] = ['greaterAbs', 'greaterAbs2014', 'lessAbs', 'greater', 'less'];

export interface WaldQuestion {
  /** log2 scale, at least 0. */
  threshold: number;
  alternative: Alternative;
}

/** Whether there is any change at all. */
export const ANY_CHANGE: WaldQuestion = { threshold: 0, alternative: 'greaterAbs' };

/**
 * Wald statistic and p-value of one fold change, as in DESeq2's `results(lfcThreshold, altHypothesis)` (1.48).
 *
 * @returns [statistic, p-value]
 */
export function waldTest(change: number, error: number, { threshold, alternative }: WaldQuestion): [number, number] {
  const above = (change - threshold) / error;
  const below = (change + threshold) / error;
  const beyond = (Math.abs(change) - threshold) / error;
  switch (alternative) {
    case 'greaterAbs': {
      const statistic = threshold === 0 ? change / error : Math.sign(change) * Math.max(beyond, 0);
      return [statistic, normal.upper(beyond) + normal.upper((Math.abs(change) + threshold) / error)];
    }
    case 'greaterAbs2014':
      return [Math.sign(change) * Math.max(beyond, 0), Math.min(1, 2 * normal.upper(beyond))];
    case 'lessAbs':
      return [Math.min(Math.max(-above, 0), Math.max(below, 0)), Math.max(normal.lower(above), normal.upper(below))];
    case 'greater':
      return [Math.max(above, 0), normal.upper(above)];
    case 'less':
      return [Math.min(below, 0), normal.lower(below)];
  }
}
