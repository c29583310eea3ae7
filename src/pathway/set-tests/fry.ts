import {
  beta,
  chiSquared,
  fitVariancePrior,
  gaussLegendre,
  moderatedVariance,
  singularValueDecomposition,
  studentT,
  type VariancePrior,
} from '../../stats/index.ts';
import type { GeneEffects } from './gene-effects.ts';

/** Result of a self-contained test: do the genes of the set respond to the contrast at all? */
export interface FryResult {
  size: number;
  /** Sign of the (weighted) mean effect; null when the set is empty. */
  direction: 'Up' | 'Down' | null;
  /** Directional p. */
  pvalue: number;
  /** Non-directional p: members respond, in whatever direction. */
  mixedPvalue: number;
  /** t statistic of the mean standardized effect, on the residual degrees of freedom. */
  t: number;
}

/**
 * Rotation test of gene sets in closed form, the limit of roast for infinitely many rotations (Wu et al. 2010; Giner &
 * Smyth 2016). Correlation between genes enters through the residual effects of the set's mean, so the p-value holds
 * under relabeling of samples.
 *
 * @param scaled effects standardized by {@link standardizeEffects}
 * @param sets positions of the genes of each set
 * @param weights optional weight per gene (for example the sign of a receptor); the mixed test then uses weighted effects too
 */
export function fry(scaled: GeneEffects, sets: readonly Int32Array[], weights?: Float64Array): FryResult[] {
  return sets.map((set) => testSet(scaled, set, weights));
}

/**
 * Divides each gene's effects by its standard deviation. `posterior` is limma's default for fry: a variance robust to one
 * outlying effect (the largest is left out), drawn towards the prior of all genes. `none` leaves the effects as they are.
 *
 * @param known prior to be used where `effects` are a part of the genes only
 */
export function standardizeEffects(
  effects: GeneEffects,
  method: 'posterior' | 'none' = 'posterior',
  known?: VariancePrior,
): GeneEffects {
  if (method === 'none') return effects;
  const { genes, residualDf, values, variance } = effects;
  const width = residualDf + 1;
  const prior = known ?? fitVariancePrior(variance, residualDf);
  const divisor = width - expectedLargestSquare(width);
  const scaled = new Float64Array(values.length);
  for (let gene = 0; gene < genes; gene++) {
    const start = gene * width;
    let sum = 0;
    let largest = 0;
    for (let k = start; k < start + width; k++) {
      const square = values[k] * values[k];
      sum += square;
      if (square > largest) largest = square;
    }
    const sd = Math.sqrt(moderatedVariance((sum - largest) / divisor, ROBUST_DF_SHARE * residualDf, prior));
    for (let k = start; k < start + width; k++) scaled[k] = values[k] / sd;
  }
  return { ...effects, values: scaled };
}

/** Share of the degrees of freedom that the robust variance keeps (limma's constant). */
const ROBUST_DF_SHARE = 0.92;

/**
 * Expected maximum of n squared standard normals, by 128-point Gauss-Legendre quadrature: the quadrature limma uses, short
 * of the exact integral by about 2e-4 relative, and kept so that p-values agree.
 */
function expectedLargestSquare(n: number): number {
  const { nodes, weights } = gaussLegendre(128);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const u = nodes[i];
    let power = 1;
    for (let k = 1; k < n; k++) power *= u;
    sum += weights[i] * n * power * chiSquared.quantile(u, 1);
  }
  return sum;
}

function testSet(scaled: GeneEffects, set: Int32Array, weights: Float64Array | undefined): FryResult {
  const { residualDf, values } = scaled;
  const width = residualDf + 1;
  const size = set.length;
  if (size === 0) return { size, direction: null, pvalue: NaN, mixedPvalue: NaN, t: NaN };
  const effects = new Float64Array(size * width);
  const mean = new Float64Array(width);
  for (let i = 0; i < size; i++) {
    const weight = weights === undefined ? 1 : weights[set[i]];
    for (let k = 0; k < width; k++) {
      const effect = weight * values[set[i] * width + k];
      effects[i * width + k] = effect;
      mean[k] += effect / size;
    }
  }
  let square = 0;
  for (let k = 1; k < width; k++) square += (mean[k] * mean[k]) / residualDf;
  const t = mean[0] / Math.sqrt(square);
  const pvalue = 2 * studentT.lower(-Math.abs(t), residualDf);
  const mixedPvalue = size === 1 ? pvalue : mixedTest(effects, size, width);
  return { size, direction: mean[0] > 0 ? 'Up' : 'Down', pvalue, mixedPvalue, t };
}

/** Sum of squared first effects against its rotation distribution, matched to a beta by mean and variance. */
function mixedTest(effects: Float64Array, size: number, width: number): number {
  const { values } = singularValueDecomposition(effects, size, width);
  const squares = values.map((value) => value * value);
  const terms = squares.length;
  const largest = squares[0];
  const smallest = squares[terms - 1];
  const range = largest - smallest;
  let observed = 0;
  for (let i = 0; i < size; i++) observed += effects[i * width] * effects[i * width];
  const betaMean = 1 / terms;
  const betaVariance = (terms - 1) / (terms * terms * (terms / 2 + 1));
  let sum = 0;
  let sumSquares = 0;
  for (const value of squares) {
    sum += value;
    sumSquares += value * value;
  }
  const covariance = -betaVariance / (terms - 1);
  const variance = ((betaVariance - covariance) * sumSquares + covariance * sum * sum) / (range * range);
  const mean = (sum * betaMean - smallest) / range;
  const total = (mean * (1 - mean)) / variance - 1;
  return beta.upper(Math.min(1, Math.max(0, (observed - smallest) / range)), total * mean, total * (1 - mean));
}
