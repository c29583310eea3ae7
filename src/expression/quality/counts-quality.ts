import type { Context } from '../../context/index.ts';
import type { DataColumn } from '../../stats/index.ts';
import { findColumn, type Table } from '../../table/index.ts';
import { combinationInputs, resultOfContrast } from '../contrast-result.ts';
import { TINY_RIDGE } from '../deseq/constants.ts';
import { fitDeseq } from '../deseq/deseq.ts';
import { estimateNormalization } from '../deseq/estimate-normalization.ts';
import { describeTrend } from '../deseq/trend.ts';
import { type Combination, type LevelContrast, levelContrast } from '../design/contrasts.ts';
import type { ModelDesign } from '../design/model-design.ts';
import { designNotes } from '../design/notes.ts';
import { type ModelRequest, readyModel } from '../differential.ts';
import type { ExpressionResult } from '../results.ts';
import { matchSamples, sampleSheet } from '../samples/sample-sheet.ts';
import { subsetTrend } from '../transform/subset-trend.ts';
import { varianceStabilized } from '../transform/variance-stabilizing.ts';
import { assessQuality } from './quality.ts';
import { sampleSexes } from './sample-sexes.ts';

/** What `limbic quality` is asked. */
export interface QualityRequest extends ModelRequest {
  /** Tissue in words; decides which marker genes belong there. */
  tissue: string;
  /** Column of the sample sheet that names the animal of each sample. */
  animalColumn: string;
  /** False discovery rate of the counts of called genes. */
  alpha: number;
}

/**
 * Quality of a count table without a study around it: fits DESeq2's default path with the given design, takes every level of every factor of
 * the design against its reference as a comparison (the last factor's first), and makes every check. The last factor stands for the arms.
 *
 * @throws InputError with every problem of the sample sheet or the design
 */
export async function qualityOfCounts(request: QualityRequest, context: Context): Promise<ExpressionResult> {
  const { matrix, frame, model } = readyModel(request);
  const { genes, samples, counts } = matrix;
  const matched = matchSamples(request.counts, sampleSheet(request.samples), request.where);
  const contrasts = everyContrast(model, frame);
  const normalization = estimateNormalization(matrix);
  const input = {
    ...{ genes: genes.length, counts, design: model.cells, normalization, trend: 'parametric' as const, reduced: null },
    ...{ combinations: combinationInputs(contrasts), minReplicatesForReplace: 7 },
    lambda: new Float64Array(model.cells.coefficients).fill(TINY_RIDGE),
  };
  const fit = await fitDeseq(input, context);
  const transformed = varianceStabilized(counts, samples.length, normalization, (await subsetTrend(input, context)) ?? fit.trend);
  const results = contrasts.map((contrast, i) => {
    const options = { combination: model.cells.coefficients + i, alpha: request.alpha, twoGroups: model.twoGroups };
    return resultOfContrast(fit, counts, contrast, options);
  });
  const animals = cellsOf(request.samples, request.animalColumn, matched.rows) ?? samples.map(() => null);
  const sheetNames = request.samples.columns.filter(({ cells }) => matched.rows.every((row, j) => cells[row] === samples[j]));
  const quality = assessQuality({
    ...{ genes, samples, animals, tissue: request.tissue, counts, sizeFactors: normalization.perSample, transformed },
    ...{ design: model.design.matrix, dispersions: fit, table: request.samples, rows: matched.rows },
    contrasts: results.map((result, i) => ({ ...result, weights: contrasts[i].weights })),
    cooks: { largest: fit.maxCooks, sample: fit.maxCooksSample, cutoff: fit.cooksCutoff },
    sexes: sampleSexes(request.samples, matched.rows),
    nameColumns: [...sheetNames.map(({ name }) => name), request.animalColumn],
  });
  const { dispGeneEst, dispFit, dispMAP, dispersion, dispOutlier } = fit;
  return {
    ...{ tissue: request.tissue, genes, samples, animals, counts, sizeFactors: normalization.perSample, transformed },
    arms: armsOf(model, frame, samples.length),
    transformName: 'variance-stabilized log2 counts (DESeq2 vst, blind = FALSE)',
    design: { formula: model.design.formula.text, columns: [...model.design.columns], matrix: model.design.matrix },
    dispersions: { dispGeneEst, dispFit, dispMAP, dispersion, dispOutlier, trend: describeTrend(fit.trend) },
    contrasts: results,
    quality: { ...quality, notes: [...designNotes(model, frame), ...fit.notes] },
    exclusions: [],
  };
}

/** Each level against the reference, of every factor, the last one's first. */
function everyContrast({ design }: ModelDesign, frame: Map<string, DataColumn>): (Combination & LevelContrast)[] {
  return [...design.variables].reverse().flatMap((variable) => {
    if (variable.kind !== 'factor') return [];
    const [control, ...others] = variable.levels;
    return others.map((treated) => {
      const contrast = { factor: variable.label, treated, control };
      return { ...contrast, ...levelContrast(design, frame, contrast) };
    });
  });
}

/** The level of the design's last factor that each sample has; null without a factor. */
function armsOf({ design }: ModelDesign, frame: Map<string, DataColumn>, samples: number): (string | null)[] {
  const last = [...design.variables].reverse().find((variable) => variable.kind === 'factor');
  const column = last === undefined ? undefined : frame.get(last.label);
  return Array.from({ length: samples }, (_, j) => (column?.kind === 'factor' ? (column.levels[column.codes[j]] ?? null) : null));
}

function cellsOf(table: Table, name: string, rows: readonly number[]): (string | null)[] | undefined {
  const cells = findColumn(table, name)?.cells;
  return cells === undefined ? undefined : rows.map((row) => cells[row] ?? null);
}
