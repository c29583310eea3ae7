import {
  anovaTable,
  coefficientTable,
  type DataFrame,
  type Design,
  fitLinearModel,
  fitMixedModel,
  linearMeansModel,
  mixedMeansModel,
  type PrecisionBlock,
  parseFormula,
  precisionBlocks,
  type ReferenceGrid,
  referenceGrid,
} from '../../stats/index.ts';
import type { ScoreModel } from '../results.ts';

/** A weighted sum of coefficients with its t test and 95 % interval. */
export interface Estimate {
  estimate: number;
  se: number;
  df: number;
  low: number;
  high: number;
  statistic: number;
  pvalue: number;
}

/** What a fitted model of an outcome can be asked, whether it is linear or mixed. */
export interface OutcomeFit {
  design: Design;
  /** What was fitted, in words. */
  method: string;
  sigma: number;
  random: ScoreModel['random'];
  notes: string[];
  /** The sum of coefficients with these weights; all NaN when it cannot be estimated. */
  estimate(weights: Float64Array | null): Estimate;
  /** Reference grid, whose rows are the predictions that contrasts are made of. */
  grid: ReferenceGrid;
  /** Covariance of the coefficients, columns x columns; that of Kenward and Roger for mixed models. */
  covariance(): Float64Array;
  anova(): ScoreModel['anova'];
  /** Inverse covariance of the rows of the design, by independent blocks, at the estimated variances. */
  precision(): PrecisionBlock[];
}

/** How the degrees of freedom of a mixed model are counted. */
export type MixedDf = 'kenward-roger' | 'satterthwaite';

/** What cannot be estimated. */
export const NOTHING: Estimate = { estimate: NaN, se: NaN, df: NaN, low: NaN, high: NaN, statistic: NaN, pvalue: NaN };

/**
 * Fits a formula: least squares without random terms, REML with Kenward-Roger (or Satterthwaite) degrees of freedom with them.
 *
 * @throws InputError when the formula cannot be fitted to the data
 */
export function fitOutcome(formula: string, data: DataFrame, df: MixedDf = 'kenward-roger'): OutcomeFit {
  return parseFormula(formula).random.length === 0 ? fitLinear(formula, data) : fitMixed(formula, data, df);
}

function fitMixed(formula: string, data: DataFrame, df: MixedDf): OutcomeFit {
  const model = fitMixedModel(formula, data, { df });
  return {
    design: model.design,
    grid: referenceGrid(mixedMeansModel(model, df)),
    method: `linear mixed model ${formula}, REML, ${df === 'satterthwaite' ? 'Satterthwaite' : 'Kenward-Roger'} degrees of freedom`,
    sigma: model.sigma,
    random: model.components.flatMap(({ group, effect, second, sd }) =>
      effect === null || second !== null ? [] : [{ group, term: effect, sd }],
    ),
    notes: model.notes.map((note) => note.message),
    estimate: (weights) => (weights === null ? NOTHING : model.contrast(weights)),
    covariance: () => model.covariance(df),
    anova: () => model.anova('II').map(({ term, numDf, denDf, F, pvalue }) => ({ term, numDf, denDf, F, pvalue })),
    precision: () => precisionBlocks(model),
  };
}

function fitLinear(formula: string, data: DataFrame): OutcomeFit {
  const model = fitLinearModel(formula, data);
  const { design } = model;
  return {
    design,
    grid: referenceGrid(linearMeansModel(model)),
    method: `linear model ${formula}`,
    sigma: model.sigma,
    random: [],
    notes: model.notes.map((note) => note.message),
    estimate: (weights) => {
      if (weights === null) return NOTHING;
      const product = quadraticForm(weights, model.coefficients, model.covariance);
      return toEstimate(product.estimate, product.variance, model.residualDf);
    },
    covariance: () => model.covariance,
    anova: () =>
      anovaTable(model, 2).rows.map(({ term, df, F, pvalue }) => ({ term, numDf: df, denDf: model.residualDf, F, pvalue })),
    precision: () =>
      Array.from({ length: design.rows }, (_, i) => ({
        rows: Int32Array.of(i),
        inverse: Float64Array.of(1 / (model.sigma * model.sigma)),
      })),
  };
}

/** l'b and l'Vl over the coefficients with weight; NaN when one of them is aliased. */
function quadraticForm(
  weights: Float64Array,
  coefficients: Float64Array,
  covariance: Float64Array,
): { estimate: number; variance: number } {
  const p = weights.length;
  let estimate = 0;
  let variance = 0;
  for (let i = 0; i < p; i++) {
    if (weights[i] === 0) continue;
    estimate += weights[i] * coefficients[i];
    for (let j = 0; j < p; j++) if (weights[j] !== 0) variance += weights[i] * weights[j] * covariance[i * p + j];
  }
  return { estimate, variance };
}

function toEstimate(estimate: number, variance: number, df: number): Estimate {
  const [row] = coefficientTable([''], [estimate], Float64Array.of(variance), df);
  return { estimate, se: row.se, df, low: row.lower, high: row.upper, statistic: row.statistic, pvalue: row.pvalue };
}
