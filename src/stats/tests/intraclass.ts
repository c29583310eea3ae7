import { fisherF } from '../distributions/index.ts';
import { requireComplete } from './require-complete.ts';

/** One of Shrout & Fleiss' six coefficients; `k` after the name is the reliability of the mean of all raters. */
export interface IntraclassCorrelation {
  kind: 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k';
  estimate: number;
  F: number;
  numDf: number;
  denDf: number;
  pvalue: number;
  low: number;
  high: number;
}

interface MeanSquares {
  subjects: number;
  raters: number;
  error: number;
  within: number;
}

function meanSquares(table: Float64Array, n: number, k: number): MeanSquares {
  const total = table.reduce((a, b) => a + b, 0) / (n * k);
  const rows = new Float64Array(n);
  const columns = new Float64Array(k);
  for (let at = 0; at < table.length; at++) {
    rows[Math.floor(at / k)] += table[at] / k;
    columns[at % k] += table[at] / n;
  }
  let [error, within] = [0, 0];
  for (let at = 0; at < table.length; at++) {
    const row = rows[Math.floor(at / k)];
    const rest = table[at] - row - columns[at % k] + total;
    error += rest * rest;
    within += (table[at] - row) * (table[at] - row);
  }
  const about = (means: Float64Array): number => means.reduce((sum, one) => sum + (one - total) * (one - total), 0);
  return {
    subjects: (k * about(rows)) / (n - 1),
    raters: (n * about(columns)) / (k - 1),
    error: error / ((n - 1) * (k - 1)),
    within: within / (n * (k - 1)),
  };
}

/** Interval of the agreement of single raters drawn at random (ICC2), with Satterthwaite's degrees of freedom. */
function agreementInterval(ms: MeanSquares, n: number, k: number, icc: number, alpha: number): { low: number; high: number } {
  const ratio = ms.raters / ms.error;
  const a = n * (1 + (k - 1) * icc) - k * icc;
  const sum = k * icc * ratio + a;
  const df = ((k - 1) * (n - 1) * sum * sum) / ((n - 1) * k * k * icc * icc * ratio * ratio + a * a);
  const above = fisherF.quantileUpper(alpha / 2, n - 1, df);
  const below = fisherF.quantileUpper(alpha / 2, df, n - 1);
  const rest = k * ms.raters + (k * n - k - n) * ms.error;
  return {
    low: (n * (ms.subjects - above * ms.error)) / (above * rest + n * ms.subjects),
    high: (n * (below * ms.subjects - ms.error)) / (rest + n * below * ms.subjects),
  };
}

/**
 * The six intraclass correlations of Shrout & Fleiss (1979), with F tests and intervals (McGraw & Wong 1996 for ICC2), as `psych::ICC`
 * without the mixed model. ICC1: every subject has its own raters; ICC2: raters are a sample, absolute agreement; ICC3: these raters,
 * consistency.
 *
 * @param table n subjects x k raters (scorers, sessions), row-major and complete
 * @throws RangeError for fewer than two subjects or raters, missing values, or ratings without any error
 */
export function intraclassCorrelations(table: Float64Array, raters: number, level = 0.95): IntraclassCorrelation[] {
  requireComplete(table);
  const [n, k] = [table.length / raters, raters];
  if (!Number.isInteger(n) || n < 2 || k < 2)
    throw new RangeError('agreement needs at least two subjects rated by at least two raters each');
  const ms = meanSquares(table, n, k);
  if (!(ms.error > 0)) throw new RangeError('the raters agree perfectly but for a constant: there is no error to compare with');
  const alpha = 1 - level;
  const oneWay = ms.subjects - ms.within;
  const twoWay = ms.subjects - ms.error;
  const icc2 = twoWay / (ms.subjects + (k - 1) * ms.error + (k * (ms.raters - ms.error)) / n);
  const agreement = agreementInterval(ms, n, k, icc2, alpha);
  const stepUp = (icc: number): number => (icc * k) / (1 + icc * (k - 1));
  const test = (F: number, denDf: number) => ({ F, numDf: n - 1, denDf, pvalue: fisherF.upper(F, n - 1, denDf) });
  const first = test(ms.subjects / ms.within, n * (k - 1));
  const second = test(ms.subjects / ms.error, (n - 1) * (k - 1));
  const limits = ({ F, numDf, denDf }: { F: number; numDf: number; denDf: number }): [number, number] => [
    F / fisherF.quantileUpper(alpha / 2, numDf, denDf),
    F * fisherF.quantileUpper(alpha / 2, denDf, numDf),
  ];
  const ofSingle = (F: number): number => (F - 1) / (F + k - 1);
  const [lowF1, highF1] = limits(first);
  const [lowF3, highF3] = limits(second);
  return [
    {
      kind: 'ICC1',
      estimate: oneWay / (ms.subjects + (k - 1) * ms.within),
      ...first,
      low: ofSingle(lowF1),
      high: ofSingle(highF1),
    },
    { kind: 'ICC2', estimate: icc2, ...second, ...agreement },
    {
      kind: 'ICC3',
      estimate: twoWay / (ms.subjects + (k - 1) * ms.error),
      ...second,
      low: ofSingle(lowF3),
      high: ofSingle(highF3),
    },
    { kind: 'ICC1k', estimate: oneWay / ms.subjects, ...first, low: 1 - 1 / lowF1, high: 1 - 1 / highF1 },
    {
      kind: 'ICC2k',
      estimate: twoWay / (ms.subjects + (ms.raters - ms.error) / n),
      ...second,
      low: stepUp(agreement.low),
      high: stepUp(agreement.high),
    },
    { kind: 'ICC3k', estimate: twoWay / ms.subjects, ...second, low: 1 - 1 / lowF3, high: 1 - 1 / highF3 },
  ];
}
