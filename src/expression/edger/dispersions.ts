import { localMeans, squeezeVariances } from '../../stats/index.ts';
import { averageLogCpm } from './abundance.ts';
import { dispersionAt, GRID, gridMaximum } from './dispersion-grid.ts';
import { keptRows } from './filter-genes.ts';
import { fitGenes } from './fit-genes.ts';
import { type GlmDesign, glmDesign } from './glm-design.ts';
import { profileLikelihood } from './profile-likelihood.ts';
import { designOver, residualDf, zeroPatterns } from './zero-means.ts';

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

/**
 * Common, trended and gene-wise dispersions by weighted likelihood: each gene's adjusted profile likelihood on a grid, plus that
 * of its neighbors in abundance, weighted by prior degrees of freedom estimated from the spread of the residual deviances (Chen,
 * Lun & Smyth 2014; edgeR's `estimateDisp` with a design, locfit trend).
 *
 * @param counts genes x samples
 * @param sizes effective library sizes
 * @param robust give outlying genes fewer prior degrees of freedom (Phipson et al. 2016)
 */
export function estimateDispersions(counts: Float64Array, sizes: Float64Array, design: GlmDesign, robust = false): Dispersions {
  const samples = sizes.length;
  const genes = counts.length / samples;
  const used = Uint8Array.from({ length: genes }, (_, g) => {
    let total = 0;
    for (let j = 0; j < samples; j++) total += counts[g * samples + j];
    return total >= LEAST_TOTAL ? 1 : 0;
  });
  const kept = keptRows(counts, samples, used);
  const likelihoods = likelihoodCurves(kept, sizes, design);
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

/** Adjusted profile likelihoods, genes x grid points; samples with zero means are left out of the design. */
function likelihoodCurves(counts: Float64Array, sizes: Float64Array, design: GlmDesign): Float64Array {
  const { samples, columns } = design;
  const genes = counts.length / samples;
  const rough = fitGenes(design, { genes, counts, sizes, dispersions: new Float64Array(genes).fill(0.05), start: null });
  const out = new Float64Array(genes * POINTS);
  for (const { genes: members, seen } of zeroPatterns(counts, rough.means, samples)) {
    if (seen.length === 0) continue;
    const whole = seen.length === samples;
    const part = whole ? design : designOver(design.matrix, columns, seen);
    if (part.columns === seen.length) continue;
    const profile = profileLikelihood(
      whole ? design : glmDesign(part.matrix, seen.length),
      Float64Array.from(seen, (j) => sizes[j]),
    );
    const row = new Float64Array(seen.length);
    for (const g of members) {
      for (let i = 0; i < seen.length; i++) row[i] = counts[g * samples + seen[i]];
      profile(row, 0, out, g * POINTS);
    }
  }
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
  const fit = fitGenes(design, { genes: trend.length, counts, sizes, dispersions: trend, start: null });
  const df = residualDf(counts, fit.means, design.matrix, design.samples);
  const variances = fit.deviance.map((deviance, g) => (df[g] === 0 ? 0 : Math.max(deviance, 0) / df[g]));
  return squeezeVariances(variances, df, { covariate, robust }).priorDf;
}

/** Values of the used genes at their places among all, `other` elsewhere. */
function spread(values: Float64Array, used: Uint8Array, other: number): Float64Array {
  let from = 0;
  return Float64Array.from(used, (one) => (one === 1 ? values[from++] : other));
}
