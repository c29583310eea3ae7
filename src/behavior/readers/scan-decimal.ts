const NEWLINE = 10;
const RETURN = 13;
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;

/** Powers of ten that are exact doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Largest head to which another digit can be added without leaving the exact integers. */
const MAX_HEAD = 900719925474099;
const SPLITTER = 134217729;

/**
 * Reads a plain decimal number (sign, digits, decimal mark; no exponent) into `target[row]`, correctly rounded: up to 15 or
 * 16 digits and a power of ten up to 22 are exact doubles, so one division rounds once (Clinger 1990); the digits beyond are
 * carried as the low part of a double-double (Dekker 1971). A value too close to the middle between two doubles to be sure
 * is left to the slow way.
 *
 * @param mark character code of the decimal mark
 * @returns offset of the delimiter or line end after the number, or -1 when the cell is anything else
 */
export function decimalAt(
  bytes: Uint8Array,
  start: number,
  mark: number,
  delimiter: number,
  target: Float64Array,
  row: number,
): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  const first = at;
  let head = 0;
  let tail = 0;
  let tailDigits = 0;
  let markAt = -1;
  for (; ; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (head < MAX_HEAD) head = head * 10 + digit;
      else {
        tail = tail * 10 + digit;
        tailDigits++;
      }
    } else if (bytes[at] === mark && markAt < 0) markAt = at;
    else break;
  }
  const digits = at - first - (markAt < 0 ? 0 : 1);
  const decimals = markAt < 0 ? 0 : at - markAt - 1;
  if (digits === 0 || decimals > 22 || tailDigits > 6) return -1;
  const stop = bytes[at];
  if (at < bytes.length && stop !== delimiter && stop !== NEWLINE) {
    if (stop !== RETURN || (at + 1 < bytes.length && bytes[at + 1] !== NEWLINE)) return -1;
    at++;
  }
  let value =
    tailDigits === 0 ? (decimals === 0 ? head : head / POWERS[decimals]) : longDecimal(head, tail, tailDigits, decimals);
  if (value !== value) return -1;
  if (sign === MINUS) value = -value;
  target[row] = value;
  return at;
}

/** (head * 10^tailDigits + tail) / 10^decimals in double-double, rounded to double; NaN when the rounding is in doubt. */
function longDecimal(head: number, tail: number, tailDigits: number, decimals: number): number {
  const power = POWERS[tailDigits];
  const product = head * power;
  const low = productError(head, power, product) + tail;
  const high = product + low;
  const rest = low - (high - product);
  if (decimals === 0) return rest === 0 || Math.abs(rest) < 0.49 * ulpBelow(high) ? high : NaN;
  const divisor = POWERS[decimals];
  const quotient = high / divisor;
  const back = quotient * divisor;
  const remainder = high - back - productError(quotient, divisor, back) + rest;
  const correction = remainder / divisor;
  const value = quotient + correction;
  const left = correction - (value - quotient);
  return Math.abs(left) < 0.499 * ulpBelow(value) ? value : NaN;
}

/** a * b - product exactly (Dekker's splitting). */
function productError(a: number, b: number, product: number): number {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** A lower bound, within a factor of two, on the distance from a positive double to its neighbors. */
function ulpBelow(value: number): number {
  return value * 1.1102230246251565e-16;
}
