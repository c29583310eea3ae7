/** Powers of ten that are exact doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * Reads a plain decimal number (sign, at most 18 digits, decimal mark; no exponent) into `target[row]`, correctly rounded.
 * Nine digits at a time are gathered as integers. Up to 15 digits and a power of ten up to 22 are exact doubles, so one division
 * rounds once (Clinger 1990); longer ones are divided as a double-double (Dekker 1971), and a value too close to the middle
 * between two doubles to be sure is left to the slow way.
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
  if (sign === 45 || sign === 43) at++;
  const first = at;
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  let decimals = 0;
  let digit = bytes[at] - 48;
  // Character codes and limits are written out: a bundler turns module constants into variables, which cost a load per digit.
  // Nine digits fit a 32-bit integer; once `high` has reached 10^8, the next digits go to `low`.
  while (digit >= 0 && digit <= 9 && high < 100_000_000) {
    high = (high * 10 + digit) | 0;
    digit = bytes[++at] - 48;
  }
  const whole = at - first;
  if (bytes[at] === mark) {
    const point = at;
    digit = bytes[++at] - 48;
    while (digit >= 0 && digit <= 9 && high < 100_000_000) {
      high = (high * 10 + digit) | 0;
      digit = bytes[++at] - 48;
    }
    const split = at;
    while (digit >= 0 && digit <= 9 && low < 100_000_000) {
      low = (low * 10 + digit) | 0;
      digit = bytes[++at] - 48;
    }
    lowDigits = at - split;
    decimals = at - point - 1;
  }
  if (whole + decimals === 0 || lowDigits > 9 || decimals > 22) return -1;
  const stop = bytes[at];
  if (stop !== delimiter && stop !== 10 && at < bytes.length) {
    if (stop !== 13 || (at + 1 < bytes.length && bytes[at + 1] !== 10)) return -1;
    at++;
  }
  let value = high;
  if (lowDigits === 0) {
    if (decimals > 0) value = high / POWERS[decimals];
  } else {
    const joined = high * POWERS[lowDigits] + low;
    // Below 2^52 the joined digits are exact.
    value = joined < 4503599627370496 ? joined / POWERS[decimals] : longDecimal(high, low, lowDigits, decimals);
    if (value !== value) return -1;
  }
  target[row] = sign === 45 ? -value : value;
  return at;
}

/** (high * 10^digits + low) / 10^decimals in double-double, rounded to double; NaN when the rounding is in doubt. */
function longDecimal(high: number, low: number, digits: number, decimals: number): number {
  const power = POWERS[digits];
  const product = high * power;
  const tail = productError(high, power, product) + low;
  const sum = product + tail;
  const rest = tail - (sum - product);
  const divisor = POWERS[decimals];
  const quotient = sum / divisor;
  const back = quotient * divisor;
  const remainder = sum - back - productError(quotient, divisor, back) + rest;
  const correction = remainder / divisor;
  const value = quotient + correction;
  const left = correction - (value - quotient);
  // 2^-53 of the value lies between a half and a whole distance to the next double.
  return Math.abs(left) < 0.499 * value * 1.1102230246251565e-16 ? value : NaN;
}

/** a * b - product exactly (Dekker's splitting). */
function productError(a: number, b: number, product: number): number {
  const aBig = 134217729 * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = 134217729 * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
