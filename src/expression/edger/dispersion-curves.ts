import type { Task } from '../../context/index.ts';
import { GRID, gridPoints } from './dispersion-grid.ts';
import { fitGenes } from './fit-genes.ts';
import { type GlmDesign, glmDesign } from './glm-design.ts';
import { profileCurves } from './log-linear-kernel.ts';
import { designOver, zeroPatterns } from './zero-means.ts';

const POINTS = GRID.length;

/** Genes whose dispersion likelihoods are wanted. */
export interface CurvesInput {
  design: GlmDesign;
  /** genes x samples. */
  counts: Float64Array;
  /** Effective library sizes. */
  sizes: Float64Array;
}

/**
 * Adjusted profile likelihoods of a chunk of genes, genes x grid points; samples with zero means are left out of the design, and
 * genes without residual degrees of freedom have a flat curve.
 */
export const dispersionCurvesTask: Task<CurvesInput, Float64Array> = { name: 'edger/dispersion-curves', run: dispersionCurves };

function dispersionCurves({ design, counts, sizes }: CurvesInput): Float64Array {
  const { samples, columns } = design;
  const genes = counts.length / samples;
  const rough = fitGenes(design, { counts, sizes, dispersions: new Float64Array(genes).fill(0.05) });
  const out = new Float64Array(genes * POINTS);
  for (const { genes: members, seen } of zeroPatterns(counts, rough.means, samples)) {
    if (seen.length === 0) continue;
    const whole = seen.length === samples;
    const part = whole ? design : designOver(design.matrix, columns, seen);
    if (part.columns === seen.length) continue;
    const rows = new Float64Array(members.length * seen.length);
    members.forEach((g, k) => {
      for (let i = 0; i < seen.length; i++) rows[k * seen.length + i] = counts[g * samples + seen[i]];
    });
    const sizesSeen = Float64Array.from(seen, (j) => sizes[j]);
    const curves = profileCurves(whole ? design : glmDesign(part.matrix, seen.length), rows, sizesSeen, gridPoints());
    members.forEach((g, k) => {
      out.set(curves.subarray(k * POINTS, (k + 1) * POINTS), g * POINTS);
    });
  }
  return out;
}
