import { designRows } from '../formula/index.ts';
import { type RepeatedMeasuresAnova, residualProducts, type Stratum, strataOf } from '../linear/index.ts';
import {
  crossProduct,
  identityMatrix,
  kronecker,
  multiply,
  qrDecomposition,
  qrInverseCrossProduct,
  qrSolve,
  quadraticForm,
} from '../linear-algebra/index.ts';
import { estimabilityOf } from './estimable.ts';
import { cellFrequencies, type GridFactor, gridFrame, predictorFactors, type ReferenceGrid } from './reference-grid.ts';

/**
 * How the error of cell means is modeled.
 *
 * - `multivariate`: every within-subject cell has its own variance and every pair its own covariance (no sphericity needed)
 * - `univariate`: one error variance per within-subject term, as in the analysis of variance table (needs sphericity); the degrees of freedom
 *   of a mix of them by Satterthwaite
 */
export type RepeatedMeasuresError = 'multivariate' | 'univariate';

/** A variance component of the coefficients: its covariance per unit of mean square, the mean square and its degrees of freedom. */
interface Component {
  covariance: Float64Array;
  df: number;
}

/** Coefficients of all cells, p × cells row-major. */
function cellCoefficients(anova: RepeatedMeasuresAnova): Float64Array {
  const { design, wide } = anova;
  const p = design.columns.length;
  const qr = qrDecomposition(design.matrix, design.rows, p);
  const out = new Float64Array(p * wide.cells);
  for (let cell = 0; cell < wide.cells; cell++) {
    const column = Float64Array.from({ length: design.rows }, (_, i) => wide.values[i * wide.cells + cell]);
    qrSolve(qr, column).forEach((value, j) => {
      out[j * wide.cells + cell] = value;
    });
  }
  return out;
}

function components(anova: RepeatedMeasuresAnova, error: RepeatedMeasuresError): Component[] {
  const { design, wide } = anova;
  const p = design.columns.length;
  const inverse = qrInverseCrossProduct(qrDecomposition(design.matrix, design.rows, p));
  const bread = inverse.map((value) => (Number.isNaN(value) ? 0 : value));
  const spread = (cells: Float64Array): Float64Array => kronecker(bread, p, p, cells, wide.cells, wide.cells);
  if (error === 'multivariate') {
    const { matrix, df } = residualProducts(design, wide.values, wide.cells);
    return [{ covariance: spread(matrix.map((value) => value / df)), df }];
  }
  return strataOf(wide.within).map((stratum) => {
    const y = multiply(wide.values, stratum.contrasts, design.rows, wide.cells, stratum.q);
    const { matrix, df } = residualProducts(design, y, stratum.q);
    let trace = 0;
    for (let i = 0; i < stratum.q; i++) trace += matrix[i * stratum.q + i];
    const pooledDf = df * stratum.q;
    return { covariance: spread(projection(stratum, wide.cells).map((value) => (value * trace) / pooledDf)), df: pooledDf };
  });
}

/** P P' of the orthonormal contrasts of a stratum, cells × cells. */
function projection({ contrasts, q }: Stratum, cells: number): Float64Array {
  const columns = new Float64Array(q * cells);
  for (let i = 0; i < cells; i++) for (let j = 0; j < q; j++) columns[j * cells + i] = contrasts[i * q + j];
  return crossProduct(columns, q, cells);
}

/** The reference grid of a repeated-measures analysis: between-subject factors by within-subject factors, for {@link marginalMeans}. */
export function repeatedMeasuresGrid(anova: RepeatedMeasuresAnova, error: RepeatedMeasuresError = 'multivariate'): ReferenceGrid {
  const { design, wide } = anova;
  const p = design.columns.length;
  const parts = components(anova, error);
  const covariance = parts[0].covariance.map((_, i) => parts.reduce((sum, part) => sum + part.covariance[i], 0));
  const between = predictorFactors(design, {});
  const within: GridFactor[] = wide.within.map(({ name, levels }) => ({ name, levels, values: undefined }));
  const outer = between.reduce((product, factor) => product * factor.levels.length, 1);
  const rows = designRows(design, gridFrame(between, outer, design.data), outer);
  const counts = cellFrequencies(between, outer, design);
  const size = outer * wide.cells;
  const functions = new Float64Array(size * p * wide.cells);
  const order = cellOrder(within);
  for (let c = 0; c < wide.cells; c++) {
    for (let b = 0; b < outer; b++) {
      const at = (c * outer + b) * p * wide.cells;
      for (let j = 0; j < p; j++) functions[at + j * wide.cells + order[c]] = rows[b * p + j];
    }
  }
  const degreesOfFreedom = (contrast: Float64Array): number => {
    const variances = parts.map((part) => quadraticForm(part.covariance, contrast));
    const total = variances.reduce((sum, value) => sum + value, 0);
    return (total * total) / parts.reduce((sum, part, i) => sum + (variances[i] * variances[i]) / part.df, 0);
  };
  const whole = estimabilityOf(design.matrix, design.rows, p);
  return {
    factors: [...between, ...within],
    size,
    functions,
    offsets: new Float64Array(size),
    frequencies: Float64Array.from({ length: size }, (_, i) => counts[i % outer]),
    model: { coefficients: cellCoefficients(anova), covariance, degreesOfFreedom },
    estimability: {
      isEstimable: (l) => columnsEstimable(l, p, wide.cells, whole.isEstimable),
      aliased: whole.aliased.flatMap((one) => new Array<boolean>(wide.cells).fill(one)),
      nullBasis: kronecker(whole.nullBasis, p, whole.nullDimension, identityMatrix(wide.cells), wide.cells, wide.cells),
      nullDimension: whole.nullDimension * wide.cells,
    },
    link: undefined,
  };
}

/** The within-subject cell (first factor slowest) of each grid position (first factor fastest). */
function cellOrder(within: readonly GridFactor[]): Int32Array {
  const cells = within.reduce((product, factor) => product * factor.levels.length, 1);
  return Int32Array.from({ length: cells }, (_, position) => {
    let rest = position;
    const levels = within.map(({ levels: { length } }) => {
      const level = rest % length;
      rest = Math.floor(rest / length);
      return level;
    });
    return levels.reduce((index, level, f) => index * within[f].levels.length + level, 0);
  });
}

function columnsEstimable(l: Float64Array, p: number, cells: number, test: (one: Float64Array) => boolean): boolean {
  for (let c = 0; c < cells; c++) {
    const column = Float64Array.from({ length: p }, (_, j) => l[j * cells + c]);
    if (column.some((value) => value !== 0) && !test(column)) return false;
  }
  return true;
}
