import { solveGeneral } from '../linear-algebra/index.ts';
import { type BoxModel, type CauchyPoint, cauchyPoint } from './cauchy-point.ts';
import { advance, beginLineSearch } from './more-thuente.ts';

export interface BoxOptimum {
  x: Float64Array;
  value: number;
  iterations: number;
  /** Whether the relative reduction fell below the tolerance (or the gradient vanished) within the iterations allowed. */
  converged: boolean;
}

export interface BoxOptions {
  lower: Float64Array;
  upper: Float64Array;
  /** Step of the central differences of the numeric gradient. Default 1e-3. */
  step?: number;
  /** Stop when the relative reduction is at most this times the machine epsilon. Default 1e7. */
  factor?: number;
  /** Default 100. */
  most?: number;
}

const MEMORY = 5;
const MOST_TRIALS = 20;

/** Correction pairs of the limited-memory approximation, oldest first. */
interface Memory {
  steps: Float64Array[];
  changes: Float64Array[];
  scale: number;
}

/**
 * L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995, the algorithm of 1996) with a numeric gradient, run as R's
 * `optim(method = "L-BFGS-B")` runs it, so that it stops where that stops. For few variables: the Hessian approximation is
 * held densely.
 */
export function minimizeInBox(start: Float64Array, objective: (x: Float64Array) => number, options: BoxOptions): BoxOptimum {
  const { lower, upper, step = 1e-3, factor = 1e7, most = 100 } = options;
  const evaluate = (x: Float64Array): { value: number; gradient: Float64Array } => ({
    value: objective(x),
    gradient: centralDifferences(x, objective, lower, upper, step),
  });
  const memory: Memory = { steps: [], changes: [], scale: 1 };
  let x: Float64Array = start.map((value, i) => Math.min(Math.max(value, lower[i]), upper[i]));
  let { value, gradient } = evaluate(x);
  let iterations = 0;
  for (;;) {
    if (projectedGradient(x, gradient, lower, upper) === 0) return { x, value, iterations, converged: true };
    const model = { x, gradient, hessian: denseHessian(memory, x.length), lower, upper };
    const found = searchAlong(model, value, memory, iterations, evaluate);
    if (found === undefined) {
      if (memory.steps.length === 0) return { x, value, iterations, converged: false };
      memory.steps.length = 0;
      memory.changes.length = 0;
      memory.scale = 1;
      continue;
    }
    const reduction = value - found.value;
    const size = Math.max(Math.abs(value), Math.abs(found.value), 1);
    remember(memory, found, gradient);
    ({ x, value, gradient } = found);
    iterations++;
    if (iterations > most) return { x, value, iterations, converged: false };
    if (reduction <= Number.EPSILON * factor * size) return { x, value, iterations, converged: true };
  }
}

function centralDifferences(
  x: Float64Array,
  objective: (x: Float64Array) => number,
  lower: Float64Array,
  upper: Float64Array,
  step: number,
): Float64Array {
  const at = x.slice();
  return x.map((value, i) => {
    const above = value + step > upper[i] ? upper[i] - value : step;
    const below = value - step < lower[i] ? value - lower[i] : step;
    at[i] = value + above;
    const valueAbove = objective(at);
    at[i] = value - below;
    const valueBelow = objective(at);
    at[i] = value;
    return (valueAbove - valueBelow) / (above + below);
  });
}

function projectedGradient(x: Float64Array, gradient: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const g = gradient[i] < 0 ? Math.max(x[i] - upper[i], gradient[i]) : Math.min(x[i] - lower[i], gradient[i]);
    largest = Math.max(largest, Math.abs(g));
  }
  return largest;
}

/** The BFGS matrix of the remembered pairs, started from scale times the identity. */
function denseHessian({ steps, changes, scale }: Memory, n: number): Float64Array {
  let b: Float64Array = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? scale : 0));
  steps.forEach((s, k) => {
    const y = changes[k];
    const bs = s.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += b[i * n + j] * s[j];
      return sum;
    });
    let [sbs, sy] = [0, 0];
    for (let i = 0; i < n; i++) {
      sbs += s[i] * bs[i];
      sy += s[i] * y[i];
    }
    b = b.map((value, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return value - (bs[i] * bs[j]) / sbs + (y[i] * y[j]) / sy;
    });
  });
  return b;
}

