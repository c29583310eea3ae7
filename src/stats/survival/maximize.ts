import { cholesky, choleskySolve, dot } from '../linear-algebra/index.ts';

/** Value, gradient and negative Hessian (row-major) of a concave function to be maximized. */
export interface Curvature {
  value: number;
  gradient: Float64Array;
  information: Float64Array;
}

export interface Maximum extends Curvature {
  point: Float64Array;
  converged: boolean;
  iterations: number;
}

/** A Newton step that would gain less than this share of the value is the last: its square is beyond double precision. */
const LAST_GAIN = 1e-13;
/** Longest change of a coordinate in one step. */
const LONGEST = 3;

/**
 * Maximizes a concave log likelihood by Newton's method with halved steps, to full double precision. A direction
 * without a maximum is followed until the value no longer changes; see `monotoneDirection` for how that is told apart.
 */
export function maximizeConcave(start: Float64Array, evaluate: (point: Float64Array) => Curvature, most = 100): Maximum {
  let point = start;
  let here = evaluate(point);
  for (let iterations = 1; iterations <= most; iterations++) {
    const step = newtonStep(here);
    const gain = dot(step, here.gradient);
    if (!(gain > LAST_GAIN * (1 + Math.abs(here.value)))) {
      point = point.map((one, j) => one + step[j]);
      return { point, ...evaluate(point), converged: true, iterations };
    }
    const length = step.reduce((longest, one) => Math.max(longest, Math.abs(one)), 0);
    let share = Math.min(1, LONGEST / length);
    let next = point;
    let there = here;
    for (let halving = 0; halving < 40; halving++) {
      next = point.map((one, j) => one + share * step[j]);
      there = evaluate(next);
      if (there.value >= here.value - 1e-14 * Math.abs(here.value)) break;
      share /= 2;
    }
    if (!(there.value >= here.value - 1e-14 * Math.abs(here.value))) return { point, ...here, converged: true, iterations };
    point = next;
    here = there;
  }
  return { point, ...here, converged: false, iterations: most };
}

/** Newton's step; where the information is singular to working precision, of the nearest matrix that is not. */
function newtonStep({ gradient, information }: Curvature): Float64Array {
  const p = gradient.length;
  let largest = 0;
  for (let j = 0; j < p; j++) largest = Math.max(largest, information[j * p + j]);
  for (let ridge = 0; ridge < 1; ridge = ridge === 0 ? 1e-14 : ridge * 100) {
    const shifted = Float64Array.from(information, (one, at) => (at % (p + 1) === 0 ? one + ridge * largest : one));
    const root = cholesky(shifted, p);
    if (root !== undefined) return choleskySolve(root, gradient, p);
  }
  return new Float64Array(p);
}
