import { binomial, gamma, negativeBinomialOfMean, normal, poisson } from '../distributions/index.ts';
import { log, log1p } from '../elementary/index.ts';
import type { LinkName } from './links.ts';

/** Name of a distribution of the response; the quasi families take its variance up to an estimated factor. */
export type FamilyName = 'gaussian' | 'binomial' | 'poisson' | 'negative-binomial' | 'gamma' | 'quasibinomial' | 'quasipoisson';

/** What a generalized linear model needs of a distribution; `size` is the dispersion parameter theta of the negative binomial. */
export interface Family {
  readonly name: FamilyName;
  readonly defaultLink: LinkName;
  readonly links: readonly LinkName[];
  /** Whether the dispersion is estimated from the Pearson statistic (else it is 1). */
  readonly estimated: boolean;
  /** Variance as a function of the mean, without dispersion and weight. */
  variance(mean: number, size: number): number;
  /** Contribution to the deviance, without weight. */
  deviance(y: number, mean: number, size: number): number;
  /** log density of one observation with prior weight (number of trials for the binomial); NaN for quasi families. */
  logDensity(y: number, mean: number, weight: number, dispersion: number, size: number): number;
  /** A mean to start from. */
  start(y: number, weight: number): number;
  /** What is wrong with a response value, or undefined. */
  wrong(y: number): string | undefined;
  readonly valid: (mean: number) => boolean;
}

/** y log(y / m), 0 at y = 0. */
function yLogRatio(y: number, mean: number): number {
  return y === 0 ? 0 : y * log(y / mean);
}

const notNegative = (y: number): string | undefined => (y >= 0 ? undefined : 'a negative number');
const count = (y: number): string | undefined =>
  !(y >= 0) ? 'a negative number' : Number.isInteger(y) ? undefined : 'a number that is not whole';
const positiveMean = (mean: number): boolean => mean > 0 && mean < Infinity;

const POISSON: Family = {
  name: 'poisson',
  defaultLink: 'log',
  links: ['log', 'identity', 'sqrt'],
  estimated: false,
  variance: (mean) => mean,
  deviance: (y, mean) => 2 * (yLogRatio(y, mean) - (y - mean)),
  logDensity: (y, mean, weight) => weight * poisson.logDensity(y, mean),
  start: (y) => y + 0.1,
  wrong: count,
  valid: positiveMean,
};

const BINOMIAL: Family = {
  name: 'binomial',
  defaultLink: 'logit',
  links: ['logit', 'probit', 'cloglog', 'log'],
  estimated: false,
  variance: (mean) => mean * (1 - mean),
  deviance: (y, mean) => 2 * (yLogRatio(y, mean) + (y === 1 ? 0 : (1 - y) * (log1p(-y) - log1p(-mean)))),
  logDensity: (y, mean, weight) => binomial.logDensity(Math.round(y * weight), weight, mean),
  start: (y, weight) => (weight * y + 0.5) / (weight + 1),
  wrong: (y) => (y >= 0 && y <= 1 ? undefined : 'a number outside 0 to 1'),
  valid: (mean) => mean > 0 && mean < 1,
};

const FAMILIES: readonly Family[] = [
  {
    name: 'gaussian',
    defaultLink: 'identity',
    links: ['identity', 'log', 'inverse'],
    estimated: true,
    variance: () => 1,
    deviance: (y, mean) => (y - mean) * (y - mean),
    logDensity: (y, mean, weight, dispersion) => normal.logDensity(y, mean, Math.sqrt(dispersion / weight)),
    start: (y) => y,
    wrong: () => undefined,
    valid: (mean) => Number.isFinite(mean),
  },
  BINOMIAL,
  POISSON,
  {
    ...POISSON,
    name: 'negative-binomial',
    variance: (mean, size) => mean + (mean * mean) / size,
    // (y + size) log(1 + (y - mean) / (mean + size)) tends to y - mean as size grows: the Poisson's
    deviance: (y, mean, size) =>
      2 * (yLogRatio(y, mean) - (size === Infinity ? y - mean : (y + size) * log1p((y - mean) / (mean + size)))),
    logDensity: (y, mean, weight, _, size) => weight * negativeBinomialOfMean.logDensity(y, size, mean),
    start: (y) => y + (y === 0 ? 1 / 6 : 0),
  },
  {
    name: 'gamma',
    defaultLink: 'log',
    links: ['log', 'inverse', 'identity'],
    estimated: true,
    variance: (mean) => mean * mean,
    deviance: (y, mean) => -2 * (log(y / mean) - (y - mean) / mean),
    logDensity: (y, mean, weight, dispersion) => weight * gamma.logDensity(y, 1 / dispersion, mean * dispersion),
    start: (y) => y,
    wrong: (y) => (y > 0 ? undefined : 'a number that is not positive'),
    valid: positiveMean,
  },
  { ...BINOMIAL, name: 'quasibinomial', estimated: true, logDensity: () => NaN },
  { ...POISSON, name: 'quasipoisson', estimated: true, logDensity: () => NaN, wrong: notNegative },
];

/** The family of a name. */
export function familyOf(name: FamilyName): Family {
  const found = FAMILIES.find((family) => family.name === name);
  if (found === undefined) throw new RangeError(`no family "${name}"`);
  return found;
}
