/**
 * What every distribution offers. `lower` = P(X <= x) and `upper` = P(X > x) are each computed on their own, never as 1 minus the
 * other when small. Parameters outside their range give NaN.
 */
export interface Distribution<Parameters extends readonly (number | undefined)[]> {
  lower(x: number, ...parameters: Parameters): number;
  upper(x: number, ...parameters: Parameters): number;
  logLower(x: number, ...parameters: Parameters): number;
  logUpper(x: number, ...parameters: Parameters): number;
  /** Probability density, or probability mass for a discrete distribution. */
  density(x: number, ...parameters: Parameters): number;
  logDensity(x: number, ...parameters: Parameters): number;
  /** The smallest x with lower(x) >= p. */
  quantile(p: number, ...parameters: Parameters): number;
  /** The smallest x with upper(x) <= p. */
  quantileUpper(p: number, ...parameters: Parameters): number;
  /** `quantile` of a probability given by its logarithm, for those too small or too near 1 for a double. */
  quantileLog(logP: number, ...parameters: Parameters): number;
  /** `quantileUpper` of a probability given by its logarithm. */
  quantileUpperLog(logP: number, ...parameters: Parameters): number;
}
