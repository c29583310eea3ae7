// The gamma regression inside the parametric dispersion trend: y on 1/mean with identity link.

/** asymptote and extra of the last {@link fitGammaLine}. */
export let asymptote: f64 = 0.0;
export let extra: f64 = 0.0;

const MOST_ROUNDS: i32 = 25;
const MOST_HALVINGS: i32 = 25;
const TOLERANCE: f64 = 1e-8;

/** -2 sum of ln(y/f) - (y - f)/f, with the logarithms of runs of ratios taken together. */
function deviance(n: i32, x: usize, y: usize, a: f64, b: f64): f64 {
  let sum: f64 = 0.0;
  let product: f64 = 1.0;
  for (let i = 0; i < n; i++) {
    const fitted = a + b * load<f64>(x + ((<usize>i) << 3));
    const ratio = load<f64>(y + ((<usize>i) << 3)) / fitted;
    sum -= ratio - 1.0;
    product *= ratio;
    if (product > 1e200 || product < 1e-200) {
      sum += Math.log(product);
      product = 1.0;
    }
  }
  return -2.0 * (sum + Math.log(product));
}

/** Weighted least-squares line of y on (1, x) with weights 1 / fitted^2, centered. Returns whether it exists. */
function weightedLine(n: i32, x: usize, y: usize, a: f64, b: f64): bool {
  let sumW: f64 = 0.0;
  let sumX: f64 = 0.0;
  let sumY: f64 = 0.0;
  for (let i = 0; i < n; i++) {
    const at = load<f64>(x + ((<usize>i) << 3));
    const fitted = a + b * at;
    const weight = 1.0 / (fitted * fitted);
    sumW += weight;
    sumX += weight * at;
    sumY += weight * load<f64>(y + ((<usize>i) << 3));
  }
  const centerX = sumX / sumW;
  const centerY = sumY / sumW;
  let sxx: f64 = 0.0;
  let sxy: f64 = 0.0;
  for (let i = 0; i < n; i++) {
    const at = load<f64>(x + ((<usize>i) << 3));
    const fitted = a + b * at;
    const weight = 1.0 / (fitted * fitted);
    sxx += weight * (at - centerX) * (at - centerX);
    sxy += weight * (at - centerX) * (load<f64>(y + ((<usize>i) << 3)) - centerY);
  }
  if (!(sxx > 0.0)) return false;
  extra = sxy / sxx;
  asymptote = centerY - extra * centerX;
  return true;
}

function allPositive(n: i32, x: usize): bool {
  for (let i = 0; i < n; i++) if (!(asymptote + extra * load<f64>(x + ((<usize>i) << 3)) > 0.0)) return false;
  return true;
}

/**
 * Gamma GLM with identity link by reweighted least squares, started at (a, b), steps halved towards the last valid line.
 *
 * @returns 0 failed, 1 rounds used up, 2 converged; the line in `asymptote` and `extra`
 */
export function fitGammaLine(n: i32, x: usize, y: usize, a: f64, b: f64): i32 {
  let before = deviance(n, x, y, a, b);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!weightedLine(n, x, y, a, b)) return 0;
    let halvings = 0;
    while (!allPositive(n, x)) {
      if (++halvings > MOST_HALVINGS) return 0;
      asymptote = (asymptote + a) / 2.0;
      extra = (extra + b) / 2.0;
    }
    a = asymptote;
    b = extra;
    const now = deviance(n, x, y, a, b);
    if (Math.abs(now - before) / (Math.abs(now) + 0.1) < TOLERANCE) return 2;
    before = now;
  }
  return 1;
}

/** Gathers x = 1/mean and y of the genes whose ratio to the line is within (1e-4, 15); returns how many. */
export function gatherNearLine(n: i32, means: usize, dispersions: usize, a: f64, b: f64, x: usize, y: usize): i32 {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const inverse = 1.0 / load<f64>(means + ((<usize>i) << 3));
    const value = load<f64>(dispersions + ((<usize>i) << 3));
    const ratio = value / (a + b * inverse);
    if (!(ratio > 1e-4 && ratio < 15.0)) continue;
    store<f64>(x + ((<usize>kept) << 3), inverse);
    store<f64>(y + ((<usize>kept) << 3), value);
    kept++;
  }
  return kept;
}

export function lastAsymptote(): f64 {
  return asymptote;
}

export function lastExtra(): f64 {
  return extra;
}
