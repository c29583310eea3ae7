import { evaluateCurve, exp, type LocalCurve, locfitCurve, log } from '../../stats/index.ts';
import { MIN_DISPERSION } from './constants.ts';
import { fitParametricTrend, type ParametricTrend } from './trend-parametric.ts';

/** How dispersion depends on the mean count. */
export type DispersionTrend = ParametricTrend | { kind: 'local'; curve: LocalCurve } | { kind: 'mean'; value: number };

export type TrendKind = 'parametric' | 'local' | 'mean';

/** The trend with a note for people when it is not the kind that was asked for. */
export interface FittedTrend {
  trend: DispersionTrend;
  note: string | null;
}

/**
 * Fits the dispersion trend over the genes whose gene-wise dispersion exceeds 1e-6 (DESeq2 1.38's `estimateDispersionsFit`).
 * When the parametric curve cannot be fitted the local one is used, with a note.
 *
 * @returns undefined when no gene is usable
 */
export function fitTrend(baseMean: Float64Array, dispGeneEst: Float64Array, kind: TrendKind): FittedTrend | undefined {
  const usable: number[] = [];
  for (let g = 0; g < baseMean.length; g++) if (dispGeneEst[g] > 100 * MIN_DISPERSION) usable.push(g);
  if (usable.length === 0) return undefined;
  const means = Float64Array.from(usable, (g) => baseMean[g]);
  const dispersions = Float64Array.from(usable, (g) => dispGeneEst[g]);
  if (kind === 'mean') return { trend: { kind: 'mean', value: trimmedMean(dispersions) }, note: null };
  if (kind === 'parametric') {
    const trend = fitParametricTrend(means, dispersions);
    if (trend !== undefined) return { trend, note: null };
  }
  const note =
    kind === 'local'
      ? null
      : 'the parametric dispersion trend does not fit these data (dispersion does not fall with the mean count); a local regression is used instead';
  return { trend: localTrend(means, dispersions), note };
}

/** Trimmed mean, 0.1 % at each end, of the dispersions above 1e-7. */
function trimmedMean(dispersions: Float64Array): number {
  const sorted = dispersions.filter((value) => value > 10 * MIN_DISPERSION).sort();
  const drop = Math.floor(sorted.length * 0.001);
  let sum = 0;
  for (let i = drop; i < sorted.length - drop; i++) sum += sorted[i];
  return sum / (sorted.length - 2 * drop);
}

function localTrend(means: Float64Array, dispersions: Float64Array): DispersionTrend {
  const x = means.map(log);
  const y = dispersions.map(log);
  return { kind: 'local', curve: locfitCurve(x, y, means) };
}

/** The trend at a mean count. */
export function trendAt(trend: DispersionTrend, mean: number): number {
  switch (trend.kind) {
    case 'parametric':
      return trend.asymptote + trend.extra / mean;
    case 'local':
      return exp(evaluateCurve(trend.curve, log(mean)));
    case 'mean':
      return trend.value;
  }
}

/** The trend in words, for reports. */
export function describeTrend(trend: DispersionTrend): string {
  switch (trend.kind) {
    case 'parametric':
      return `parametric: ${trend.asymptote.toPrecision(4)} + ${trend.extra.toPrecision(4)} / mean`;
    case 'local':
      return 'local regression of log dispersion on log mean';
    case 'mean':
      return `one value for all genes: ${trend.value.toPrecision(4)}`;
  }
}
