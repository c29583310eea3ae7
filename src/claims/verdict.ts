import { studentT } from '../stats/index.ts';
import type { Equivalence, Verdict } from './results.ts';

/**
 * Two one-sided tests that the effect lies within (-bound, bound) (Schuirmann 1987), from an estimate and its standard error.
 *
 * @param df degrees of freedom of the standard error; Infinity for a normal reference
 */
export function equivalenceTest(estimate: number, se: number, df: number, bound: number): Equivalence {
  if (!(se > 0) || !Number.isFinite(estimate)) return { bound, pvalue: NaN };
  const belowUpper = studentT.lower((estimate - bound) / se, df);
  const aboveLower = studentT.upper((estimate + bound) / se, df);
  return { bound, pvalue: Math.max(belowUpper, aboveLower) };
}

/**
 * The verdict of a directional claim.
 *
 * supported: adjusted p below alpha and the estimate on the claimed side. contradicted: below alpha on the other side.
 * not-supported: the equivalence test places the effect within the smallest effect of interest. Otherwise inconclusive:
 * absence of evidence, not evidence of absence. An effect can be both significant and smaller than the smallest effect of
 * interest; it is then not supported, because it is not of the size the study set out to find.
 *
 * @param claimed +1 or -1: the side the claim names; 0 when any change counts
 */
export function directionalVerdict(
  estimate: number,
  padj: number,
  equivalence: Equivalence | null,
  claimed: 1 | -1 | 0,
  alpha: number,
): Verdict {
  if (equivalence !== null && equivalence.pvalue < alpha) return 'not-supported';
  if (!(padj < alpha)) return 'inconclusive';
  if (claimed === 0) return 'supported';
  return estimate * claimed > 0 ? 'supported' : 'contradicted';
}

/** The standard error implied by a symmetric 95 % interval with t degrees of freedom. */
export function seFromInterval(low: number, high: number, df: number): number {
  return (high - low) / 2 / studentT.quantileUpper(0.025, df);
}

const WORDS: Record<Verdict, string> = {
  supported: 'supported',
  'not-supported': 'not supported',
  contradicted: 'contradicted',
  inconclusive: 'inconclusive',
};

/** The verdict in words. */
export function verdictWords(verdict: Verdict): string {
  return WORDS[verdict];
}
