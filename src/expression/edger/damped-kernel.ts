import { log } from '../../stats/index.ts';
import { type Kernel, kernel, putDoubles, putIntegers, roomForDoubles, takeDoubles } from '../kernel/kernel.ts';
import { GAMMA_TABLED, GRID_DISPERSIONS, gammaTable } from './dispersion-grid.ts';
import type { GlmDesign } from './glm-design.ts';

/** Puts a design and its library sizes into the kernel, forgetting what was there. */
function takeDesign(design: GlmDesign, sizes: Float64Array): Kernel {
  const k = kernel();
  k.releaseAll();
  k.beginDamped(
    design.samples,
    design.columns,
    design.groups,
    putIntegers(k, design.groupOf),
    putDoubles(k, design.groupRows),
    putDoubles(k, design.ofConstant),
    putDoubles(k, sizes),
    putDoubles(k, sizes.map(log)),
  );
  return k;
}

/** Coefficients and means of damped fits. */
export interface DampedFits {
  /** genes x columns. */
  coefficients: Float64Array;
  /** genes x samples. */
  means: Float64Array;
}

/**
 * Negative binomial log-linear fits by damped scoring, as {@link fitLevenberg} in the kernel: one dispersion per gene.
 *
 * @param start coefficients to start from, genes x columns, or null
 */
export function fitDamped(
  design: GlmDesign,
  counts: Float64Array,
  sizes: Float64Array,
  dispersions: Float64Array,
  start: Float64Array | null,
): DampedFits {
  const genes = dispersions.length;
  const k = takeDesign(design, sizes);
  const starts = start === null ? 0 : putDoubles(k, start);
  const betas = roomForDoubles(k, genes * design.columns);
  const means = roomForDoubles(k, genes * design.samples);
  k.fitDamped(genes, putDoubles(k, counts), putDoubles(k, dispersions), starts, betas, means);
  return {
    coefficients: takeDoubles(k, betas, genes * design.columns),
    means: takeDoubles(k, means, genes * design.samples),
  };
}

/**
 * Fits of designs in which every group has its own mean, group by group: log levels (genes x groups, never below -1e8, so that
 * coefficients stay finite) and means (genes x samples).
 *
 * @param start log levels to start from, genes x groups, or null
 */
export function fitGroups(
  design: GlmDesign,
  counts: Float64Array,
  sizes: Float64Array,
  dispersions: Float64Array,
  start: Float64Array | null,
): { levels: Float64Array; means: Float64Array } {
  const genes = dispersions.length;
  const k = takeDesign(design, sizes);
  const starts = start === null ? 0 : putDoubles(k, start);
  const levels = roomForDoubles(k, genes * design.groups);
  const means = roomForDoubles(k, genes * design.samples);
  k.fitGroups(genes, putDoubles(k, counts), putDoubles(k, dispersions), starts, levels, means);
  return { levels: takeDoubles(k, levels, genes * design.groups), means: takeDoubles(k, means, genes * design.samples) };
}

/** Deviance of every gene at its means, as {@link totalDeviance} in the kernel. */
export function deviances(counts: Float64Array, means: Float64Array, dispersions: Float64Array, samples: number): Float64Array {
  const genes = dispersions.length;
  const k = kernel();
  k.releaseAll();
  const out = roomForDoubles(k, genes);
  k.deviances(genes, samples, putDoubles(k, counts), putDoubles(k, means), putDoubles(k, dispersions), out);
  return takeDoubles(k, out, genes);
}

/**
 * Adjusted profile log likelihood of the dispersion of every gene at every grid point, genes x points (McCarthy, Chen & Smyth 2012): the
 * means are refitted at each dispersion, starting from the last, and ½ ln |X'WX| is taken off (Cox & Reid 1987). Terms that do not depend
 * on the dispersion are left out: curves are only compared with themselves.
 */
export function profileCurves(design: GlmDesign, counts: Float64Array, sizes: Float64Array): Float64Array {
  const genes = counts.length / design.samples;
  const points = GRID_DISPERSIONS.length;
  const k = takeDesign(design, sizes);
  const out = roomForDoubles(k, genes * points);
  const curves = design.oneWay ? k.groupCurves : k.dampedCurves;
  curves(genes, putDoubles(k, counts), points, putDoubles(k, GRID_DISPERSIONS), putDoubles(k, gammaTable()), GAMMA_TABLED, out);
  return takeDoubles(k, out, genes * points);
}
