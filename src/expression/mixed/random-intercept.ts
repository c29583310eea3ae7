import { interceptCurvatures } from './intercept-curvatures.ts';
import { gatherSums, type InterceptRoom } from './intercept-design.ts';
import { devianceAt } from './intercept-deviance.ts';
import { bestRatio } from './variance-ratio.ts';

/** How uncertainty of the variances enters tests. */
export type MixedDf = 'satterthwaite' | 'kenward-roger';

/** One gene's restricted maximum-likelihood fit with a random intercept, for one contrast. */
export interface InterceptFit {
  /** Group variance / residual variance (in the units of the weights). */
  ratio: number;
  /** Residual standard deviation; the residual variance of a sample is its square over the sample's weight. */
  sigma: number;
  estimate: number;
  error: number;
  df: number;
  /** Degrees of freedom of the residual variance, tr((I - H)²). */
  residualDf: number;
}

/**
 * Fits a gene: restricted maximum likelihood, the contrast with its standard error, and degrees of freedom by Satterthwaite (from the
 * observed information, as lmerTest) or Kenward and Roger (adjusted covariance, expected information, as pbkrtest). A group variance
 * of zero has no part in Satterthwaite's, as in lmerTest, and keeps its part in Kenward and Roger's, as in pbkrtest.
 *
 * @param weights genes x samples, or null
 * @param at position of the gene's first value in both
 * @returns undefined when the response does not vary around the fixed effects
 */
export function fitIntercept(
  room: InterceptRoom,
  values: Float64Array,
  weights: Float64Array | null,
  at: number,
  contrast: Float64Array,
  method: MixedDf,
): InterceptFit | undefined {
  const { samples, columns: p } = room.design;
  const scale = gatherSums(room, values, weights, at);
  const total = room.products[p * (p + 1) + p];
  if (!(devianceAt(room, 0).squares > 1e-20 * total)) return undefined;
  const ratio = bestRatio(room);
  const deviance = devianceAt(room, ratio);
  const df = samples - p;
  const variance = deviance.squares / df;
  const row = whitenedContrast(room, contrast);
  const estimate = contrastEstimate(room, row);
  const curves = interceptCurvatures(room, ratio, row);
  const base = { ratio: ratio / scale, sigma: Math.sqrt(variance * scale), estimate, residualDf: curves.residualDf };
  if (method === 'kenward-roger') return { ...base, ...kenwardRoger(curves, variance) };
  const error = Math.sqrt(variance * curves.plain);
  if (ratio === 0) return { ...base, error, df };
  // observed information of (ratio, residual variance), and the gradient of the contrast's variance
  const a = deviance.determinantCurvature + deviance.squaresCurvature / variance;
  const b = -deviance.squaresSlope / (variance * variance);
  const c = df / (variance * variance);
  const [ga, gc] = [variance * curves.slope, curves.plain];
  const determinant = a * c - b * b;
  const form = (2 * (c * ga * ga - 2 * b * ga * gc + a * gc * gc)) / determinant;
  const square = variance * variance * curves.plain * curves.plain;
  return { ...base, error, df: (2 * square) / form };
}

/** L^-1 c for the factor L of X'V^-1 X. */
function whitenedContrast({ factor, design }: InterceptRoom, contrast: Float64Array): Float64Array {
  const width = design.columns + 1;
  const out = new Float64Array(design.columns);
  for (let i = 0; i < out.length; i++) {
    let sum = contrast[i];
    for (let k = 0; k < i; k++) sum -= factor[i * width + k] * out[k];
    out[i] = sum / factor[i * width + i];
  }
  return out;
}

/** The last row of the factor is L^-1 X'V^-1 y. */
function contrastEstimate({ factor, design }: InterceptRoom, row: Float64Array): number {
  const width = design.columns + 1;
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k] * factor[row.length * width + k];
  return sum;
}

/** Kenward and Roger's standard error and degrees of freedom of one contrast, parameters (group, residual variance). */
function kenwardRoger(
  { plain, slope, residualForm, secondForms, information, adjustments }: ReturnType<typeof interceptCurvatures>,
  variance: number,
): { error: number; df: number } {
  // all quantities are those of residual variance 1; the information scales with variance^-2, its inverse with variance²
  const [uu, ue, ee] = information;
  const determinant = uu * ee - ue * ue;
  const [wuu, wue, wee] = [ee / determinant, -ue / determinant, uu / determinant];
  const extra =
    wuu * (secondForms[0] - adjustments[0]) +
    2 * wue * (secondForms[1] - adjustments[1]) +
    wee * (secondForms[2] - adjustments[2]);
  const spread = wuu * slope * slope + 2 * wue * slope * residualForm + wee * residualForm * residualForm;
  return { error: Math.sqrt(variance * (plain + 2 * extra)), df: (2 * plain * plain) / spread };
}
