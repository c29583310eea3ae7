import type { Context } from '../../../context/index.ts';
import { inputError } from '../../../problems/index.ts';
import { type DataFrame, log } from '../../../stats/index.ts';
import { rawDesign } from '../../design/cells.ts';
import type { Combination, LevelContrast } from '../../design/contrasts.ts';
import { expandedDesign } from '../../design/expanded.ts';
import type { ModelDesign } from '../../design/model-design.ts';
import { LN_2 } from '../constants.ts';
import { noCounts } from '../contrast-table.ts';
import type { DeseqFit } from '../fit.ts';
import { CHUNK, chunksOf } from '../gene-wise-trend.ts';
import { type Normalization, normalizationOf } from '../normalization.ts';
import { heavyTailedTask } from './heavy-tailed.ts';
import { type NormalPriorInput, normalPriorTask } from './normal-prior.ts';
import { effectVariance } from './prior-scale.ts';
import { coefficientPriorVariance } from './prior-variances.ts';
import { falseSignRates, sValues } from './s-values.ts';

export interface ShrinkInput {
  fit: DeseqFit;
  /** Raw counts, genes x samples; DESeq2 shrinks on these even where outliers were replaced. */
  counts: Float64Array;
  normalization: Normalization;
  model: ModelDesign;
  frame: DataFrame;
  combination: Combination;
  /** The two levels, when levels are compared. */
  contrast: LevelContrast | null;
}

/** What shrinking one coefficient needs. */
export type CoefficientInput = Pick<ShrinkInput, 'fit' | 'counts' | 'normalization' | 'combination'> & {
  model: Pick<ModelDesign, 'cells'>;
};

export interface Shrunken {
  /** log2 scale; NaN where not estimated. */
  log2FoldChange: Float64Array;
  lfcSE: Float64Array;
  /** Only with apeglm. */
  svalue: Float64Array | null;
  notes: string[];
}

/** Fold changes shrunk as asked; null for `none`. `threshold`: see {@link shrinkWithApeglm}. */
export async function shrink(
  input: ShrinkInput,
  kind: 'none' | 'normal' | 'apeglm',
  threshold: number,
  context: Context,
): Promise<Shrunken | null> {
  if (kind === 'none') return null;
  return kind === 'normal' ? shrinkWithNormal(input, context) : shrinkWithApeglm(input, threshold, context);
}

/**
 * Fold changes shrunk with a normal prior. A single coefficient is shrunk in the design itself, a comparison of levels in the
 * expanded design, in which all levels of a factor are treated alike.
 */
export async function shrinkWithNormal(input: ShrinkInput, context: Context): Promise<Shrunken> {
  const { fit, model } = input;
  const plan = input.contrast === null ? standardPlan(input) : expandedPlan(input);
  const { baseMean } = fit;
  const dispersions = fit.dispersion.map((value, g) => (baseMean[g] > 0 ? value : NaN));
  const inputs = Array.from(
    chunksOf(fit.genes),
    ([from, to]): NormalPriorInput => ({
      ...plan,
      genes: to - from,
      counts: input.counts.slice(from * model.cells.samples, to * model.cells.samples),
      normalization: normalizationOf(input.normalization, model.cells.samples, from, to),
      dispersions: dispersions.slice(from, to),
      baseMean: baseMean.slice(from, to),
    }),
  );
  const parts = await context.pool.map(normalPriorTask, inputs, (done, total) => context.progress('shrinkage', done, total));
  const shrunken = { log2FoldChange: new Float64Array(fit.genes), lfcSE: new Float64Array(fit.genes), svalue: null, notes: [] };
  parts.forEach((part, i) => {
    shrunken.log2FoldChange.set(part.estimate, i * CHUNK);
    shrunken.lfcSE.set(part.error, i * CHUNK);
  });
  // a gene that replacement emptied has no change, for certain, as in the table of tests
  for (let g = 0; g < fit.genes; g++) if (fit.nowAllZero[g] === 1) shrunken.log2FoldChange[g] = shrunken.lfcSE[g] = 0;
  const { compared } = input.combination;
  if (compared !== null)
    for (let g = 0; g < fit.genes; g++)
      if (baseMean[g] > 0 && noCounts(input.counts, g * compared.length, compared)) shrunken.log2FoldChange[g] = 0;
  return shrunken;
}

type NormalPlan = Pick<NormalPriorInput, 'design' | 'lambda' | 'combination' | 'intercept'>;

/** Whether a combination is one coefficient by itself. */
export function isCoefficient(weights: Float64Array): boolean {
  return weights.filter((weight) => weight !== 0).length === 1 && weights.includes(1);
}

