/** A row of the reference's table. */
export type Row = Map<string, string>;

/** What a row says, by the names of its columns; only those that the reference fills are compared. */
export type Mine = Partial<Record<'estimate' | 'se' | 'df' | 'statistic' | 'p' | 'ci_low' | 'ci_high', number>>;

/** How near the numbers of a row must come, relative unless said otherwise. */
export interface Tolerances {
  all: number;
  df?: number;
  /** Of the p-value, not relative. */
  absolute?: number;
  /** Of standard errors, statistics and p-values, where it is not that of the estimates. */
  errors?: number;
}

export const LINEAR: Tolerances = { all: 1e-8 };
export const MIXED: Tolerances = { all: 1e-4, df: 1e-3 };
export const EXACT: Tolerances = { all: 1e-10 };
export const COX: Tolerances = { all: 1e-6 };
/** R's glm stops when the deviance moves by less than 1e-8 and takes its errors from the step before: with `epsilon = 1e-14` it gives ours. */
export const STOPPED_EARLY: Tolerances = { all: 1e-8, errors: 1e-4 };
