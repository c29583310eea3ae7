import { cholesky, choleskySolve } from '../../stats/index.ts';
import type { ComponentsRoom } from './components-design.ts';
import { componentsDerivatives, componentsDeviance } from './components-deviance.ts';

const MOST_STEPS = 100;
const START = 0.5;
/** A step that changes no ratio by more than this share ends the search. */
const ENOUGH = 1e-9;

/** Rounding of the deviance, as a share of it; full steps within it at the end, at most. */
const FLAT = 1e-12;
const MOST_POLISHES = 4;

/** The optimum of a search. */
export interface BestComponents {
  /** Group variances / residual variance, 0 where the likelihood falls from 0. */
  ratios: Float64Array;
  deviance: number;
  converged: boolean;
}

/**
 * Minimizes the restricted deviance over nonnegative ratios: Newton steps (scoring steps where the Hessian is not positive definite)
 * on the ratios that are free, projected onto the bounds and halved until the deviance falls. A ratio of 0 is let go again when the
 * deviance falls from there. The room is left at the optimum.
 */
export function bestComponents(room: ComponentsRoom): BestComponents {
  const count = room.design.terms.length;
  let ratios: Float64Array = new Float64Array(count).fill(START);
  let deviance = componentsDeviance(room, ratios);
  let polishes = 0;
  const gradient = new Float64Array(count);
  const [hessian, expected] = [new Float64Array(count * count), new Float64Array(count * count)];
  for (let step = 0; step < MOST_STEPS; step++) {
    componentsDerivatives(room, gradient, hessian, expected);
    const free = Array.from(ratios.keys()).filter((k) => ratios[k] > 0 || gradient[k] < 0);
    const move = free.length === 0 ? undefined : direction(free, gradient, hessian, expected, count);
    const next = move === undefined ? undefined : lineSearch(room, ratios, deviance, free, move, gradient);
    if (next === undefined) {
      const end = polished(room, ratios, deviance, free, move);
      if (++polishes === MOST_POLISHES || end.moved < ENOUGH) return { ratios: end.ratios, deviance, converged: true };
      ratios = end.ratios;
      continue;
    }
    const moved = next.ratios.reduce((most, ratio, k) => Math.max(most, Math.abs(ratio - ratios[k]) / (ratio + 1e-6)), 0);
    ratios = next.ratios;
    deviance = next.deviance;
    if (moved < ENOUGH) return { ratios, deviance, converged: true };
  }
  return { ratios, deviance, converged: false };
}

/** A full step where the deviance is flat to rounding but the slope is not; leaves the room at the end. */
function polished(
  room: ComponentsRoom,
  ratios: Float64Array,
  deviance: number,
  free: readonly number[],
  move: Float64Array | undefined,
): { ratios: Float64Array; moved: number } {
  const trial = Float64Array.from(ratios);
  if (move !== undefined)
    free.forEach((k, i) => {
      trial[k] = Math.max(0, trial[k] + move[i]);
    });
  if (componentsDeviance(room, trial) <= deviance + FLAT * Math.max(1, Math.abs(deviance)))
    return {
      ratios: trial,
      moved: trial.reduce((most, ratio, k) => Math.max(most, Math.abs(ratio - ratios[k]) / (ratio + 1e-6)), 0),
    };
  componentsDeviance(room, ratios);
  return { ratios, moved: 0 };
}

/** Newton's step on the free ratios, or the scoring step. */
function direction(
  free: readonly number[],
  gradient: Float64Array,
  hessian: Float64Array,
  expected: Float64Array,
  count: number,
): Float64Array {
  const n = free.length;
  const rhs = Float64Array.from(free, (k) => -gradient[k]);
  for (const matrix of [hessian, expected]) {
    const part = Float64Array.from({ length: n * n }, (_, i) => matrix[free[Math.floor(i / n)] * count + free[i % n]]);
    const factor = cholesky(part, n);
    if (factor !== undefined) return choleskySolve(factor, rhs, n, 1);
  }
  return rhs.map((value, i) => value / Math.max(Math.abs(expected[free[i] * count + free[i]]), 1e-12));
}

/** The first projected point along the step at which the deviance has fallen; undefined when none does. */
function lineSearch(
  room: ComponentsRoom,
  ratios: Float64Array,
  deviance: number,
  free: readonly number[],
  move: Float64Array,
  gradient: Float64Array,
): { ratios: Float64Array; deviance: number } | undefined {
  for (let scale = 1; scale > 1e-10; scale /= 2) {
    const trial = Float64Array.from(ratios);
    let gain = 0;
    free.forEach((k, i) => {
      // a ratio may grow a hundredfold in a step, not more
      trial[k] = Math.max(0, Math.min(ratios[k] + scale * move[i], 100 * (ratios[k] + 0.1)));
      gain += gradient[k] * (trial[k] - ratios[k]);
    });
    if (gain > -1e-13 * Math.max(1, Math.abs(deviance))) continue;
    const value = componentsDeviance(room, trial);
    if (value <= deviance + 1e-4 * gain) return { ratios: trial, deviance: value };
  }
  return undefined;
}
