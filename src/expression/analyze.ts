import type { Context } from '../context/index.ts';
import type { ExpressionPlan, FileSource, Study } from '../study/index.ts';
import { combinationInputs, resultOfContrast } from './contrast-result.ts';
import { TINY_RIDGE } from './deseq/constants.ts';
import { type DeseqInput, fitDeseq } from './deseq/deseq.ts';
import { type EstimatedNormalization, estimateNormalization } from './deseq/estimate-normalization.ts';
import type { DeseqFit } from './deseq/fit.ts';
import { shrunkenChanges } from './deseq/shrink/shrunken-changes.ts';
import { describeTrend } from './deseq/trend.ts';
import { designNotes } from './design/notes.ts';
import { studyWithSurrogates } from './hidden/study-surrogates.ts';
import { assessQuality } from './quality/quality.ts';
import type { ExpressionQuality } from './quality/quality-result.ts';
import { sampleSexes } from './quality/sample-sexes.ts';
import type { ContrastResult, ExpressionResult } from './results.ts';
import { sampleMakeup } from './study-composition.ts';
import { type StudyModel, studyModel } from './study-model.ts';
import { type StudySamples, studySamples } from './study-samples.ts';
import { subsetTrend } from './transform/subset-trend.ts';
import { varianceStabilized } from './transform/variance-stabilizing.ts';

/**
 * Differential expression of a study: counts and samples as study.yaml names them, DESeq2's default path, each planned
 * comparison, variance-stabilized values and quality notes.
 *
 * @throws InputError with every problem of the counts, the sample sheet or the design
 */
export async function analyzeExpression(study: Study, files: FileSource, context: Context): Promise<ExpressionResult> {
  const plan = study.expression;
  if (plan === null) throw new RangeError('the study has no expression data');
  context.progress('reading counts', 0, 1);
  const samples = await studySamples(study, plan, files);
  context.progress('reading counts', 1, 1);
  const written = studyModel(study, plan, samples.table, samples.rows);
  const { notes: hidden, ...model } = studyWithSurrogates(written, plan.surrogates, samples.matrix, study.plan.seed);
  const input = fitInput(samples, model);
  const fit = await fitDeseq(input, context);
  const trend = (await subsetTrend(input, context)) ?? fit.trend;
  const { matrix, owners } = samples;
  const transformed = varianceStabilized(matrix.counts, matrix.samples.length, input.normalization, trend);
  const { design, cells, twoGroups } = model.model;
  const shrunken = await shrunkenHeadline(fit, input, model, context);
  const contrasts = model.contrasts.map((contrast, i) => {
    const options = { combination: cells.coefficients + i, alpha: study.plan.fdr, twoGroups };
    const result = resultOfContrast(fit, matrix.counts, contrast, options);
    return i === 0 && shrunken !== undefined ? { ...result, shrunken } : result;
  });
  const factors = input.normalization.perSample;
  const { dispGeneEst, dispFit, dispMAP, dispersion, dispOutlier } = fit;
  const makeup = await sampleMakeup(
    {
      ...{ genes: matrix.genes, samples: matrix.samples, animals: samples.animals, counts: matrix.counts },
      ...{ sizeFactors: factors, transformed, table: samples.table, rows: samples.rows },
    },
    model,
    context,
  );
  const quality = qualityOf({ samples, plan, model, fit, factors, transformed, contrasts });
  return {
    tissue: plan.tissue,
    genes: matrix.genes,
    samples: matrix.samples,
    animals: samples.animals,
    arms: owners.map((animal) => animal?.arm ?? null),
    counts: matrix.counts,
    sizeFactors: factors,
    transformed,
    transformName: 'variance-stabilized log2 counts (DESeq2 vst, blind = FALSE)',
    design: { formula: design.formula.text, columns: [...design.columns], matrix: design.matrix },
    dispersions: { dispGeneEst, dispFit, dispMAP, dispersion, dispOutlier, trend: describeTrend(fit.trend) },
    contrasts,
    quality: { ...quality, notes: [...samples.notes, ...designNotes(model.model, model.frame), ...hidden, ...fit.notes] },
    makeup,
    exclusions: plan.exclude,
  };
}

interface Analyzed {
  samples: StudySamples;
  plan: ExpressionPlan;
  model: StudyModel;
  fit: DeseqFit;
  factors: Float64Array;
  transformed: Float64Array;
  contrasts: readonly ContrastResult[];
}

function qualityOf({ samples, plan, model, fit, factors, transformed, contrasts }: Analyzed): ExpressionQuality {
  const { matrix, table, rows, animals, owners } = samples;
  return assessQuality({
    ...{ genes: matrix.genes, samples: matrix.samples, animals, tissue: plan.tissue, counts: matrix.counts },
    ...{ sizeFactors: factors, transformed, design: model.model.design.matrix, dispersions: fit },
    contrasts: contrasts.map((contrast, i) => ({ ...contrast, weights: model.contrasts[i].weights })),
    cooks: { largest: fit.maxCooks, sample: fit.maxCooksSample, cutoff: fit.cooksCutoff },
    sexes: sampleSexes(table, rows, owners),
    ...{ table, rows, nameColumns: [plan.sampleColumn, plan.animalColumn] },
  });
}

/** The headline comparison shrunk, for the effects that people read off; tests never use it. */
async function shrunkenHeadline(fit: DeseqFit, input: DeseqInput, { model, contrasts }: StudyModel, context: Context) {
  if (contrasts.length === 0) return undefined;
  const { counts, normalization } = input;
  return shrunkenChanges({ fit, counts, normalization, model, combination: contrasts[0] }, context);
}

function fitInput(
  { matrix }: StudySamples,
  { model, contrasts }: StudyModel,
): DeseqInput & { normalization: EstimatedNormalization } {
  return {
    genes: matrix.genes.length,
    counts: matrix.counts,
    design: model.cells,
    normalization: estimateNormalization(matrix),
    trend: 'parametric',
    combinations: combinationInputs(contrasts),
    reduced: null,
    minReplicatesForReplace: 7,
    lambda: new Float64Array(model.cells.coefficients).fill(TINY_RIDGE),
  };
}
