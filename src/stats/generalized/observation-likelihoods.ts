import { beta as betaDistribution, binomial, gamma, negativeBinomialOfMean, poisson } from '../distributions/index.ts';
import { exp, log, log1p } from '../elementary/index.ts';
import { digamma, tetragamma, trigamma } from '../special/index.ts';
import { logistic } from './links.ts';

/** Distributions with a full likelihood: the negative binomial with quadratic (NB2) or linear (NB1) variance, beta, ... */
export type LikelihoodFamilyName = 'binomial' | 'poisson' | 'negative-binomial' | 'negative-binomial-linear' | 'gamma' | 'beta';

/** Derivatives of one observation's log density by the linear predictor eta, and of these by the log dispersion s. */
export interface ObservationDerivatives {
  value: number;
  first: number;
  second: number;
  third: number;
  /** d/ds of value, first and second. */
  valueS: number;
  firstS: number;
  secondS: number;
}

/** A distribution with its usual link, as a function of eta and s = log dispersion. */
export interface LikelihoodFamily {
  readonly name: LikelihoodFamilyName;
  readonly link: 'logit' | 'log';
  /** Meaning of the dispersion, or undefined when there is none. */
  readonly dispersion: string | undefined;
  mean(eta: number): number;
  /** Variance of one observation (a proportion for the binomial). */
  variance(mean: number, dispersion: number, weight: number): number;
  fill(out: ObservationDerivatives, y: number, weight: number, eta: number, s: number): void;
  /** What is wrong with a response value, or undefined. */
  wrong(y: number): string | undefined;
}

function withoutDispersion(out: ObservationDerivatives): void {
  out.valueS = 0;
  out.firstS = 0;
  out.secondS = 0;
}

const count = (y: number): string | undefined =>
  !(y >= 0) ? 'a negative number' : Number.isInteger(y) ? undefined : 'a number that is not whole';

const POISSON: LikelihoodFamily = {
  name: 'poisson',
  link: 'log',
  dispersion: undefined,
  mean: exp,
  variance: (mean) => mean,
  fill(out, y, _, eta) {
    const mean = exp(eta);
    out.value = poisson.logDensity(y, mean);
    out.first = y - mean;
    out.second = -mean;
    out.third = -mean;
    withoutDispersion(out);
  },
  wrong: count,
};

/** y is a proportion of `weight` trials. */
const BINOMIAL: LikelihoodFamily = {
  name: 'binomial',
  link: 'logit',
  dispersion: undefined,
  mean: logistic,
  variance: (mean, _, weight) => (mean * (1 - mean)) / weight,
  fill(out, y, weight, eta) {
    const p = logistic(eta);
    const q = logistic(-eta);
    out.value = binomial.logDensity(Math.round(y * weight), weight, p);
    out.first = weight * (y * q - (1 - y) * p);
    out.second = -weight * p * q;
    out.third = out.second * (q - p);
    withoutDispersion(out);
  },
  wrong: (y) => (y >= 0 && y <= 1 ? undefined : 'a number outside 0 to 1'),
};

/** Variance mean + mean^2 / k, dispersion k. */
const QUADRATIC: LikelihoodFamily = {
  name: 'negative-binomial',
  link: 'log',
  dispersion: 'theta: variance mean + mean^2 / theta',
  mean: exp,
  variance: (mean, k) => mean + (mean * mean) / k,
  fill(out, y, _, eta, s) {
    const k = exp(s);
    const mean = exp(eta);
    const p = mean / (k + mean);
    const q = k / (k + mean);
    out.value = negativeBinomialOfMean.logDensity(y, k, mean);
    out.first = y * q - k * p;
    out.second = -(y + k) * p * q;
    out.third = out.second * (q - p);
    out.valueS = k * (logGammaSlopes(y, k).first + log(q) + (mean - y) / (k + mean));
    out.firstS = (y + k) * p * q - k * p;
    out.secondS = (y + k) * p * q * (q - p) - k * p * q;
  },
  wrong: count,
};

