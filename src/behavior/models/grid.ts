import { type DataColumn, type Design, designRows } from '../../stats/index.ts';

/**
 * Rows of the fixed-effects design for chosen levels, averaged with equal weights over the levels of all other factors and
 * taken at the mean of all numbers, as estimated marginal means are. With them any planned contrast is a weighted sum of
 * coefficients.
 *
 * @param fixed column and level pairs that are held
 * @returns weights of the coefficients, length design.columns.length; null when a held level does not occur
 */
export function marginalRow(design: Design, fixed: readonly (readonly [string, string])[]): Float64Array | null {
  const used = new Set(design.variables.map((variable) => variable.label));
  let cells: ReadonlyMap<string, number>[] = [new Map()];
  for (const [name, column] of design.data) {
    if (column.kind !== 'factor' || !used.has(name)) continue;
    const held = fixed.find(([other]) => other === name);
    if (held !== undefined && !column.levels.includes(held[1])) return null;
    const seen = new Set(column.codes);
    const codes =
      held === undefined ? [...seen].filter((code) => code >= 0).sort((a, b) => a - b) : [column.levels.indexOf(held[1])];
    cells = cells.flatMap((cell) => codes.map((code) => new Map([...cell, [name, code]])));
  }
  const data = new Map([...design.data].map(([name, column]) => [name, gridColumn(name, column, cells)]));
  const rows = designRows(design, data, cells.length);
  const width = design.columns.length;
  const mean = new Float64Array(width);
  for (let i = 0; i < cells.length; i++) for (let j = 0; j < width; j++) mean[j] += rows[i * width + j] / cells.length;
  return mean;
}

function gridColumn(name: string, column: DataColumn, cells: readonly ReadonlyMap<string, number>[]): DataColumn {
  if (column.kind === 'factor') return { ...column, codes: Int32Array.from(cells, (cell) => cell.get(name) ?? 0) };
  let sum = 0;
  for (const value of column.values) sum += value;
  return { kind: 'number', values: new Float64Array(cells.length).fill(sum / column.values.length) };
}

/** Weighted sum of rows; null when one of them is missing. */
export function combine(rows: readonly (Float64Array | null)[], weights: readonly number[]): Float64Array | null {
  const first = rows[0];
  if (first === null || first === undefined || rows.includes(null)) return null;
  return first.map((_, j) => rows.reduce((sum, row, i) => sum + weights[i] * (row?.[j] ?? 0), 0));
}
