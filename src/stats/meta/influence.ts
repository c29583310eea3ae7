import { cholesky, choleskySolve } from '../linear-algebra/index.ts';
import { type MetaOptions, type MetaResult, metaAnalysis } from './meta-analysis.ts';

function subset(values: ArrayLike<number>, keep: (i: number) => boolean, width = 1): Float64Array {
  const kept: number[] = [];
  for (let i = 0; i < values.length / width; i++) if (keep(i)) for (let a = 0; a < width; a++) kept.push(values[i * width + a]);
  return Float64Array.from(kept);
}

function refit(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  options: MetaOptions,
  keep: (i: number) => boolean,
): MetaResult {
  const p = options.moderators === undefined ? 1 : options.moderators.length / effects.length;
  const moderators = options.moderators && subset(options.moderators, keep, p);
  return metaAnalysis(subset(effects, keep), subset(variances, keep), { ...options, moderators });
}

/** The analysis without each study in turn. */
export function leaveOneOut(effects: ArrayLike<number>, variances: ArrayLike<number>, options: MetaOptions = {}): MetaResult[] {
  return Array.from({ length: effects.length }, (_, left) => refit(effects, variances, options, (i) => i !== left));
}

/** The analysis of the first two, three, ... k studies in the order given. */
export function cumulative(effects: ArrayLike<number>, variances: ArrayLike<number>, options: MetaOptions = {}): MetaResult[] {
  return Array.from({ length: effects.length - 1 }, (_, i) => refit(effects, variances, options, (j) => j <= i + 1));
}

/** Case diagnostics, one value per study. */
export interface Influence {
  /** Deleted residual over its standard error. */
  rstudent: Float64Array;
  dffits: Float64Array;
  cooksDistance: Float64Array;
  leverage: Float64Array;
}

/** Deleted residuals, DFFITS, Cook's distances and leverages (Viechtbauer & Cheung 2010), as metafor's `influence`. */
export function influence(effects: ArrayLike<number>, variances: ArrayLike<number>, options: MetaOptions = {}): Influence {
  const k = effects.length;
  const settings = { test: 'z', ...options } as const;
  const full = metaAnalysis(effects, variances, settings);
  const p = full.estimates.length;
  const x = options.moderators ?? new Float64Array(k).fill(1);
  const factor = cholesky(full.covariance, p);
  const make = (): Float64Array => new Float64Array(k);
  const result: Influence = { rstudent: make(), dffits: make(), cooksDistance: make(), leverage: make() };
  leaveOneOut(effects, variances, settings).forEach((without, i) => {
    const row = x.subarray(i * p, (i + 1) * p);
    const along = (b: Float64Array): number => row.reduce((sum, one, a) => sum + one * b[a], 0);
    const spread = (v: Float64Array): number => {
      let sum = 0;
      for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) sum += row[a] * v[a * p + b] * row[b];
      return sum;
    };
    const leverage = spread(full.covariance) / (variances[i] + full.tauSquared);
    const change = full.estimates.map((one, a) => one - without.estimates[a]);
    const scaled = factor === undefined ? change.map(() => NaN) : choleskySolve(factor, change, p);
    const residual = effects[i] - along(without.estimates);
    result.leverage[i] = leverage;
    result.rstudent[i] = residual / Math.sqrt(variances[i] + without.tauSquared + spread(without.covariance));
    result.dffits[i] = along(change) / Math.sqrt(leverage * (without.tauSquared + variances[i]));
    result.cooksDistance[i] = change.reduce((sum, one, a) => sum + one * scaled[a], 0);
  });
  return result;
}
