import { alpha, derivative, largeTotal, logPosterior, partialPosterior, ROUNDING_DECIDES, whole } from './dispersion';

// The maximum of one gene's log posterior of ln(dispersion): the line search of DESeq2, and its grid.

const LOWEST: f64 = -30.0;
const HIGHEST: f64 = 10.0;
const ARMIJO: f64 = 1e-4;
const TOLERANCE: f64 = 1e-6;

export let iterations: i32 = 0;
export let firstValue: f64 = 0.0;
export let lastValue: f64 = 0.0;

/** Gradient ascent with Armijo's rule, stopping where DESeq2 stops; returns ln(dispersion). */
export function search(start: f64, lowest: f64, most: i32): f64 {
  let a = start;
  let value = partialPosterior(a);
  let at = alpha;
  let slope = derivative(a);
  firstValue = whole(value, at);
  let kappa: f64 = 1.0;
  let accepted = 0;
  iterations = 0;
  for (let t = 0; t < most; t++) {
    iterations++;
    const proposed = a + kappa * slope;
    if (proposed < LOWEST) kappa = (LOWEST - a) / slope;
    if (proposed > HIGHEST) kappa = (HIGHEST - a) / slope;
    const next = a + kappa * slope;
    const nextValue = partialPosterior(next);
    const tiny = alpha < ROUNDING_DECIDES;
    // the two may be counted from different constants
    const compared = tiny === at < ROUNDING_DECIDES ? nextValue : tiny ? nextValue + largeTotal : nextValue - largeTotal;
    if (!(-compared <= -value - kappa * ARMIJO * slope * slope)) {
      kappa = kappa / 2.0;
      continue;
    }
    accepted++;
    a = next;
    const change = compared - value;
    // DESeq2 does not credit a search with the step that takes it below the lowest dispersion
    if (change >= TOLERANCE && a < lowest) break;
    at = alpha;
    value = nextValue;
    if (change < TOLERANCE) break;
    slope = derivative(a);
    kappa = Math.min(kappa * 1.1, 1.0);
    if (accepted % 5 === 0) kappa = kappa / 2.0;
  }
  lastValue = whole(value, at);
  return a;
}

/** Best of 20 points between `low` and `high`, then of 20 points around it; first on ties. */
export function searchGrid(low: f64, high: f64): f64 {
  const step = (high - low) / 19.0;
  const coarse = bestOf(low, high);
  const width = low + step - low;
  return bestOf(coarse - width, coarse + width);
}

function bestOf(low: f64, high: f64): f64 {
  const step = (high - low) / 19.0;
  let best = low;
  let bestValue = logPosterior(low);
  for (let k = 1; k < 20; k++) {
    const a = k === 19 ? high : low + <f64>k * step;
    const value = logPosterior(a);
    if (value > bestValue) {
      bestValue = value;
      best = a;
    }
  }
  return best;
}
