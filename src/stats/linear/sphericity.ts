import { chiSquared } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { cholesky, choleskyLogDeterminant } from '../linear-algebra/index.ts';

/** Departure from sphericity of the error of a within-subject effect. */
export interface Sphericity {
  /** Number of orthonormal contrasts of the effect. */
  readonly contrasts: number;
  /** Greenhouse and Geisser's (1959) epsilon; 1 for a single contrast. */
  readonly greenhouseGeisser: number;
  /** Huynh and Feldt's (1976) epsilon in the form with between-subject error degrees of freedom (Lecoutre 1991), not cut at 1. */
  readonly huynhFeldt: number;
  /** Mauchly's (1940) W and its p-value; NaN for a single contrast or fewer error degrees of freedom than contrasts. */
  readonly mauchlyW: number;
  readonly mauchlyP: number;
}

/**
 * Sphericity from the error sums of squares and products of orthonormal contrasts.
 *
 * @param error q×q row-major
 * @param errorDf degrees of freedom of `error`
 * @param cells number of within-subject cells (levels of all within factors together)
 */
export function sphericity(error: Float64Array, q: number, errorDf: number, cells: number): Sphericity {
  if (q === 1) return { contrasts: 1, greenhouseGeisser: 1, huynhFeldt: 1, mauchlyW: NaN, mauchlyP: NaN };
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < q; i++) trace += error[i * q + i];
  for (const value of error) squares += value * value;
  const greenhouseGeisser = (trace * trace) / (q * squares);
  const huynhFeldt = ((errorDf + 1) * q * greenhouseGeisser - 2) / (q * (errorDf - q * greenhouseGeisser));
  const factor = errorDf >= q ? cholesky(error, q) : undefined;
  if (factor === undefined) return { contrasts: q, greenhouseGeisser, huynhFeldt, mauchlyW: NaN, mauchlyP: NaN };
  const logW = choleskyLogDeterminant(factor, q) - q * log(trace / q);
  return { contrasts: q, greenhouseGeisser, huynhFeldt, mauchlyW: exp(logW), mauchlyP: mauchlyTail(logW, q, errorDf, cells) };
}

/** Second-order chi-square approximation (Anderson 1958, section 10.7.4), with `cells` in the last factor as R and car have it. */
function mauchlyTail(logW: number, q: number, n: number, cells: number): number {
  const rho = 1 - (2 * q * q + q + 2) / (6 * q * n);
  const scale = n * q * rho;
  const second = ((q + 2) * (q - 1) * (q - 2) * (2 * q * q * q + 6 * q * q + 3 * cells + 2)) / (288 * scale * scale);
  const statistic = -n * rho * logW;
  const df = (q * (q + 1)) / 2 - 1;
  const first = chiSquared.upper(statistic, df);
  return first + second * (chiSquared.upper(statistic, df + 4) - first);
}
