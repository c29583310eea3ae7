import { describe, expect, it } from 'vitest';
import {
  cholesky,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
  crossProduct,
  identityMatrix,
  multiply,
  multiplyTransposedLeft,
  multiplyTransposedRight,
  qrDecomposition,
  qrEffects,
  qrInverseCrossProduct,
  qrLeverages,
  qrOrthonormal,
  qrSolve,
  qrUnrotate,
  qrUpper,
  singularValueDecomposition,
  solveGeneral,
  symmetricEigen,
} from '../../../src/stats/linear-algebra/index.ts';
import { randomStream } from '../../../src/stats/random.ts';

function randomMatrix(n: number, p: number, index: number): Float64Array {
  const stream = randomStream(7, 'linear-algebra', index);
  return Float64Array.from({ length: n * p }, () => stream.normal());
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
}

/** Columns of an n×k row-major matrix scaled by values. */
function scaleColumns(a: Float64Array, values: Float64Array): Float64Array {
  return a.map((value, i) => value * values[i % values.length]);
}

const SIZES = [
  [1, 1],
  [5, 2],
  [12, 12],
  [40, 17],
] as const;

describe('QR', () => {
  it.each(SIZES)('restores a %i x %i matrix and has orthonormal columns', (n, p) => {
    const a = randomMatrix(n, p, n);
    const qr = qrDecomposition(a, n, p);
    expect(qr.rank).toBe(p);
    const q = qrOrthonormal(qr);
    expect(largestDifference(multiply(q, qrUpper(qr), n, p, p), a)).toBeLessThan(1e-13);
    expect(largestDifference(crossProduct(q, n, p), identityMatrix(p))).toBeLessThan(1e-14);
    const y = randomMatrix(n, 1, 99);
    expect(largestDifference(qrUnrotate(qr, qrEffects(qr, y)), y)).toBeLessThan(1e-14);
    expect(qrLeverages(qr).reduce((sum, one) => sum + one, 0)).toBeCloseTo(p, 12);
  });

  it('moves aliased columns behind the others and names their coefficients missing', () => {
    const base = randomMatrix(20, 3, 3);
    const x = new Float64Array(20 * 5);
    for (let i = 0; i < 20; i++) {
      const [a, b, c] = [base[i * 3], base[i * 3 + 1], base[i * 3 + 2]];
      x.set([a, b, a - 2 * b, c, 0], i * 5);
    }
    const qr = qrDecomposition(x, 20, 5);
    expect(qr.rank).toBe(3);
    expect([...qr.pivot]).toEqual([0, 1, 3, 2, 4]);
    const y = Float64Array.from({ length: 20 }, (_, i) => 2 * x[i * 5] - x[i * 5 + 3]);
    const b = qrSolve(qr, y);
    expect([...b].map((value) => (Number.isNaN(value) ? null : Math.round(value * 1e12) / 1e12))).toEqual([2, 0, null, -1, null]);
    const inverse = qrInverseCrossProduct(qr);
    expect(inverse[2 * 5 + 0]).toBeNaN();
    expect(inverse[0 * 5 + 3]).toBe(inverse[3 * 5 + 0]);
  });

  it('keeps its digits beside an offset of 1e8, where normal equations lose all', () => {
    const n = 10;
    const x = new Float64Array(n * 2);
    for (let i = 0; i < n; i++) x.set([1, 1e8 + i], i * 2);
    const y = Float64Array.from({ length: n }, (_, i) => 3 + 2 * i);
    expect(qrSolve(qrDecomposition(x, n, 2, 1e-12), y)[1]).toBeCloseTo(2, 6);
  });

  it('handles more columns than rows', () => {
    const qr = qrDecomposition(randomMatrix(3, 5, 1), 3, 5);
    expect(qr.rank).toBe(3);
  });
});

