// ln(1 + x) of two doubles at once.

/**
 * For n values v at `values` and a factor: 1 / (1 + v factor) into `inverses` and ln(1 + v factor) into `logs`, for v factor >= 0.
 * The logarithm is FDLIBM's (argument reduction to [sqrt(1/2), sqrt(2)), rational remainder) with the rounding of 1 + x put
 * back to first order; below 1 ulp.
 */
export function logsOnePlus(values: usize, n: i32, factor: f64, logs: usize, inverses: usize): void {
  if (n < 2) {
    for (let i = 0; i < n; i++) {
      const pair = f64x2.splat(load<f64>(values + ((<usize>i) << 3)) * factor);
      const shifted = f64x2.add(f64x2.splat(1.0), pair);
      const inverse = f64x2.div(f64x2.splat(1.0), shifted);
      store<f64>(inverses + ((<usize>i) << 3), f64x2.extract_lane(inverse, 0));
      store<f64>(logs + ((<usize>i) << 3), f64x2.extract_lane(logPair(shifted, pair, inverse), 0));
    }
    return;
  }
  const scale = f64x2.splat(factor);
  for (let i = 0; i < n; i += 2) {
    // the last pair overlaps the one before when n is odd
    const place = (<usize>(i + 2 > n ? n - 2 : i)) << 3;
    const x = f64x2.mul(v128.load(values + place), scale);
    const u = f64x2.add(f64x2.splat(1.0), x);
    const inverse = f64x2.div(f64x2.splat(1.0), u);
    v128.store(inverses + place, inverse);
    v128.store(logs + place, logPair(u, x, inverse));
  }
}

/** ln(u) + (x - (u - 1)) / u for u = 1 + x rounded. */
function logPair(u: v128, x: v128, inverse: v128): v128 {
  const one = f64x2.splat(1.0);
  const rounding = f64x2.mul(f64x2.sub(x, f64x2.sub(u, one)), inverse);
  const above = i64x2.sub(u, i64x2.splat(0x3fe6a09e00000000));
  const exponent = i64x2.shr_s(above, 52);
  const k = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2));
  const fraction = i64x2.sub(u, v128.and(above, i64x2.splat(0xfff0000000000000)));
  const f = f64x2.sub(fraction, one);
  const halfSquare = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2.0), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, chain(w, 0.3999999999940941908, 0.2222219843214978396, 0.1531383769920937332));
  const odd = f64x2.mul(
    z,
    f64x2.add(
      f64x2.splat(0.666666666666673513),
      f64x2.mul(w, chain(w, 0.2857142874366239149, 0.1818357216161805012, 0.1479819860511658591)),
    ),
  );
  const remainder = f64x2.mul(s, f64x2.add(halfSquare, f64x2.add(even, odd)));
  const low = f64x2.add(remainder, f64x2.add(f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)), rounding));
  const sum = f64x2.add(f64x2.sub(low, halfSquare), f);
  return f64x2.add(sum, f64x2.mul(k, f64x2.splat(6.9314718036912381649e-1)));
}

/** a + w (b + w c). */
function chain(w: v128, a: f64, b: f64, c: f64): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(w, f64x2.add(f64x2.splat(b), f64x2.mul(w, f64x2.splat(c)))));
}
