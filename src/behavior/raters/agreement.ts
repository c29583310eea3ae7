import { mean, midranks, normal, pearsonCorrelation, sampleSd, studentT } from '../../stats/index.ts';

/** Agreement of two raters (or of software with a rater) on the same animals. */
export interface PairAgreement {
  n: number;
  pearson: number;
  spearman: number;
  /** Lin's concordance correlation (Lin 1989), variances by n. */
  concordance: number;
  meanAbsoluteDifference: number;
  blandAltman: BlandAltman;
}

/** Differences a - b (Bland & Altman 1986 Lancet 327:307): bias, and the limits between which 95 % of differences lie. */
export interface BlandAltman {
  bias: number;
  sd: number;
  lower: number;
  upper: number;
  /** 95 % interval of the bias. */
  biasLow: number;
  biasHigh: number;
  /** Half width of the 95 % interval of each limit. */
  limitError: number;
}

/**
 * Compares two columns of scores of the same animals.
 *
 * @param a b one score per animal, no missing values, at least 3 animals
 */
export function pairAgreement(a: ArrayLike<number>, b: ArrayLike<number>): PairAgreement {
  const n = a.length;
  const difference = Float64Array.from({ length: n }, (_, i) => a[i] - b[i]);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [squareA, squareB, product] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    squareA += (a[i] - meanA) * (a[i] - meanA);
    squareB += (b[i] - meanB) * (b[i] - meanB);
    product += (a[i] - meanA) * (b[i] - meanB);
  }
  return {
    n,
    pearson: pearsonCorrelation(a, b),
    spearman: pearsonCorrelation(midranks(a), midranks(b)),
    concordance: (2 * product) / (squareA + squareB + n * (meanA - meanB) * (meanA - meanB)),
    meanAbsoluteDifference: mean(difference.map(Math.abs)),
    blandAltman: blandAltman(difference),
  };
}

function blandAltman(difference: Float64Array): BlandAltman {
  const n = difference.length;
  const [bias, sd] = [mean(difference), sampleSd(difference)];
  const z = normal.quantileUpper(0.025);
  const t = studentT.quantileUpper(0.025, n - 1);
  const error = t * (sd / Math.sqrt(n));
  return {
    bias,
    sd,
    lower: bias - z * sd,
    upper: bias + z * sd,
    biasLow: bias - error,
    biasHigh: bias + error,
    limitError: t * sd * Math.sqrt(1 / n + (z * z) / (2 * (n - 1))),
  };
}
