import { backward, factorize, forward } from './cholesky';
import { allocate } from './memory';
import { logOnePlus } from './special';

// Posterior modes with a Cauchy prior on one coefficient of a negative binomial GLM and wide normal priors on the others.

const WIDE: f64 = 15.0;
const MOST_STEPS: i32 = 200;
const MEMORY: i32 = 6;

// the model and the gene at hand
let m: i32 = 0;
let p: i32 = 0;
let matrix: usize = 0;
let shrunk: i32 = 0;
let scale: f64 = 1.0;
let y: usize = 0;
let offset: usize = 0;
let size: f64 = 1.0;
let constant: f64 = 1.0;
// scratch
let beta: usize = 0;
let trial: usize = 0;
let other: usize = 0;
let gradient: usize = 0;
let curvature: usize = 0;
let direction: usize = 0;
let before: usize = 0;
let slopesBefore: usize = 0;
let steps: usize = 0;
let changes: usize = 0;
let products: usize = 0;
let factors: usize = 0;

/** Declares the model; the arrays stay where they are. */
export function beginHeavyTailed(samples: i32, coefficients: i32, design: usize, which: i32, priorScale: f64): void {
  m = samples;
  p = coefficients;
  matrix = design;
  shrunk = which;
  scale = priorScale;
  beta = allocate((<usize>p) << 3);
  trial = allocate((<usize>p) << 3);
  other = allocate((<usize>p) << 3);
  gradient = allocate((<usize>p) << 3);
  curvature = allocate((<usize>(p * p)) << 3);
  direction = allocate((<usize>p) << 3);
  before = allocate((<usize>p) << 3);
  slopesBefore = allocate((<usize>p) << 3);
  steps = allocate((<usize>(p * MEMORY)) << 3);
  changes = allocate((<usize>(p * MEMORY)) << 3);
  products = allocate((<usize>MEMORY) << 3);
  factors = allocate((<usize>MEMORY) << 3);
}

function predictor(at: usize, j: i32): f64 {
  let eta = load<f64>(offset + ((<usize>j) << 3));
  const row = matrix + ((<usize>(j * p)) << 3);
  for (let i = 0; i < p; i++) eta += load<f64>(row + ((<usize>i) << 3)) * load<f64>(at + ((<usize>i) << 3));
  return eta;
}

/** Minus the log posterior, without constants. */
function objective(at: usize): f64 {
  let sum: f64 = 0.0;
  for (let j = 0; j < m; j++) {
    const eta = predictor(at, j);
    const count = load<f64>(y + ((<usize>j) << 3));
    sum += (count + size) * logOnePlus(Math.exp(eta) / size) - count * eta;
  }
  for (let i = 0; i < p; i++) {
    const value = load<f64>(at + ((<usize>i) << 3));
    sum += i === shrunk ? logOnePlus((value / scale) * (value / scale)) : (value * value) / (2.0 * WIDE * WIDE);
  }
  return sum;
}

/** Gradient and curvature; `safe` takes for the Cauchy term the curvature of its quadratic majorizer, which is always positive. */
function derivatives(at: usize, safe: bool): void {
  memory.fill(gradient, 0, (<usize>p) << 3);
  memory.fill(curvature, 0, (<usize>(p * p)) << 3);
  for (let j = 0; j < m; j++) {
    const mu = Math.exp(predictor(at, j));
    const count = load<f64>(y + ((<usize>j) << 3));
    const share = size / (size + mu);
    const slope = (mu - count) * share;
    const bend = mu * (1.0 + count / size) * share * share;
    const row = matrix + ((<usize>(j * p)) << 3);
    for (let a = 0; a < p; a++) {
      const x = load<f64>(row + ((<usize>a) << 3));
      if (x === 0.0) continue;
      add(gradient + ((<usize>a) << 3), slope * x);
      for (let b = 0; b <= a; b++) add(curvature + ((<usize>(a * p + b)) << 3), bend * x * load<f64>(row + ((<usize>b) << 3)));
    }
  }
  for (let i = 0; i < p; i++) {
    const value = load<f64>(at + ((<usize>i) << 3));
    const slopeAt = gradient + ((<usize>i) << 3);
    const bendAt = curvature + ((<usize>(i * p + i)) << 3);
    if (i === shrunk) {
      const square = scale * scale + value * value;
      add(slopeAt, (2.0 * value) / square);
      add(bendAt, safe ? 2.0 / square : (2.0 * (scale * scale - value * value)) / (square * square));
    } else {
      add(slopeAt, value / (WIDE * WIDE));
      add(bendAt, 1.0 / (WIDE * WIDE));
    }
  }
}

