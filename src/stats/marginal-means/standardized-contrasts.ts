import { criticalValue } from '../linear/index.ts';
import { type ContrastMethod, contrastCoefficients } from './contrast-methods.ts';
import { blocksOf, contrastMeans, labelsOf } from './contrasts.ts';
import type { MarginalMeans } from './marginal-means.ts';

/** A contrast in units of a standard deviation. */
export interface StandardizedContrast {
  readonly contrast: string;
  readonly by: readonly string[];
  readonly effectSize: number;
  /** Includes the uncertainty of the standard deviation. */
  readonly se: number;
  readonly df: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Contrasts divided by a standard deviation (Cohen's d for differences), with a standard error that counts the uncertainty of that
 * standard deviation by the delta method, as `emmeans::eff_size`; degrees of freedom the smallest of the means involved.
 *
 * @param sigma the standard deviation, e.g. the residual one or the root of the sum of all variance components
 * @param sigmaDf degrees of freedom with which it is known
 */
export function standardizedContrasts(
  means: MarginalMeans,
  method: ContrastMethod,
  sigma: number,
  sigmaDf: number,
  level = means.level,
): StandardizedContrast[] {
  const { rows } = contrastMeans(means, method, { adjust: 'none' });
  const blocks = blocksOf(means);
  const { names, matrix } = contrastCoefficients(method, labelsOf(means));
  return rows.map((row, r) => {
    const { members } = blocks[Math.floor(r / names.length)];
    const weights = matrix.subarray((r % names.length) * members.length, ((r % names.length) + 1) * members.length);
    const df = Math.min(...members.filter((_, i) => weights[i] !== 0).map((member) => means.means[member].df));
    const effectSize = row.estimate / sigma;
    const se = Math.sqrt((row.se / sigma) * (row.se / sigma) + (effectSize * effectSize) / (2 * sigmaDf));
    const half = criticalValue(level, df) * se;
    return { contrast: row.contrast, by: row.by, effectSize, se, df, lower: effectSize - half, upper: effectSize + half };
  });
}
