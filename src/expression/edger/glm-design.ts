import { qrDecomposition, qrSolve, solveGeneral } from '../../stats/index.ts';

/** A model matrix as the negative binomial fits want it. */
export interface GlmDesign {
  samples: number;
  columns: number;
  /** samples x columns, row-major, of full rank. */
  matrix: Float64Array;
  /** Distinct rows of the matrix. */
  groups: number;
  groupOf: Int32Array;
  /** One row of the matrix per group, groups x columns. */
  groupRows: Float64Array;
  /** As many groups as columns: every group has its own mean. */
  oneWay: boolean;
  /** For a one-way design the inverse of `groupRows`: turns log means of groups into coefficients. Else empty. */
  fromGroups: Float64Array;
  /** Least-squares coefficients of a constant response of 1: where the fit of a general design starts. */
  ofConstant: Float64Array;
}

/** Prepares a model matrix of full rank. Rows that differ only by rounding are one group. */
export function glmDesign(matrix: Float64Array, samples: number): GlmDesign {
  const columns = matrix.length / samples;
  const first: number[] = [];
  const groupOf = new Int32Array(samples);
  for (let i = 0; i < samples; i++) {
    let group = first.findIndex((row) => sameRow(matrix, row, i, columns));
    if (group < 0) group = first.push(i) - 1;
    groupOf[i] = group;
  }
  const groups = first.length;
  const groupRows = new Float64Array(groups * columns);
  first.forEach((row, group) => {
    groupRows.set(matrix.subarray(row * columns, (row + 1) * columns), group * columns);
  });
  const identity = Float64Array.from({ length: columns * columns }, (_, i) => (i % (columns + 1) === 0 ? 1 : 0));
  const inverse = groups === columns ? solveGeneral(groupRows, identity, columns, columns) : undefined;
  return {
    samples,
    columns,
    matrix,
    groups,
    groupOf,
    groupRows,
    oneWay: inverse !== undefined,
    fromGroups: inverse ?? new Float64Array(),
    ofConstant: qrSolve(qrDecomposition(matrix, samples, columns), new Float64Array(samples).fill(1)),
  };
}

/** All samples alike. */
export const oneGroupDesign = (samples: number): GlmDesign => glmDesign(new Float64Array(samples).fill(1), samples);

function sameRow(matrix: Float64Array, a: number, b: number, columns: number): boolean {
  for (let k = 0; k < columns; k++) {
    const [x, y] = [matrix[a * columns + k], matrix[b * columns + k]];
    if (Math.abs(x - y) > 1e-12 * Math.max(1, Math.abs(x), Math.abs(y))) return false;
  }
  return true;
}
