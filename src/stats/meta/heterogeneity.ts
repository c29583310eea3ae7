import { residualProjector, weightedFit } from './weighted-fit.ts';

/** Estimators of the between-study variance, by metafor's names. */
export type TauSquaredMethod = 'FE' | 'DL' | 'HE' | 'HS' | 'SJ' | 'ML' | 'REML' | 'EB' | 'PM';

export interface TauSquared {
  tauSquared: number;
  se: number;
}

interface Problem {
  y: Float64Array;
  v: Float64Array;
  /** k x p, row-major. */
  x: Float64Array;
  k: number;
  p: number;
}

/**
 * Between-study variance by the named estimator, with its standard error. Formulas as in Viechtbauer (2005, 2010) and Veroniki et al.
 * (2016); iterative estimators are driven to the root (relative step below 1e-14), negative solutions are set to 0.
 */
export function estimateTauSquared(method: TauSquaredMethod, y: Float64Array, v: Float64Array, x: Float64Array): TauSquared {
  const problem: Problem = { y, v, x, k: y.length, p: x.length / y.length };
  switch (method) {
    case 'FE':
      return { tauSquared: 0, se: NaN };
    case 'DL':
    case 'HS':
      return momentEstimate(method, problem);
    case 'HE':
      return hedgesEstimate(problem);
    case 'SJ':
      return sidikJonkman(problem);
    case 'ML':
    case 'REML':
      return likelihoodEstimate(method, problem);
    default:
      return generalizedQ(problem);
  }
}

const reciprocal = (values: Float64Array, add = 0): Float64Array => values.map((one) => 1 / (one + add));

function traces(projector: Float64Array, k: number): { trace: number; squared: number } {
  let trace = 0;
  let squared = 0;
  for (let i = 0; i < k; i++) trace += projector[i * k + i];
  for (const value of projector) squared += value * value;
  return { trace, squared };
}

function momentEstimate(method: 'DL' | 'HS', { y, v, x, k, p }: Problem): TauSquared {
  const w = reciprocal(v);
  const fit = weightedFit(y, x, w);
  const { trace, squared } = traces(residualProjector(x, w, fit.covariance), k);
  const sum = w.reduce((a, b) => a + b, 0);
  const divisor = method === 'DL' ? trace : sum;
  const tauSquared = Math.max(0, (fit.rss - (method === 'DL' ? k - p : k)) / divisor);
  const se = Math.sqrt(2 * (k - p) + 4 * tauSquared * trace + 2 * tauSquared * tauSquared * squared) / divisor;
  return { tauSquared, se };
}

/** Sums of P V elementwise products that the variances of HE and SJ need, V = diag(v). */
function projectedVariance(
  projector: Float64Array,
  v: Float64Array,
): { trace: number; both: number; cross: number; squared: number } {
  const k = v.length;
  let trace = 0;
  let both = 0;
  let cross = 0;
  let squared = 0;
  for (let i = 0; i < k; i++) {
    trace += projector[i * k + i] * v[i];
    for (let j = 0; j < k; j++) {
      const one = projector[i * k + j];
      both += one * v[j] * projector[j * k + i] * v[i];
      cross += one * v[j] * one;
      squared += one * one;
    }
  }
  return { trace, both, cross, squared };
}

function hedgesEstimate({ y, v, x, k, p }: Problem): TauSquared {
  const ones = new Float64Array(k).fill(1);
  const fit = weightedFit(y, x, ones);
  const sums = projectedVariance(residualProjector(x, ones, fit.covariance), v);
  const tauSquared = Math.max(0, (fit.rss - sums.trace) / (k - p));
  const se = Math.sqrt(2 * sums.both + 4 * tauSquared * sums.cross + 2 * tauSquared * tauSquared * (k - p)) / (k - p);
  return { tauSquared, se };
}

function sidikJonkman({ y, v, x, k, p }: Problem): TauSquared {
  const mean = y.reduce((a, b) => a + b, 0) / k;
  const start = y.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / k;
  const w = reciprocal(v, start);
  const fit = weightedFit(y, x, w);
  const sums = projectedVariance(residualProjector(x, w, fit.covariance), v);
  const tauSquared = (start * fit.rss) / (k - p);
  const variance = 2 * sums.both + 4 * tauSquared * sums.cross + 2 * tauSquared * tauSquared * sums.squared;
  return { tauSquared, se: (start / (k - p)) * Math.sqrt(variance) };
}

/** Fisher scoring on tau^2 with step halving at the boundary. */
function likelihoodEstimate(method: 'ML' | 'REML', problem: Problem): TauSquared {
  const { y, v, x, k } = problem;
  let tauSquared = Math.max(momentEstimate('DL', problem).tauSquared, 1e-8);
  let information = 0;
  for (let round = 0; round < 500; round++) {
    const w = reciprocal(v, tauSquared);
    const fit = weightedFit(y, x, w);
    const projector = residualProjector(x, w, fit.covariance);
    const { trace, squared } = traces(projector, k);
    let quadratic = 0;
    let sum = 0;
    let sumSquares = 0;
    for (let i = 0; i < k; i++) {
      quadratic += w[i] * w[i] * fit.residuals[i] * fit.residuals[i];
      sum += w[i];
      sumSquares += w[i] * w[i];
    }
    information = method === 'REML' ? squared : sumSquares;
    const step = (quadratic - (method === 'REML' ? trace : sum)) / information;
    const next = Math.max(0, tauSquared + step);
    const done = Math.abs(next - tauSquared) <= 1e-15 + 1e-14 * tauSquared;
    tauSquared = next;
    if (done) break;
  }
  return { tauSquared, se: Math.sqrt(2 / information) };
}

/** The generalized Q as a function of tau^2; it decreases. */
export function generalizedQAt(tauSquared: number, y: Float64Array, v: Float64Array, x: Float64Array): number {
  return weightedFit(y, x, reciprocal(v, tauSquared)).rss;
}

/** tau^2 at which the generalized Q equals `target`; 0 when even tau^2 = 0 falls short (Paule & Mandel 1982; also Q-profile limits). */
export function solveGeneralizedQ(target: number, y: Float64Array, v: Float64Array, x: Float64Array): number {
  const excess = (tauSquared: number): number => generalizedQAt(tauSquared, y, v, x) - target;
  if (excess(0) <= 0) return 0;
  let low = 0;
  let high = 1;
  while (excess(high) > 0 && high < 1e12) high *= 4;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round++) {
    const middle = 0.5 * (low + high);
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** Paule-Mandel, which equals the empirical Bayes estimator (Viechtbauer, Lopez-Lopez, Sanchez-Meca & Marin-Martinez 2015). */
function generalizedQ({ y, v, x, k, p }: Problem): TauSquared {
  const tauSquared = solveGeneralizedQ(k - p, y, v, x);
  const sum = reciprocal(v, tauSquared).reduce((a, b) => a + b, 0);
  return { tauSquared, se: Math.sqrt((2 * k * k) / (k - p)) / sum };
}
