import { normal } from '../distributions/index.ts';
import { type ClusterInfluence, clusterDeletion } from './cluster-deletion.ts';
import type { MixedModel } from './mixed-model.ts';

/** What to look at before believing a mixed model; all arrays are over the rows used unless said otherwise. */
export interface MixedDiagnostics {
  readonly fitted: Float64Array;
  /** Conditional residuals divided by sigma (and by the root of the prior weights' inverse). */
  readonly scaledResiduals: Float64Array;
  /** Rows whose scaled residual exceeds the two-sided 5 % limit for the largest of n normal values (Bonferroni). */
  readonly outliers: readonly number[];
  /** Correlation of |residual| with the fitted value: far from 0 when the spread changes with the level. */
  readonly spreadWithLevel: number;
  /** Correlation of the ordered residuals with normal scores: near 1 when they are normal. */
  readonly normalScoreCorrelation: number;
  /** The same for the predicted effects of each random term (intercept or slope). */
  readonly randomEffects: readonly { readonly term: string; readonly effect: string; readonly normalScoreCorrelation: number }[];
  /** Influence of each group of the coarsest grouping factor on the fixed effects. */
  readonly influence: readonly ClusterInfluence[];
}

/** Residual and influence diagnostics of a fitted mixed model. */
export function mixedDiagnostics(model: MixedModel): MixedDiagnostics {
  const { fitted } = model;
  const { core, sigma, response, n } = model;
  const scaledResiduals = response.map((value, i) => {
    const root = core.weights === undefined ? 1 : Math.sqrt(core.weights[i]);
    return ((value - fitted[i]) * root) / sigma;
  });
  const limit = normal.quantileUpper(0.025 / n);
  return {
    fitted,
    scaledResiduals,
    outliers: Array.from(scaledResiduals.keys()).filter((i) => Math.abs(scaledResiduals[i]) > limit),
    spreadWithLevel: correlation(scaledResiduals.map(Math.abs), fitted),
    normalScoreCorrelation: normalScores(scaledResiduals),
    randomEffects: model.randomEffects().flatMap(({ label, effects, values, levels }) =>
      effects.map((effect, a) => ({
        term: label,
        effect,
        normalScoreCorrelation: normalScores(Float64Array.from(levels, (_, level) => values[level * effects.length + a])),
      })),
    ),
    influence: clusterDeletion(model),
  };
}

function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let mx = 0;
  let my = 0;
  for (let i = 0; i < n; i++) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / Math.sqrt(xx * yy);
}

/** Correlation with expected normal order statistics in Blom's approximation. */
function normalScores(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  return correlation(
    sorted,
    sorted.map((_, i) => normal.quantile((i + 1 - 0.375) / (n + 0.25))),
  );
}
