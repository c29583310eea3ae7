import type { ReceptorOptions } from './analyze.ts';
import { catalogueSets } from './catalogue/catalogue-sets.ts';
import { matchCatalogue } from './catalogue/match-genes.ts';
import { contrastGroups, type MeasuredExpression } from './receptors/contrast-groups.ts';
import { detectedEffects } from './receptors/detected-effects.ts';
import { detectedGenes } from './receptors/detection.ts';
import { changesOf } from './receptors/family-tests.ts';
import { contrastEstimates } from './set-tests/contrast-estimates.ts';
import { fry, standardizeEffects } from './set-tests/fry.ts';
import { geneEffects } from './set-tests/gene-effects.ts';

/** A set of genes along the levels of a factor. */
export interface FamilyTrend {
  size: number;
  /** Weighted mean change over the trend (log2, transformed values) with its 95 % interval. */
  estimate: number;
  low: number;
  high: number;
  /** Rotation test of the trend, in one direction and in any. */
  pvalue: number;
  mixedPvalue: number;
}

/**
 * Tests a set of the catalogue for a planned trend over the levels of the compared factor (dose), on the genes and transformed values of
 * the headline comparison.
 *
 * @param levels of the factor with the weight of each; weights sum to zero
 * @returns null when the design does not know the levels or no gene of the set is detected
 */
export function familyTrend(
  expression: MeasuredExpression,
  options: ReceptorOptions,
  id: string,
  levels: readonly (readonly [string, number])[],
): FamilyTrend | null {
  const contrast = expression.contrasts[options.contrast ?? 0];
  const { columns, matrix } = expression.design;
  const weights = new Float64Array(columns.length);
  let reference = 0;
  for (const [level, weight] of levels) {
    const column = columns.indexOf(contrast.factor + level);
    if (column < 0) reference++;
    else weights[column] = weight;
  }
  if (reference !== 1 && !(reference === 0 && !columns.includes('(Intercept)'))) return null;
  const matched = matchCatalogue(expression.genes, options.geneId, options.species);
  const groups = contrastGroups(expression, contrast);
  const { universe, placeOf, values } = detectedEffects(expression, groups, detectedGenes(expression, contrast, groups));
  const set = catalogueSets(matched).find((one) => one.id === id);
  const members = Int32Array.from(set?.members.flatMap((m) => placeOf.get(matched[m].index) ?? []) ?? []).sort();
  if (members.length === 0) return null;
  const scaled = standardizeEffects(geneEffects(values, matrix, columns.length, weights));
  const [test] = fry(scaled, [members]);
  const shares = changesOf(
    contrast,
    members.map((place) => universe[place]),
  ).weights;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const samples = expression.samples.length;
  const mean = new Float64Array(samples);
  members.forEach((place, m) => {
    for (let j = 0; j < samples; j++) mean[j] += (shares[m] / total) * values[place * samples + j];
  });
  const fit = contrastEstimates(mean, matrix, columns.length, weights, false);
  return {
    size: members.length,
    estimate: fit.estimate[0],
    low: fit.low[0],
    high: fit.high[0],
    pvalue: test.pvalue,
    mixedPvalue: test.mixedPvalue,
  };
}
