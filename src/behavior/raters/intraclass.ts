import { fisherF } from '../../stats/index.ts';

/** An intraclass correlation with its 95 % interval. */
export interface Intraclass {
  estimate: number;
  low: number;
  high: number;
}

/** Reliability of single scores when every rater scored every animal (Shrout & Fleiss 1979 Psychol Bull 86:420). */
export interface Intraclasses {
  animals: number;
  raters: number;
  /** ICC(2,1): absolute agreement, raters a sample of raters. */
  agreement: Intraclass;
  /** ICC(3,1): consistency, these raters only. */
  consistency: Intraclass;
}

/**
 * ICC(2,1) and ICC(3,1) from the two-way analysis of variance; intervals after Shrout & Fleiss (ICC(2,1) with McGraw and
 * Wong's degrees of freedom).
 *
 * @param scores animals x raters, row-major, no missing values; at least two of each
 */
export function intraclassCorrelations(scores: Float64Array, raters: number, level = 0.95): Intraclasses {
  const k = raters;
  const n = scores.length / k;
  const animals = Float64Array.from({ length: n }, (_, i) => average(scores.subarray(i * k, (i + 1) * k)));
  const columns = Float64Array.from({ length: k }, (_, j) =>
    average(Float64Array.from({ length: n }, (__, i) => scores[i * k + j])),
  );
  const grand = average(scores);
  const between = (k * squares(animals, grand)) / (n - 1);
  const judges = (n * squares(columns, grand)) / (k - 1);
  let residual = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const rest = scores[i * k + j] - animals[i] - columns[j] + grand;
      residual += rest * rest;
    }
  }
  const error = residual / ((n - 1) * (k - 1));
  const tail = (1 - level) / 2;
  const ratio = between / error;
  const [lowF, highF] = [
    ratio / fisherF.quantileUpper(tail, n - 1, (n - 1) * (k - 1)),
    ratio * fisherF.quantileUpper(tail, (n - 1) * (k - 1), n - 1),
  ];
  const agreement = (between - error) / (between + (k - 1) * error + (k * (judges - error)) / n);
  return {
    animals: n,
    raters: k,
    agreement: { estimate: agreement, ...agreementInterval(agreement, { between, judges, error }, n, k, tail) },
    consistency: {
      estimate: (between - error) / (between + (k - 1) * error),
      low: (lowF - 1) / (lowF + k - 1),
      high: (highF - 1) / (highF + k - 1),
    },
  };
}

/** McGraw & Wong 1996 (Psychol Methods 1:30), case 2A. */
function agreementInterval(
  icc: number,
  { between, judges, error }: { between: number; judges: number; error: number },
  n: number,
  k: number,
  tail: number,
): { low: number; high: number } {
  const a = (k * icc) / (n * (1 - icc));
  const b = 1 + (k * icc * (n - 1)) / (n * (1 - icc));
  const combined = a * judges + b * error;
  const [ofJudges, ofError] = [a * judges, b * error];
  const df = (combined * combined) / ((ofJudges * ofJudges) / (k - 1) + (ofError * ofError) / ((n - 1) * (k - 1)));
  const lowF = fisherF.quantileUpper(tail, n - 1, df);
  const highF = fisherF.quantileUpper(tail, df, n - 1);
  const spread = k * judges + (k * n - k - n) * error;
  return {
    low: (n * (between - lowF * error)) / (lowF * spread + n * between),
    high: (n * (highF * between - error)) / (spread + n * highF * between),
  };
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function squares(values: Float64Array, center: number): number {
  let sum = 0;
  for (const value of values) sum += (value - center) * (value - center);
  return sum;
}
