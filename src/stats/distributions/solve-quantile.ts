import { exp, log } from '../elementary/index.ts';

const MOST_STEPS = 200;

/**
 * Solves logTail(x) = target for x > 0 by Newton's method in (log x, log tail), kept inside a bracket that grows geometrically.
 * In these coordinates the tails of the usual distributions are nearly straight, so that a handful of steps is enough from any
 * start.
 *
 * @param logTail logarithm of a tail probability, monotone in x
 * @param logDensity logarithm of the density
 * @param increasing whether the tail grows with x (lower tail)
 * @param start any positive guess
 */
export function solvePositive(
  logTail: (x: number) => number,
  logDensity: (x: number) => number,
  target: number,
  increasing: boolean,
  start: number,
): number {
  let below = 0;
  let above = Infinity;
  let x = start > 1e-305 && start < 1e305 ? start : start <= 1e-305 ? 1e-300 : 1;
  let previous = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = logTail(x);
    const residual = value - target;
    if (residual === 0) return x;
    if (residual > 0 === increasing) above = x;
    else below = x;
    const slope = exp(logDensity(x) + log(x) - value);
    let move = increasing ? -residual / slope : residual / slope;
    if (!(Math.abs(move) < 30)) move = move > 0 || (move !== move && residual > 0 !== increasing) ? 30 : -30;
    let next = x * exp(move);
    if (!(next > below && next < above))
      next = above === Infinity ? x * 1e3 : below === 0 ? x * 1e-3 : Math.sqrt(below) * Math.sqrt(above);
    const distance = Math.abs(next - x);
    if (distance <= 2.2e-16 * next || (distance >= previous && distance < 1e-13 * next)) return next;
    if (next === 0 || next === Infinity) return next;
    previous = distance;
    x = next;
  }
  return x;
}

/**
 * Solves logTail(x) = target for real x by Newton's method in (x, log tail), kept inside a bracket that grows geometrically.
 * Parameters as {@link solvePositive}.
 */
export function solveReal(
  logTail: (x: number) => number,
  logDensity: (x: number) => number,
  target: number,
  increasing: boolean,
  start: number,
): number {
  let below = -Infinity;
  let above = Infinity;
  let x = start;
  let stride = 1 + 0.1 * Math.abs(start);
  let previous = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = logTail(x);
    const residual = value - target;
    if (residual === 0) return x;
    if (residual > 0 === increasing) above = x;
    else below = x;
    const move = ((increasing ? -1 : 1) * residual) / exp(logDensity(x) - value);
    let next = x + move;
    if (!(next > below && next < above) || (Math.abs(move) > 50 * stride && !(below > -Infinity && above < Infinity))) {
      if (above === Infinity) next = x + stride;
      else if (below === -Infinity) next = x - stride;
      else next = 0.5 * (below + above);
      stride *= 2;
    }
    const distance = Math.abs(next - x);
    if (distance <= 2.2e-16 * Math.abs(next) || (distance >= previous && distance < 1e-12 * Math.abs(next))) return next;
    previous = distance;
    x = next;
  }
  return x;
}

/**
 * Solves logTail(x) = target without a density: a bracket grown from the start, then secant steps inside it (Anderson & Bjorck
 * 1973), about eight evaluations to full precision. For tails that are themselves integrals.
 */
export function solveBySecants(
  logTail: (x: number) => number,
  target: number,
  increasing: boolean,
  start: number,
  stride: number,
): number {
  const residual = (x: number): number => (increasing ? logTail(x) - target : target - logTail(x));
  let a = start;
  let valueA = residual(a);
  if (valueA === 0) return a;
  let b = a;
  let valueB = valueA;
  for (let step = valueA < 0 ? stride : -stride; valueA < 0 === valueB < 0; step *= 2) {
    a = b;
    valueA = valueB;
    b = a + step;
    valueB = residual(b);
    if (!(Math.abs(b) < 1e300)) return b;
  }
  for (let i = 0; i < MOST_STEPS && valueB !== 0; i++) {
    const secant = b - (valueB * (b - a)) / (valueB - valueA);
    const x = secant === secant ? secant : 0.5 * (a + b);
    const value = residual(x);
    if (value < 0 === valueB < 0) {
      const share = 1 - value / valueB;
      valueA *= share > 0 ? share : 0.5;
    } else {
      a = b;
      valueA = valueB;
    }
    const distance = Math.abs(x - b);
    b = x;
    valueB = value;
    if (distance <= 4e-16 * Math.abs(x) || Math.abs(b - a) <= 4e-16 * Math.abs(x)) break;
  }
  return b;
}
