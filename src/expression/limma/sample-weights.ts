import { exp, fitInPlace, orthogonalFit } from '../../stats/index.ts';
import { NO_OPTIONS } from './linear-fits.ts';
import { type VoomResult, voom } from './voom.ts';

/** Weight of the prior, in genes without leverage, that holds all samples equal (limma's default). */
const PRIOR_GENES = 10;

/**
 * Relative quality weight of each sample, estimated gene by gene in one pass over the genes in their order from the squared
 * residuals (Ritchie et al. 2006), as limma's `arrayWeights(method = "genebygene")`. The weights' product is 1.
 *
 * @param values genes x samples
 * @param weights genes x samples
 * @param design samples x columns, row-major
 */
export function sampleWeights(values: Float64Array, weights: Float64Array, design: Float64Array, samples: number): Float64Array {
  const p = design.length / samples;
  const room = orthogonalFit(samples, p);
  const state = startState(samples);
  const quality = new Float64Array(samples).fill(1);
  const row = new Float64Array(samples);
  for (let g = 0; g < values.length / samples; g++) {
    for (let j = 0; j < samples; j++) {
      row[j] = quality[j] * weights[g * samples + j];
      const root = Math.sqrt(row[j]);
      for (let k = 0; k < p; k++) room.columns[k * samples + j] = root * design[j * p + k];
      room.response[j] = root * values[g * samples + j];
    }
    const variance = fitInPlace(room) / (samples - p);
    if (variance < 1e-15) continue;
    for (let j = 0; j < samples; j++) {
      let leverage = 0;
      for (let k = 0; k < p; k++) leverage += room.columns[k * samples + j] * room.columns[k * samples + j];
      state.spare[j] = 1 - leverage;
      state.excess[j] = (room.response[j] * room.response[j]) / variance - state.spare[j];
    }
    step(state);
    for (let j = 0; j < samples; j++) quality[j] = exp(-levelOf(state, j));
  }
  return quality;
}

/** Log variances of all samples but the last, which is minus their sum, with the information gathered about them. */
interface State {
  levels: Float64Array;
  information: Float64Array;
  factor: Float64Array;
  move: Float64Array;
  /** 1 − leverage per sample. */
  spare: Float64Array;
  /** Scaled squared residual less its expectation per sample. */
  excess: Float64Array;
}

function startState(samples: number): State {
  const q = samples - 1;
  return {
    levels: new Float64Array(q),
    information: Float64Array.from({ length: q * q }, (_, i) => PRIOR_GENES * (i % (q + 1) === 0 ? 2 : 1)),
    factor: new Float64Array(q * q),
    move: new Float64Array(q),
    spare: new Float64Array(samples),
    excess: new Float64Array(samples),
  };
}

function levelOf({ levels }: State, sample: number): number {
  if (sample < levels.length) return levels[sample];
  let sum = 0;
  for (const level of levels) sum -= level;
  return sum;
}

/** Adds one gene's information and moves the levels by a scoring step. */
function step({ levels, information, factor, move, spare, excess }: State): void {
  const q = levels.length;
  let df = 0;
  for (const value of spare) df += value;
  const last = spare[q];
  for (let i = 0; i < q; i++) {
    for (let j = 0; j <= i; j++) {
      const own = i === j ? spare[i] : 0;
      information[i * q + j] += own + last - ((spare[i] - last) * (spare[j] - last)) / df;
      let sum = information[i * q + j];
      for (let k = 0; k < j; k++) sum -= factor[i * q + k] * factor[j * q + k];
      factor[i * q + j] = i === j ? Math.sqrt(sum) : sum / factor[j * q + j];
    }
  }
  for (let i = 0; i < q; i++) {
    let sum = excess[i] - excess[q];
    for (let k = 0; k < i; k++) sum -= factor[i * q + k] * move[k];
    move[i] = sum / factor[i * q + i];
  }
  for (let i = q - 1; i >= 0; i--) {
    let sum = move[i];
    for (let k = i + 1; k < q; k++) sum -= factor[k * q + i] * move[k];
    move[i] = sum / factor[i * q + i];
  }
  for (let i = 0; i < q; i++) levels[i] += move[i];
}

/**
 * voom with sample quality weights (Liu et al. 2015), as limma's `voomWithQualityWeights`: trend and sample weights in two rounds.
 *
 * @returns the voom result whose weights include the sample weights, and the sample weights
 */
export function voomWithQuality(
  counts: Float64Array,
  sizes: Float64Array,
  design: Float64Array,
): VoomResult & { sampleWeights: Float64Array } {
  const samples = sizes.length;
  const first = voom(counts, sizes, design);
  const rough = sampleWeights(first.values, first.weights, design, samples);
  const second = voom(counts, sizes, design, { ...NO_OPTIONS, sampleWeights: rough });
  const quality = sampleWeights(second.values, second.weights, design, samples);
  return { ...second, weights: second.weights.map((weight, i) => weight * quality[i % samples]), sampleWeights: quality };
}
