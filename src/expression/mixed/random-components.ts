import { cholesky, choleskyInverse } from '../../stats/index.ts';
import { bestComponents } from './best-components.ts';
import { type ComponentsRoom, setResponse } from './components-design.ts';
import { sumGroups } from './components-deviance.ts';
import type { MixedDf } from './random-intercept.ts';

/** One gene's restricted maximum-likelihood fit with several random intercepts, for one contrast. */
export interface ComponentsFit {
  /** Group variances / residual variance (in the units of the weights). */
  ratios: Float64Array;
  /** Residual standard deviation; the residual variance of a sample is its square over the sample's weight. */
  sigma: number;
  estimate: number;
  error: number;
  df: number;
  /** Degrees of freedom of the residual variance, tr((I - H)²). */
  residualDf: number;
  converged: boolean;
}

/**
 * As `fitIntercept` for any number of random intercepts, nested or crossed.
 *
 * @returns undefined when the response does not vary around the fixed effects
 */
export function fitComponents(
  room: ComponentsRoom,
  values: Float64Array,
  weights: Float64Array | null,
  at: number,
  contrast: Float64Array,
  method: MixedDf,
): ComponentsFit | undefined {
  const { samples: n, columns: q } = room.design;
  const scale = setResponse(room, values, weights, at);
  const { ratios, converged } = bestComponents(room);
  const total = room.y.reduce((sum, value) => sum + value * value, 0);
  if (!(room.squares > 1e-20 * total)) return undefined;
  const variance = room.squares / (n - q);
  sumGroups(room);
  // V^-1 X C c, whose products with the derivatives of V are what is needed of the contrast
  const loads = contrastLoads(room, contrast);
  let [estimate, plain] = [0, 0];
  for (let i = 0; i < n; i++) estimate += loads[i] * room.y[i];
  plain = contrastVariance(room, contrast);
  const base = {
    ...{ ratios: ratios.map((ratio) => ratio / scale), sigma: Math.sqrt(variance * scale), estimate, converged },
    residualDf: residualDf(room),
  };
  if (method === 'satterthwaite')
    return { ...base, error: Math.sqrt(variance * plain), df: satterthwaiteDf(room, ratios, variance, loads, plain) };
  const { extra, df } = kenwardRoger(room, loads, plain);
  return { ...base, error: Math.sqrt(variance * (plain + extra)), df };
}

/** C c by two triangular solves, C = (X'V^-1 X)^-1. */
function solveFixed({ factor, design }: ComponentsRoom, contrast: Float64Array): Float64Array {
  const q = design.columns;
  const out = Float64Array.from(contrast);
  for (let i = 0; i < q; i++) {
    for (let k = 0; k < i; k++) out[i] -= factor[i * q + k] * out[k];
    out[i] /= factor[i * q + i];
  }
  for (let i = q - 1; i >= 0; i--) {
    for (let k = i + 1; k < q; k++) out[i] -= factor[k * q + i] * out[k];
    out[i] /= factor[i * q + i];
  }
  return out;
}

/** Estimates of the fixed effects where the room stands: C X'V^-1 y. */
export function fixedEffects(room: ComponentsRoom): Float64Array {
  const { samples: n, columns: q } = room.design;
  const score = Float64Array.from({ length: q }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += room.vx[i * q + k] * room.y[i];
    return sum;
  });
  return solveFixed(room, score);
}

function contrastVariance(room: ComponentsRoom, contrast: Float64Array): number {
  return solveFixed(room, contrast).reduce((sum, value, k) => sum + value * contrast[k], 0);
}

function contrastLoads(room: ComponentsRoom, contrast: Float64Array): Float64Array {
  const { samples: n, columns: q } = room.design;
  const solved = solveFixed(room, contrast);
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < q; k++) sum += room.vx[i * q + k] * solved[k];
    return sum;
  });
}

/** Sums of a vector over the groups of term k, weighted: Z_k'v. */
function groupSums({ design, roots }: ComponentsRoom, k: number, vector: Float64Array): Float64Array {
  const { codes, count } = design.terms[k];
  const out = new Float64Array(count);
  for (let i = 0; i < vector.length; i++) out[codes[i]] += roots[i] * vector[i];
  return out;
}

const squareOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

function residualDf({ p }: ComponentsRoom): number {
  return squareOf(p);
}

/** From the observed information of the ratios that are not 0 and the residual variance. */
function satterthwaiteDf(
  room: ComponentsRoom,
  ratios: Float64Array,
  variance: number,
  loads: Float64Array,
  plain: number,
): number {
  const { samples: n, columns: q, terms } = room.design;
  const count = terms.length;
  const used = Array.from(ratios.keys()).filter((k) => ratios[k] > 0);
  const size = used.length + 1;
  const information = new Float64Array(size * size);
  const slopes = new Float64Array(size);
  used.forEach((k, a) => {
    slopes[a] = variance * squareOf(groupSums(room, k, loads));
    used.forEach((l, b) => {
      const matrix = room.cross[k * count + l];
      const width = terms[l].count;
      let [norm, form] = [0, 0];
      for (let i = 0; i < matrix.length; i++) {
        norm += matrix[i] * matrix[i];
        form += room.shares[k][Math.floor(i / width)] * matrix[i] * room.shares[l][i % width];
      }
      information[a * size + b] = -norm + (2 * form) / variance;
    });
    const cross = squareOf(room.shares[k]) / (variance * variance);
    information[a * size + size - 1] = cross;
    information[(size - 1) * size + a] = cross;
  });
  information[size * size - 1] = (n - q) / (variance * variance);
  slopes[size - 1] = plain;
  const factor = cholesky(information, size);
  if (factor === undefined) return NaN;
  const covariance = choleskyInverse(factor, size);
  let form = 0;
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) form += 2 * slopes[a] * covariance[a * size + b] * slopes[b];
  return (2 * variance * variance * plain * plain) / form;
}

/** Kenward and Roger's addition to the variance of the contrast, and degrees of freedom, for residual variance 1. */
function kenwardRoger(room: ComponentsRoom, loads: Float64Array, plain: number): { extra: number; df: number } {
  const { samples: n, terms } = room.design;
  const count = terms.length;
  const size = count + 1;
  // D_k V^-1 X C c for each parameter, the residual last
  const moved = Array.from({ length: size }, (_, k) => derivativeTimes(room, k, loads));
  const slopes = moved.map((vector) => vector.reduce((sum, value, i) => sum + value * loads[i], 0));
  const information = new Float64Array(size * size);
  for (let k = 0; k < size; k++)
    for (let l = 0; l <= k; l++) information[k * size + l] = information[l * size + k] = traceOfPair(room, k, l) / 2;
  const factor = cholesky(information, size);
  if (factor === undefined) return { extra: NaN, df: NaN };
  const covariance = choleskyInverse(factor, size);
  let [extra, spread] = [0, 0];
  for (let k = 0; k < size; k++) {
    const projected = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) projected[i] += room.p[i * n + j] * moved[k][j];
    for (let l = 0; l < size; l++) {
      const weight = covariance[k * size + l];
      spread += weight * slopes[k] * slopes[l];
      for (let i = 0; i < n; i++) extra += 2 * weight * projected[i] * moved[l][i];
    }
  }
  return { extra, df: (2 * plain * plain) / spread };
}

/** D_k v; the residual (k = number of terms) leaves v as it is. */
function derivativeTimes(room: ComponentsRoom, k: number, vector: Float64Array): Float64Array {
  const { terms } = room.design;
  if (k === terms.length) return vector;
  const sums = groupSums(room, k, vector);
  return vector.map((_, i) => room.roots[i] * sums[terms[k].codes[i]]);
}

/** tr(P D_k P D_l), l <= k. */
function traceOfPair(room: ComponentsRoom, k: number, l: number): number {
  const { terms } = room.design;
  const count = terms.length;
  if (k < count) return squareOf(room.cross[k * count + l]);
  return squareOf(l < count ? room.halves[l] : room.p);
}
