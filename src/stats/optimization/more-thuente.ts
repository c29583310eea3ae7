/** A point of a line search: step, value and slope of the function there. */
interface Trial {
  step: number;
  value: number;
  slope: number;
}

const DECREASE = 1e-3;
const CURVATURE = 0.9;
const WIDTH = 0.1;

/** Where a line search stands: the bracket's two ends, whether a minimum is bracketed, and which stage it is in. */
export interface LineSearch {
  best: Trial;
  other: Trial;
  bracketed: boolean;
  firstStage: boolean;
  start: Trial;
  width: number;
  widthBefore: number;
  low: number;
  high: number;
  largest: number;
}

/**
 * Line search of Moré & Thuente 1994 with sufficient decrease 1e-3 and curvature 0.9, as L-BFGS-B uses it: the caller
 * evaluates the function at the step it is given and calls {@link advance} until that returns undefined.
 *
 * @param start value and slope at step 0; the slope must be negative
 */
export function beginLineSearch(value: number, slope: number, firstStep: number, largest: number): LineSearch {
  const start = { step: 0, value, slope };
  return {
    best: start,
    other: start,
    bracketed: false,
    firstStage: true,
    start,
    width: largest,
    widthBefore: 2 * largest,
    low: 0,
    high: 5 * firstStep,
    largest,
  };
}

/** The next step to try, or undefined when the search is over at the step just evaluated. */
export function advance(search: LineSearch, trial: Trial): number | undefined {
  const { start } = search;
  const test = DECREASE * start.slope;
  const allowed = start.value + trial.step * test;
  if (search.firstStage && trial.value <= allowed && trial.slope >= test) search.firstStage = false;
  if (isOver(search, trial, allowed, test)) return undefined;
  let step: number;
  if (search.firstStage && trial.value <= search.best.value && trial.value > allowed) {
    const modified = (point: Trial): Trial => ({ ...point, value: point.value - point.step * test, slope: point.slope - test });
    const original = (point: Trial): Trial => ({ ...point, value: point.value + point.step * test, slope: point.slope + test });
    search.best = modified(search.best);
    search.other = modified(search.other);
    step = chooseStep(search, modified(trial));
    search.best = original(search.best);
    search.other = original(search.other);
  } else step = chooseStep(search, trial);
  if (search.bracketed) {
    if (Math.abs(search.other.step - search.best.step) >= 0.66 * search.widthBefore)
      step = search.best.step + 0.5 * (search.other.step - search.best.step);
    search.widthBefore = search.width;
    search.width = Math.abs(search.other.step - search.best.step);
    search.low = Math.min(search.best.step, search.other.step);
    search.high = Math.max(search.best.step, search.other.step);
  } else {
    search.low = step + 1.1 * (step - search.best.step);
    search.high = step + 4 * (step - search.best.step);
  }
  step = Math.min(Math.max(step, 0), search.largest);
  const stuck = step <= search.low || step >= search.high || search.high - search.low <= WIDTH * search.high;
  return search.bracketed && stuck ? search.best.step : step;
}

function isOver(search: LineSearch, trial: Trial, allowed: number, test: number): boolean {
  const { bracketed, low, high, largest, start } = search;
  if (bracketed && (trial.step <= low || trial.step >= high || high - low <= WIDTH * high)) return true;
  if (trial.step === largest && trial.value <= allowed && trial.slope <= test) return true;
  if (trial.step === 0 && (trial.value > allowed || trial.slope >= test)) return true;
  return trial.value <= allowed && Math.abs(trial.slope) <= CURVATURE * -start.slope;
}

