import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { fisherF } from '../../stats/index.ts';
import type { CellDesign } from '../design/cells.ts';
import { type DeseqFit, emptyFit, scatterFit } from './fit.ts';
import { fitTask } from './fit-chunk.ts';
import type { FitInput, FitOutput } from './fit-request.ts';
import type { GeneWiseOutput } from './gene-wise.ts';
import { CHUNK, chunksOf, type GeneWiseTrendInput, geneWiseTrend } from './gene-wise-trend.ts';
import { normalizationOf } from './normalization.ts';
import { dispersionSpread } from './prior-variance.ts';
import { refitReplaced } from './replace-outliers.ts';
import { trendAt } from './trend.ts';

export interface DeseqInput extends GeneWiseTrendInput {
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
  const { parts, trend, note, iterations, ...columns } = await geneWiseTrend(input, context);
  const fit = { ...emptyFit(genes, design, input.combinations), ...columns, dispGeneIterations: iterations, trend };
  if (note !== null) fit.notes.push(note);
  for (let g = 0; g < genes; g++) fit.dispFit[g] = fit.baseMean[g] > 0 ? trendAt(trend, fit.baseMean[g]) : NaN;
  Object.assign(fit, dispersionSpread(fit.dispGeneEst, fit.dispFit, design.samples - design.coefficients));
  setCooksRules(fit, input);
  const outputs = await runFits(input, fit, parts, context);
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
