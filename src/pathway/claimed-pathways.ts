import type { Context } from '../context/index.ts';
import type { ReceptorOptions } from './analyze.ts';
import { balanceIndices } from './balance/balance.ts';
import { catalogueSets } from './catalogue/catalogue-sets.ts';
import { matchCatalogue } from './catalogue/match-genes.ts';
import { contrastGroups, type MeasuredExpression } from './receptors/contrast-groups.ts';
import { type DetectedEffects, detectedEffects, effectsAmong } from './receptors/detected-effects.ts';
import { DETECTION_MEAN, detectedGenes } from './receptors/detection.ts';
import { familyTests } from './receptors/family-tests.ts';
import { receptorPanel } from './receptors/receptor-panel.ts';
import type { PathwayResult } from './results.ts';

/** The part of the receptor view that claims rest on. */
export type ClaimedPathways = Pick<PathwayResult, 'contrast' | 'panel' | 'families' | 'balance'>;

/**
 * As `analyzeReceptors`, with the same numbers, but only what claims rest on: the panel, the declared systems and cascade steps, and
 * the headline index. No gene permutation, no familywise p of single genes, no bootstrap: for analyses that are run hundreds of times.
 *
 * @param relabelings of the samples for sets of few genes
 */
export async function claimedPathways(
  expression: MeasuredExpression,
  options: ReceptorOptions & { relabelings?: number },
  context: Context,
): Promise<ClaimedPathways> {
  const [only] = await pathwayVariants(expression, options, [PLANNED_VARIANT], context);
  return only;
}

/** How the sets are tested. */
export interface PathwayVariant {
  /** Mean normalized count from which on a gene counts as detected. */
  detectionMean: number;
  /** Genes scaled by moderated variances, or as they are. */
  standardize: 'posterior' | 'none';
}

const PLANNED_VARIANT: PathwayVariant = { detectionMean: DETECTION_MEAN, standardize: 'posterior' };

/** {@link claimedPathways} in several variants, sharing what they have in common. */
export async function pathwayVariants(
  expression: MeasuredExpression,
  options: ReceptorOptions & {
    relabelings?: number /** Ids of the sets to test; default: all but single families. */;
    sets?: readonly string[];
  },
  variants: readonly PathwayVariant[],
  context: Context,
): Promise<ClaimedPathways[]> {
  const contrast = expression.contrasts[options.contrast ?? 0];
  const matched = matchCatalogue(expression.genes, options.geneId, options.species);
  const groups = contrastGroups(expression, contrast);
  const sets = catalogueSets(matched).filter((set) =>
    options.sets === undefined ? set.kind !== 'family' : options.sets.includes(set.id),
  );
  const detectedFrom = (mean: number): Uint8Array => detectedGenes(expression, contrast, groups, mean);
  const least = Math.min(...variants.map((variant) => variant.detectionMean));
  const whole = detectedEffects(expression, groups, detectedFrom(least));
  const made = new Map<number, DetectedEffects>([[least, whole]]);
  const results: ClaimedPathways[] = [];
  for (const { detectionMean, standardize } of variants) {
    const detected = detectedFrom(detectionMean);
    const model = made.get(detectionMean) ?? effectsAmong(whole, detected);
    made.set(detectionMean, model);
    const shared = { expression, contrast, groups, matched, model };
    const { relabelings } = options;
    results.push({
      contrast: contrast.name,
      panel: receptorPanel({ ...shared, seed: context.seed, familywise: false }),
      families: await familyTests(sets, { ...shared, context, competitive: false, standardize, relabelings }),
      balance: balanceIndices({ ...shared, detected, seed: context.seed, headline: true }),
    });
  }
  return results;
}
