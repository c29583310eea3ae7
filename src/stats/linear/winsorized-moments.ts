import { fisherF } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { gaussLegendre } from '../special/index.ts';

/** Shares cut from the lower and the upper tail. */
export type TailShares = readonly [lower: number, upper: number];

const QUADRATURE = gaussLegendre(128);

/**
 * Mean and variance of ln F with its tails pulled in to their quantiles (winsorized), F with df1 and df2 degrees of freedom.
 * The integral runs over F / (1 + F), by 128-point Gauss–Legendre quadrature (Phipson et al. 2016).
 */
export function winsorizedLogFMoments(df1: number, df2: number, tails: TailShares): { mean: number; variance: number } {
  const ends = [fisherF.quantile(tails[0], df1, df2), fisherF.quantileUpper(tails[1], df1, df2)];
  const from = ends[0] / (1 + ends[0]);
  const width = ends[1] / (1 + ends[1]) - from;
  const logEnds = ends.map(log);
  const { nodes, weights } = QUADRATURE;
  const logs = new Float64Array(nodes.length);
  const masses = new Float64Array(nodes.length);
  let mean = tails[0] * logEnds[0] + tails[1] * logEnds[1];
  for (let i = 0; i < nodes.length; i++) {
    const node = from + width * nodes[i];
    const f = node / (1 - node);
    logs[i] = log(f);
    masses[i] = (width * weights[i] * fisherF.density(f, df1, df2)) / ((1 - node) * (1 - node));
    mean += masses[i] * logs[i];
  }
  let variance = 0;
  for (let k = 0; k < 2; k++) variance += tails[k] * (logEnds[k] - mean) * (logEnds[k] - mean);
  for (let i = 0; i < nodes.length; i++) variance += masses[i] * (logs[i] - mean) * (logs[i] - mean);
  return { mean, variance };
}