describe('Cholesky', () => {
  it('factors, solves, inverts and gives the log determinant', () => {
    const n = 9;
    const a = crossProduct(randomMatrix(30, n, 5), 30, n);
    const l = cholesky(a, n);
    if (l === undefined) throw new Error('positive definite');
    expect(largestDifference(multiplyTransposedRight(l, l, n, n, n), a)).toBeLessThan(1e-12);
    expect(largestDifference(multiply(a, choleskyInverse(l, n), n, n, n), identityMatrix(n))).toBeLessThan(1e-12);
    const b = randomMatrix(n, 2, 6);
    expect(largestDifference(multiply(a, choleskySolve(l, b, n, 2), n, n, 2), b)).toBeLessThan(1e-12);
    const { values } = symmetricEigen(a, n);
    expect(choleskyLogDeterminant(l, n)).toBeCloseTo(
      values.reduce((sum, one) => sum + Math.log(one), 0),
      11,
    );
  });

  it('refuses what is not positive definite', () => {
    expect(cholesky(new Float64Array([1, 2, 2, 1]), 2)).toBeUndefined();
    expect(cholesky(new Float64Array([NaN]), 1)).toBeUndefined();
    expect(cholesky(new Float64Array([0]), 1)).toBeUndefined();
  });
});

describe('symmetric eigen', () => {
  it.each([1, 2, 3, 10, 40])('restores a symmetric matrix of order %i', (n) => {
    const half = randomMatrix(n, n, 20 + n);
    const a = half.map((value, i) => value + half[(i % n) * n + Math.floor(i / n)]);
    const { values, vectors } = symmetricEigen(a, n);
    const back = multiplyTransposedRight(scaleColumns(vectors, values), vectors, n, n, n);
    expect(largestDifference(back, a)).toBeLessThan(1e-13 * n);
    expect(largestDifference(multiplyTransposedLeft(vectors, vectors, n, n, n), identityMatrix(n))).toBeLessThan(1e-14 * n);
    for (let j = 1; j < n; j++) expect(values[j - 1]).toBeGreaterThanOrEqual(values[j]);
  });

  it('handles diagonal, repeated and zero eigenvalues', () => {
    expect([...symmetricEigen(new Float64Array([0, 0, 0, 0]), 2).values]).toEqual([0, 0]);
    expect([...symmetricEigen(new Float64Array([2, 0, 0, 0, 5, 0, 0, 0, 2]), 3).values]).toEqual([5, 2, 2]);
  });

  it('refuses numbers that are not finite', () => {
    expect(() => symmetricEigen(new Float64Array([NaN, 1, 1, NaN]), 2)).toThrow(RangeError);
  });
});

describe('singular values', () => {
  it.each([...SIZES, [7, 19]] as const)('restores a %i x %i matrix', (n, p) => {
    const a = randomMatrix(n, p, 50 + n);
    const k = Math.min(n, p);
    const { u, values, v } = singularValueDecomposition(a, n, p);
    expect(largestDifference(multiplyTransposedRight(scaleColumns(u, values), v, n, k, p), a)).toBeLessThan(1e-13);
    expect(largestDifference(crossProduct(u, n, k), identityMatrix(k))).toBeLessThan(1e-13);
    expect(largestDifference(crossProduct(v, p, k), identityMatrix(k))).toBeLessThan(1e-13);
  });

  it('finds the small singular value of a nearly singular matrix to full relative accuracy', () => {
    // Laeuchli's matrix: singular values sqrt(2 + e^2) and e.
    const e = 1e-9;
    const { values } = singularValueDecomposition(new Float64Array([1, 1, e, 0, 0, e]), 3, 2);
    expect(values[1] / e).toBeCloseTo(1, 8);
  });

  it('completes the basis of a rank-deficient matrix', () => {
    const { u, values } = singularValueDecomposition(new Float64Array([1, 1, 1, 1, 1, 1]), 3, 2);
    expect(values[0]).toBeCloseTo(Math.sqrt(6), 14);
    expect(values[1]).toBeLessThan(1e-15);
    expect(largestDifference(crossProduct(u, 3, 2), identityMatrix(2))).toBeLessThan(1e-14);
  });
});

describe('general solve', () => {
  it('solves, and refuses a singular matrix', () => {
    const a = randomMatrix(6, 6, 70);
    const b = randomMatrix(6, 2, 71);
    const x = solveGeneral(a, b, 6, 2);
    if (x === undefined) throw new Error('regular');
    expect(largestDifference(multiply(a, x, 6, 6, 2), b)).toBeLessThan(1e-12);
    expect(solveGeneral(new Float64Array([0, 0, 0, 0]), new Float64Array([1, 1]), 2)).toBeUndefined();
  });
});
