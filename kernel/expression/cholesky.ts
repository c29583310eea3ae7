// Small symmetric positive definite systems, in place, row-major, lower triangle.

/** Factorizes `a` (n x n) into L L'. Returns false when it is not positive definite. */
export function factorize(a: usize, n: i32): bool {
  for (let i = 0; i < n; i++) {
    const rowI = a + ((<usize>(i * n)) << 3);
    for (let j = 0; j <= i; j++) {
      const rowJ = a + ((<usize>(j * n)) << 3);
      let sum = load<f64>(rowI + ((<usize>j) << 3));
      for (let k = 0; k < j; k++) sum -= load<f64>(rowI + ((<usize>k) << 3)) * load<f64>(rowJ + ((<usize>k) << 3));
      if (i === j) {
        if (!(sum > 0.0)) return false;
        store<f64>(rowI + ((<usize>i) << 3), Math.sqrt(sum));
      } else {
        store<f64>(rowI + ((<usize>j) << 3), sum / load<f64>(rowJ + ((<usize>j) << 3)));
      }
    }
  }
  return true;
}

/** ln det of the matrix whose factor is `l`. */
export function logDeterminant(l: usize, n: i32): f64 {
  let product: f64 = 1.0;
  let sum: f64 = 0.0;
  for (let i = 0; i < n; i++) {
    product *= load<f64>(l + ((<usize>(i * n + i)) << 3));
    if (product > 1e140 || product < 1e-140) {
      sum += Math.log(product);
      product = 1.0;
    }
  }
  return 2.0 * (sum + Math.log(product));
}

/** Solves L x = b in place. */
export function forward(l: usize, n: i32, b: usize): void {
  for (let i = 0; i < n; i++) {
    const row = l + ((<usize>(i * n)) << 3);
    let sum = load<f64>(b + ((<usize>i) << 3));
    for (let k = 0; k < i; k++) sum -= load<f64>(row + ((<usize>k) << 3)) * load<f64>(b + ((<usize>k) << 3));
    store<f64>(b + ((<usize>i) << 3), sum / load<f64>(row + ((<usize>i) << 3)));
  }
}

/** Solves L' x = b in place. */
export function backward(l: usize, n: i32, b: usize): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = load<f64>(b + ((<usize>i) << 3));
    for (let k = i + 1; k < n; k++) sum -= load<f64>(l + ((<usize>(k * n + i)) << 3)) * load<f64>(b + ((<usize>k) << 3));
    store<f64>(b + ((<usize>i) << 3), sum / load<f64>(l + ((<usize>(i * n + i)) << 3)));
  }
}
