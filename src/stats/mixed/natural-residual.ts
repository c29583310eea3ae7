import { correlationAt, type ResidualCovariance } from './residual-covariance.ts';

/**
 * Derivatives of the residual part of V by its natural parameters, in which Kenward and Roger's approximation is made: the
 * variance of each level and the correlation. Compound symmetry with one variance uses the covariance instead of the
 * correlation, so that V is linear and the degrees of freedom are those of the equivalent random intercept.
 *
 * @param blocks rows of each pattern and where its square matrix starts
 * @param first one array per parameter
 * @param second one array per pair (l <= k at k (k + 1) / 2 + l)
 */
export function fillNatural(
  residual: ResidualCovariance,
  blocks: readonly { readonly rows: Int32Array; readonly at: number }[],
  point: ArrayLike<number>,
  first: readonly Float64Array[],
  second: readonly Float64Array[],
): void {
  const sd = residual.standardDeviations(point);
  const r = residual.correlation(point);
  for (const { rows, at } of blocks) {
    const size = rows.length;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) fillEntry(residual, rows[i], rows[j], sd, r, at + i * size + j, first, second);
  }
}

function isLinear({ levels, rows }: ResidualCovariance): boolean {
  return levels === 1 && rows.structure.correlation === 'compound-symmetry';
}

function fillEntry(
  residual: ResidualCovariance,
  a: number,
  b: number,
  sd: Float64Array,
  r: number,
  at: number,
  first: readonly Float64Array[],
  second: readonly Float64Array[],
): void {
  for (const matrix of first) matrix[at] = 0;
  for (const matrix of second) matrix[at] = 0;
  const { level, subject, time, structure } = residual.rows;
  const g = level[a];
  const h = level[b];
  if (a === b) {
    first[g][at] = 1;
    return;
  }
  if (!residual.correlated || subject[a] !== subject[b]) return;
  const k = residual.levels;
  if (isLinear(residual)) {
    first[k][at] = 1;
    return;
  }
  const c = correlationAt(structure.correlation, r, Math.abs(time[a] - time[b]));
  const scale = sd[g] * sd[h];
  const pair = (x: number, y: number): number => (Math.max(x, y) * (Math.max(x, y) + 1)) / 2 + Math.min(x, y);
  first[k][at] = scale * c.first;
  second[pair(k, k)][at] = scale * c.second;
  // The root of the product of two variances: linear when they are the same one.
  for (const [own, other] of g === h
    ? [[g, g]]
    : [
        [g, h],
        [h, g],
      ]) {
    const slope = g === h ? 1 : (0.5 * sd[other]) / sd[own];
    first[own][at] = slope * c.value;
    second[pair(k, own)][at] = slope * c.first;
    if (g !== h) second[pair(own, own)][at] = (-0.25 * sd[other] * c.value) / (sd[own] * sd[own] * sd[own]);
  }
  if (g !== h) second[pair(g, h)][at] = (0.25 * c.value) / scale;
}

/** Derivatives of the natural parameters by the unbounded ones, count x count. */
export function naturalJacobian(residual: ResidualCovariance, point: ArrayLike<number>): Float64Array {
  const { count, levels, correlated } = residual;
  const out = new Float64Array(count * count);
  residual.standardDeviations(point).forEach((sd, level) => {
    out[level * count + level] = 2 * sd * sd;
  });
  if (!correlated) return out;
  out[levels * count + levels] = residual.correlationSlope(point);
  if (isLinear(residual)) {
    out[levels * count] = out[0] * residual.correlation(point);
    out[levels * count + levels] *= out[0] / 2;
  }
  return out;
}
