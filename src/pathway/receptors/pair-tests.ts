import { adjustPvalues } from '../../stats/index.ts';
import { cataloguePairs } from '../catalogue/catalogue-pairs.ts';
import type { PairTest } from '../results.ts';
import { contrastEstimates } from '../set-tests/contrast-estimates.ts';
import type { CompositionInput } from './composition.ts';
import { pairScores } from './pair-scores.ts';

/** Fewest pairs for a common prior of their variances. */
const ENOUGH_FOR_PRIOR = 10;

/** Change of each detected ligand-receptor pair's score between the groups, by the study's design, with moderated variances. */
export function pairTests(input: CompositionInput): PairTest[] {
  const { expression, groups } = input;
  const pairs = cataloguePairs(input.matched, input.detected);
  if (pairs.length === 0) return [];
  const scores = pairScores(expression.transformed, expression.samples.length, pairs);
  const { matrix, columns } = expression.design;
  const fit = contrastEstimates(scores, matrix, columns.length, groups.weights, pairs.length >= ENOUGH_FOR_PRIOR);
  const padj = adjustPvalues(fit.pvalue, 'BH');
  return pairs.map(({ ligand, receptor }, k) => ({
    ligand,
    receptor,
    estimate: fit.estimate[k],
    low: fit.low[k],
    high: fit.high[k],
    pvalue: fit.pvalue[k],
    padj: padj[k],
  }));
}
