import { inputError, type Problem } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula, singleResponse } from '../formula/index.ts';
import type { DfMethod } from './inference.ts';
import { BlockLikelihood } from './likelihood.ts';
import { buildMixedCore, type MixedCore } from './mixed-design.ts';
import { fitCore } from './mixed-fit.ts';
import { MixedModel } from './mixed-model.ts';
import { fitNotes } from './notes.ts';
import { prepareResponse } from './responses.ts';

/** Options of {@link fitMixedModel}. */
export interface MixedModelOptions {
  /** Restricted maximum likelihood (default) or maximum likelihood. */
  readonly reml?: boolean;
  /** How tests count degrees of freedom: Kenward-Roger by default, Satterthwaite for maximum likelihood. */
  readonly df?: DfMethod;
  /** Confidence level (default 0.95). */
  readonly level?: number;
  /** Name of a column of positive prior weights: residual variance sigma^2 / w. */
  readonly weights?: string;
  /** Coding of factors (default treatment). */
  readonly contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
  /**
   * What Kenward-Roger does with a component estimated as zero: `keep` counts the degrees of freedom of the design (as
   * pbkrtest does, the default), `drop` those of the model without it.
   */
  readonly zeroComponents?: 'keep' | 'drop';
}

/**
 * Fits a linear mixed model y = X b + Z u + e by (restricted) maximum likelihood, to the exact optimum: Newton steps with
 * analytic derivatives, variances of zero included (Bates et al. 2015 for the model, ALGORITHM in docs/statistics-mixed.md).
 *
 * @param formula in lme4's notation, e.g. `score ~ arm * session + sex + (1 | litter/animal)`
 * @param data columns by name; rows with a missing value in a needed column are left out and counted in `notes`
 * @throws InputError for an unknown column, no complete row, a response that is constant or fully explained, a grouping
 *   factor with one level, random terms that cannot be told apart
 */
export function fitMixedModel(formula: string | Formula, data: DataFrame, options: MixedModelOptions = {}): MixedModel {
  const { weights: weightColumn, contrasts } = options;
  const design = buildDesign(formula, data, { contrasts, alsoNeeded: weightColumn === undefined ? [] : [weightColumn] });
  const weights = weightColumn === undefined ? undefined : weightsOf(design, weightColumn);
  const core = buildMixedCore(design.matrix, design.rows, design.columns, design.random, weights);
  return fitDesign(design, core, options);
}

/** Fits the response of a design on its core. */
export function fitDesign(design: Design, core: MixedCore, options: MixedModelOptions): MixedModel {
  const restricted = options.reml ?? true;
  const df = options.df ?? (restricted ? 'kenward-roger' : 'satterthwaite');
  if (df === 'kenward-roger' && !restricted) {
    throw inputError({
      code: 'mixed-kenward-roger-ml',
      message: 'Kenward-Roger degrees of freedom are defined for REML fits',
      found: 'a maximum likelihood fit',
      mend: 'fit by REML, or use Satterthwaite degrees of freedom',
    });
  }
  const response = singleResponse(design.response);
  const centered = design.offset === undefined ? response : response.map((value, i) => value - (design.offset?.[i] ?? 0));
  const prepared = prepareResponse(core, centered);
  if (!(prepared.residualSquares > 1e-20 * prepared.totalSquares)) throw noResidual(design);
  const likelihood = new BlockLikelihood(core.system);
  const fit = fitCore(core, likelihood, prepared, { restricted, dropZero: options.zeroComponents === 'drop' });
  const notes: Problem[] = fitNotes(design, core, fit);
  return new MixedModel(design, core, likelihood, fit, response, { notes, df, level: options.level ?? 0.95 });
}

function weightsOf(design: Design, name: string): Float64Array {
  const column = design.data.get(name);
  const values = column?.kind === 'number' ? column.values : new Float64Array(design.rows).fill(NaN);
  const row = values.findIndex((value) => !(value > 0 && value < Infinity));
  if (row < 0) return values;
  throw inputError({
    code: 'mixed-weights',
    message: `the weights in ${name} must be positive numbers`,
    line: design.usedRows[row] + 1,
    found: String(values[row]),
    mend: 'leave out rows of weight zero',
  });
}

function noResidual(design: Design): Error {
  return inputError({
    code: 'mixed-zero-variance',
    message: 'the response does not vary around the fixed effects, so there is no variance to estimate',
    found: `${design.response?.label ?? 'response'} in ${design.rows} rows`,
    mend: 'check the column, or leave this outcome out',
  });
}
