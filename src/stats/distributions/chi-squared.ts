import type { Distribution } from './distribution.ts';
import { gamma } from './gamma.ts';

/** Chi-squared distribution: gamma with shape df / 2 and scale 2. */
export const chiSquared: Distribution<[df: number]> = {
  lower: (x, df) => gamma.lower(x, 0.5 * df, 2),
  upper: (x, df) => gamma.upper(x, 0.5 * df, 2),
  logLower: (x, df) => gamma.logLower(x, 0.5 * df, 2),
  logUpper: (x, df) => gamma.logUpper(x, 0.5 * df, 2),
  density: (x, df) => gamma.density(x, 0.5 * df, 2),
  logDensity: (x, df) => gamma.logDensity(x, 0.5 * df, 2),
  quantile: (p, df) => gamma.quantile(p, 0.5 * df, 2),
  quantileUpper: (p, df) => gamma.quantileUpper(p, 0.5 * df, 2),
  quantileLog: (logP, df) => gamma.quantileLog(logP, 0.5 * df, 2),
  quantileUpperLog: (logP, df) => gamma.quantileUpperLog(logP, 0.5 * df, 2),
};