function add(place: usize, value: f64): void {
  store<f64>(place, load<f64>(place) + value);
}

/** One Newton step from `beta` that lowers the objective, halved as needed; returns the new value, or the old one. */
function descend(value: f64, safe: bool): f64 {
  derivatives(beta, safe);
  if (!factorize(curvature, p)) return value;
  forward(curvature, p, gradient);
  backward(curvature, p, gradient);
  for (let step: f64 = 1.0; step > 1e-8; step /= 2.0) {
    for (let i = 0; i < p; i++) {
      const place = (<usize>i) << 3;
      store<f64>(trial + place, load<f64>(beta + place) - step * load<f64>(gradient + place));
    }
    const next = objective(trial);
    if (next < value) {
      memory.copy(beta, trial, (<usize>p) << 3);
      return next;
    }
  }
  return value;
}

/** Goes down from `beta` to a mode; returns the objective there. */
function maximize(): f64 {
  let value = objective(beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    let next = descend(value, false);
    if (!(next < value)) next = descend(value, true);
    if (!(next < value)) break;
    const gain = value - next;
    value = next;
    if (gain <= 1e-13 * (Math.abs(value) + 1.0)) break;
  }
  return value;
}

/** Scaled objective and gradient at `at`, as apeglm hands them to its optimizer: (minus log posterior) / constant + 10. */
function scaledObjective(at: usize, slopes: usize): f64 {
  let sum: f64 = 0.0;
  memory.fill(slopes, 0, (<usize>p) << 3);
  for (let j = 0; j < m; j++) {
    const eta = predictor(at, j);
    const count = load<f64>(y + ((<usize>j) << 3));
    const mu = Math.exp(eta);
    const total = mu + size;
    sum += (count + size) * Math.log(total) - count * (eta - load<f64>(offset + ((<usize>j) << 3)));
    const slope = ((count + size) * mu) / total - count;
    const row = matrix + ((<usize>(j * p)) << 3);
    for (let i = 0; i < p; i++) add(slopes + ((<usize>i) << 3), slope * load<f64>(row + ((<usize>i) << 3)));
  }
  for (let i = 0; i < p; i++) {
    const value = load<f64>(at + ((<usize>i) << 3));
    const place = slopes + ((<usize>i) << 3);
    if (i === shrunk) {
      sum += logOnePlus((value * value) / (scale * scale));
      add(place, (2.0 * value) / (scale * scale + value * value));
    } else {
      sum += (value * value) / (2.0 * WIDE * WIDE);
      add(place, value / (WIDE * WIDE));
    }
    store<f64>(place, load<f64>(place) / constant);
  }
  return sum / constant + 10.0;
}

function dot(a: usize, b: usize): f64 {
  let sum: f64 = 0.0;
  for (let i = 0; i < p; i++) sum += load<f64>(a + ((<usize>i) << 3)) * load<f64>(b + ((<usize>i) << 3));
  return sum;
}

/** to += factor * from. */
function addScaled(to: usize, factor: f64, from: usize): void {
  for (let i = 0; i < p; i++) add(to + ((<usize>i) << 3), factor * load<f64>(from + ((<usize>i) << 3)));
}

/** Moves `beta` to `before` + step * `direction`; returns the value there, the gradient in `gradient`. */
function stepTo(step: f64): f64 {
  memory.copy(beta, before, (<usize>p) << 3);
  addScaled(beta, step, direction);
  return scaledObjective(beta, gradient);
}

/**
 * Line search for the strong Wolfe conditions (Nocedal & Wright 2006, algorithms 3.5 and 3.6, doubling steps and quadratic
 * interpolation); leaves `beta` and `gradient` at the point found and returns the value there.
 */
