import { gamma } from '../../stats/index.ts';

/** Means below this are nothing; a quarter of a count is put in their place. */
const NOTHING = 1e-14;

/**
 * A count as it would be in a library of another size: the same quantile of the negative binomial there, as the mean of a normal and
 * a gamma approximation (edgeR's `q2qnbinom`).
 *
 * @param mean expected here
 * @param wanted expected in the other library
 */
export function equalizedCount(count: number, mean: number, wanted: number, dispersion: number): number {
  const empty = mean < NOTHING || wanted < NOTHING;
  const from = empty ? mean + 0.25 : mean;
  const to = empty ? wanted + 0.25 : wanted;
  const [spreadFrom, spreadTo] = [1 + dispersion * from, 1 + dispersion * to];
  const normalValue = to + (count - from) * Math.sqrt((to * spreadTo) / (from * spreadFrom));
  const shape = from / spreadFrom;
  const gammaValue =
    count >= from
      ? gamma.quantileUpperLog(gamma.logUpper(count, shape, spreadFrom), to / spreadTo, spreadTo)
      : gamma.quantileLog(gamma.logLower(count, shape, spreadFrom), to / spreadTo, spreadTo);
  return (normalValue + gammaValue) / 2;
}
