import type { Context } from '../../context/index.ts';
import type { Study } from '../../study/index.ts';
import { combinationInputs, resultOfContrast } from '../contrast-result.ts';
import { TINY_RIDGE } from '../deseq/constants.ts';
import { type DeseqInput, fitDeseq } from '../deseq/deseq.ts';
import { type EstimatedNormalization, estimateNormalization } from '../deseq/estimate-normalization.ts';
import { filterByExpression, keptRows } from '../edger/filter-genes.ts';
import { librarySizes } from '../edger/library-sizes.ts';
import { normalizationFactors } from '../edger/normalization-factors.ts';
import { studyWithSurrogates } from '../hidden/study-surrogates.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import type { ContrastResult, ExpressionResult } from '../results.ts';
import { type StudyModel, studyModel } from '../study-model.ts';
import { subsetTrend } from '../transform/subset-trend.ts';
import { varianceStabilized } from '../transform/variance-stabilizing.ts';
import { edgerFit } from './edger-fit.ts';
import type { StudyCounts } from './study-counts.ts';
import { voomFit } from './voom-fit.ts';

/** What an expression analysis leaves for the rooms above it, whichever method made it. */
export type Refit = Pick<
  ExpressionResult,
  'genes' | 'samples' | 'counts' | 'sizeFactors' | 'transformed' | 'design' | 'contrasts'
> & {
  animals: (string | null)[];
  /** Precision weights of `transformed`, genes x samples (voom). */
  weights?: Float64Array;
};

/** Choices of an expression analysis. */
export interface RefitChoices {
  method: 'deseq2' | 'voom' | 'edger';
  /** `planned`: the study's smallest total; `expressed`: edgeR's filterByExpr; `mean-10`: a mean normalized count of at least 10. */
  filter: 'planned' | 'expressed' | 'mean-10';
  /** `median-ratio` is DESeq2's, `tmm` edgeR's. */
  normalization: 'median-ratio' | 'tmm';
  /** Design; undefined: the study's. */
  design?: string;
}

/** What `limbic run` does. */
export const PLANNED_REFIT: RefitChoices = { method: 'deseq2', filter: 'planned', normalization: 'median-ratio' };

/**
 * Runs the expression analysis of a study again on counts in memory: normalization, dispersions and their trend, coefficients, the
 * headline comparison, transformed values. With {@link PLANNED_REFIT} the numbers are those of `analyzeExpression`.
 *
 * @throws InputError when the design cannot be estimated from these samples
 */
export async function refitExpression(study: Study, data: StudyCounts, choices: RefitChoices, context: Context): Promise<Refit> {
  const plan = study.expression;
  if (plan === null) throw new RangeError('the study has no expression data');
  const written = studyModel(study, { ...plan, design: choices.design ?? plan.design }, data.table, data.rows);
  const matrix = filtered(data.matrix, choices.filter, written);
  const model = studyWithSurrogates(written, plan.surrogates, matrix, study.plan.seed);
  const samples = matrix.samples.length;
  const normalization = normalizationOf(matrix, choices.normalization);
  const factors = normalization.perSample;
  const fitMethod = { deseq2: deseqFit, voom: voomFit, edger: edgerFit }[choices.method];
  const { transformed, contrast, weights } = await fitMethod({ study, matrix, model, factors, normalization }, context);
  const { design } = model.model;
  return {
    genes: matrix.genes,
    samples: matrix.samples,
    animals: data.animals,
    counts: matrix.counts,
    sizeFactors: factors,
    transformed,
    weights,
    design: { formula: design.formula.text, columns: [...design.columns], matrix: design.matrix },
    contrasts: [{ ...contrast, baseMean: baseMeans(matrix.counts, samples, normalization) }],
  };
}

/** What every method starts from. */
export interface RefitInput {
  study: Study;
  matrix: CountMatrix;
  model: StudyModel;
  /** Size factors with geometric mean near 1. */
  factors: Float64Array;
  /** The same, with the effect of transcript lengths where counts come with them. */
  normalization: EstimatedNormalization;
}

/** What every method gives. */
export interface MethodFit {
  /** Values for linear models, genes x samples, log2 scale. */
  transformed: Float64Array;
  weights?: Float64Array;
  contrast: ContrastResult;
}

async function deseqFit({ study, matrix, model, normalization }: RefitInput, context: Context): Promise<MethodFit> {
  const { cells, twoGroups } = model.model;
  const [headline] = model.contrasts;
  const input: DeseqInput = {
    genes: matrix.genes.length,
    counts: matrix.counts,
    design: cells,
    normalization,
    trend: 'parametric',
    combinations: combinationInputs([headline]),
    reduced: null,
    minReplicatesForReplace: 7,
    lambda: new Float64Array(cells.coefficients).fill(TINY_RIDGE),
  };
  const fit = await fitDeseq(input, context);
  const trend = (await subsetTrend(input, context)) ?? fit.trend;
  const transformed = varianceStabilized(matrix.counts, matrix.samples.length, input.normalization, trend);
  const options = { combination: cells.coefficients, alpha: study.plan.fdr, twoGroups };
  return { transformed, contrast: resultOfContrast(fit, matrix.counts, headline, options) };
}

function filtered(matrix: CountMatrix, filter: RefitChoices['filter'], { model }: StudyModel): CountMatrix {
  if (filter === 'planned') return matrix;
  const samples = matrix.samples.length;
  const keep =
    filter === 'expressed'
      ? filterByExpression(matrix.counts, librarySizes(matrix.counts, samples), model.design.matrix)
      : Uint8Array.from(baseMeans(matrix.counts, samples, estimateNormalization(matrix)), (mean) => (mean >= 10 ? 1 : 0));
  const genes = matrix.genes.filter((_, g) => keep[g] === 1);
  const kept = { ...matrix, genes, counts: keptRows(matrix.counts, samples, keep) };
  return matrix.lengths === undefined ? kept : { ...kept, lengths: keptRows(matrix.lengths, samples, keep) };
}

function normalizationOf(matrix: CountMatrix, choice: RefitChoices['normalization']): EstimatedNormalization {
  if (choice === 'median-ratio') return estimateNormalization(matrix);
  const { counts, samples } = matrix;
  const totals = librarySizes(counts, samples.length);
  const scaled = normalizationFactors(counts, totals, 'TMM').map((factor, j) => factor * totals[j]);
  const mean = scaled.reduce((sum, size) => sum + size / scaled.length, 0);
  const factors = scaled.map((size) => size / mean);
  return { factors, perGene: false, perSample: factors };
}

function baseMeans(counts: Float64Array, samples: number, { factors, perGene }: EstimatedNormalization): Float64Array {
  return Float64Array.from({ length: counts.length / samples }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += counts[g * samples + j] / factors[perGene ? g * samples + j : j];
    return sum / samples;
  });
}
