export { type AnovaOptions, type AnovaRow, type AnovaTable, anovaTable } from './anova.ts';
export { type CoefficientRow, coefficientTable, criticalValue, twoSidedP } from './coefficient-table.ts';
export { emptyCells } from './empty-cells.ts';
export { addedSumOfSquares, type LeastSquares, leastSquares, unscaledCovariance } from './least-squares.ts';
export { fitDesign, fitLinearModel, type LinearModel, type LinearModelOptions } from './linear-model.ts';
export { fitVariancePrior, moderatedVariance, trigammaInverse, type VariancePrior } from './variance-prior.ts';
export { type WaldTest, waldTest } from './wald.ts';
