import { log, log10, pow } from '../../stats/index.ts';

/** A standard curve. */
export interface AmplificationEfficiency {
  /** Cycles per tenfold dilution; -3.32 when every cycle doubles. */
  slope: number;
  slopeStandardError: number;
  intercept: number;
  rSquared: number;
  /** Copies per copy and cycle: 2 is perfect doubling. */
  efficiency: number;
  efficiencyStandardError: number;
}

/**
 * Efficiency from a dilution series: E = 10^(-1/slope) of the quantification cycle on log10 dilution; its standard error by the delta
 * method. The wells are independent here (technical replicates of a standard), unlike those of an animal.
 *
 * @throws RangeError when there are fewer than three wells or a single dilution
 * Source: Rasmussen (2001); MIQE guidelines, Bustin et al. (2009), Clin Chem 55:611.
 */
export function amplificationEfficiency(dilution: ArrayLike<number>, cycle: ArrayLike<number>): AmplificationEfficiency {
  const n = dilution.length;
  const x = Float64Array.from(dilution, (value) => log10(value));
  const [mx, my] = [x, Float64Array.from(cycle)].map((values) => values.reduce((sum, value) => sum + value, 0) / n);
  let [sxx, sxy, syy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    sxx += (x[i] - mx) * (x[i] - mx);
    sxy += (x[i] - mx) * (cycle[i] - my);
    syy += (cycle[i] - my) * (cycle[i] - my);
  }
  if (n < 3 || !(sxx > 0)) throw new RangeError('a standard curve needs at least three wells and two dilutions');
  const slope = sxy / sxx;
  let residual = 0;
  for (let i = 0; i < n; i++) {
    const off = cycle[i] - my - slope * (x[i] - mx);
    residual += off * off;
  }
  const slopeStandardError = Math.sqrt(residual / (n - 2) / sxx);
  const efficiency = pow(10, -1 / slope);
  return {
    slope,
    slopeStandardError,
    intercept: my - slope * mx,
    rSquared: 1 - residual / syy,
    efficiency,
    efficiencyStandardError: ((efficiency * log(10)) / (slope * slope)) * slopeStandardError,
  };
}
