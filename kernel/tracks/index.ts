// Columns of numbers out of delimited text, for tracks of hundreds of thousands of lines. Delimiters are found 16 bytes at a time,
// digits read 8 at a time; numbers are rounded correctly. A line that holds anything else than plain numbers and missing marks in
// the wanted cells is left to the caller.

const NEWLINE: u8 = 10;
const RETURN: u8 = 13;
const QUOTE: u8 = 34;

/** Exact powers of ten. */
const POWERS: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

const SCALES: StaticArray<u64> = [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000];

let delimiter: u8 = 0;
let mark: u8 = 0;
let delimiters: v128 = i8x16.splat(0);
let consumed: i32 = 0;
let oddRows: i32 = 0;
let value: f64 = 0;

/** First free byte of memory, a multiple of 16. */
export function place(): usize {
  return (__heap_base + 15) & ~15;
}

/** Makes sure that memory reaches to a byte; false when it cannot grow. */
export function reserve(end: usize): bool {
  const pages = <i32>((end + 0xffff) >>> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Bytes used by the last scan. */
export function bytesConsumed(): i32 {
  return consumed;
}

/** Lines that the last scan left to the caller. */
export function oddLines(): i32 {
  return oddRows;
}

/**
 * Reads the lines of a text.
 *
 * @param text length bytes, the last of them a line end, with 32 readable bytes after them
 * @param columns positions of the wanted columns, increasing, i32 x count
 * @param out column by column, capacity doubles each
 * @param odd for each line left to the caller: its row and its offset in the text, i32 x 2; room for `capacity` of them
 * @param after delimiters that may follow the last wanted cell; a line with more, or with a quote there, is left to the caller
 * @returns rows read; ends early when `capacity` is reached
 */
export function scan(
  text: usize,
  length: i32,
  separator: i32,
  decimal: i32,
  columns: usize,
  count: i32,
  out: usize,
  capacity: i32,
  odd: usize,
  after: i32,
): i32 {
  delimiter = <u8>separator;
  mark = <u8>decimal;
  delimiters = i8x16.splat(<i8>separator);
  const end = text + length;
  let at = text;
  let row = 0;
  oddRows = 0;
  while (row < capacity && at < end) {
    const line = at;
    let column = 0;
    let good = true;
    for (let k = 0; k < count; k++) {
      const wanted = load<i32>(columns + (k << 2));
      const cell = skip(at, wanted - column);
      const next: usize = cell == 0 ? 0 : parse(cell);
      if (next == 0) {
        good = false;
        break;
      }
      store<f64>(out + ((<usize>k * capacity + row) << 3), value);
      at = next;
      column = wanted;
    }
    const stop = lineEnd(at);
    if (trailing > after) good = false;
    if (!good) {
      for (let k = 0; k < count; k++) store<f64>(out + ((<usize>k * capacity + row) << 3), NaN);
      store<i32>(odd + ((<usize>oddRows) << 3), row);
      store<i32>(odd + ((<usize>oddRows) << 3), <i32>(line - text), 4);
      oddRows++;
    }
    row++;
    at = stop + 1;
  }
  consumed = <i32>(at - text);
  return row;
}

/** Delimiters that the last call of `lineEnd` passed; more than any line has when it passed a quote. */
let trailing: i32 = 0;

/** Address of the line end at or after `at`, which the text is known to have; counts the delimiters before it. */
function lineEnd(at: usize): usize {
  const newlines = i8x16.splat(NEWLINE);
  const quotes = i8x16.splat(QUOTE);
  trailing = 0;
  while (true) {
    const block = v128.load(at);
    const ends = i8x16.bitmask(i8x16.eq(block, newlines));
    const before = ends == 0 ? -1 : (ends & -ends) - 1;
    if ((i8x16.bitmask(i8x16.eq(block, quotes)) & before) != 0) trailing = 0x3fffffff;
    trailing += popcnt(i8x16.bitmask(i8x16.eq(block, delimiters)) & before);
    if (ends != 0) return at + ctz(ends);
    at += 16;
  }
  return 0;
}

/** Address after `left` delimiters; 0 when the line ends before, or a quote is met. */
function skip(at: usize, left: i32): usize {
  if (left == 0) return at;
  if (left == 1 && load<u8>(at) == delimiter) return at + 1;
  const newlines = i8x16.splat(NEWLINE);
  const quotes = i8x16.splat(QUOTE);
  while (true) {
    const block = v128.load(at);
    let hits = i8x16.bitmask(i8x16.eq(block, delimiters));
    const stops = i8x16.bitmask(v128.or(i8x16.eq(block, newlines), i8x16.eq(block, quotes)));
    // Delimiters beyond a line end or quote do not count.
    if (stops != 0) hits &= (stops & -stops) - 1;
    const found = popcnt(hits);
    if (found >= left) {
      while (--left > 0) hits &= hits - 1;
      return at + ctz(hits) + 1;
    }
    if (stops != 0) return 0;
    left -= found;
    at += 16;
  }
  return 0;
}

/** Reads a plain decimal number or a missing mark into `value`; returns the address after it, 0 for anything else. */
function parse(start: usize): usize {
  let at = start;
  const sign = load<u8>(at);
  if (sign == 45 || sign == 43) at++;
  const first = at;
  let digits: u64 = 0;
  let digit = <u32>load<u8>(at) - 48;
  while (digit <= 9) {
    digits = digits * 10 + digit;
    digit = <u32>load<u8>(++at) - 48;
  }
  const whole = <i32>(at - first);
  let decimals = 0;
  if (load<u8>(at) == mark) {
    const point = ++at;
    let eight = load<u64>(at);
    let found = leadingDigits(eight);
    while (found == 8 && at - point < 16) {
      digits = digits * 100000000 + eightDigits(eight);
      at += 8;
      eight = load<u64>(at);
      found = leadingDigits(eight);
    }
    // 24 digits are too many anyhow.
    if (found == 8) return 0;
    if (found > 0) {
      // The digits moved to the high end, zeros before them.
      const bits = <u64>found << 3;
      const padded = (eight << (64 - bits)) | (0x3030303030303030 >>> bits);
      digits = digits * unchecked(SCALES[found]) + eightDigits(padded);
      at += found;
    }
    decimals = <i32>(at - point);
  }
  if (whole + decimals == 0) return missing(start);
  // 19 digits fit into 64 bits.
  if (whole + decimals > 19) return 0;
  const next = cellEnd(at);
  if (next == 0) return 0;
  let number: f64;
  if (digits < 9007199254740992) number = decimals == 0 ? <f64>digits : <f64>digits / unchecked(POWERS[decimals]);
  else {
    number = longDecimal(digits, decimals);
    if (number != number) return 0;
  }
  value = sign == 45 ? -number : number;
  return next;
}

/** The address itself when a cell may end there (a carriage return before the line end is passed), else 0. */
function cellEnd(at: usize): usize {
  const stop = load<u8>(at);
  if (stop == delimiter || stop == NEWLINE) return at;
  return stop == RETURN && load<u8>(at, 1) == NEWLINE ? at + 1 : 0;
}

/** An empty cell, `NaN`, `nan`, `NA` or `-`. */
function missing(start: usize): usize {
  const one = load<u8>(start);
  const two = load<u8>(start, 1);
  let length = 0;
  if (one == 45) length = 1;
  else if ((one == 78 || one == 110) && two == 97 && load<u8>(start, 2) == one) length = 3;
  else if (one == 78 && two == 65) length = 2;
  const next = cellEnd(start + length);
  if (next != 0) value = NaN;
  return next;
}

/** How many of eight characters, from the lowest address on, are digits. */
function leadingDigits(eight: u64): i32 {
  const high: u64 = 0xf0f0f0f0f0f0f0f0;
  // A digit has 3 in its high half, also after 6 was added. A carry out of a character above 0xf9 spoils only what follows it.
  const others = ((eight & high) | (((eight + 0x0606060606060606) & high) >>> 4)) ^ 0x3333333333333333;
  return others == 0 ? 8 : <i32>(ctz(others) >>> 3);
}

/** The number that eight digits spell, the first at the lowest address (Lemire 2022, "Quickly parsing eight digits"). */
function eightDigits(eight: u64): u64 {
  const mask: u64 = 0x000000ff000000ff;
  let v = eight - 0x3030303030303030;
  v = v * 10 + (v >>> 8);
  return ((v & mask) * 0x000f424000000064 + ((v >>> 16) & mask) * 0x0000271000000001) >>> 32;
}

/** digits / 10^decimals in double-double, rounded to double; NaN when the rounding is in doubt. */
function longDecimal(digits: u64, decimals: i32): f64 {
  const high = <f64>digits;
  const low = <f64>(<i64>(digits - <u64>high));
  const divisor = unchecked(POWERS[decimals]);
  const quotient = high / divisor;
  const back = quotient * divisor;
  const remainder = high - back - productError(quotient, divisor, back) + low;
  const correction = remainder / divisor;
  const sum = quotient + correction;
  const left = correction - (sum - quotient);
  // 2^-53 of the value lies between a half and a whole distance to the next double.
  return Math.abs(left) < 0.499 * sum * 1.1102230246251565e-16 ? sum : NaN;
}

/** a * b - product exactly (Dekker's splitting). */
function productError(a: f64, b: f64, product: f64): f64 {
  const aBig = 134217729.0 * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = 134217729.0 * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
