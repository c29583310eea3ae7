import { exp, log } from '../elementary/index.ts';
import { cholesky, choleskyInverse } from '../linear-algebra/index.ts';
import { scaledHazardData } from './hazard-data.ts';
import { type Maximum, maximizeConcave } from './maximize.ts';
import { evaluatePartialLikelihood, type HazardData, type Ties } from './partial-likelihood.ts';

/** A Cox model in which every litter multiplies the hazard by a gamma variate of mean 1. */
export interface GammaFrailty {
  coefficients: { term: string; estimate: number; se: number }[];
  /** Variance of the frailties; 0 when litters do not differ more than chance has it. */
  variance: number;
  /** Log frailty of each cluster number, in ascending order. */
  logFrailties: Float64Array;
  /** Marginal log partial likelihood, the frailties integrated out. */
  logLik: number;
  /** Log partial likelihood at the estimated frailties, taken as if they were known. */
  conditionalLogLik: number;
  /** Of the model without frailty. */
  logLikWithout: number;
}

interface PenalizedData {
  data: HazardData;
  /** Number of proper predictors; the columns after them are cluster indicators. */
  fixed: number;
  deaths: Float64Array;
}

/** Penalized partial likelihood for a frailty variance: the gamma density as penalty on the log frailties (Therneau & Grambsch 2000, ch. 9). */
function maximizePenalized({ data, fixed }: PenalizedData, variance: number, start: Float64Array): Maximum {
  const nu = 1 / variance;
  return maximizeConcave(start, (point) => {
    const { logLik, score, information } = evaluatePartialLikelihood(data, point);
    let value = logLik;
    for (let j = fixed; j < data.p; j++) {
      const frailty = exp(point[j]);
      value += nu * (point[j] - frailty + 1);
      score[j] += nu * (1 - frailty);
      information[j * data.p + j] += nu * frailty;
    }
    return { value, gradient: score, information };
  });
}

/** What integrating the frailties out adds to the penalized likelihood, zero for no frailty. */
function marginalCorrection(deaths: Float64Array, variance: number): number {
  const nu = 1 / variance;
  let sum = 0;
  for (const d of deaths) {
    sum += d - (nu + d) * log(1 + d * variance);
    for (let k = 0; k < d; k++) sum += log((nu + k) / nu);
  }
  return sum;
}

/**
 * Cox model with gamma frailties of clusters (litters, cages), as R's `coxph(... + frailty(litter))`. The variance maximizes the marginal
 * likelihood.
 *
 * @param clusters cluster number of each animal
 * @throws RangeError as `fitCox`, or for fewer than two clusters
 */
export function fitGammaFrailty(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  predictors: Float64Array,
  clusters: ArrayLike<number>,
  options: { names?: readonly string[]; ties?: Exclude<Ties, 'exact'> } = {},
): GammaFrailty {
  const { ties = 'efron' } = options;
  const n = times.length;
  const names = options.names ?? Array.from({ length: predictors.length / n }, (_, j) => `x${j + 1}`);
  const numbers = [...new Set(Array.from(clusters))].sort((a, b) => a - b);
  if (numbers.length < 2) throw new RangeError('a frailty needs at least two clusters');
  const { data, marks, scales } = scaledHazardData(times, events, predictors, names, ties, undefined);
  const fixed = data.p;
  const p = fixed + numbers.length;
  const x = new Float64Array(n * p);
  const deaths = new Float64Array(numbers.length);
  for (let i = 0; i < n; i++) {
    x.set(data.x.subarray(i * fixed, (i + 1) * fixed), i * p);
    const cluster = numbers.indexOf(clusters[i]);
    x[i * p + fixed + cluster] = 1;
    deaths[cluster] += marks[i];
  }
  const problem: PenalizedData = { data: { ...data, p, x }, fixed, deaths };
  let point: Float64Array = new Float64Array(p);
  const profile = (logVariance: number): number => {
    const maximum = maximizePenalized(problem, exp(logVariance), point);
    point = maximum.point;
    return maximum.value + marginalCorrection(deaths, exp(logVariance));
  };
  const without = maximizeConcave(new Float64Array(fixed), (at) => {
    const { logLik, score, information } = evaluatePartialLikelihood(data, at);
    return { value: logLik, gradient: score, information };
  });
  const best = goldenMaximum(profile, log(1e-4), log(20));
  const none = !(best.value > without.value + 1e-9);
  const variance = none ? 0 : exp(best.at);
  const maximum = none ? without : maximizePenalized(problem, variance, point);
  const q = none ? fixed : p;
  const covariance = choleskyInverse(cholesky(maximum.information, q) ?? new Float64Array(q * q).fill(NaN), q);
  return {
    coefficients: names.map((term, j) => ({
      term,
      estimate: maximum.point[j] / scales[j],
      se: Math.sqrt(covariance[j * q + j]) / scales[j],
    })),
    variance,
    logFrailties: none ? new Float64Array(numbers.length) : maximum.point.slice(fixed),
    logLik: none ? without.value : best.value,
    conditionalLogLik: none ? without.value : evaluatePartialLikelihood(problem.data, maximum.point).logLik,
    logLikWithout: without.value,
  };
}

/** Maximum of a function with a single one on an interval, by golden sections. */
function goldenMaximum(f: (x: number) => number, from: number, to: number): { at: number; value: number } {
  const share = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - share * (high - low), low + share * (high - low)];
  let [fa, fb] = [f(a), f(b)];
  while (high - low > 1e-6) {
    if (fa >= fb) {
      [high, b, fb] = [b, a, fa];
      a = high - share * (high - low);
      fa = f(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + share * (high - low);
      fb = f(b);
    }
  }
  return fa >= fb ? { at: a, value: fa } : { at: b, value: fb };
}