/** Safeguarded cubic or quadratic step, and the new bracket (Moré & Thuente 1994, section 4). */
function chooseStep(search: LineSearch, trial: Trial): number {
  const { best, other, low, high } = search;
  const sign = trial.slope * (best.slope / Math.abs(best.slope));
  let step: number;
  if (trial.value > best.value) {
    step = higherValue(best, trial);
    search.bracketed = true;
  } else if (sign < 0) {
    step = oppositeSlope(best, trial);
    search.bracketed = true;
  } else if (Math.abs(trial.slope) < Math.abs(best.slope)) step = smallerSlope(search, trial, low, high);
  else if (search.bracketed) {
    const theta = (3 * (trial.value - other.value)) / (other.step - trial.step) + other.slope + trial.slope;
    const scale = Math.max(Math.abs(theta), Math.abs(other.slope), Math.abs(trial.slope));
    let gamma = scale * Math.sqrt((theta / scale) * (theta / scale) - (other.slope / scale) * (trial.slope / scale));
    if (trial.step > other.step) gamma = -gamma;
    const ratio = (gamma - trial.slope + theta) / (gamma - trial.slope + gamma + other.slope);
    step = trial.step + ratio * (other.step - trial.step);
  } else step = trial.step > best.step ? high : low;
  if (trial.value > best.value) search.other = trial;
  else {
    if (sign < 0) search.other = best;
    search.best = trial;
  }
  return step;
}

function higherValue(best: Trial, trial: Trial): number {
  const theta = (3 * (best.value - trial.value)) / (trial.step - best.step) + best.slope + trial.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(best.slope), Math.abs(trial.slope));
  let gamma = scale * Math.sqrt((theta / scale) * (theta / scale) - (best.slope / scale) * (trial.slope / scale));
  if (trial.step < best.step) gamma = -gamma;
  const ratio = (gamma - best.slope + theta) / (gamma - best.slope + gamma + trial.slope);
  const cubic = best.step + ratio * (trial.step - best.step);
  const quadratic =
    best.step +
    (best.slope / ((best.value - trial.value) / (trial.step - best.step) + best.slope) / 2) * (trial.step - best.step);
  return Math.abs(cubic - best.step) < Math.abs(quadratic - best.step) ? cubic : cubic + (quadratic - cubic) / 2;
}

function oppositeSlope(best: Trial, trial: Trial): number {
  const theta = (3 * (best.value - trial.value)) / (trial.step - best.step) + best.slope + trial.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(best.slope), Math.abs(trial.slope));
  let gamma = scale * Math.sqrt((theta / scale) * (theta / scale) - (best.slope / scale) * (trial.slope / scale));
  if (trial.step > best.step) gamma = -gamma;
  const ratio = (gamma - trial.slope + theta) / (gamma - trial.slope + gamma + best.slope);
  const cubic = trial.step + ratio * (best.step - trial.step);
  const secant = trial.step + (trial.slope / (trial.slope - best.slope)) * (best.step - trial.step);
  return Math.abs(cubic - trial.step) > Math.abs(secant - trial.step) ? cubic : secant;
}

function smallerSlope(search: LineSearch, trial: Trial, low: number, high: number): number {
  const { best, other } = search;
  const theta = (3 * (best.value - trial.value)) / (trial.step - best.step) + best.slope + trial.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(best.slope), Math.abs(trial.slope));
  // the cubic may not tend to infinity in the direction of the step; then gamma is 0
  let gamma = scale * Math.sqrt(Math.max(0, (theta / scale) * (theta / scale) - (best.slope / scale) * (trial.slope / scale)));
  if (trial.step > best.step) gamma = -gamma;
  const ratio = (gamma - trial.slope + theta) / (gamma + (best.slope - trial.slope) + gamma);
  const cubic = ratio < 0 && gamma !== 0 ? trial.step + ratio * (best.step - trial.step) : trial.step > best.step ? high : low;
  const secant = trial.step + (trial.slope / (trial.slope - best.slope)) * (best.step - trial.step);
  const cubicIsNearer = Math.abs(cubic - trial.step) < Math.abs(secant - trial.step);
  if (!search.bracketed) return Math.min(Math.max(cubicIsNearer ? secant : cubic, low), high);
  const step = cubicIsNearer ? cubic : secant;
  const limit = trial.step + 0.66 * (other.step - trial.step);
  return trial.step > best.step ? Math.min(limit, step) : Math.max(limit, step);
}
