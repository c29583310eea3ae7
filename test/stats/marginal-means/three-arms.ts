import { type DataColumn, factorColumn, numericColumn } from '../../../src/stats/formula/index.ts';
import { fitLinearModel } from '../../../src/stats/linear/index.ts';
import { linearMeansModel, referenceGrid } from '../../../src/stats/marginal-means/index.ts';

/** Three arms of unequal size, two sexes, a covariate. */
export const data = new Map<string, DataColumn>([
  ['y', numericColumn([5, 7, 6, 9, 8, 12, 11, 10, 9, 14, 6, 7, 12, 10])],
  ['arm', factorColumn(['v', 'v', 'v', 'v', 'l', 'l', 'l', 'h', 'h', 'h', 'v', 'l', 'h', 'h'], ['v', 'l', 'h'])],
  ['sex', factorColumn(['f', 'm', 'f', 'm', 'f', 'm', 'f', 'm', 'f', 'm', 'm', 'm', 'f', 'm'])],
  ['x', numericColumn([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2, 4, 6, 9])],
]);

/** The grid of a linear model of these data. */
export const gridOf = (formula: string, at?: Map<string, (string | number)[]>) =>
  referenceGrid(linearMeansModel(fitLinearModel(formula, data)), { at });
