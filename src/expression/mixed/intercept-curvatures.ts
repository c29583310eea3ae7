import type { InterceptRoom } from './intercept-design.ts';

/** What degrees of freedom are made of, for residual variance 1 and one contrast c; u group, e residual variance. */
export interface InterceptCurvatures {
  /** c'C c with C = (X'V^-1 X)^-1. */
  plain: number;
  /** c'C X'V^-1 D V^-1 X C c for D = ZZ', and for the residual. */
  slope: number;
  residualForm: number;
  /** c'C X'V^-1 D V^-1 D V^-1 X C c for uu, ue, ee. */
  secondForms: readonly [number, number, number];
  /** c'C P_i C P_j C c for uu, ue, ee. */
  adjustments: readonly [number, number, number];
  /** Expected restricted information for uu, ue, ee. */
  information: readonly [number, number, number];
  /** tr((I - H)²), the residual degrees of freedom. */
  residualDf: number;
}

/**
 * Matrices of a random intercept at a ratio, from the powers of V^-1 = I - sum over groups: along a group's indicator V has the
 * eigenvalue 1 + ratio s, elsewhere 1.
 *
 * @param row L^-1 c; `room.factor` must be that of the ratio
 */
export function interceptCurvatures(room: InterceptRoom, ratio: number, row: Float64Array): InterceptCurvatures {
  const { design, sizes, sums, products, factor } = room;
  const { columns: p, groupCount, samples } = design;
  const width = p + 1;
  const square = (): Float64Array => new Float64Array(p * p);
  const [firstU, firstE, uu, ue, ee] = [square(), square(), square(), square(), square()];
  for (let k = 0; k < p; k++)
    for (let l = 0; l <= k; l++) {
      firstE[k * p + l] = products[k * width + l];
      ee[k * p + l] = products[k * width + l];
    }
  let [traceUu, traceUe, traceEe] = [0, 0, samples - groupCount];
  for (let g = 0; g < groupCount; g++) {
    const size = sizes[g];
    const h = 1 / (1 + ratio * size);
    traceUu += size * size * h * h;
    traceUe += size * h * h;
    traceEe += h * h;
    const [squareLoss, cubeLoss] = [(h * h - 1) / size, (h * h * h - 1) / size];
    for (let k = 0; k < p; k++) {
      for (let l = 0; l <= k; l++) {
        const product = sums[g * width + k] * sums[g * width + l];
        firstU[k * p + l] += h * h * product;
        firstE[k * p + l] += squareLoss * product;
        uu[k * p + l] += size * h * h * h * product;
        ue[k * p + l] += h * h * h * product;
        ee[k * p + l] += cubeLoss * product;
      }
    }
  }
  for (const matrix of [firstU, firstE, uu, ue, ee]) whiten(matrix, factor, p, width);
  const form = (matrix: Float64Array): number => quadratic(matrix, row);
  const [u, e] = [timesRow(firstU, row), timesRow(firstE, row)];
  const both = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
  return {
    plain: both(row, row),
    slope: both(row, u),
    residualForm: both(row, e),
    secondForms: [form(uu), form(ue), form(ee)],
    adjustments: [both(u, u), both(u, e), both(e, e)],
    information: [
      (traceUu - 2 * trace(uu, p) + both(firstU, firstU)) / 2,
      (traceUe - 2 * trace(ue, p) + both(firstU, firstE)) / 2,
      (traceEe - 2 * trace(ee, p) + both(firstE, firstE)) / 2,
    ],
    residualDf: traceEe - 2 * trace(ee, p) + both(firstE, firstE),
  };
}

/** L^-1 A L^-T in place from the lower triangle of A; both triangles are filled. */
function whiten(a: Float64Array, factor: Float64Array, p: number, width: number): void {
  for (let i = 0; i < p; i++) for (let j = i + 1; j < p; j++) a[i * p + j] = a[j * p + i];
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < p; j++) {
      for (let i = 0; i < p; i++) {
        let sum = a[i * p + j];
        for (let k = 0; k < i; k++) sum -= factor[i * width + k] * a[k * p + j];
        a[i * p + j] = sum / factor[i * width + i];
      }
    }
    for (let i = 0; i < p; i++)
      for (let j = i + 1; j < p; j++) {
        const kept = a[i * p + j];
        a[i * p + j] = a[j * p + i];
        a[j * p + i] = kept;
      }
  }
}

function timesRow(a: Float64Array, row: Float64Array): Float64Array {
  const p = row.length;
  return row.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < p; k++) sum += a[i * p + k] * row[k];
    return sum;
  });
}

function quadratic(a: Float64Array, row: Float64Array): number {
  const moved = timesRow(a, row);
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += moved[k] * row[k];
  return sum;
}

function trace(a: Float64Array, p: number): number {
  let sum = 0;
  for (let k = 0; k < p; k++) sum += a[k * p + k];
  return sum;
}
