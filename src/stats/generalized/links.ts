import { normal } from '../distributions/index.ts';
import { exp, expm1, log, log1p } from '../elementary/index.ts';

/** Name of a link function g, with eta = g(mean). */
export type LinkName = 'identity' | 'log' | 'logit' | 'probit' | 'cloglog' | 'inverse' | 'sqrt';

/** A link function and its inverse. */
export interface Link {
  readonly name: LinkName;
  /** g(mean). */
  eta(mean: number): number;
  /** Inverse of g. */
  mean(eta: number): number;
  /** Derivative of the mean by eta. */
  slope(eta: number): number;
}

/** 1 / (1 + exp(-eta)) without overflow. */
export function logistic(eta: number): number {
  if (eta >= 0) return 1 / (1 + exp(-eta));
  const e = exp(eta);
  return e / (1 + e);
}

const LINKS: readonly Link[] = [
  { name: 'identity', eta: (mean) => mean, mean: (eta) => eta, slope: () => 1 },
  { name: 'log', eta: log, mean: exp, slope: exp },
  {
    name: 'logit',
    eta: (mean) => log(mean) - log1p(-mean),
    mean: logistic,
    slope: (eta) => logistic(eta) * logistic(-eta),
  },
  { name: 'probit', eta: (mean) => normal.quantile(mean), mean: (eta) => normal.lower(eta), slope: (eta) => normal.density(eta) },
  {
    name: 'cloglog',
    eta: (mean) => log(-log1p(-mean)),
    mean: (eta) => -expm1(-exp(eta)),
    slope: (eta) => exp(eta - exp(eta)),
  },
  { name: 'inverse', eta: (mean) => 1 / mean, mean: (eta) => 1 / eta, slope: (eta) => -1 / (eta * eta) },
  { name: 'sqrt', eta: (mean) => Math.sqrt(mean), mean: (eta) => eta * eta, slope: (eta) => 2 * eta },
];

/** The link function of a name. */
export function linkOf(name: LinkName): Link {
  const found = LINKS.find((link) => link.name === name);
  if (found === undefined) throw new RangeError(`no link function "${name}"`);
  return found;
}
