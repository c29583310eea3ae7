import { type FactorPattern, factorsAt, type SmoothObjective } from '../mixed/index.ts';
import { findMode } from './find-modes.ts';
import type { HermiteRule } from './gauss-hermite.ts';
import { addLaplaceGradient } from './laplace-gradient.ts';
import { type BlockState, fillFixed, fillLoadings, type LatentProblem, latentStates } from './latent-blocks.ts';
import { quadratureValue } from './quadrature.ts';

/** A family whose log dispersion is this far from 0 is its simpler relative to all digits; the search ends here, differences may step beyond. */
const LAST_DISPERSION = 25;

/**
 * Minus the log of the marginal likelihood of a generalized mixed model, by Laplace's approximation or adaptive quadrature,
 * as a function of (coefficients, covariance factors, log dispersion). Gradients are exact, including the movement of the
 * modes; second derivatives are central differences of them.
 */
export class LatentDeviance implements SmoothObjective {
  readonly count: number;
  readonly states: BlockState[];
  private point: Float64Array;

  constructor(
    readonly problem: LatentProblem,
    readonly pattern: FactorPattern,
    private readonly rule: HermiteRule | undefined,
  ) {
    this.states = latentStates(problem);
    this.count = problem.p + pattern.count + (problem.family.dispersion === undefined ? 0 : 1);
    this.point = new Float64Array(this.count);
  }

  /** Log dispersion of a point (0 for families without one). */
  private logDispersion(point: Float64Array): number {
    return this.problem.family.dispersion === undefined ? 0 : point[this.count - 1];
  }

  value(point: Float64Array): number {
    return Math.abs(this.logDispersion(point)) > LAST_DISPERSION ? Infinity : this.valueAt(point);
  }

  private valueAt(point: Float64Array): number {
    const { problem, pattern, states, rule } = this;
    this.point = Float64Array.from(point);
    const factors = factorsAt(pattern, point.subarray(problem.p));
    const s = this.logDispersion(point);
    let sum = 0;
    for (const state of states) {
      fillFixed(state, problem, point);
      fillLoadings(state, problem.widths, factors);
      if (!findMode(state, problem, s)) return Infinity;
      sum += rule === undefined ? state.penalized + 0.5 * state.logDetH : quadratureValue(state, problem, s, rule, undefined);
    }
    return Number.isFinite(sum) ? sum : Infinity;
  }

  /** Exact gradient at the point of the last call of `value`. */
  gradient(): Float64Array {
    const { problem, pattern, states, rule, point } = this;
    const out = new Float64Array(this.count);
    const s = this.logDispersion(point);
    for (const state of states) {
      if (rule === undefined) addLaplaceGradient(out, state, problem, pattern);
      else quadratureValue(state, problem, s, rule, out);
    }
    return out;
  }

  derivatives(gradient: Float64Array, hessian: Float64Array): void {
    gradient.set(this.gradient());
    this.differences(hessian, 1e-4, false);
  }

  /** Hessian with an error of the fourth order in the step, for standard errors. */
  accurateHessian(): Float64Array {
    const hessian = new Float64Array(this.count * this.count);
    this.differences(hessian, 2e-3, true);
    return hessian;
  }

  private differences(hessian: Float64Array, step: number, fourth: boolean): void {
    const { count } = this;
    const centre = this.point;
    const gradientAt = (k: number, shift: number): Float64Array => {
      const moved = Float64Array.from(centre);
      moved[k] += shift;
      return this.valueAt(moved) < Infinity ? this.gradient() : new Float64Array(count).fill(NaN);
    };
    for (let k = 0; k < count; k++) {
      const h = step * Math.max(1, Math.abs(centre[k]) * 0.1);
      const [up, down] = [gradientAt(k, h), gradientAt(k, -h)];
      const [far, near] = fourth ? [gradientAt(k, 2 * h), gradientAt(k, -2 * h)] : [up, down];
      for (let l = 0; l < count; l++) {
        const simple = (up[l] - down[l]) / (2 * h);
        hessian[k * count + l] = fourth ? (4 * simple - (far[l] - near[l]) / (4 * h)) / 3 : simple;
      }
    }
    for (let k = 0; k < count; k++)
      for (let l = 0; l < k; l++)
        hessian[k * count + l] = hessian[l * count + k] = (hessian[k * count + l] + hessian[l * count + k]) / 2;
    this.valueAt(centre);
  }
}
