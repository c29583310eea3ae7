import { log } from '../elementary/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';
import type { BlockResponse } from './block-system.ts';
import {
  chainDerivatives,
  covariancesOf,
  type FactorPattern,
  factorsAt,
  lowerIndex,
  parameterStarts,
  pointOf,
  trapezoidalPattern,
} from './factor-pattern.ts';
import type { BlockLikelihood } from './likelihood.ts';
import { leadingFactor } from './lower-factor.ts';
import { type Minimum, minimizeNewton, type SmoothObjective } from './trust-region.ts';

/** The (restricted) deviance with the residual variance profiled out, as a function of relative factors. */
export class ProfiledDeviance implements SmoothObjective {
  readonly count: number;
  /** Effective sample size: n - p for REML, n for ML. */
  readonly size: number;
  /** Derivatives of the deviance by the relative covariance parameters where `derivatives` was last called: the minimum. */
  readonly slopes: Float64Array;
  private readonly curvatures: Float64Array;
  private readonly parameters: Float64Array;
  private factors: Float64Array[];

  constructor(
    private readonly likelihood: BlockLikelihood,
    private readonly response: BlockResponse,
    private readonly restricted: boolean,
    readonly pattern: FactorPattern,
  ) {
    const { n, p } = likelihood.system;
    this.count = pattern.count;
    this.size = restricted ? n - p : n;
    this.slopes = new Float64Array(likelihood.count);
    this.curvatures = new Float64Array(likelihood.count * likelihood.count);
    this.parameters = new Float64Array(likelihood.count);
    this.factors = [];
  }

  value(point: Float64Array): number {
    const { likelihood, pattern } = this;
    this.factors = factorsAt(pattern, point);
    covariancesOf(pattern.widths, this.factors, this.parameters);
    if (!likelihood.solve(this.response, 1, this.parameters)) return Infinity;
    const { logDetV, logDetX, quadratic } = likelihood.terms;
    return quadratic > 0 ? logDetV + (this.restricted ? logDetX : 0) + this.size * log(quadratic) : Infinity;
  }

  derivatives(gradient: Float64Array, hessian: Float64Array): void {
    const { likelihood, size, slopes, curvatures, pattern } = this;
    const m = likelihood.count;
    likelihood.differentiate(this.response, 1, this.restricted, false);
    const { trace, traces, form, forms, quadratic } = likelihood.terms;
    for (let k = 0; k < m; k++) {
      slopes[k] = trace[k] - (size * form[k]) / quadratic;
      for (let l = 0; l < m; l++) {
        const at = k * (m + 1) + l;
        curvatures[k * m + l] = -traces[at] + (size * (2 * forms[at] - (form[k] * form[l]) / quadratic)) / quadratic;
      }
    }
    chainDerivatives(pattern, this.factors, slopes, curvatures, m, m, gradient, hessian);
  }
}

