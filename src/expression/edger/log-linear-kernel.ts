import { type Kernel, kernel, putDoubles, putIntegers, roomForDoubles, takeDoubles } from '../kernel/kernel.ts';
import type { GlmDesign } from './glm-design.ts';

/** Counts of many genes with what their fits need. */
export interface LogLinearInput {
  /** genes x samples. */
  counts: Float64Array;
  /** What a gene of level 1 would count: one row for all genes, or genes x samples. */
  sizes: Float64Array;
  /** One per gene, or genes x samples; samples of equal design rows have equal ones. */
  dispersions: Float64Array;
}

/** Puts a design into the kernel, forgetting what was there. */
function takeDesign(design: GlmDesign): Kernel {
  const k = kernel();
  k.releaseAll();
  const { samples, columns, groups, groupOf, groupRows, ofConstant } = design;
  k.beginLogLinear(samples, columns, groups, putIntegers(k, groupOf), putDoubles(k, groupRows), putDoubles(k, ofConstant));
  return k;
}

/**
 * Fits by damped scoring: coefficients (genes x columns) and means (genes x samples).
 *
 * Source: McCarthy, Chen & Smyth (2012); start, damping and stopping rules of edgeR's `glmFit` (kernel/expression/levenberg.ts).
 */
export function fitDamped(
  design: GlmDesign,
  { counts, sizes, dispersions }: LogLinearInput,
): { coefficients: Float64Array; means: Float64Array } {
  const { samples, columns } = design;
  const genes = counts.length / samples;
  const k = takeDesign(design);
  const betas = roomForDoubles(k, genes * columns);
  const means = roomForDoubles(k, genes * samples);
  const stride = sizes.length === samples ? 0 : samples;
  const perSample = dispersions.length === genes ? 0 : 1;
  const [y, s, d] = [counts, sizes, dispersions].map((values) => putDoubles(k, values));
  k.fitDamped(genes, y, s, stride, d, perSample, betas, means);
  return { coefficients: takeDoubles(k, betas, genes * columns), means: takeDoubles(k, means, genes * samples) };
}

/**
 * Fits of designs in which every group has its own mean, group by group by Fisher scoring: log levels (genes x groups, never below -1e8, so
 * that coefficients stay finite) and means (genes x samples).
 */
export function fitGroups(
  design: GlmDesign,
  { counts, sizes, dispersions }: LogLinearInput,
): { levels: Float64Array; means: Float64Array } {
  const { samples, groups } = design;
  const genes = counts.length / samples;
  const k = takeDesign(design);
  const levels = roomForDoubles(k, genes * groups);
  const means = roomForDoubles(k, genes * samples);
  const stride = sizes.length === samples ? 0 : samples;
  const perSample = dispersions.length === genes ? 0 : 1;
  const [y, s, d] = [counts, sizes, dispersions].map((values) => putDoubles(k, values));
  k.fitGroups(genes, y, s, stride, d, perSample, levels, means);
  return { levels: takeDoubles(k, levels, genes * groups), means: takeDoubles(k, means, genes * samples) };
}

/**
 * Deviance of every gene at its means under a negative binomial, one dispersion per gene: the Poisson and gamma limits as in edgeR 3.40
 * (kernel/expression/deviance.ts).
 */
export function deviances(design: GlmDesign, counts: Float64Array, means: Float64Array, dispersions: Float64Array): Float64Array {
  const genes = dispersions.length;
  const k = takeDesign(design);
  const out = roomForDoubles(k, genes);
  k.deviances(genes, putDoubles(k, counts), putDoubles(k, means), putDoubles(k, dispersions), out);
  return takeDoubles(k, out, genes);
}

/** Dispersions at which likelihoods are wanted. */
export interface CurvePoints {
  dispersions: Float64Array;
  /** ln Γ(y + r) − ln Γ(r) + r ln r of whole counts y below `width` at every point (r = 1 / dispersion), points x width; null: computed. */
  gammaTerms: { table: Float64Array; width: number } | null;
  /** Start every fit anew; else each begins where that at the last dispersion ended. */
  afresh: boolean;
}

/**
 * Adjusted profile log likelihood of the dispersion of every gene, genes x points: the means are refitted at each dispersion, and
 * ½ ln |X'WX| is taken off. Terms that do not depend on the dispersion are left out: curves are only compared with themselves.
 *
 * @param sizes library sizes, one row for all genes
 * Source: McCarthy, Chen & Smyth (2012); Cox & Reid (1987).
 */
export function profileCurves(
  design: GlmDesign,
  counts: Float64Array,
  sizes: Float64Array,
  { dispersions, gammaTerms, afresh }: CurvePoints,
): Float64Array {
  const genes = counts.length / design.samples;
  const points = dispersions.length;
  const k = takeDesign(design);
  const out = roomForDoubles(k, genes * points);
  const table = gammaTerms === null ? 0 : putDoubles(k, gammaTerms.table);
  const largest = (gammaTerms?.width ?? 0) - 1;
  const [y, s, d] = [counts, sizes, dispersions].map((values) => putDoubles(k, values));
  k.profileCurves(genes, y, s, points, d, table, largest, design.oneWay ? 1 : 0, afresh ? 1 : 0, out);
  return takeDoubles(k, out, genes * points);
}
