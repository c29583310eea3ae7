import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { fisherF } from '../../stats/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { type DeseqFit, emptyFit, scatterFit } from './fit.ts';
import { type FitInput, type FitOutput, fitTask } from './fit-chunk.ts';
import { type GeneWiseOutput, geneWiseTask } from './gene-wise.ts';
import { meanInverseSize, type Normalization, normalizationOf } from './normalization.ts';
import { dispersionSpread } from './prior-variance.ts';
import { refitReplaced } from './replace-outliers.ts';
import { type FittedTrend, fitTrend, type TrendKind, trendAt } from './trend.ts';

/** Genes per piece of work; fixed, so that results do not depend on the number of threads. */
const CHUNK = 256;

export interface DeseqInput {
  genes: number;
  /** Raw counts, genes x samples. */
  counts: Float64Array;
  design: CellDesign;
  normalization: Normalization;
  trend: TrendKind;
  /** Linear combinations of the coefficients to estimate besides the coefficients themselves, combinations x coefficients. */
  combinations: Float64Array;
  /** Smaller model for a likelihood-ratio test, or null for Wald tests. */
  reduced: CellDesign | null;
  /** Cells of at least this many samples have outlying counts replaced; Infinity: never. DESeq2's default: 7. */
  minReplicatesForReplace: number;
  /** Ridge per coefficient on the log2 scale. */
  lambda: Float64Array;
}

/**
 * The default path of DESeq2 1.38 (`DESeq()`) for a full-rank design: gene-wise dispersions, trend, maximum a posteriori
 * dispersions, coefficients, Cook's distances, replacement of outlying counts and refit. Genes are independent but for the
 * trend and its spread, so they are worked on in chunks by the pool.
 *
 * @throws InputError when the dispersion cannot be estimated from these data
 */
export async function fitDeseq(input: DeseqInput, context: Context): Promise<DeseqFit> {
  const { genes, design } = input;
  if (design.samples <= design.coefficients) throw noReplicates(design);
  const geneWise = await runGeneWise(input, context);
  const fit = emptyFit(genes, design, input.combinations);
  geneWise.forEach((part, i) => {
    fit.baseMean.set(part.baseMean, i * CHUNK);
    fit.baseVar.set(part.baseVar, i * CHUNK);
    fit.dispGeneEst.set(part.dispGeneEst, i * CHUNK);
    fit.dispGeneIterations.set(part.iterations, i * CHUNK);
  });
  const { trend, note } = trendOf(input, fit);
  fit.trend = trend;
  if (note !== null) fit.notes.push(note);
  for (let g = 0; g < genes; g++) fit.dispFit[g] = fit.baseMean[g] > 0 ? trendAt(trend, fit.baseMean[g]) : NaN;
  Object.assign(fit, dispersionSpread(fit.dispGeneEst, fit.dispFit, design.samples - design.coefficients));
  setCooksRules(fit, input);
  const outputs = await runFits(input, fit, geneWise, context);
  outputs.forEach((output, i) => {
    scatterFit(
      fit,
      output,
      Int32Array.from({ length: output.dispMAP.length }, (_, g) => i * CHUNK + g),
    );
  });
  if (fit.replaceable.includes(1)) await refitReplaced(input, fit, outputs, CHUNK, context);
  return fit;
}

function* chunksOf(genes: number): Generator<[number, number]> {
  for (let from = 0; from < genes; from += CHUNK) yield [from, Math.min(from + CHUNK, genes)];
}

function runGeneWise(input: DeseqInput, context: Context): Promise<GeneWiseOutput[]> {
  const { design, counts, normalization, genes } = input;
  const inverse = meanInverseSize(normalization, design.samples);
  const inputs = Array.from(chunksOf(genes), ([from, to]) => ({
    design,
    genes: to - from,
    counts: counts.slice(from * design.samples, to * design.samples),
    normalization: normalizationOf(normalization, design.samples, from, to),
    meanInverseSize: inverse,
  }));
  return context.pool.map(geneWiseTask, inputs, (done, total) => context.progress('gene-wise dispersions', done, total));
}

function trendOf(input: DeseqInput, fit: DeseqFit): FittedTrend {
  const fitted = fitTrend(fit.baseMean, fit.dispGeneEst, input.trend);
  if (fitted !== undefined) return fitted;
  throw inputError({
    code: 'dispersion-all-minimal',
    message: 'no gene varies more between replicates than counting noise alone, so no dispersion trend can be fitted',
    found: 'all gene-wise dispersions within two orders of magnitude of the smallest value considered (1e-8)',
    mend: 'check that the replicates are different animals and not copies of one sample',
  });
}

/** Which samples are replaceable, which can make a p-value missing, and from which Cook's distance on. */
function setCooksRules(fit: DeseqFit, input: DeseqInput): void {
  const { samples, coefficients, cellOf, cellSizes } = input.design;
  fit.cooksCutoff = fisherF.quantile(0.99, coefficients, samples - coefficients);
  for (let j = 0; j < samples; j++) {
    fit.replaceable[j] = cellSizes[cellOf[j]] >= input.minReplicatesForReplace ? 1 : 0;
    fit.cooksSamples[j] = cellSizes[cellOf[j]] >= 3 && fit.replaceable[j] === 0 ? 1 : 0;
  }
}

/** What every chunk of the second step shares. */
export function sharedFitInput(
  input: DeseqInput,
  fit: DeseqFit,
): Omit<FitInput, 'genes' | 'counts' | 'normalization' | 'means' | 'dispGeneEst' | 'dispFit'> {
  return {
    design: input.design,
    priorVariance: fit.priorVariance,
    outlierLimit: 2 * Math.sqrt(fit.around),
    lambda: input.lambda,
    combinations: fit.combinations,
    cooksCutoff: fit.cooksCutoff,
    cooksSamples: fit.cooksSamples,
    reduced: input.reduced,
  };
}

function runFits(input: DeseqInput, fit: DeseqFit, geneWise: GeneWiseOutput[], context: Context): Promise<FitOutput[]> {
  const { design, counts, normalization, genes } = input;
  const shared = sharedFitInput(input, fit);
  const inputs = Array.from(chunksOf(genes), ([from, to], i) => ({
    ...shared,
    genes: to - from,
    counts: counts.slice(from * design.samples, to * design.samples),
    normalization: normalizationOf(normalization, design.samples, from, to),
    means: geneWise[i].means,
    dispGeneEst: fit.dispGeneEst.slice(from, to),
    dispFit: fit.dispFit.slice(from, to),
  }));
  return context.pool.map(fitTask, inputs, (done, total) => context.progress('differential expression', done, total));
}

function noReplicates(design: CellDesign): Error {
  return inputError({
    code: 'design-no-replicates',
    message: 'the design has no replicates: dispersion cannot be estimated',
    found: `${design.samples} samples for ${design.coefficients} coefficients`,
    expected: 'more samples than coefficients',
    mend: 'use a simpler design, or add samples',
  });
}
