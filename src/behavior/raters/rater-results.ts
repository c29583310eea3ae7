/** How well raters (or software and raters) agree on one outcome. */
export interface RaterAgreement {
  /** Measure id, or the name of a scored behavior. */
  outcome: string;
  label: string;
  unit: string;
  /** Empty outside a study. */
  session: string;
  raters: string[];
  animals: string[];
  /** Animals x raters, missing as NaN. */
  scores: Float64Array;
  /** Animals scored by all raters; the intraclass correlations are theirs. */
  complete: number;
  /** ICC(2,1), absolute agreement of single raters drawn at random, and ICC(3,1), consistency of these, with 95 % intervals. */
  agreement: { estimate: number; low: number; high: number };
  consistency: { estimate: number; low: number; high: number };
  pairs: RaterPair[];
  /** Raters who agree with nobody while the others agree: median correlation with the others, and of those among themselves. */
  odd: { rater: string; withOthers: number; amongOthers: number }[];
}

/** Agreement of two raters on the animals that both scored. */
export interface RaterPair {
  first: string;
  second: string;
  n: number;
  pearson: number;
  spearman: number;
  /** Lin 1989. */
  concordance: number;
  meanAbsoluteDifference: number;
  /** Bland & Altman 1986: mean of first - second with its 95 % interval, and the limits of agreement. */
  bias: number;
  biasLow: number;
  biasHigh: number;
  lower: number;
  upper: number;
  /** Cohen's kappa of 1-s bins; NaN where no bouts were scored. */
  kappa: number;
}