interface Found {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
  direction: Float64Array;
  step: number;
  slopeBefore: number;
  slopeAfter: number;
}

/** Cauchy point, subspace minimization, line search; undefined when no progress can be made. */
function searchAlong(
  model: BoxModel,
  value: number,
  memory: Memory,
  iterations: number,
  evaluate: (x: Float64Array) => { value: number; gradient: Float64Array },
): Found | undefined {
  const { x, gradient } = model;
  const cauchy = cauchyPoint(model);
  const target = memory.steps.length > 0 ? subspaceMinimum(model, cauchy) : cauchy.point;
  const direction = target.map((to, i) => to - x[i]);
  const slopeAt = (g: Float64Array): number => g.reduce((sum, component, i) => sum + component * direction[i], 0);
  const slopeBefore = slopeAt(gradient);
  if (!(slopeBefore < 0)) return undefined;
  const largest = iterations === 0 ? 1 : longestStep(model, direction);
  const search = beginLineSearch(value, slopeBefore, 1, largest);
  let step: number | undefined = Math.min(1, largest);
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const at: Float64Array = step === 1 ? target : x.map((from, i) => from + (step as number) * direction[i]);
    const there = evaluate(at);
    const slopeAfter = slopeAt(there.gradient);
    const next = advance(search, { step, value: there.value, slope: slopeAfter });
    if (next === undefined) return { x: at, ...there, direction, step, slopeBefore, slopeAfter };
    step = next;
  }
  return undefined;
}

/** Longest feasible step along the direction, at most 1e10. */
function longestStep({ x, lower, upper }: BoxModel, direction: Float64Array): number {
  let longest = 1e10;
  for (let i = 0; i < x.length; i++) {
    const room = direction[i] < 0 ? lower[i] - x[i] : upper[i] - x[i];
    if (direction[i] === 0) continue;
    if (direction[i] < 0 ? room >= 0 : room <= 0) longest = 0;
    else longest = Math.min(longest, room / direction[i]);
  }
  return longest;
}

/** Minimizer of the model over the free variables, cut back to the box (the direct primal method). */
function subspaceMinimum(model: BoxModel, { point, free }: CauchyPoint): Float64Array {
  const { x, gradient, hessian, lower, upper } = model;
  const n = x.length;
  const at = Array.from(free.keys()).filter((i) => free[i] === 1);
  if (at.length === 0) return point;
  const right = Float64Array.from(at, (i) => {
    let sum = gradient[i];
    for (let j = 0; j < n; j++) sum += hessian[i * n + j] * (point[j] - x[j]);
    return -sum;
  });
  const reduced = Float64Array.from({ length: at.length * at.length }, (_, k) => {
    return hessian[at[Math.floor(k / at.length)] * n + at[k % at.length]];
  });
  const step = solveGeneral(reduced, right, at.length);
  if (step === undefined) return point;
  let share = 1;
  let stopped = -1;
  at.forEach((i, k) => {
    const room = step[k] < 0 ? lower[i] - point[i] : upper[i] - point[i];
    const limit = step[k] === 0 ? 1 : (step[k] < 0 ? room >= 0 : room <= 0) ? 0 : Math.min(share, room / step[k]);
    if (limit >= share) return;
    share = limit;
    stopped = k;
  });
  const result = point.slice();
  at.forEach((i, k) => {
    result[i] = k === stopped ? (step[k] > 0 ? upper[i] : lower[i]) : point[i] + share * step[k];
  });
  return result;
}

/** Adds a correction pair unless its curvature is lost in rounding. */
function remember(memory: Memory, found: Found, gradientBefore: Float64Array): void {
  const { step, slopeBefore, slopeAfter } = found;
  const curvature = (slopeAfter - slopeBefore) * step;
  if (curvature <= Number.EPSILON * -slopeBefore * step) return;
  const change = found.gradient.map((value, i) => value - gradientBefore[i]);
  memory.steps.push(found.direction.map((value) => value * step));
  memory.changes.push(change);
  if (memory.steps.length > MEMORY) {
    memory.steps.shift();
    memory.changes.shift();
  }
  memory.scale = change.reduce((sum, value) => sum + value * value, 0) / curvature;
}
