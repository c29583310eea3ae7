// Products of two panels of rows, for correlation matrices and topological overlap. Panels are packed in blocks of LENGTH numbers of
// every row, so that the rows in use stay in the nearest cache and lie at constant distances.

/** Numbers of a row in one block. */
const LENGTH: i32 = 256;
/** Bytes from one row of a block to the next: a block and a cache line, so that rows do not compete for the same lines. */
const PITCH: usize = 2112;
/** Rows of the first panel that are worked through while they stay in the second cache. */
const STRIPE: i32 = 126;

/** First free byte of memory, a multiple of 64. */
export function place(): usize {
  return (__heap_base + 63) & ~63;
}

/** Makes sure that memory reaches to a byte; false when it cannot grow. */
export function reserve(end: usize): bool {
  const pages = <i32>((end + 0xffff) >>> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Numbers of a row in one block, for the caller who packs. */
export function blockLength(): i32 {
  return LENGTH;
}

/** Doubles from one row of a block to the next. */
export function rowPitch(): i32 {
  return <i32>(PITCH >>> 3);
}

/**
 * Products of every row of one panel with every row of another. Each is summed in the same order whatever the panels hold besides:
 * within a block the even and the odd places apart, then both together onto the blocks before.
 *
 * @param a rowsA rows, packed block by block, each block rowsA x PITCH bytes; unused places hold 0
 * @param b rowsB rows, likewise
 * @param length numbers of a row, over all blocks
 * @param out rowsA x rowsB doubles
 */
export function products(a: usize, rowsA: i32, b: usize, rowsB: i32, length: i32, out: usize): void {
  memory.fill(out, 0, (<usize>rowsA * rowsB) << 3);
  for (let start = 0; start < length; start += LENGTH) {
    const bytes = (<usize>min(LENGTH, length - start) * 8 + 31) & ~31;
    for (let from = 0; from < rowsA; from += STRIPE) stripe(a, from, min(from + STRIPE, rowsA), b, rowsB, bytes, out);
    a += <usize>rowsA * PITCH;
    b += <usize>rowsB * PITCH;
  }
}

function stripe(a: usize, from: i32, to: i32, b: usize, rowsB: i32, bytes: usize, out: usize): void {
  const width: usize = <usize>rowsB << 3;
  let j = 0;
  for (; j + 3 <= rowsB; j += 3) {
    const columns = b + <usize>j * PITCH;
    let i = from;
    for (; i + 3 <= to; i += 3) nine(a + <usize>i * PITCH, columns, bytes, out + <usize>i * width + (<usize>j << 3), width);
    for (; i < to; i++) {
      for (let k = 0; k < 3; k++) one(a + <usize>i * PITCH, columns + <usize>k * PITCH, bytes, out + <usize>i * width + (<usize>(j + k) << 3));
    }
  }
  for (; j < rowsB; j++) {
    for (let i = from; i < to; i++) one(a + <usize>i * PITCH, b + <usize>j * PITCH, bytes, out + <usize>i * width + (<usize>j << 3));
  }
}

@inline
function addBoth(place: usize, sums: v128): void {
  store<f64>(place, load<f64>(place) + (f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)));
}

function one(a: usize, b: usize, bytes: usize, out: usize): void {
  let sums = f64x2.splat(0);
  const end = a + bytes;
  for (; a < end; a += 16, b += 16) sums = f64x2.add(sums, f64x2.mul(v128.load(a), v128.load(b)));
  addBoth(out, sums);
}

/** Three rows by three: nine sums in registers, six loads for eighteen operations. */
function nine(a: usize, b: usize, bytes: usize, out: usize, width: usize): void {
  let s00 = f64x2.splat(0), s01 = s00, s02 = s00;
  let s10 = s00, s11 = s00, s12 = s00;
  let s20 = s00, s21 = s00, s22 = s00;
  const end = a + bytes;
  for (; a < end; a += 32, b += 32) {
    let b0 = v128.load(b), b1 = v128.load(b, PITCH), b2 = v128.load(b, 2 * PITCH);
    let row = v128.load(a);
    s00 = f64x2.add(s00, f64x2.mul(row, b0));
    s01 = f64x2.add(s01, f64x2.mul(row, b1));
    s02 = f64x2.add(s02, f64x2.mul(row, b2));
    row = v128.load(a, PITCH);
    s10 = f64x2.add(s10, f64x2.mul(row, b0));
    s11 = f64x2.add(s11, f64x2.mul(row, b1));
    s12 = f64x2.add(s12, f64x2.mul(row, b2));
    row = v128.load(a, 2 * PITCH);
    s20 = f64x2.add(s20, f64x2.mul(row, b0));
    s21 = f64x2.add(s21, f64x2.mul(row, b1));
    s22 = f64x2.add(s22, f64x2.mul(row, b2));
    b0 = v128.load(b, 16);
    b1 = v128.load(b, PITCH + 16);
    b2 = v128.load(b, 2 * PITCH + 16);
    row = v128.load(a, 16);
    s00 = f64x2.add(s00, f64x2.mul(row, b0));
    s01 = f64x2.add(s01, f64x2.mul(row, b1));
    s02 = f64x2.add(s02, f64x2.mul(row, b2));
    row = v128.load(a, PITCH + 16);
    s10 = f64x2.add(s10, f64x2.mul(row, b0));
    s11 = f64x2.add(s11, f64x2.mul(row, b1));
    s12 = f64x2.add(s12, f64x2.mul(row, b2));
    row = v128.load(a, 2 * PITCH + 16);
    s20 = f64x2.add(s20, f64x2.mul(row, b0));
    s21 = f64x2.add(s21, f64x2.mul(row, b1));
    s22 = f64x2.add(s22, f64x2.mul(row, b2));
  }
  addBoth(out, s00);
  addBoth(out + 8, s01);
  addBoth(out + 16, s02);
  out += width;
  addBoth(out, s10);
  addBoth(out + 8, s11);
  addBoth(out + 16, s12);
  out += width;
  addBoth(out, s20);
  addBoth(out + 8, s21);
  addBoth(out + 16, s22);
}
