// Logarithms of two doubles at once.

/**
 * For n pairs (y, mu) and a factor: 1 / (1 + y factor), 1 / (1 + mu factor) and ln((1 + y factor) / (1 + mu factor)), all arguments
 * at least 0. The logarithm is FDLIBM's (argument reduction to [sqrt(1/2), sqrt(2)), rational remainder), near 1 with the
 * relative accuracy of log1p.
 */
export function logRatios(ys: usize, mus: usize, n: i32, factor: f64, logs: usize, inverseYs: usize, inverseMus: usize): void {
  const scale = f64x2.splat(factor);
  const one = f64x2.splat(1.0);
  const single = n === 1;
  for (let i = 0; i < n; i += 2) {
    // the last pair overlaps the one before when n is odd
    const place = (<usize>(i + 2 > n && !single ? n - 2 : i)) << 3;
    const y = single ? f64x2.splat(load<f64>(ys)) : v128.load(ys + place);
    const mu = single ? f64x2.splat(load<f64>(mus)) : v128.load(mus + place);
    const above = f64x2.add(one, f64x2.mul(y, scale));
    const below = f64x2.add(one, f64x2.mul(mu, scale));
    const inverseY = f64x2.div(one, above);
    const inverseMu = f64x2.div(one, below);
    const u = f64x2.mul(above, inverseMu);
    const x = f64x2.mul(f64x2.mul(f64x2.sub(y, mu), scale), inverseMu);
    const near = v128.and(f64x2.gt(u, f64x2.splat(0.5)), f64x2.lt(u, f64x2.splat(2.0)));
    const rounding = v128.and(near, f64x2.mul(f64x2.sub(x, f64x2.sub(u, one)), f64x2.mul(below, inverseY)));
    const ratio = logPair(u, rounding);
    if (single) {
      store<f64>(inverseYs, f64x2.extract_lane(inverseY, 0));
      store<f64>(inverseMus, f64x2.extract_lane(inverseMu, 0));
      store<f64>(logs, f64x2.extract_lane(ratio, 0));
    } else {
      v128.store(inverseYs + place, inverseY);
      v128.store(inverseMus + place, inverseMu);
      v128.store(logs + place, ratio);
    }
  }
}

/** ln(u) + rounding. */
export function logPair(u: v128, rounding: v128): v128 {
  const one = f64x2.splat(1.0);
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
