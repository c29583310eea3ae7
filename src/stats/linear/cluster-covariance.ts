import { inputError, suggestName } from '../../problems/index.ts';
import { asFactor, type DataFrame, type Design, dropUnusedLevels, isMissing, selectRows } from '../formula/index.ts';
import { crossProduct, matrixVector, qrOrthonormal, symmetricEigen, transposedMatrixVector } from '../linear-algebra/index.ts';
import { unscaledCovariance } from './least-squares.ts';
import type { LinearModel } from './linear-model.ts';
import { sandwich, scaledMatrix } from './robust-covariance.ts';

/**
 * Cluster-robust estimators: CR0 (Liang & Zeger 1986), CR1 (CR0 times G/(G-1) · (n-1)/(n-p), as Stata's `cluster`), CR2 (bias-reduced,
 * Bell & McCaffrey 2002), the one for few clusters.
 */
export type ClusterKind = 'CR0' | 'CR1' | 'CR2';

export interface ClusterCovariance {
  readonly kind: ClusterKind;
  readonly clusters: number;
  /** p×p; NaN for aliased coefficients. */
  readonly covariance: Float64Array;
  /**
   * Degrees of freedom of the estimate l'b: clusters - 1 for CR0 and CR1; for CR2 the Satterthwaite ones of Bell & McCaffrey under
   * independent rows of equal variance.
   */
  degreesOfFreedom(contrast: Float64Array): number;
}

/**
 * Cluster of each row used by a model.
 *
 * @param column a column of the data frame the model was fitted to
 * @throws InputError when the column is unknown or has no value in a row used, or there are fewer than two clusters
 */
export function clusterCodes(design: Design, data: DataFrame, column: string): Int32Array {
  const found = data.get(column);
  if (found === undefined)
    throw inputError({
      code: 'cluster-unknown-column',
      message: `there is no column "${column}" of clusters`,
      mend: suggestName(column, data.keys()),
    });
  const used = selectRows(new Map([[column, found]]), design.usedRows).get(column) ?? found;
  const missing = Array.from(design.usedRows.keys()).filter((row) => isMissing(used, row));
  const { codes, levels } = dropUnusedLevels(asFactor(used));
  if (missing.length > 0 || levels.length < 2)
    throw inputError({
      code: 'clusters-unusable',
      message:
        missing.length > 0
          ? `${missing.length} rows have no value in the cluster column "${column}"`
          : `"${column}" has a single cluster`,
      found: missing.length > 0 ? `rows ${missing.slice(0, 8).map((row) => design.usedRows[row] + 1)}` : levels[0],
      mend: 'complete the column of clusters, or choose another one',
    });
  return codes;
}

/** (I - H_gg)^(-1/2) for the rows of one cluster, by the Moore-Penrose rule where I - H_gg is singular. m×m. */
function adjustment(q: Float64Array, rank: number, members: readonly number[]): Float64Array {
  const m = members.length;
  const block = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      let sum = a === b ? 1 : 0;
      for (let k = 0; k < rank; k++) sum -= q[members[a] * rank + k] * q[members[b] * rank + k];
      block[a * m + b] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(block, m);
  const scaled = vectors.map((value, i) => (values[i % m] > 1e-10 ? value / Math.sqrt(Math.sqrt(values[i % m])) : 0));
  const out = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++) for (let k = 0; k < m; k++) out[a * m + b] += scaled[a * m + k] * scaled[b * m + k];
  return out;
}

interface Cluster {
  members: readonly number[];
  /** Adjustment matrix, or undefined for the identity. */
  adjust: Float64Array | undefined;
}

function clustersOf(model: LinearModel, codes: Int32Array, kind: ClusterKind): Cluster[] {
  const count = Math.max(...codes) + 1;
  const members: number[][] = Array.from({ length: count }, () => []);
  codes.forEach((code, row) => {
    members[code].push(row);
  });
  const q = kind === 'CR2' ? qrOrthonormal(model.fit.qr) : undefined;
  return members
    .filter((one) => one.length > 0)
    .map((one) => ({ members: one, adjust: q === undefined ? undefined : adjustment(q, model.rank, one) }));
}

/** X_g' A_g v_g for one cluster. */
function clusterScore(x: Float64Array, p: number, cluster: Cluster, values: ArrayLike<number>): Float64Array {
  const { members, adjust } = cluster;
  const own = Float64Array.from(members, (row) => values[row]);
  const adjusted = adjust === undefined ? own : matrixVector(adjust, own, own.length, own.length);
  const score = new Float64Array(p);
  members.forEach((row, a) => {
    for (let j = 0; j < p; j++) score[j] += adjusted[a] * x[row * p + j];
  });
  return score;
}

/** Bell & McCaffrey's degrees of freedom of l'b. */
function satterthwaite(model: LinearModel, x: Float64Array, clusters: readonly Cluster[], contrast: Float64Array): number {
  const { rows: n, columns } = model.design;
  const p = columns.length;
  const bread = unscaledCovariance(model.fit).map((value) => (Number.isNaN(value) ? 0 : value));
  const direction = matrixVector(x, matrixVector(bread, contrast, p, p), n, p);
  const q = qrOrthonormal(model.fit.qr);
  const vectors = new Float64Array(clusters.length * n);
  clusters.forEach(({ members, adjust }, g) => {
    const own = Float64Array.from(members, (row) => direction[row]);
    const adjusted = adjust === undefined ? own : matrixVector(adjust, own, own.length, own.length);
    const full = new Float64Array(n);
    members.forEach((row, a) => {
      full[row] = adjusted[a];
    });
    const projected = matrixVector(q, transposedMatrixVector(q, full, n, model.rank), n, model.rank);
    for (let i = 0; i < n; i++) vectors[g * n + i] = full[i] - projected[i];
  });
  let trace = 0;
  let squares = 0;
  for (let g = 0; g < clusters.length; g++) {
    for (let h = 0; h < clusters.length; h++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += vectors[g * n + i] * vectors[h * n + i];
      if (g === h) trace += sum;
      squares += sum * sum;
    }
  }
  return (trace * trace) / squares;
}

/**
 * Covariance of the coefficients that stays valid when rows of a cluster (litter, cage, animal) depend on each other.
 *
 * @param codes cluster of each row used, from {@link clusterCodes}
 */
export function clusterCovariance(model: LinearModel, codes: Int32Array, kind: ClusterKind = 'CR2'): ClusterCovariance {
  const { rows: n, columns } = model.design;
  const p = columns.length;
  const x = scaledMatrix(model);
  const clusters = clustersOf(model, codes, kind);
  const count = clusters.length;
  const scores = new Float64Array(count * p);
  for (const [g, cluster] of clusters.entries()) scores.set(clusterScore(x, p, cluster, model.fit.residuals), g * p);
  const factor = kind === 'CR1' ? (count / (count - 1)) * ((n - 1) / (n - model.rank)) : 1;
  const covariance = sandwich(
    model,
    crossProduct(scores, count, p).map((value) => value * factor),
  );
  const degreesOfFreedom = (contrast: Float64Array): number =>
    kind === 'CR2' ? satterthwaite(model, x, clusters, contrast) : count - 1;
  return { kind, clusters: count, covariance, degreesOfFreedom };
}
