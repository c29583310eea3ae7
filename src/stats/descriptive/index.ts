export { mean, pearsonCorrelation, sampleSd, sampleVariance } from './moments.ts';
export { inverseDistributionOfSorted, median, quantileOfSorted, sorted } from './quantiles.ts';
export { midranks, tieSum } from './ranks.ts';
