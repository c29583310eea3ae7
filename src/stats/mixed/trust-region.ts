import { symmetricEigen } from '../linear-algebra/index.ts';

/** A twice differentiable function of `count` variables. */
export interface SmoothObjective {
  readonly count: number;
  /** The value at a point, Infinity where it is not defined. */
  value(point: Float64Array): number;
  /** Fills gradient and Hessian (row-major) at the point of the last call of `value`. */
  derivatives(gradient: Float64Array, hessian: Float64Array): void;
}

/** Where a minimization ended. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly iterations: number;
  /** Whether the last Newton step was negligible. */
  readonly converged: boolean;
}

/** Limits of {@link minimizeNewton}. */
export interface NewtonLimits {
  /** Largest number of evaluations (default 200). */
  readonly iterations?: number;
  /** Radius of the first step (default 1). */
  readonly radius?: number;
  /** A Newton step below this length (relative to 1 + the largest coordinate) is taken and is the last (default 1e-7). */
  readonly step?: number;
}

interface Step {
  direction: Float64Array;
  length: number;
  /** Decrease of the quadratic model. */
  predicted: number;
  /** Whether it is the full Newton step of a convex model. */
  newton: boolean;
}

/** The minimizer of the quadratic model within the radius (Moré and Sorensen 1983, by eigen-decomposition). */
function trustRegionStep(gradient: Float64Array, hessian: Float64Array, count: number, radius: number): Step {
  const { values, vectors } = symmetricEigen(hessian, count);
  const rotated = new Float64Array(count);
  for (let j = 0; j < count; j++) for (let i = 0; i < count; i++) rotated[j] += vectors[i * count + j] * gradient[i];
  const top = Math.max(Math.abs(values[0]), Math.abs(values[count - 1]), 1e-300);
  const floor = 1e-13 * top;
  const lengthAt = (shift: number): number => {
    let sum = 0;
    for (let j = 0; j < count; j++) {
      const curvature = values[j] + shift;
      // A flat direction without slope (a redundant parameter) stays where it is.
      if (curvature <= floor && Math.abs(rotated[j]) <= 1e-12 * top) continue;
      const part = rotated[j] / Math.max(curvature, floor);
      sum += part * part;
    }
    return Math.sqrt(sum);
  };
  const lowest = values[count - 1];
  let shift = lowest > floor ? 0 : 2 * floor - lowest;
  const convex = lowest > -1e-9 * top;
  let newton = convex;
  if (lengthAt(shift) > radius) {
    newton = false;
    let low = shift;
    let high = Math.max(shift, floor) * 2 + top;
    while (lengthAt(high) > radius) high *= 4;
    for (let round = 0; round < 60 && high - low > 1e-3 * high; round++) {
      const middle = (low + high) / 2;
      if (lengthAt(middle) > radius) low = middle;
      else high = middle;
    }
    shift = high;
  }
  const along = new Float64Array(count);
  let predicted = 0;
  for (let j = 0; j < count; j++) {
    const curvature = values[j] + shift;
    if (curvature <= floor && Math.abs(rotated[j]) <= 1e-12 * top) continue;
    along[j] = -rotated[j] / Math.max(curvature, floor);
    predicted -= rotated[j] * along[j] + 0.5 * values[j] * along[j] * along[j];
  }
  const direction = new Float64Array(count);
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) direction[i] += vectors[i * count + j] * along[j];
  return { direction, length: Math.sqrt(along.reduce((sum, one) => sum + one * one, 0)), predicted, newton };
}

/**
 * Minimizes a smooth function by Newton steps inside a trust region, with exact derivatives. Near a minimum the steps are
 * plain Newton steps, so it ends at the minimum to the last digits the derivatives carry. Directions in which the function
 * is exactly flat are left alone. Where derivatives are not finite it stops without having converged.
 */
export function minimizeNewton(objective: SmoothObjective, start: Float64Array, limits: NewtonLimits = {}): Minimum {
  const { count } = objective;
  const most = limits.iterations ?? 200;
  const smallest = limits.step ?? 1e-7;
  let point = Float64Array.from(start);
  let value = objective.value(point);
  const gradient = new Float64Array(count);
  const hessian = new Float64Array(count * count);
  if (value < Infinity) objective.derivatives(gradient, hessian);
  let radius = limits.radius ?? 1;
  let iterations = 0;
  let converged = count === 0;
  while (!converged && iterations < most && value < Infinity && hessian.every(Number.isFinite)) {
    iterations++;
    const step = trustRegionStep(gradient, hessian, count, radius);
    const next = point.map((one, i) => one + step.direction[i]);
    const scale = next.reduce((most, one) => Math.max(most, Math.abs(one)), 1);
    const nextValue = objective.value(next);
    const noise = 1e-11 * (1 + Math.abs(value));
    const gained = value - nextValue;
    // Below the rounding noise of the values the derivatives know better than the difference of two values.
    const accepted = step.predicted < noise ? gained > -10 * noise : gained > 1e-4 * step.predicted;
    if (!accepted) {
      radius = step.length / 4;
      if (radius < 1e-14 * scale) break;
      continue;
    }
    if (step.predicted > noise) {
      const ratio = gained / step.predicted;
      if (ratio > 0.75) radius = Math.max(radius, 2 * step.length);
      else if (ratio < 0.25) radius = step.length / 2;
    }
    point = next;
    value = nextValue;
    objective.derivatives(gradient, hessian);
    converged = step.newton && step.length <= smallest * scale;
  }
  return { point, value, gradient, hessian, iterations, converged };
}
