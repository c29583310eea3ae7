import type { Context } from '../context/index.ts';
import { InputError, type Problem, suggestName } from '../problems/index.ts';
import type { ExpressionPlan, FileSource, Study } from '../study/index.ts';
import { findColumn, readDelimited, type Table } from '../table/index.ts';
import { combinationInputs, resultOfContrast } from './contrast-result.ts';
import { TINY_RIDGE } from './deseq/constants.ts';
import { type DeseqInput, fitDeseq } from './deseq/deseq.ts';
import { sizeFactors } from './deseq/size-factors.ts';
import { describeTrend } from './deseq/trend.ts';
import { type LevelContrast, levelContrast } from './design/contrasts.ts';
import { type ModelDesign, modelDesign, parseDesign } from './design/model-design.ts';
import { selectCounts } from './input/count-matrix.ts';
import { readCounts } from './input/read-counts.ts';
import { assessQuality } from './quality/quality.ts';
import type { ExpressionResult } from './results.ts';
import { designFrame } from './samples/design-frame.ts';
import { matchSamples, sampleSheet } from './samples/sample-sheet.ts';
import { joinAnimals } from './study-frame.ts';
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
  const all = readCounts(await files.read(plan.counts), plan.counts);
  const sheet = sampleSheet(readDelimited(await files.read(plan.samples), plan.samples));
  const { table, animals } = joinAnimals(sheet, study);
  checkExclusions(plan, sheet.names);
  const excluded = new Set(plan.exclude.map(({ sample }) => sample));
  const matched = matchSamples(all, { table, names: sheet.names }, plan.where, excluded);
  const matrix = selectCounts(all, matched.columns, plan.minTotal);
  const samples = matrix.samples.length;
  context.progress('reading counts', 1, 1);

  const model = studyDesign(study, plan, table, matched.rows);
  const contrasts = plannedContrasts(study, plan, model.model).map((contrast) => ({
    ...contrast,
    ...levelContrast(model.model.design, model.frame, contrast),
  }));
  const factors = sizeFactors(matrix.counts, matrix.genes.length, samples);
  const input: DeseqInput = {
    genes: matrix.genes.length,
    counts: matrix.counts,
    design: model.model.cells,
    normalization: { factors, perGene: false },
    trend: 'parametric',
    combinations: combinationInputs(contrasts),
    reduced: null,
    minReplicatesForReplace: 7,
    lambda: new Float64Array(model.model.cells.coefficients).fill(TINY_RIDGE),
  };
  const fit = await fitDeseq(input, context);
  const trend = (await subsetTrend(input, context)) ?? fit.trend;
  const transformed = varianceStabilized(matrix.counts, samples, input.normalization, trend);
  const owners = matched.rows.map((row) => animals[row]);
  const ids = findColumn(table, 'animal');
  const quality = assessQuality({
    genes: matrix.genes,
    samples: matrix.samples,
    sexes: owners.map((animal) => animal?.sex ?? null),
    counts: matrix.counts,
    sizeFactors: factors,
    transformed,
  });
  return {
    tissue: plan.tissue,
    genes: matrix.genes,
    samples: matrix.samples,
    animals: matched.rows.map((row, j) => owners[j]?.id ?? ids?.cells[row] ?? null),
    arms: owners.map((animal) => animal?.arm ?? null),
    counts: matrix.counts,
    sizeFactors: factors,
    transformed,
    transformName: 'variance-stabilized log2 counts (DESeq2 vst, blind = FALSE)',
    design: {
      formula: model.model.design.formula.text,
      columns: [...model.model.design.columns],
      matrix: model.model.design.matrix,
    },
    dispersions: {
      dispGeneEst: fit.dispGeneEst,
      dispFit: fit.dispFit,
      dispMAP: fit.dispMAP,
      dispersion: fit.dispersion,
      dispOutlier: fit.dispOutlier,
      trend: describeTrend(fit.trend),
    },
    contrasts: contrasts.map((contrast, i) =>
      resultOfContrast(fit, matrix.counts, contrast, {
        combination: model.model.cells.coefficients + i,
        alpha: study.plan.fdr,
        twoGroups: model.model.twoGroups,
      }),
    ),
    quality: { ...quality, notes: [...quality.notes, ...fit.notes] },
    exclusions: plan.exclude.filter(({ sample }) => sheet.names.includes(sample)),
  };
}

function checkExclusions(plan: ExpressionPlan, names: readonly string[]): void {
  const problems = plan.exclude
    .filter(({ sample }) => !names.includes(sample))
    .map(
      ({ sample }): Problem => ({
        code: 'exclude-unknown-sample',
        severity: 'error',
        file: plan.samples,
        message: `the study excludes sample "${sample}", but the sample sheet has no such sample`,
        mend: suggestName(sample, names),
      }),
    );
  if (problems.length > 0) throw new InputError(problems);
}

interface StudyModel {
  model: ModelDesign;
  frame: ReturnType<typeof designFrame>;
}

function studyDesign(study: Study, plan: ExpressionPlan, table: Table, rows: readonly number[]): StudyModel {
  const text = plan.design ?? defaultDesign(table, rows);
  const formula = parseDesign(text);
  const control = study.arms.filter((arm) => arm.control).map((arm) => arm.name);
  const others = study.arms.filter((arm) => !arm.control).map((arm) => arm.name);
  const named = plan.contrasts.map(({ factor, control: level }): [string, string] => [factor, level]);
  const references = new Map(named.filter(([factor]) => factor !== 'arm'));
  const frame = designFrame(table, rows, formula.columns, {
    factors: new Set(['arm', 'sex', 'litter', 'cage', 'batch', ...plan.contrasts.map(({ factor }) => factor)]),
    references: new Map([...references].filter(([factor]) => formula.columns.includes(factor))),
    levels: new Map([['arm', [...control, ...others]]]),
  });
  return { model: modelDesign(formula, frame, rows.length), frame };
}

/** `~ sex + arm` as far as both vary among the samples. */
function defaultDesign(table: Table, rows: readonly number[]): string {
  const terms = ['sex', 'arm'].filter((name) => {
    const cells = findColumn(table, name)?.cells;
    const present = rows.map((row) => cells?.[row] ?? null);
    return cells !== undefined && !present.includes(null) && new Set(present).size > 1;
  });
  return `~ ${terms.length > 0 ? terms.join(' + ') : '1'}`;
}

/** The comparisons the study names; else each arm against the control, highest dose first; else each level against the reference. */
function plannedContrasts(study: Study, plan: ExpressionPlan, model: ModelDesign): LevelContrast[] {
  if (plan.contrasts.length > 0) return plan.contrasts;
  const variable = model.design.variables.find((one) => one.label === 'arm') ?? model.design.variables.at(-1);
  if (variable === undefined || variable.kind !== 'factor') return [];
  const [control, ...others] = variable.levels;
  const dose = new Map(study.arms.map((arm) => [arm.name, Number.isNaN(arm.doseMgPerKg) ? -Infinity : arm.doseMgPerKg]));
  const ordered = variable.label === 'arm' ? others.sort((a, b) => (dose.get(b) ?? 0) - (dose.get(a) ?? 0) || 0) : others;
  return ordered.map((treated) => ({ factor: variable.label, treated, control }));
}
