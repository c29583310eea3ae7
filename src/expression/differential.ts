import type { Context } from '../context/index.ts';
import type { DataColumn, Design } from '../stats/index.ts';
import type { Table } from '../table/index.ts';
import { TINY_RIDGE } from './deseq/constants.ts';
import { type ContrastTable, contrastTable } from './deseq/contrast-table.ts';
import { fitDeseq } from './deseq/deseq.ts';
import type { DeseqFit } from './deseq/fit.ts';
import type { Normalization } from './deseq/normalization.ts';
import { type SizeFactorMethod, sizeFactors } from './deseq/size-factors.ts';
import type { TrendKind } from './deseq/trend.ts';
import {
  type Combination,
  coefficientCombination,
  coefficientNames,
  type LevelContrast,
  levelContrast,
} from './design/contrasts.ts';
import { type ModelDesign, modelDesign, parseDesign } from './design/model-design.ts';
import { designNotes } from './design/notes.ts';
import { reducedDesign } from './design/reduced.ts';
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
}

/** Samples, genes and model ready to be fitted. */
export interface ReadyModel {
  matrix: CountMatrix;
  frame: Map<string, DataColumn>;
  model: ModelDesign;
}

export interface DeseqRequest extends ModelRequest {
  /** What is tested: two levels, a coefficient, or (null) the last coefficient. */
  test: LevelContrast | { coefficient: string } | null;
  /** Smaller design of a likelihood-ratio test; null: Wald test. */
  reduced: string | null;
  trend: TrendKind;
  sizeFactors: SizeFactorMethod;
  alpha: number;
  replaceOutliers: boolean;
  independentFiltering: boolean;
}

export interface DeseqResult {
  matrix: CountMatrix;
  design: Design;
  coefficients: string[];
  combination: Combination;
  normalization: Normalization;
  fit: DeseqFit;
  table: ContrastTable;
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
  const formula = parseDesign(request.design);
  const frame = designFrame(request.samples, matched.rows, formula.columns, {
    factors: new Set(request.factors),
    references: request.references,
    levels: new Map(),
  });
  const model = modelDesign(formula, frame, matched.columns.length);
  const matrix = selectCounts(request.counts, matched.columns, request.minTotal);
  requireCounts(matrix, request.minTotal);
  return { matrix, frame, model };
}

/**
 * Differential expression by DESeq2's method: everything `limbic de` does between reading and writing.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export async function deseqExpression(request: DeseqRequest, context: Context): Promise<DeseqResult> {
  const { matrix, frame, model } = readyModel(request);
  const { design } = model;
  const combination = testedCombination(request, design, frame);
  const reduced = request.reduced === null ? null : reducedDesign(request.reduced, model, frame, matrix.samples.length);
  const normalization = {
    factors: sizeFactors(matrix.counts, matrix.genes.length, matrix.samples.length, request.sizeFactors),
    perGene: false,
  };
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
    test: reduced === null ? { kind: 'wald' } : { kind: 'lrt', df: coefficients - reduced.coefficients },
    alpha: request.alpha,
    independentFiltering: request.independentFiltering,
    twoGroups: model.twoGroups,
  });
  context.progress('results', 1, 1);
  const notes = [...designNotes(model, frame), ...fit.notes];
  return { matrix, design, coefficients: coefficientNames(design), combination, normalization, fit, table, notes };
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
  return levelContrast(design, frame, request.test);
}
