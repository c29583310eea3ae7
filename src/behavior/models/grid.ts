import type { ReferenceGrid } from '../../stats/index.ts';

/**
 * The combination of coefficients that a marginal mean is: rows of the reference grid, averaged with equal weights over
 * everything that is not held. With them any planned contrast is a weighted sum of coefficients.
 *
 * @param held predictor and level pairs; a predictor that the model does not have is passed over
 * @returns weights of the coefficients; null when a held level does not occur
 */
export function marginalRow(grid: ReferenceGrid, held: readonly (readonly [string, string])[]): Float64Array | null {
  const width = grid.functions.length / grid.size;
  const mean = new Float64Array(width);
  let points = 0;
  for (let point = 0; point < grid.size; point++) {
    let rest = point;
    let matches = true;
    for (const { name, levels } of grid.factors) {
      const level = levels[rest % levels.length];
      rest = Math.floor(rest / levels.length);
      const wanted = held.find(([other]) => other === name);
      matches &&= wanted === undefined || wanted[1] === level;
    }
    if (!matches) continue;
    points++;
    for (let j = 0; j < width; j++) mean[j] += grid.functions[point * width + j];
  }
  return points === 0 ? null : mean.map((sum) => sum / points);
}

/** Weighted sum of rows; null when one of them is missing. */
export function combine(rows: readonly (Float64Array | null)[], weights: readonly number[]): Float64Array | null {
  const first = rows[0];
  if (first === null || first === undefined || rows.includes(null)) return null;
  return first.map((_, j) => rows.reduce((sum, row, i) => sum + weights[i] * (row?.[j] ?? 0), 0));
}
