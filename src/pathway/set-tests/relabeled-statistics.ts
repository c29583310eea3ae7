import { moderatedVariance, qrEffects, randomStream, type VariancePrior } from '../../stats/index.ts';
import { testedRotation } from './gene-effects.ts';

/** A linear model whose contrast is to be tested by relabeling samples. */
export interface RelabelingInput {
  /** rows x samples, no missing values. */
  values: Float64Array;
  /** samples x columns, row-major. */
  design: Float64Array;
  columns: number;
  /** One weight per design column. */
  contrast: Float64Array;
  /** Prior of the rows' variances; null: ordinary t. */
  prior: VariancePrior | null;
  seed: number;
  /** What the random numbers are for. */
  purpose: string;
}

/** |t| of every row for the data (`observed`) and for relabeling b (of some rows only where these are named). */
export interface RelabeledStatistics {
  observed: Float64Array;
  relabeled(b: number, into: Float64Array, rows?: readonly number[]): void;
}

/**
 * |t| of a contrast under random relabeling of the samples: what the design explains without the contrast is taken away, the
 * residuals change places between samples, all rows alike (so that the correlation between rows is kept), and t is computed
 * anew (Freedman & Lane 1983; a plain permutation of the labels in a design of two groups). The errors may differ in size and
 * shape, as they do between libraries of different depth; they have to be exchangeable between samples.
 *
 * @throws RangeError when the design is not of full rank or leaves no residual degree of freedom
 */
export function relabeledStatistics(input: RelabelingInput): RelabeledStatistics {
  const { columns, prior } = input;
  const samples = input.design.length / columns;
  const rows = input.values.length / samples;
  const df = samples - columns;
  if (df < 1) throw new RangeError('the design leaves no residual degree of freedom');
  const basis = orthonormalColumns(input, samples);
  const residuals = withoutNuisance(input.values, basis, samples, columns - 1);
  const place = Int32Array.from({ length: samples }, (_, j) => j);
  const everyRow = Array.from({ length: rows }, (_, row) => row);
  const statistics = (into: Float64Array, wanted: readonly number[] = everyRow): void => {
    for (const row of wanted) {
      let rest = 0;
      for (let j = 0; j < samples; j++) rest += residuals[row * samples + j] * residuals[row * samples + j];
      let effect = 0;
      for (let k = 0; k < columns; k++) {
        let sum = 0;
        for (let j = 0; j < samples; j++) sum += basis[k * samples + j] * residuals[row * samples + place[j]];
        rest -= sum * sum;
        effect = sum;
      }
      const variance = Math.max(0, rest) / df;
      into[row] = Math.abs(effect) / Math.sqrt(prior === null ? variance : moderatedVariance(variance, df, prior));
    }
  };
  const observed = new Float64Array(rows);
  statistics(observed);
  return {
    observed,
    relabeled: (b, into, wanted) => {
      const stream = randomStream(input.seed, input.purpose, b);
      for (let j = samples - 1; j >= 0; j--) {
        const other = stream.integer(j + 1);
        [place[j], place[other]] = [place[other], place[j]];
      }
      statistics(into, wanted);
      for (let j = 0; j < samples; j++) place[j] = j;
    },
  };
}

/** Statistics of a relabeling that differ from the observed ones by less than this share are equal. */
const TIE = 1e-10;

/**
 * p of each row by relabeling until its statistic was reached `enough` times (then p = reached / relabelings) or the relabelings are
 * used up (then (reached + 1) / (relabelings + 1)), so that only small p-values cost many (Besag & Clifford 1991). Rows without a
 * statistic get NaN.
 */
export function sequentialPvalues(statistics: RelabeledStatistics, enough: number, most: number): Float64Array {
  const { observed, relabeled } = statistics;
  const reached = new Int32Array(observed.length);
  const pvalues = new Float64Array(observed.length).fill(NaN);
  const drawn = new Float64Array(observed.length);
  let open = Array.from(observed.keys()).filter((row) => Number.isFinite(observed[row]));
  for (let b = 0; b < most && open.length > 0; b++) {
    relabeled(b, drawn, open);
    let closed = false;
    for (const row of open) {
      if (!(drawn[row] >= observed[row] * (1 - TIE))) continue;
      reached[row]++;
      if (reached[row] < enough) continue;
      pvalues[row] = enough / (b + 1);
      closed = true;
    }
    if (closed) open = open.filter((row) => reached[row] < enough);
  }
  for (const row of open) pvalues[row] = (reached[row] + 1) / (most + 1);
  return pvalues;
}

/** Orthonormal basis of the design, columns x samples: first what is not tested, last the direction of the contrast. */
function orthonormalColumns({ design, columns, contrast }: RelabelingInput, samples: number): Float64Array {
  const { qr } = testedRotation(design, columns, contrast);
  const basis = new Float64Array(columns * samples);
  const unit = new Float64Array(samples);
  for (let j = 0; j < samples; j++) {
    unit.fill(0)[j] = 1;
    const rotated = qrEffects(qr, unit);
    for (let k = 0; k < columns; k++) basis[k * samples + j] = rotated[k];
  }
  return basis;
}

function withoutNuisance(values: Float64Array, basis: Float64Array, samples: number, nuisance: number): Float64Array {
  const residuals = values.slice();
  for (let start = 0; start < values.length; start += samples)
    for (let k = 0; k < nuisance; k++) {
      let sum = 0;
      for (let j = 0; j < samples; j++) sum += basis[k * samples + j] * residuals[start + j];
      for (let j = 0; j < samples; j++) residuals[start + j] -= sum * basis[k * samples + j];
    }
  return residuals;
}
