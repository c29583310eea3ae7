import type { Context } from '../context/index.ts';
import { inputError } from '../problems/index.ts';
import type { DataColumn, Design } from '../stats/index.ts';
import type { Table } from '../table/index.ts';
import { TINY_RIDGE } from './deseq/constants.ts';
import { type ContrastTable, contrastTable } from './deseq/contrast-table.ts';
import { fitDeseq } from './deseq/deseq.ts';
import { type EstimatedNormalization, requestedNormalization } from './deseq/estimate-normalization.ts';
import type { DeseqFit } from './deseq/fit.ts';
import { shrink } from './deseq/shrink/shrink.ts';
import type { SizeFactorMethod } from './deseq/size-factors.ts';
import type { WaldQuestion } from './deseq/threshold-tests.ts';
import type { TrendKind } from './deseq/trend.ts';
import {
  type Combination,
  coefficientCombination,
  coefficientNames,
  type LevelContrast,
  levelContrast,
  namedWeights,
} from './design/contrasts.ts';
import { type ModelDesign, modelDesign, parseDesign } from './design/model-design.ts';
import { designNotes } from './design/notes.ts';
import { reducedDesign } from './design/reduced.ts';
import { preparedModel } from './hidden/prepare-model.ts';
import type { SurrogateModel, SurrogateRequest } from './hidden/surrogate-model.ts';
import { type CountMatrix, selectCounts } from './input/count-matrix.ts';
import { requireCounts } from './input/require-counts.ts';
import { designFrame } from './samples/design-frame.ts';
import { matchSamples, sampleSheet, type Where } from './samples/sample-sheet.ts';

/** Which samples and genes take part, and the model. */
export interface ModelRequest {
  counts: CountMatrix;
  samples: Table;
  where: readonly Where[];
  minTotal: number;
  /** Reference level per factor. */
  references: ReadonlyMap<string, string>;
  design: string;
  /** Columns to be taken as factors although they look like numbers. */
  factors: readonly string[];
  /** Whether the design may have random terms; default no. */
  randomTerms?: boolean;
  /** Column of the sample sheet whose batches are taken out of the counts first (ComBat-seq); default none. */
  adjustBatch?: string;
  /** Hidden factors to be added to the design, those of what is tested kept apart; default none. */
  surrogates?: SurrogateRequest & { test: Tested };
}

/** Samples, genes and model ready to be fitted. */
export interface ReadyModel {
  matrix: CountMatrix;
  frame: Map<string, DataColumn>;
  model: ModelDesign;
  /** The design as the user wrote it; `model` may have hidden factors besides. */
  written: ModelDesign;
  /** Hidden factors that were added, or null. */
  surrogates: Pick<SurrogateModel, 'added' | 'associations' | 'explained'> | null;
  /** What was done to counts and design, in words. */
  notes: string[];
}

/** What is tested: two levels, a coefficient, a sum of weighted coefficients, or (null) the last coefficient. */
export type Tested = LevelContrast | { coefficient: string } | { weights: readonly (readonly [string, number])[] } | null;

export interface DeseqRequest extends ModelRequest {
  test: Tested;
  /** Smaller design of a likelihood-ratio test; null: Wald test. */
  reduced: string | null;
  trend: TrendKind;
  /** `iterate`: by likelihood, for tables in which every gene has a zero. */
  sizeFactors: SizeFactorMethod | 'iterate';
  /** Genes on which size factors are estimated (DESeq2's `controlGenes`); default all. */
  controlGenes?: readonly string[];
  alpha: number;
  replaceOutliers: boolean;
  independentFiltering: boolean;
  /** What the Wald test asks of a fold change; default: any change. */
  question?: WaldQuestion;
  /** Default `none`. */
  shrink?: 'none' | 'normal' | 'apeglm';
}

export interface DeseqResult {
  matrix: CountMatrix;
  model: ModelDesign;
  design: Design;
  coefficients: string[];
  combination: Combination;
  normalization: EstimatedNormalization;
  fit: DeseqFit;
  /** Fold changes and errors are the shrunken ones when shrinkage was asked for; tests are not affected. */
  table: ContrastTable;
  /** Of apeglm, else null. */
  svalue: Float64Array | null;
  surrogates: ReadyModel['surrogates'];
  /** What people should know: unusual designs, fallbacks. */
  notes: string[];
}

/**
 * Chooses samples and genes and builds the model.
 *
 * @throws InputError with every problem of the sample sheet, or of the design
 */
