import { evaluatePolynomials, polynomialBasis } from './polynomials.ts';

/** How the levels of a factor become columns. */
export type ContrastName = 'treatment' | 'sum' | 'helmert' | 'polynomial';

/** A coding of k levels in k - 1 columns (or in k indicator columns): `matrix` is k × columns, row-major. */
export interface ContrastCoding {
  readonly matrix: Float64Array;
  /** What R appends to the factor's name to name each column. */
  readonly suffixes: readonly string[];
}

/** One column per level: 1 at that level, 0 elsewhere. */
export function indicatorCoding(levels: readonly string[]): ContrastCoding {
  const k = levels.length;
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++) matrix[i * k + i] = 1;
  return { matrix, suffixes: levels };
}

function treatment(levels: readonly string[]): ContrastCoding {
  const k = levels.length;
  const matrix = new Float64Array(k * (k - 1));
  for (let i = 1; i < k; i++) matrix[i * (k - 1) + i - 1] = 1;
  return { matrix, suffixes: levels.slice(1) };
}

function sum(levels: readonly string[]): ContrastCoding {
  const k = levels.length;
  const matrix = new Float64Array(k * (k - 1));
  for (let j = 0; j < k - 1; j++) {
    matrix[j * (k - 1) + j] = 1;
    matrix[(k - 1) * (k - 1) + j] = -1;
  }
  return { matrix, suffixes: Array.from({ length: k - 1 }, (_, j) => String(j + 1)) };
}

function helmert(levels: readonly string[]): ContrastCoding {
  const k = levels.length;
  const matrix = new Float64Array(k * (k - 1));
  for (let j = 0; j < k - 1; j++) {
    for (let i = 0; i <= j; i++) matrix[i * (k - 1) + j] = -1;
    matrix[(j + 1) * (k - 1) + j] = j + 1;
  }
  return { matrix, suffixes: Array.from({ length: k - 1 }, (_, j) => String(j + 1)) };
}

function polynomial(levels: readonly string[]): ContrastCoding {
  const k = levels.length;
  const points = Float64Array.from({ length: k }, (_, i) => i + 1);
  const suffixes = Array.from({ length: k - 1 }, (_, j) => ['.L', '.Q', '.C'][j] ?? `^${j + 1}`);
  return { matrix: evaluatePolynomials(polynomialBasis(points, k - 1), points), suffixes };
}

const CODINGS = { treatment, sum, helmert, polynomial };

/**
 * The coding of a factor's levels, named as R's `contr.treatment`, `contr.sum`, `contr.helmert` and `contr.poly` name them.
 *
 * @param levels at least two
 */
export function contrastCoding(name: ContrastName, levels: readonly string[]): ContrastCoding {
  return CODINGS[name](levels);
}