function searchAlong(value: f64, first: f64): f64 {
  const slope = dot(gradient, direction);
  const decrease = 1e-4 * slope;
  const curve = -0.9 * slope;
  let step = first;
  let low: f64 = 0.0;
  let lowValue = value;
  let lowSlope = slope;
  let high: f64 = 0.0;
  let highValue = value;
  let next = value;
  let rounds = 0;
  while (rounds < 100) {
    next = stepTo(step);
    rounds++;
    const now = dot(gradient, direction);
    if (next - value > step * decrease || (low > 0.0 && next >= lowValue)) {
      high = step;
      highValue = next;
      break;
    }
    if (Math.abs(now) <= curve) return next;
    high = low;
    highValue = lowValue;
    low = step;
    lowValue = next;
    lowSlope = now;
    if (now >= 0.0) break;
    step *= 2.0;
  }
  while (rounds < 100) {
    step =
      ((highValue - lowValue) * low - ((high * high - low * low) * lowSlope) / 2.0) /
      (highValue - lowValue - (high - low) * lowSlope);
    if (!(step > Math.min(low, high) && step < Math.max(low, high))) step = low / 2.0 + high / 2.0;
    next = stepTo(step);
    rounds++;
    const now = dot(gradient, direction);
    if (next - value > step * decrease || next >= lowValue) {
      if (step === high) return next;
      high = step;
      highValue = next;
    } else {
      if (Math.abs(now) <= curve) return next;
      if (now * (high - low) >= 0.0) {
        high = low;
        highValue = lowValue;
      }
      if (step === low) return next;
      low = step;
      lowValue = next;
      lowSlope = now;
    }
  }
  return next;
}

/**
 * L-BFGS with 6 corrections (Nocedal 1980), stopped when the scaled objective changes by less than 1e-8 relative, as apeglm's
 * optimizer does; from and to `beta`.
 */
function minimizeLikeApeglm(): void {
  const bytes = (<usize>p) << 3;
  let value = scaledObjective(beta, gradient);
  if (Math.sqrt(dot(gradient, gradient)) <= 1e-8 * Math.max(Math.sqrt(dot(beta, beta)), 1.0)) return;
  for (let i = 0; i < p; i++) store<f64>(direction + ((<usize>i) << 3), -load<f64>(gradient + ((<usize>i) << 3)));
  let step = 1.0 / Math.sqrt(dot(direction, direction));
  for (let k = 1; k <= 300; k++) {
    memory.copy(before, beta, bytes);
    memory.copy(slopesBefore, gradient, bytes);
    const next = searchAlong(value, step);
    const change = Math.abs((value - next) / next);
    value = next;
    if (Math.sqrt(dot(gradient, gradient)) <= 1e-8 * Math.max(Math.sqrt(dot(beta, beta)), 1.0)) return;
    if (change < 1e-8 || k === 300) return;
    const slot = (k - 1) % MEMORY;
    const s = steps + <usize>slot * bytes;
    const d = changes + <usize>slot * bytes;
    for (let i = 0; i < p; i++) {
      const place = (<usize>i) << 3;
      store<f64>(s + place, load<f64>(beta + place) - load<f64>(before + place));
      store<f64>(d + place, load<f64>(gradient + place) - load<f64>(slopesBefore + place));
      store<f64>(direction + place, -load<f64>(gradient + place));
    }
    const product = dot(d, s);
    store<f64>(products + ((<usize>slot) << 3), product);
    turnDirection(k, product / dot(d, d));
    step = 1.0;
  }
}