/** Variance mean (1 + phi), dispersion phi: a negative binomial of size k = mean / phi. */
const LINEAR: LikelihoodFamily = {
  name: 'negative-binomial-linear',
  link: 'log',
  dispersion: 'phi: variance mean (1 + phi)',
  mean: exp,
  variance: (mean, phi) => mean * (1 + phi),
  fill(out, y, _, eta, s) {
    const phi = exp(s);
    const k = exp(eta - s);
    const share = phi / (1 + phi);
    const { first, second, third } = logGammaSlopes(y, k);
    const slope = k * (first - log1p(phi));
    const bend = k * k * second;
    out.value = negativeBinomialOfMean.logDensity(y, k, exp(eta));
    out.first = slope;
    out.second = slope + bend;
    out.third = slope + 3 * bend + k * k * k * third;
    out.valueS = y * (1 - share) - k * share - slope;
    out.firstS = -out.second - k * share;
    out.secondS = -out.third - k * share;
  },
  wrong: count,
};

/** Dispersion is the shape nu: variance mean^2 / nu. */
const GAMMA: LikelihoodFamily = {
  name: 'gamma',
  link: 'log',
  dispersion: 'shape: variance mean^2 / shape',
  mean: exp,
  variance: (mean, shape) => (mean * mean) / shape,
  fill(out, y, _, eta, s) {
    const shape = exp(s);
    const ratio = y * exp(-eta);
    out.value = gamma.logDensity(y, shape, exp(eta) / shape);
    out.first = shape * (ratio - 1);
    out.second = -shape * ratio;
    out.third = shape * ratio;
    out.valueS = shape * (log(ratio) - ratio + s + 1 - digamma(shape));
    out.firstS = out.first;
    out.secondS = out.second;
  },
  wrong: (y) => (y > 0 ? undefined : 'a number that is not positive'),
};

/** Mean m, precision phi: a = m phi, b = (1 - m) phi, variance m (1 - m) / (1 + phi). */
const BETA: LikelihoodFamily = {
  name: 'beta',
  link: 'logit',
  dispersion: 'precision phi: variance mean (1 - mean) / (1 + phi)',
  mean: logistic,
  variance: (mean, phi) => (mean * (1 - mean)) / (1 + phi),
  fill(out, y, _, eta, s) {
    const phi = exp(s);
    const m = logistic(eta);
    const n = logistic(-eta);
    const a = m * phi;
    const b = n * phi;
    const u = log(y) - log1p(-y) - digamma(a) + digamma(b);
    const [a1, b1, a2, b2] = [trigamma(a), trigamma(b), tetragamma(a), tetragamma(b)];
    const slope = phi * u;
    const bend = -phi * phi * (a1 + b1);
    const twist = -phi * phi * phi * (a2 - b2);
    const v = m * n;
    const v2 = v * (n - m);
    out.value = betaDistribution.logDensity(y, a, b);
    out.first = slope * v;
    out.second = bend * v * v + slope * v2;
    out.third = twist * v * v * v + 3 * bend * v * v2 + slope * v * (1 - 6 * v);
    out.valueS = phi * (digamma(phi) - m * digamma(a) - n * digamma(b) + m * log(y) + n * log1p(-y));
    const slopeS = phi * (u - a1 * a + b1 * b);
    const bendS = -phi * phi * (2 * (a1 + b1) + a2 * a + b2 * b);
    out.firstS = slopeS * v;
    out.secondS = bendS * v * v + slopeS * v2;
  },
  wrong: (y) => (y > 0 && y < 1 ? undefined : 'a number outside 0 to 1 (limits excluded)'),
};

/** Derivatives by k of log Gamma(y + k) - log Gamma(k). */
function logGammaSlopes(y: number, k: number): { first: number; second: number; third: number } {
  if (y > 100)
    return {
      first: digamma(y + k) - digamma(k),
      second: trigamma(y + k) - trigamma(k),
      third: tetragamma(y + k) - tetragamma(k),
    };
  let first = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < y; i++) {
    const r = 1 / (k + i);
    first += r;
    second -= r * r;
    third += 2 * r * r * r;
  }
  return { first, second, third };
}

const FAMILIES: readonly LikelihoodFamily[] = [BINOMIAL, POISSON, QUADRATIC, LINEAR, GAMMA, BETA];

/** The likelihood family of a name. */
export function likelihoodFamilyOf(name: LikelihoodFamilyName): LikelihoodFamily {
  const found = FAMILIES.find((family) => family.name === name);
  if (found === undefined) throw new RangeError(`no family "${name}"`);
  return found;
}
