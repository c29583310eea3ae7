import { log2 } from '../../stats/index.ts';
import { looksNumeric, parseNumber, type Table } from '../../table/index.ts';
import type { Covariate } from './quality-result.ts';

/** Column names that stand for how samples were handled, not for what was asked. */
const TECHNICAL =
  /batch|lane|plate|well|pool|flow.?cell|\brun\b|sequenc|librar|prep|extract|isolat|dissect|\bdate\b|\bday\b|order|kit|operator|experimenter|cohort|experiment|center|centre|\bsite\b|\bbox\b|rin|integrity|cage|litter|born/i;
/** What is nested in animals by nature; confounding with an arm is then a matter of the design, not of the laboratory. */
const HOUSING = /cage|litter/i;

/** Names of the computed covariates. */
export const DEPTH = 'sequencing depth';
export const TOP_SHARE = 'share of the top 50 genes';

/** Whether a covariate's name says that it is about handling. */
export function isTechnical(name: string): boolean {
  return TECHNICAL.test(name);
}

/** Whether a covariate is a litter or a cage. */
export function isHousing(name: string): boolean {
  return HOUSING.test(name);
}

/**
 * The columns of a sample sheet that can be compared with expression: numbers with at least 3 distinct values, and factors of 2 levels
 * up to a third of the samples (numbers of technical columns are taken as levels where they repeat). Of columns that split the samples
 * alike the first is taken. Names of samples and animals are passed over.
 *
 * @param rows the sheet's row of each sample
 * @param passed columns not to be taken
 */
export function sheetCovariates(table: Table, rows: readonly number[], passed: ReadonlySet<string>): Covariate[] {
  const seen = new Set<string>();
  return table.columns.flatMap(({ name, cells }): Covariate[] => {
    if (passed.has(name)) return [];
    const mine = rows.map((row) => cells[row] ?? null);
    const covariate = typed(name, mine, table.decimal);
    if (covariate === null) return [];
    const split = splitOf(covariate.values);
    if (seen.has(split)) return [];
    seen.add(split);
    return [covariate];
  });
}

/** Sequencing depth and dominance of few genes, which batches often go along with. */
export function computedCovariates(librarySize: Float64Array, topGeneShare: Float64Array): Covariate[] {
  return [
    { name: DEPTH, levels: null, values: librarySize.map((size) => log2(Math.max(1, size))) },
    { name: TOP_SHARE, levels: null, values: topGeneShare },
  ];
}

function typed(name: string, cells: readonly (string | null)[], decimal: Table['decimal']): Covariate | null {
  const present = cells.filter((cell) => cell !== null);
  const levels = [...new Set(present)].sort();
  const most = Math.floor(cells.length / 3);
  const numeric = looksNumeric({ name, cells }, decimal) && !(isTechnical(name) && levels.length <= most);
  if (numeric) {
    const values = Float64Array.from(cells, (cell) => parseNumber(cell, decimal) ?? NaN);
    return new Set(values.filter((value) => !Number.isNaN(value))).size < 3 ? null : { name, levels: null, values };
  }
  if (levels.length < 2 || levels.length > most) return null;
  const position = new Map(levels.map((level, i) => [level, i]));
  return { name, levels, values: Float64Array.from(cells, (cell) => (cell === null ? NaN : (position.get(cell) ?? NaN))) };
}

/** The same text for covariates that divide the samples alike. */
function splitOf(values: Float64Array): string {
  const number = new Map<number, number>();
  return Array.from(values, (value) => {
    if (!number.has(value)) number.set(value, number.size);
    return number.get(value);
  }).join(',');
}

/** Columns of a covariate for a linear model (indicators of all levels but the first, or the number), samples x columns. */
export function modelColumns({ levels, values }: Covariate): { columns: Float64Array; width: number } {
  if (levels === null) return { columns: values, width: 1 };
  const width = levels.length - 1;
  const columns = new Float64Array(values.length * width);
  values.forEach((level, j) => {
    if (level > 0) columns[j * width + level - 1] = 1;
  });
  return { columns, width };
}
