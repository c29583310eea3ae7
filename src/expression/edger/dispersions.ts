import type { Context } from '../../context/index.ts';
import { localMeans } from '../../stats/index.ts';
import { averageLogCpm } from './abundance.ts';
import { dispersionCurvesTask } from './dispersion-curves.ts';
import { dispersionAt, GRID, gridMaximum } from './dispersion-grid.ts';
import { keptRows } from './filter-genes.ts';
import type { GlmDesign } from './glm-design.ts';
import { fitQuasiLikelihood } from './quasi-likelihood.ts';

/** Negative binomial dispersions of many genes. */
export interface Dispersions {
  common: number;
  trended: Float64Array;
  tagwise: Float64Array;
  /** Average log2 counts per million, which the trend follows. */
  averageLogCpm: Float64Array;
  /** Degrees of freedom by which the trend counts in each gene's estimate. */
  priorDf: Float64Array;
  /** Share of the genes that a point of the trend looks at. */
  span: number;
}

/** Genes with fewer counts altogether take the trend's dispersion at the lowest abundance. */
const LEAST_TOTAL = 5;
const POINTS = GRID.length;
/** Genes per piece of work; fixed, so that results do not depend on the number of threads. */
const CHUNK = 512;

/**
 * Common, trended and gene-wise dispersions by weighted likelihood: each gene's adjusted profile likelihood on a grid, plus that
 * of its neighbors in abundance, weighted by prior degrees of freedom estimated from the spread of the residual deviances (Chen,
 * Lun & Smyth 2014; edgeR's `estimateDisp` with a design, locfit trend).
 *
 * @param counts genes x samples
 * @param sizes effective library sizes
 * @param design full-rank design
 * @param robust give outlying genes fewer prior degrees of freedom (Phipson et al. 2016)
 */
export async function estimateDispersions(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  robust: boolean,
  context: Context,
): Promise<Dispersions> {
  const samples = sizes.length;
  const genes = counts.length / samples;
  const used = Uint8Array.from({ length: genes }, (_, g) => {
    let total = 0;
    for (let j = 0; j < samples; j++) total += counts[g * samples + j];
    return total >= LEAST_TOTAL ? 1 : 0;
  });
  const kept = keptRows(counts, samples, used);
  const likelihoods = await likelihoodCurves(kept, sizes, design, context);
  const common = dispersionAt(gridMaximum(columnSums(likelihoods)));
  const average = averageLogCpm(counts, sizes, common);
  const averageKept = keptRows(average, 1, used);
  const n = averageKept.length;
  const span = n <= 50 ? 1 : 0.25 + 0.75 * Math.sqrt(50 / n);
  const shared = localMeans(averageKept, likelihoods, span);
  const trend = curveMaxima(shared);
  const priorDf = priorDegrees(kept, sizes, design, trend, averageKept, robust);
  const residual = samples - design.columns;
  const weights = priorDf.map((df) => Math.min(df / residual, 1e6));
  const own = curveMaxima(likelihoods.map((value, i) => value + weights[Math.floor(i / POINTS)] * shared[i]));
  const tagwise = own.map((value, i) => (priorDf[i] / residual > 1e6 ? trend[i] : value));
  const lowest = trend[averageKept.indexOf(averageKept.reduce((least, value) => Math.min(least, value), Infinity))];
  return {
    common,
    trended: spread(trend, used, lowest),
    tagwise: spread(tagwise, used, lowest),
    averageLogCpm: average,
    priorDf: spread(priorDf, used, robust ? Infinity : priorDf[0]),
    span,
  };
}

/** Adjusted profile likelihoods, genes x grid points, in chunks over the pool. */
async function likelihoodCurves(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  context: Context,
): Promise<Float64Array> {
  const step = CHUNK * design.samples;
  const inputs = Array.from({ length: Math.ceil(counts.length / step) }, (_, i) => ({
    counts: counts.slice(i * step, (i + 1) * step),
    sizes,
    design,
  }));
  const parts = await context.pool.map(dispersionCurvesTask, inputs, (done, total) =>
    context.progress('dispersion likelihoods', done, total),
  );
  const out = new Float64Array((counts.length / design.samples) * POINTS);
  parts.forEach((part, i) => {
    out.set(part, i * CHUNK * POINTS);
  });
  return out;
}

function columnSums(curves: Float64Array): Float64Array {
  const sums = new Float64Array(POINTS);
  for (let i = 0; i < curves.length; i++) sums[i % POINTS] += curves[i];
  return sums;
}

function curveMaxima(curves: Float64Array): Float64Array {
  return Float64Array.from({ length: curves.length / POINTS }, (_, g) =>
    dispersionAt(gridMaximum(curves.subarray(g * POINTS, (g + 1) * POINTS))),
  );
}

/** Prior degrees of freedom from the spread of the residual deviances around the trend. */
function priorDegrees(
  counts: Float64Array,
  sizes: Float64Array,
  design: GlmDesign,
  trend: Float64Array,
  covariate: Float64Array,
  robust: boolean,
): Float64Array {
  return fitQuasiLikelihood(counts, sizes, design, trend, covariate, robust).squeezed.priorDf;
}

/** Values of the used genes at their places among all, `other` elsewhere. */
function spread(values: Float64Array, used: Uint8Array, other: number): Float64Array {
  let from = 0;
  return Float64Array.from(used, (one) => (one === 1 ? values[from++] : other));
}