export function readyModel(request: ModelRequest): ReadyModel {
  const sheet = sampleSheet(request.samples);
  const matched = matchSamples(request.counts, sheet, request.where);
  const formula = parseDesign(request.design, request.randomTerms);
  const frame = designFrame(request.samples, matched.rows, formula.columns, {
    factors: new Set(request.factors),
    references: request.references,
    levels: new Map(),
  });
  const model = modelDesign(formula, frame, matched.columns.length);
  const matrix = selectCounts(request.counts, matched.columns, request.minTotal);
  requireCounts(matrix, request.minTotal);
  const ready = { matrix, frame, model, written: model, surrogates: null, notes: [] };
  return preparedModel(ready, request, request.samples, matched.rows);
}

/**
 * Differential expression by DESeq2's method: everything `limbic de` does between reading and writing.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export async function deseqExpression(request: DeseqRequest, context: Context): Promise<DeseqResult> {
  refuseContradictions(request);
  const ready = readyModel(request);
  const { matrix, frame, model } = ready;
  const { design } = model;
  const combination = testedCombination(request, design, frame);
  const smaller = request.reduced === null ? null : [request.reduced, ...(ready.surrogates?.added ?? [])].join(' + ');
  const reduced = smaller === null ? null : reducedDesign(smaller, model, frame, matrix.samples.length);
  const control = request.controlGenes === undefined ? null : controlFlags(matrix, request.controlGenes);
  const normalization = await requestedNormalization(matrix, request.sizeFactors, control, context);
  const coefficients = design.columns.length;
  const fit = await fitDeseq(
    {
      genes: matrix.genes.length,
      counts: matrix.counts,
      design: model.cells,
      normalization,
      trend: request.trend,
      combinations: combination.weights,
      reduced,
      minReplicatesForReplace: request.replaceOutliers ? 7 : Infinity,
      lambda: new Float64Array(coefficients).fill(TINY_RIDGE),
    },
    context,
  );
  context.progress('results', 0, 1);
  const table = contrastTable(fit, matrix.counts, {
    combination: coefficients,
    compared: combination.compared,
    test:
      reduced === null ? { kind: 'wald', question: request.question } : { kind: 'lrt', df: coefficients - reduced.coefficients },
    alpha: request.alpha,
    independentFiltering: request.independentFiltering,
    twoGroups: model.twoGroups,
  });
  context.progress('results', 1, 1);
  const contrast = request.test !== null && 'factor' in request.test ? request.test : null;
  const toShrink = { fit, counts: matrix.counts, normalization, model, frame, combination, contrast };
  const shrunken = await shrink(toShrink, request.shrink ?? 'none', request.question?.threshold ?? 0, context);
  const notes = [...designNotes(model, frame), ...ready.notes, ...fit.notes, ...(shrunken?.notes ?? [])];
  return {
    ...{ matrix, model, design, coefficients: coefficientNames(design), combination, normalization, fit, notes },
    table: shrunken === null ? table : { ...table, log2FoldChange: shrunken.log2FoldChange, lfcSE: shrunken.lfcSE },
    svalue: shrunken?.svalue ?? null,
    surrogates: ready.surrogates,
  };
}

/** 1 for the genes on which samples are made comparable. */
function controlFlags({ genes }: CountMatrix, names: readonly string[]): Uint8Array {
  const wanted = new Set(names);
  const flags = Uint8Array.from(genes, (gene) => (wanted.has(gene) ? 1 : 0));
  if (flags.includes(1)) return flags;
  throw inputError({
    code: 'control-genes-unknown',
    message: 'none of the control genes is in the count table',
    found: names.slice(0, 3).join(', '),
    expected: `names such as ${genes.slice(0, 3).join(', ')}`,
    mend: 'give the genes the names they have in the count table',
  });
}

/** Refuses what cannot be asked together, before any work. */
function refuseContradictions({ question, reduced }: DeseqRequest): void {
  if (question === undefined) return;
  const { threshold, alternative } = question;
  const message =
    reduced !== null && (threshold > 0 || alternative !== 'greaterAbs')
      ? 'a likelihood-ratio test compares two designs; it cannot ask about the size or direction of a fold change'
      : threshold === 0 && alternative === 'lessAbs'
        ? 'no fold change is smaller than 0 in both directions'
        : null;
  if (message === null) return;
  throw inputError({
    code: 'threshold-without-meaning',
    message,
    found: `threshold ${threshold}, alternative ${alternative}`,
    mend: reduced === null ? 'give a threshold above 0' : 'leave out the reduced design (Wald test) or the threshold',
  });
}

/**
 * The weights of what is asked to be tested.
 *
 * @throws InputError naming what there is to choose from
 */
export function testedCombination(
  request: Pick<DeseqRequest, 'test'>,
  design: Design,
  frame: Map<string, DataColumn>,
): Combination {
  if (request.test === null) return coefficientCombination(design, design.columns[design.columns.length - 1]);
  if ('coefficient' in request.test) return coefficientCombination(design, request.test.coefficient);
  if ('weights' in request.test) return namedWeights(design, request.test.weights);
  return levelContrast(design, frame, request.test);
}
