import type { Context } from '../../context/index.ts';
import { type DeseqInput, sharedFitInput } from './deseq.ts';
import { type DeseqFit, scatterFit } from './fit.ts';
import { fitTask } from './fit-chunk.ts';
import type { FitOutput } from './fit-request.ts';
import { type GeneWiseOutput, geneWiseTask } from './gene-wise.ts';
import { meanInverseSize, normalizationOfRows } from './normalization.ts';
import { trendAt } from './trend.ts';

const TRIM = 0.2;

/**
 * Replaces counts whose Cook's distance exceeds the cutoff, in samples of large enough cells, by what the trimmed mean of
 * the gene predicts, and refits those genes with the trend and prior as they are. Source: DESeq2 1.38's `replaceOutliers` and
 * `refitWithoutOutliers`. Changes `fit` in place.
 */
export async function refitReplaced(
  input: DeseqInput,
  fit: DeseqFit,
  outputs: readonly FitOutput[],
  chunk: number,
  context: Context,
): Promise<void> {
  const { samples } = input.design;
  const rows: number[] = [];
  const kept: Float64Array[] = [];
  outputs.forEach((output, i) => {
    output.flagged.forEach((local, f) => {
      const gene = i * chunk + local;
      fit.replaced[gene] = 1;
      const counts = replacedCounts(input, fit, gene, output.flaggedCooks.subarray(f * samples, (f + 1) * samples));
      if (counts.some((count) => count > 0)) {
        rows.push(gene);
        kept.push(counts);
      } else clearGene(fit, gene);
    });
  });
  const replaceableOnly = fit.replaceable.every((one) => one === 1);
  const inCells = input.design.cellSizes.some((size) => size >= 3);
  for (let g = 0; g < fit.genes; g++) {
    if (replaceableOnly) fit.maxCooksUsed[g] = NaN;
    else if (Number.isNaN(fit.maxCooksUsed[g]) && inCells && fit.baseMean[g] > 0) fit.maxCooksUsed[g] = 0;
  }
  if (rows.length > 0) await refit(input, fit, Int32Array.from(rows), kept, context);
}

/** The counts of one gene with its outliers replaced; notes each replacement. */
function replacedCounts(input: DeseqInput, fit: DeseqFit, gene: number, cooks: Float64Array): Float64Array {
  const { samples } = input.design;
  const { factors, perGene } = input.normalization;
  const offset = perGene ? gene * samples : 0;
  const counts = input.counts.slice(gene * samples, (gene + 1) * samples);
  const center = trimmedMean(counts.map((count, j) => count / factors[offset + j]));
  return counts.map((original, sample) => {
    if (!(cooks[sample] > fit.cooksCutoff) || fit.replaceable[sample] === 0) return original;
    const replacement = Math.trunc(center * factors[offset + sample]);
    fit.replacements.push({ gene, sample, original, replacement });
    return replacement;
  });
}

function trimmedMean(values: Float64Array): number {
  values.sort();
  const drop = Math.floor(values.length * TRIM);
  let sum = 0;
  for (let i = drop; i < values.length - drop; i++) sum += values[i];
  return sum / (values.length - 2 * drop);
}

/** A gene that is all zero after replacement: no coefficients any more; its dispersions stay those of the original counts. */
function clearGene(fit: DeseqFit, gene: number): void {
  fit.nowAllZero[gene] = 1;
  fit.baseMean[gene] = 0;
  fit.baseVar[gene] = 0;
  fit.logLikelihood[gene] = NaN;
  fit.logLikelihoodReduced[gene] = NaN;
  fit.estimates.fill(NaN, gene * fit.combinationCount, (gene + 1) * fit.combinationCount);
  fit.errors.fill(NaN, gene * fit.combinationCount, (gene + 1) * fit.combinationCount);
}

async function refit(input: DeseqInput, fit: DeseqFit, rows: Int32Array, kept: Float64Array[], context: Context): Promise<void> {
  const { design } = input;
  const counts = new Float64Array(rows.length * design.samples);
  kept.forEach((row, i) => {
    counts.set(row, i * design.samples);
  });
  const normalization = normalizationOfRows(input.normalization, design.samples, rows);
  const inverse = meanInverseSize(normalization, design.samples);
  const first = { design, genes: rows.length, counts, normalization, meanInverseSize: inverse };
  const [geneWise]: GeneWiseOutput[] = await context.pool.map(geneWiseTask, [first]);
  rows.forEach((gene, i) => {
    fit.baseMean[gene] = geneWise.baseMean[i];
    fit.baseVar[gene] = geneWise.baseVar[i];
    fit.dispGeneEst[gene] = geneWise.dispGeneEst[i];
    fit.dispGeneIterations[gene] = geneWise.iterations[i];
    fit.dispFit[gene] = trendAt(fit.trend, geneWise.baseMean[i]);
  });
  const second = {
    ...sharedFitInput(input, fit),
    genes: rows.length,
    counts,
    normalization,
    means: geneWise.means,
    dispGeneEst: geneWise.dispGeneEst,
    dispFit: Float64Array.from(rows, (gene) => fit.dispFit[gene]),
  };
  const [output]: FitOutput[] = await context.pool.map(fitTask, [second]);
  scatterFit(fit, output, rows, false);
}
