import type { ReceptorOptions } from '../analyze.ts';
import { matchCatalogue } from '../catalogue/match-genes.ts';
import { contrastGroups, type MeasuredExpression } from '../receptors/contrast-groups.ts';
import { detectedGenes } from '../receptors/detection.ts';
import { ionotropicSides } from './balance.ts';
import { rearrangedTest } from './rearranged-balance.ts';

/** Arrangements drawn where there are too many to enumerate: enough to see whether a deletion carries the finding. */
const DRAWS = 1999;

/**
 * The headline balance index without each set of samples: its z-scores by the controls that remain, and its permutation test.
 * Transformed values and detected genes are held.
 *
 * @param sets positions of the samples to be left out together
 * @returns one value per set; NaN where a group is left with fewer than two samples
 */
export function balanceDeletions(
  expression: MeasuredExpression,
  options: ReceptorOptions,
  sets: readonly (readonly number[])[],
  seed: number,
): { estimate: Float64Array; pvalue: Float64Array } {
  const contrast = expression.contrasts[options.contrast ?? 0];
  const groups = contrastGroups(expression, contrast);
  const matched = matchCatalogue(expression.genes, options.geneId, options.species);
  const sides = ionotropicSides({ matched, detected: detectedGenes(expression, contrast, groups) });
  const tests = sets.map((left) => {
    const kept = (members: readonly number[]): number[] => members.filter((sample) => !left.includes(sample));
    const groupsWithout = { treated: kept(groups.treated), control: kept(groups.control) };
    return rearrangedTest(expression.transformed, expression.samples.length, sides, groupsWithout, { seed, draws: DRAWS });
  });
  return {
    estimate: Float64Array.from(tests, (test) => test?.estimate ?? NaN),
    pvalue: Float64Array.from(tests, (test) => test?.pvalue ?? NaN),
  };
}
