import { studentT } from '../../stats/index.ts';

/**
 * Variance of the true effects relative to the residual variance, estimated from the most extreme t statistics under the
 * assumption that a share of the genes is changed (Smyth 2004, section 6.3; limma's `tmixture.vector`).
 *
 * @param t moderated t per gene
 * @param unscaled standard errors for unit variance
 * @param df degrees of freedom per gene
 * @param share of changed genes (limma's default 0.01)
 * @param limits within which each estimate is kept
 */
export function effectVariance(
  t: Float64Array,
  unscaled: Float64Array,
  df: Float64Array,
  share: number,
  limits: readonly [number, number],
): number {
  const genes = t.length;
  const targets = Math.ceil((share / 2) * genes);
  if (targets < 1) return NaN;
  const most = df.reduce((largest, value) => Math.max(largest, value), 0);
  const sizes = t.map((value, g) => {
    const size = Math.abs(value);
    return df[g] < most ? studentT.quantileUpperLog(studentT.logUpper(size, df[g]), most) : size;
  });
  const order = Int32Array.from(sizes, (_, g) => g).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const p = Math.max(targets / genes, share);
  let sum = 0;
  for (let r = 0; r < targets; r++) {
    const g = order[r];
    const chance = 2 * studentT.upper(sizes[g], most);
    const target = ((r + 0.5) / genes - (1 - p) * chance) / p;
    let variance = 0;
    if (target > chance) {
      const ratio = sizes[g] / studentT.quantileUpper(target / 2, most);
      variance = unscaled[g] * unscaled[g] * (ratio * ratio - 1);
    }
    sum += Math.min(Math.max(variance, limits[0]), limits[1]);
  }
  return sum / targets;
}
