import {
  chiSquared,
  log1p,
  qrDecomposition,
  qrOrthonormal,
  singularValueDecomposition,
  symmetricEigen,
} from '../../stats/index.ts';
import { gramMatrix } from './gram.ts';

/** Canonical correlations of two small tables with the test that all of them are 0. */
export interface CanonicalCorrelations {
  correlations: Float64Array;
  wilks: number;
  /** Bartlett's chi-squared with its degrees of freedom and p. */
  chiSquared: number;
  df: number;
  pvalue: number;
}

/**
 * Canonical correlations of two tables of the same animals (columns centered here). Both need fewer columns than animals: reduce genes to
 * principal components first.
 *
 * @param x animals x p, row-major
 * @param y animals x q
 * Source: Bjorck & Golub (1973); Bartlett (1941) for the test.
 */
export function canonicalCorrelations(x: Float64Array, y: Float64Array, animals: number): CanonicalCorrelations {
  const [p, q] = [x.length / animals, y.length / animals];
  const left = centeredQr(x, animals, p);
  const right = centeredQr(y, animals, q);
  const cross = new Float64Array(left.rank * right.rank);
  for (let a = 0; a < animals; a++)
    for (let i = 0; i < left.rank; i++)
      for (let j = 0; j < right.rank; j++)
        cross[i * right.rank + j] += left.basis[a * left.rank + i] * right.basis[a * right.rank + j];
  const { values } = singularValueDecomposition(cross, left.rank, right.rank);
  const correlations = values.map((value) => Math.min(1, value));
  const logWilks = correlations.reduce((sum, r) => sum + log1p(-r * r), 0);
  const statistic = -(animals - 1 - (left.rank + right.rank + 1) / 2) * logWilks;
  const df = left.rank * right.rank;
  const wilks = correlations.reduce((all, r) => all * (1 - r) * (1 + r), 1);
  return { correlations, wilks, chiSquared: statistic, df, pvalue: chiSquared.upper(statistic, df) };
}

function centeredQr(values: Float64Array, animals: number, columns: number): { basis: Float64Array; rank: number } {
  const centered = values.slice();
  for (let c = 0; c < columns; c++) {
    let mean = 0;
    for (let a = 0; a < animals; a++) mean += values[a * columns + c] / animals;
    for (let a = 0; a < animals; a++) centered[a * columns + c] -= mean;
  }
  const qr = qrDecomposition(centered, animals, columns);
  return { basis: qrOrthonormal(qr), rank: qr.rank };
}

/** Principal components of animals. */
export interface AnimalComponents {
  /** Standard deviation of each component, as R's prcomp. */
  sd: Float64Array;
  /** animals x components, row-major. */
  scores: Float64Array;
  components: number;
}

/**
 * Principal components of animals over all given rows (centered here), from the animals' side.
 *
 * @param values rows (genes or measures) x animals
 */
export function animalComponents(values: Float64Array, animals: number, components: number): AnimalComponents {
  const centered = values.slice();
  for (let at = 0; at < values.length; at += animals) {
    let mean = 0;
    for (let i = 0; i < animals; i++) mean += values[at + i] / animals;
    for (let i = 0; i < animals; i++) centered[at + i] -= mean;
  }
  const { values: eigenvalues, vectors } = symmetricEigen(gramMatrix(centered, animals), animals);
  const kept = Math.min(components, animals - 1, values.length / animals);
  const scores = new Float64Array(animals * kept);
  const sd = new Float64Array(kept);
  for (let k = 0; k < kept; k++) {
    const length = Math.sqrt(Math.max(0, eigenvalues[k]));
    sd[k] = length / Math.sqrt(animals - 1);
    for (let i = 0; i < animals; i++) scores[i * kept + k] = vectors[i * animals + k] * length;
  }
  return { sd, scores, components: kept };
}
