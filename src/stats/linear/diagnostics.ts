import { qrLeverages } from '../linear-algebra/index.ts';
import type { LinearModel } from './linear-model.ts';

/** Influence of each row on a linear model (Belsley, Kuh & Welsch 1980). NaN for a row that determines a coefficient alone. */
export interface Influence {
  /** Diagonal of the hat matrix. */
  readonly leverage: Float64Array;
  /** Residual over its standard error. */
  readonly standardized: Float64Array;
  /** The same with the residual variance estimated without the row; t-distributed on one degree of freedom less. */
  readonly studentized: Float64Array;
  readonly cooksDistance: Float64Array;
  /** Change of the fitted value when the row is left out, in standard errors. */
  readonly dffits: Float64Array;
}

/** Influence diagnostics of a linear model. */
export function influence(model: LinearModel): Influence {
  const { fit, residualDf, residualSumOfSquares, rank } = model;
  const leverage = qrLeverages(fit.qr).map((h) => (h > 1 - 1e-10 ? 1 : h));
  const variance = residualSumOfSquares / residualDf;
  const standardized = fit.residuals.map((e, i) => (leverage[i] < 1 ? e / Math.sqrt(variance * (1 - leverage[i])) : NaN));
  const studentized = fit.residuals.map((e, i) => {
    const h = leverage[i];
    const without = (residualSumOfSquares - (e * e) / (1 - h)) / (residualDf - 1);
    return h < 1 ? e / Math.sqrt(without * (1 - h)) : NaN;
  });
  return {
    leverage,
    standardized,
    studentized,
    cooksDistance: standardized.map((r, i) => (r * r * leverage[i]) / ((1 - leverage[i]) * rank)),
    dffits: studentized.map((t, i) => t * Math.sqrt(leverage[i] / (1 - leverage[i]))),
  };
}