/** The optimum of the (restricted) likelihood. */
export interface MixedOptimum {
  /** Relative factors, width x width each, lower trapezoidal with `ranks` columns. */
  readonly factors: Float64Array[];
  readonly pattern: FactorPattern;
  readonly ranks: number[];
  /** Profiled deviance without constants. */
  readonly deviance: number;
  /** Derivatives of the deviance by the relative covariance parameters: positive where a parameter is held at its bound. */
  readonly slopes: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

interface State {
  ranks: number[];
  objective: ProfiledDeviance;
  minimum: Minimum;
}

/** Components with a relative standard deviation below this are tried at exactly zero. */
const SMALL = 1e-2;

/**
 * Maximizes the (restricted) likelihood over all positive semidefinite covariance matrices. Directions whose variance
 * comes out small are set to exactly zero and kept there if the likelihood falls from zero (the conditions of Karush, Kuhn
 * and Tucker, checked over the whole null space), so that boundary optima are exact.
 */
export function findOptimum(
  likelihood: BlockLikelihood,
  response: BlockResponse,
  restricted: boolean,
  widths: readonly number[],
  start?: readonly Float64Array[],
): MixedOptimum {
  let iterations = 0;
  const run = (ranks: number[], factors: readonly Float64Array[] | undefined): State => {
    const pattern = trapezoidalPattern(widths, ranks);
    const point = factors === undefined ? unitPoint(pattern) : pointOf(pattern, factors);
    const objective = new ProfiledDeviance(likelihood, response, restricted, pattern);
    const minimum = minimizeNewton(objective, point);
    iterations += minimum.iterations;
    return { ranks, objective, minimum };
  };
  let state = run([...widths], start);
  const kept = new Set<number>();
  for (let round = 0; round < 4 * widths.length + 8; round++) {
    const next = lowerOneRank(state, widths, kept, run) ?? raiseOneRank(state, widths, run);
    if (next === undefined) break;
    state = next;
  }
  const { pattern } = state.objective;
  return {
    factors: factorsAt(pattern, state.minimum.point),
    pattern,
    ranks: state.ranks,
    deviance: state.minimum.value,
    slopes: state.objective.slopes,
    iterations,
    converged: state.minimum.converged,
  };
}

function unitPoint(pattern: FactorPattern): Float64Array {
  const point = new Float64Array(pattern.count);
  for (const { row, column, variable } of pattern.entries) if (row === column) point[variable] = 1;
  return point;
}

type Run = (ranks: number[], factors: readonly Float64Array[]) => State;

/** Tries the smallest direction of each term at exactly zero; undefined when none is small and rightly zero. */
function lowerOneRank(state: State, widths: readonly number[], kept: Set<number>, run: Run): State | undefined {
  const factors = factorsAt(state.objective.pattern, state.minimum.point);
  for (let t = 0; t < widths.length; t++) {
    const width = widths[t];
    const rank = state.ranks[t];
    if (rank === 0 || kept.has(t * 1000 + rank)) continue;
    const { values, vectors } = symmetricEigen(squareOf(factors[t], width), width);
    if (values[rank - 1] >= SMALL * SMALL) continue;
    const ranks = state.ranks.map((one, i) => (i === t ? rank - 1 : one));
    const reduced = factors.map((factor, i) => (i === t ? leadingFactor(values, vectors, width, rank - 1) : factor));
    const candidate = run(ranks, reduced);
    const steepest = steepestNullDirection(candidate, widths, t);
    if (candidate.minimum.converged && (steepest === undefined || steepest.slope >= -steepest.tolerance)) return candidate;
    kept.add(t * 1000 + rank);
  }
  return undefined;
}

/** Adds a direction in which the likelihood rises from zero; undefined when there is none. */
function raiseOneRank(state: State, widths: readonly number[], run: Run): State | undefined {
  for (let t = 0; t < widths.length; t++) {
    const width = widths[t];
    const steepest = steepestNullDirection(state, widths, t);
    if (steepest === undefined || steepest.slope >= -steepest.tolerance) continue;
    const factors = factorsAt(state.objective.pattern, state.minimum.point);
    const square = squareOf(factors[t], width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) square[i * width + j] += 0.01 * steepest.direction[i] * steepest.direction[j];
    const { values, vectors } = symmetricEigen(square, width);
    const rank = Math.min(width, state.ranks[t] + 1);
    const raised = factors.map((factor, i) => (i === t ? leadingFactor(values, vectors, width, rank) : factor));
    const candidate = run(
      state.ranks.map((one, i) => (i === t ? rank : one)),
      raised,
    );
    if (candidate.minimum.value < state.minimum.value - 1e-10) return candidate;
  }
  return undefined;
}

function squareOf(factor: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++)
      for (let k = 0; k < width; k++) out[i * width + j] += factor[i * width + k] * factor[j * width + k];
  return out;
}

/**
 * The direction of zero variance in which adding variance lowers the deviance fastest (or raises it slowest); undefined
 * when the term has full rank.
 */
function steepestNullDirection(
  state: State,
  widths: readonly number[],
  t: number,
): { slope: number; tolerance: number; direction: Float64Array } | undefined {
  const width = widths[t];
  const rank = state.ranks[t];
  if (rank >= width) return undefined;
  const start = parameterStarts(widths)[t];
  const slope = new Float64Array(width * width);
  for (let b = 0; b < width; b++)
    for (let a = b; a < width; a++) {
      const value = state.objective.slopes[start + lowerIndex(width, a, b)];
      slope[a * width + b] = slope[b * width + a] = a === b ? value : value / 2;
    }
  const factor = factorsAt(state.objective.pattern, state.minimum.point)[t];
  const { vectors } = symmetricEigen(squareOf(factor, width), width);
  const free = width - rank;
  const inner = new Float64Array(free * free);
  for (let i = 0; i < free; i++)
    for (let j = 0; j < free; j++)
      for (let a = 0; a < width; a++)
        for (let b = 0; b < width; b++)
          inner[i * free + j] += vectors[a * width + rank + i] * slope[a * width + b] * vectors[b * width + rank + j];
  const eigen = symmetricEigen(inner, free);
  const direction = new Float64Array(width);
  for (let a = 0; a < width; a++)
    for (let i = 0; i < free; i++) direction[a] += vectors[a * width + rank + i] * eigen.vectors[i * free + free - 1];
  const size = slope.reduce((most, one) => Math.max(most, Math.abs(one)), 1);
  return { slope: eigen.values[free - 1], tolerance: 1e-9 * size, direction };
}