/** Prior variance of a combination of the fit's coefficients. */
function varianceOf({ fit }: ShrinkInput, weights: ArrayLike<number>): number {
  const estimates = Float64Array.from({ length: fit.genes }, (_, g) => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++)
      if (weights[k] !== 0) sum += weights[k] * fit.estimates[g * fit.combinationCount + k];
    return sum;
  });
  return coefficientPriorVariance(estimates, fit.baseMean, fit.dispFit);
}

const WIDE_VARIANCE = 1e6;

function standardPlan(input: ShrinkInput): NormalPlan {
  const { design, cells } = input.model;
  const lambda = Float64Array.from(design.columns, (name, k) => {
    if (name === '(Intercept)') return 1 / WIDE_VARIANCE;
    return (
      1 /
      varianceOf(
        input,
        design.columns.map((_, i) => (i === k ? 1 : 0)),
      )
    );
  });
  const intercept = design.columns.indexOf('(Intercept)');
  return { design: cells, lambda, combination: input.combination.weights, intercept };
}

function expandedPlan(input: ShrinkInput): NormalPlan {
  const { design, cells } = input.model;
  const expanded = expandedDesign(design, input.frame);
  const lambda = Float64Array.from(expanded.columns, ({ variable }) =>
    variable === '(Intercept)' ? 1 / WIDE_VARIANCE : 1 / termVariance(input, variable),
  );
  const combination = Float64Array.from(expanded.columns, ({ variable, level }) => {
    if (variable !== input.contrast?.factor) return 0;
    return level === input.contrast.treated ? 1 : level === input.contrast.control ? -1 : 0;
  });
  return { design: rawDesign(expanded.matrix, cells.samples, expanded.count), lambda, combination, intercept: 0 };
}

/** Mean prior variance of a term's coefficients and of all their pairwise differences. */
function termVariance(input: ShrinkInput, label: string): number {
  const { design } = input.model;
  const term = design.terms.find((one) => one.label === label);
  if (term === undefined) throw new RangeError(`no term ${label}`);
  const columns = Array.from({ length: term.width }, (_, i) => term.start + i);
  const single = columns.map((k) => design.columns.map((_, i) => (i === k ? 1 : 0)));
  const pairs = columns.flatMap((k, i) =>
    columns.slice(i + 1).map((l) => design.columns.map((_, c) => (c === l ? 1 : c === k ? -1 : 0))),
  );
  const variances = [...single, ...pairs].map((weights) => varianceOf(input, weights));
  return variances.reduce((sum, value) => sum + value, 0) / variances.length;
}

/**
 * Fold changes shrunk with a heavy-tailed prior (apeglm), with s-values.
 *
 * @param threshold log2 fold change the s-values ask about; 0: the sign
 * @throws InputError unless a single coefficient is tested
 */
export async function shrinkWithApeglm(
  input: CoefficientInput,
  threshold: number,
  context: Context,
): Promise<Shrunken & { svalue: Float64Array }> {
  const { fit, model, counts, normalization } = input;
  if (!isCoefficient(input.combination.weights))
    throw inputError({
      code: 'shrink-needs-coefficient',
      message: 'apeglm shrinks one coefficient, and this comparison is a combination of several',
      mend: 'make the control of the comparison the reference level (--ref), or use --shrink normal',
    });
  const shrunk = input.combination.weights.indexOf(1);
  const { samples, coefficients } = model.cells;
  const natural = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: fit.genes }, (_, g) =>
      fit.nowAllZero[g] === 1 ? 0 : values[g * fit.combinationCount + shrunk] * LN_2,
    );
  const scale = Math.min(Math.sqrt(effectVariance(natural(fit.estimates), natural(fit.errors))), 1);
  const inputs = Array.from(chunksOf(fit.genes), ([from, to]) => ({
    genes: to - from,
    counts: counts.slice(from * samples, to * samples),
    offsets: normalizationOf(normalization, samples, from, to).factors.map(log),
    matrix: model.cells.matrix,
    samples,
    coefficients,
    dispersions: fit.dispersion.slice(from, to),
    shrunk,
    scale,
  }));
  const parts = await context.pool.map(heavyTailedTask, inputs, (done, total) => context.progress('shrinkage', done, total));
  const [mode, sd] = [new Float64Array(fit.genes), new Float64Array(fit.genes)];
  parts.forEach((part, i) => {
    mode.set(part.mode, i * CHUNK);
    sd.set(part.sd, i * CHUNK);
  });
  return {
    log2FoldChange: mode.map((value) => value / LN_2),
    lfcSE: sd.map((value) => value / LN_2),
    svalue: sValues(falseSignRates(mode, sd, threshold * LN_2)),
    notes: scale > 0.001 ? [] : [COLLAPSED],
  };
}

const COLLAPSED =
  "apeglm's prior scale collapsed to its lower limit, so that nearly every fold change is shrunk to zero; genes whose only counts were replaced as outliers enter with a standard error of zero. Look at the unshrunken fold changes.";
