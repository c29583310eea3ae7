import { type ContrastResult, MISSING_REASON } from '../../expression/index.ts';
import type { ContrastGroups, MeasuredExpression } from './contrast-groups.ts';

/** Normalized mean count below which a gene counts as not detected. */
export const DETECTION_MEAN = 1;

/** The rule of {@link detectedGenes}, for the report. */
export const DETECTION_RULE =
  `detected = mean normalized count of at least ${DETECTION_MEAN}, reads in at least as many samples as the smaller group has, ` +
  'and an estimate in this comparison';

/**
 * Which genes are expressed well enough that "no change" would mean something: mean normalized count of at least 1, reads in
 * at least as many of the compared samples as the smaller group has, and a finite estimate.
 */
export function detectedGenes(
  expression: MeasuredExpression,
  contrast: ContrastResult,
  groups: ContrastGroups,
  leastMean = DETECTION_MEAN,
): Uint8Array {
  const samples = expression.samples.length;
  const compared = [...groups.treated, ...groups.control];
  const needed = Math.max(1, Math.min(groups.treated.length, groups.control.length));
  return Uint8Array.from(expression.genes, (_, gene) => {
    if (contrast.missing[gene] === MISSING_REASON.allZero || contrast.missing[gene] === MISSING_REASON.notEstimated) return 0;
    if (!(contrast.baseMean[gene] >= leastMean) || !Number.isFinite(contrast.lfcSE[gene])) return 0;
    let present = 0;
    for (const sample of compared) if (expression.counts[gene * samples + sample] > 0) present++;
    return present >= needed ? 1 : 0;
  });
}
