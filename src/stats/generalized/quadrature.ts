import { exp, log } from '../elementary/index.ts';
import { evaluateBlock } from './find-modes.ts';
import type { HermiteRule } from './gauss-hermite.ts';
import type { BlockState, LatentProblem } from './latent-blocks.ts';
import type { ObservationDerivatives } from './observation-likelihoods.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** How the mode and the width of the adapted nodes move with each parameter (coefficients, factor, log dispersion). */
interface Movement {
  mode: Float64Array;
  width: Float64Array;
}

/**
 * -log of the integral of one block with a single scalar effect, by adaptive Gauss-Hermite quadrature around the mode; adds
 * the exact gradient to `gradient` (coefficients, then the factor, then log dispersion) when it is given.
 *
 * @param state at its mode
 */
export function quadratureValue(
  state: BlockState,
  problem: LatentProblem,
  s: number,
  rule: HermiteRule,
  gradient: Float64Array | undefined,
): number {
  const mode = state.u[0];
  const width = exp(-0.5 * state.logDetH);
  const movement = gradient === undefined ? undefined : movements(state, problem, width, gradient.length);
  const terms = new Float64Array(rule.nodes.length);
  const slopes: Float64Array[] = [];
  const kept = state.derivatives.map((one) => ({ ...one }));
  const place = new Float64Array(1);
  rule.nodes.forEach((node, k) => {
    place[0] = mode + width * node;
    terms[k] = log(rule.scaledWeights[k]) - evaluateBlock(state, problem, place, s);
    if (movement !== undefined) slopes.push(nodeSlope(state, problem, place[0], node, movement));
  });
  kept.forEach((one, i) => {
    Object.assign(state.derivatives[i], one);
  });
  const top = terms.reduce((most, one) => Math.max(most, one), -Infinity);
  const shares = terms.map((one) => exp(one - top));
  const total = shares.reduce((sum, one) => sum + one, 0);
  if (gradient !== undefined && movement !== undefined) {
    for (let k = 0; k < gradient.length; k++) {
      gradient[k] -= movement.width[k] / width;
      for (let node = 0; node < shares.length; node++) gradient[k] -= (shares[node] / total) * slopes[node][k];
    }
  }
  return HALF_LOG_TWO_PI - log(width) - top - log(total);
}

/** Derivative of each observation's eta by parameter k at fixed u. */
function etaSlope(state: BlockState, { x, p }: LatentProblem, i: number, k: number, u: number): number {
  if (k < p) return x[state.block.rows[i] * p + k];
  return k === p ? state.block.z[i] * u : 0;
}

function movements(state: BlockState, problem: LatentProblem, width: number, count: number): Movement {
  const { block, derivatives, loadings, u } = state;
  const n = block.rows.length;
  const { p, family } = problem;
  const mode = new Float64Array(count);
  const widths = new Float64Array(count);
  const square = width * width;
  for (let k = 0; k < count; k++) {
    const dispersion = family.dispersion !== undefined && k === count - 1;
    let score = 0;
    for (let i = 0; i < n; i++) {
      const one = derivatives[i];
      score += loadings[i] * (one.second * etaSlope(state, problem, i, k, u[0]) + (dispersion ? one.firstS : 0));
      if (k === p && !dispersion) score += block.z[i] * one.first;
    }
    // The gradient of the mode's equation is u - M'first, so the mode moves by H^-1 times the rise of M'first.
    mode[k] = square * score;
    let bend = 0;
    for (let i = 0; i < n; i++) {
      const one = derivatives[i];
      const eta = etaSlope(state, problem, i, k, u[0]) + loadings[i] * mode[k];
      bend -= loadings[i] * loadings[i] * (one.third * eta + (dispersion ? one.secondS : 0));
      if (k === p && !dispersion) bend -= 2 * loadings[i] * block.z[i] * one.second;
    }
    widths[k] = -0.5 * width * square * bend;
  }
  return { mode, width: widths };
}

/** Total derivative of the log integrand at one node by every parameter. */
function nodeSlope(state: BlockState, problem: LatentProblem, u: number, node: number, movement: Movement): Float64Array {
  const { derivatives, loadings } = state;
  const { family } = problem;
  const count = movement.mode.length;
  const out = new Float64Array(count);
  let slope = -u;
  derivatives.forEach((one: ObservationDerivatives, i) => {
    slope += one.first * loadings[i];
    for (let k = 0; k < count; k++) out[k] += one.first * etaSlope(state, problem, i, k, u);
    if (family.dispersion !== undefined) out[count - 1] += one.valueS;
  });
  for (let k = 0; k < count; k++) out[k] += slope * (movement.mode[k] + node * movement.width[k]);
  return out;
}
