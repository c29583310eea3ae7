export { type DataColumn, type DataFrame, type FactorColumn, factorColumn, type NumericColumn, numericColumn } from './data.ts';
