export * from './context/index.ts';
export * from './problems/index.ts';
export * as stats from './stats/index.ts';
export * as table from './table/index.ts';
