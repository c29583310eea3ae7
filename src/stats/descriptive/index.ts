export { mean, pearsonCorrelation, sampleSd, sampleVariance } from './moments.ts';
export { type QuantileType, quantileOfType } from './quantile-types.ts';
export { inverseDistributionOfSorted, median, orderStatistic, quantileOfSorted, sorted } from './quantiles.ts';
export { midranks, tieSum } from './ranks.ts';
export { fiveNumbers, geometricMean, interquartileRange, medianAbsoluteDeviation, trimmedMean } from './robust.ts';
export { type Shape, sampleShape } from './shape.ts';
