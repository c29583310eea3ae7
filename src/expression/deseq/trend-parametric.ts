import { log } from '../../stats/index.ts';

/** The curve dispersion(mean) = asymptote + extra / mean. */
export interface ParametricTrend {
  kind: 'parametric';
  /** `asymptDisp` in DESeq2. */
  asymptote: number;
  /** `extraPois` in DESeq2. */
  extra: number;
}

const MOST_ROUNDS = 10;

/**
 * Fits the parametric dispersion trend: a gamma regression with identity link on 1/mean, repeated on the genes whose ratio to
 * the curve is within (1e-4, 15). Source: DESeq2's `parametricDispersionFit` (Love, Huber & Anders 2014, "Dispersion trend").
 *
 * @returns undefined when a coefficient becomes zero or negative or nothing converges (callers fall back to the local fit)
 */
export function fitParametricTrend(means: Float64Array, dispersions: Float64Array): ParametricTrend | undefined {
  let current = { asymptote: 0.1, extra: 1 };
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const x: number[] = [];
    const y: number[] = [];
    for (let i = 0; i < means.length; i++) {
      const ratio = dispersions[i] / (current.asymptote + current.extra / means[i]);
      if (!(ratio > 1e-4 && ratio < 15)) continue;
      x.push(1 / means[i]);
      y.push(dispersions[i]);
    }
    const fit = gammaRegression(Float64Array.from(x), Float64Array.from(y), current);
    if (fit === undefined || !(fit.asymptote > 0 && fit.extra > 0)) return undefined;
    const [a, b] = [log(fit.asymptote / current.asymptote), log(fit.extra / current.extra)];
    current = { asymptote: fit.asymptote, extra: fit.extra };
    if (a * a + b * b < 1e-6 && fit.converged) return { kind: 'parametric', ...current };
  }
  return undefined;
}

interface Line {
  asymptote: number;
  extra: number;
}

/** Gamma GLM with identity link by reweighted least squares, with step halving towards the last valid coefficients. */
function gammaRegression(x: Float64Array, y: Float64Array, start: Line): (Line & { converged: boolean }) | undefined {
  let line = start;
  let deviance = gammaDeviance(x, y, line);
  for (let round = 0; round < 25; round++) {
    let next = weightedLine(x, y, line);
    if (next === undefined) return undefined;
    let halvings = 0;
    while (!allPositive(x, next)) {
      if (++halvings > 25) return undefined;
      next = { asymptote: (next.asymptote + line.asymptote) / 2, extra: (next.extra + line.extra) / 2 };
    }
    const before = deviance;
    deviance = gammaDeviance(x, y, next);
    line = next;
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < 1e-8) return { ...line, converged: true };
  }
  return { ...line, converged: false };
}

function allPositive(x: Float64Array, line: Line): boolean {
  return x.every((value) => line.asymptote + line.extra * value > 0);
}

function gammaDeviance(x: Float64Array, y: Float64Array, line: Line): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const fitted = line.asymptote + line.extra * x[i];
    sum += log(y[i] / fitted) - (y[i] - fitted) / fitted;
  }
  return -2 * sum;
}

/** Least squares of y on (1, x) with weights 1 / fitted^2, centered so that no digits are lost. */
function weightedLine(x: Float64Array, y: Float64Array, line: Line): Line | undefined {
  let [sumW, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const fitted = line.asymptote + line.extra * x[i];
    const weight = 1 / (fitted * fitted);
    sumW += weight;
    sumX += weight * x[i];
    sumY += weight * y[i];
  }
  const [centerX, centerY] = [sumX / sumW, sumY / sumW];
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const fitted = line.asymptote + line.extra * x[i];
    const weight = 1 / (fitted * fitted);
    sxx += weight * (x[i] - centerX) * (x[i] - centerX);
    sxy += weight * (x[i] - centerX) * (y[i] - centerY);
  }
  if (!(sxx > 0)) return undefined;
  const extra = sxy / sxx;
  return { asymptote: centerY - extra * centerX, extra };
}
