// Gamma-function pieces in the shapes the negative binomial likelihood needs them. r = 1 / dispersion.

/** Counts up to this are handled by products instead of series. */
export const SMALL_COUNT: f64 = 16.0;

const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;

/** ln(1 + x) for x >= 0 to about 1 ulp: the rounding of 1 + x is put back to first order. */
export function logOnePlus(x: f64): f64 {
  const u = 1.0 + x;
  if (x >= 1.0) return Math.log(u);
  return Math.log(u) - (u - 1.0 - x) / u;
}

/** Remainder of Stirling's series, ln Gamma(x) - [(x - 1/2) ln x - x + ln sqrt(2 pi)], for x >= 16, given 1/x. */
export function stirlingRest(inverse: f64): f64 {
  const s = inverse * inverse;
  return (
    inverse *
    (0.083333333333333333333 +
      s *
        (-0.0027777777777777777778 +
          s * (0.00079365079365079365079 + s * (-0.0005952380952380952381 + s * 0.00084175084175084175084))))
  );
}

/** ln x - digamma(x) for x >= 16, given 1/x. */
export function digammaRest(inverse: f64): f64 {
  const s = inverse * inverse;
  return (
    inverse * 0.5 +
    s *
      (0.083333333333333333333 +
        s *
          (-0.0083333333333333333333 +
            s * (0.003968253968253968254 + s * (-0.0041666666666666666667 + s * 0.0075757575757575757576))))
  );
}

/** ln Gamma(x) for x > 0, by upward shift to x >= 16. Absolute accuracy near 1e-15. */
export function logGamma(x: f64): f64 {
  let product: f64 = 1.0;
  let shifted = x;
  while (shifted < 16.0) {
    product *= shifted;
    shifted += 1.0;
  }
  const value = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingRest(1.0 / shifted);
  return product === 1.0 ? value : value - Math.log(product);
}

/** digamma(x) for x > 0, by upward shift to x >= 16. */
export function digamma(x: f64): f64 {
  let sum: f64 = 0.0;
  let shifted = x;
  while (shifted < 16.0) {
    sum += 1.0 / shifted;
    shifted += 1.0;
  }
  return Math.log(shifted) - digammaRest(1.0 / shifted) - sum;
}

/** ln Gamma(y + r) - ln Gamma(r) - y ln r for one count y >= 0, without cancellation for large r. */
export function logRisingRatio(y: f64, r: f64, alpha: f64): f64 {
  if (y <= 1.0) return 0.0;
  if (y <= SMALL_COUNT) {
    let product: f64 = 1.0;
    for (let k: f64 = 1.0; k < y; k += 1.0) product *= 1.0 + k * alpha;
    return Math.log(product);
  }
  const x = y + r;
  if (r >= 16.0) return (x - 0.5) * logOnePlus(y * alpha) - y + stirlingRest(1.0 / x) - stirlingRest(1.0 / r);
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingRest(1.0 / x) - logGamma(r) - y * Math.log(r);
}

/** ln Gamma(x) for x > 10 with the order of operations of R's `lgammafn`, whose rounding decides flat dispersion searches. */
export function logGammaWithRounding(x: f64): f64 {
  const value = HALF_LOG_TWO_PI + (x - 0.5) * Math.log(x) - x;
  return x > 4934720.0 ? value : value + stirlingRest(1.0 / x);
}

/** digamma(x) for x >= 16 with the order of operations of R's `digamma`. */
export function digammaWithRounding(x: f64): f64 {
  return Math.log(x) - digammaRest(1.0 / x);
}