/** direction = -H gradient by the two-loop recursion over the last corrections. */
function turnDirection(k: i32, initial: f64): void {
  const bytes = (<usize>p) << 3;
  const kept = k < MEMORY ? k : MEMORY;
  for (let back = 0; back < kept; back++) {
    const slot = (k - 1 - back) % MEMORY;
    const factor = dot(steps + <usize>slot * bytes, direction) / load<f64>(products + ((<usize>slot) << 3));
    store<f64>(factors + ((<usize>slot) << 3), factor);
    addScaled(direction, -factor, changes + <usize>slot * bytes);
  }
  for (let i = 0; i < p; i++) {
    const place = direction + ((<usize>i) << 3);
    store<f64>(place, load<f64>(place) * initial);
  }
  for (let back = kept - 1; back >= 0; back--) {
    const slot = (k - 1 - back) % MEMORY;
    const factor = dot(changes + <usize>slot * bytes, direction) / load<f64>(products + ((<usize>slot) << 3));
    addScaled(direction, load<f64>(factors + ((<usize>slot) << 3)) - factor, steps + <usize>slot * bytes);
  }
}

/** Alternating start: +-0.1, the first with the given sign. */
function startAt(first: f64): void {
  for (let i = 0; i < p; i++) store<f64>(beta + ((<usize>i) << 3), i % 2 === 0 ? first : -first);
}

/**
 * Posterior modes where apeglm finds them: two runs from opposite starts; where they disagree by more than 0.01 the first is
 * brought to the mode next to it by Newton's method. Writes mode and standard deviation (from the curvature) of the shrunk
 * coefficient; genes with a NaN dispersion are skipped.
 */
export function shrinkHeavyTailed(
  genes: i32,
  counts: usize,
  offsets: usize,
  stride: i32,
  dispersions: usize,
  modes: usize,
  deviations: usize,
): void {
  const bytes = (<usize>p) << 3;
  for (let g = 0; g < genes; g++) {
    const alpha = load<f64>(dispersions + ((<usize>g) << 3));
    if (alpha !== alpha) continue;
    y = counts + ((<usize>(g * m)) << 3);
    offset = offsets + ((<usize>(g * stride)) << 3);
    size = 1.0 / alpha;
    constant = 1.0;
    memory.fill(beta, 0, bytes);
    constant = Math.max(scaledObjective(beta, gradient) - 10.0, 1.0);
    startAt(-0.1);
    minimizeLikeApeglm();
    memory.copy(other, beta, bytes);
    startAt(0.1);
    minimizeLikeApeglm();
    let apart: f64 = 0.0;
    for (let i = 0; i < p; i++) {
      const place = (<usize>i) << 3;
      apart = Math.max(apart, Math.abs(load<f64>(beta + place) - load<f64>(other + place)));
    }
    if (apart > 0.01) maximize();
    store<f64>(modes + ((<usize>g) << 3), load<f64>(beta + ((<usize>shrunk) << 3)));
    differencedCurvature();
    if (!factorize(curvature, p)) {
      maximize();
      store<f64>(modes + ((<usize>g) << 3), load<f64>(beta + ((<usize>shrunk) << 3)));
      derivatives(beta, false);
      if (!factorize(curvature, p)) continue;
    }
    memory.fill(gradient, 0, bytes);
    store<f64>(gradient + ((<usize>shrunk) << 3), 1.0);
    forward(curvature, p, gradient);
    store<f64>(deviations + ((<usize>g) << 3), Math.sqrt(dot(gradient, gradient)));
  }
}

/** Curvature at `beta` as R's `optimHess` measures it: central differences of the gradient over +-0.001, made symmetric. */
function differencedCurvature(): void {
  const bytes = (<usize>p) << 3;
  memory.copy(trial, beta, bytes);
  for (let i = 0; i < p; i++) {
    const place = trial + ((<usize>i) << 3);
    const center = load<f64>(place);
    store<f64>(place, center + 0.001);
    scaledObjective(trial, gradient);
    store<f64>(place, center - 0.001);
    scaledObjective(trial, slopesBefore);
    store<f64>(place, center);
    for (let j = 0; j < p; j++) {
      const difference = load<f64>(gradient + ((<usize>j) << 3)) - load<f64>(slopesBefore + ((<usize>j) << 3));
      store<f64>(curvature + ((<usize>(i * p + j)) << 3), (difference * constant) / 0.002);
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) {
      const one = curvature + ((<usize>(i * p + j)) << 3);
      store<f64>(one, 0.5 * (load<f64>(one) + load<f64>(curvature + ((<usize>(j * p + i)) << 3))));
    }
  }
}
