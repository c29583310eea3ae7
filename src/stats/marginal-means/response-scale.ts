import { exp } from '../elementary/index.ts';
import type { Link } from './contrast-model.ts';
import type { ContrastRow } from './contrasts.ts';
import type { MarginalMean } from './marginal-means.ts';

/** Means of a generalized model on the scale of the response; standard errors by the delta method, limits transformed. */
export function meansOnResponseScale(means: readonly MarginalMean[], link: Link): MarginalMean[] {
  return means.map((mean) => {
    const ends = [link.mean(mean.lower), link.mean(mean.upper)];
    return {
      ...mean,
      estimate: link.mean(mean.estimate),
      se: Math.abs(link.slope(mean.estimate)) * mean.se,
      lower: Math.min(...ends),
      upper: Math.max(...ends),
    };
  });
}

/**
 * Contrasts of a log or logit model as ratios or odds ratios; the test stays that of the difference on the link scale.
 *
 * @returns undefined for a link whose differences are no ratios
 */
export function contrastsAsRatios(rows: readonly ContrastRow[], link: Link): ContrastRow[] | undefined {
  if (link.name !== 'log' && link.name !== 'logit') return undefined;
  return rows.map((row) => {
    const ratio = exp(row.estimate);
    const parts = row.parts.map((part) => part.replaceAll(' - ', ' / '));
    const contrast = parts.join(' : ');
    return { ...row, contrast, parts, estimate: ratio, se: ratio * row.se, lower: exp(row.lower), upper: exp(row.upper) };
  });
}
