import { clearLowWord, highWord, withHighWord } from './words.ts';

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 18014398509481984;
const LG1 = 6.66666666666673513e-1;
const LG2 = 3.999999999940941908e-1;
const LG3 = 2.857142874366239149e-1;
const LG4 = 2.222219843214978396e-1;
const LG5 = 1.818357216161805012e-1;
const LG6 = 1.531383769920937332e-1;
const LG7 = 1.479819860511658591e-1;

/**
 * Natural logarithm to within 1 ulp, in plain arithmetic (see {@link exp} for why). -Infinity at 0, NaN below.
 * Source: the method of FDLIBM 5.3.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  let value = x;
  let high = highWord(value);
  if (high < 0x00100000) {
    k = -54;
    value *= TWO_54;
    high = highWord(value);
  }
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  const i = (high + 0x95f64) & 0x100000;
  value = withHighWord(value, high | (i ^ 0x3ff00000));
  k += i >> 20;
  const f = value - 1;
  if ((0x000fffff & (2 + high)) < 3) return logNearOne(f, k);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = w * (LG2 + w * (LG4 + w * LG6)) + z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const halfSquare = 0.5 * f * f;
    return k === 0
      ? f - (halfSquare - s * (halfSquare + r))
      : k * LN2_HIGH - (halfSquare - (s * (halfSquare + r) + k * LN2_LOW) - f);
  }
  return k === 0 ? f - s * (f - r) : k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f);
}

function logNearOne(f: number, k: number): number {
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
  const r = f * f * (0.5 - 0.33333333333333333 * f);
  return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f);
}

/** ln(1 + x) without cancellation near zero, to within 1 ulp. Source: the method of FDLIBM 5.3. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 1.862645149230957e-9) return magnitude < 5.551115123125783e-17 ? x : x - x * x * 0.5;
  let k = 0;
  let f = x;
  let c = 0;
  let high = 1;
  if (!(x > -0.2928932188134524 && x < 0.41421356237309503)) {
    let u = x < 9007199254740992 ? 1 + x : x;
    high = highWord(u);
    k = (high >> 20) - 1023;
    if (x < 9007199254740992) c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    high &= 0x000fffff;
    if (high < 0x6a09e) {
      u = withHighWord(u, high | 0x3ff00000);
    } else {
      k++;
      u = withHighWord(u, high | 0x3fe00000);
      high = (0x00100000 - high) >> 2;
    }
    f = u - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (high === 0) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
    const r = halfSquare * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (LG1 + z * (LG2 + z * (LG3 + z * (LG4 + z * (LG5 + z * (LG6 + z * LG7))))));
  return k === 0
    ? f - (halfSquare - s * (halfSquare + r))
    : k * LN2_HIGH - (halfSquare - (s * (halfSquare + r) + (k * LN2_LOW + c)) - f);
}

const INVERSE_LN2_HIGH = 1.44269504072144627571;
const INVERSE_LN2_LOW = 1.67517131648865118353e-10;

/** Splits a positive normal double into exponent k and fraction in [sqrt(1/2), sqrt(2)), as `log2` and `log10` need it. */
function logParts(x: number): { k: number; high: number; low: number } {
  let k = 0;
  let value = x;
  let word = highWord(value);
  if (word < 0x00100000) {
    k = -54;
    value *= TWO_54;
    word = highWord(value);
  }
  word += 0x3ff00000 - 0x3fe6a09e;
  k += (word >> 20) - 1023;
  value = withHighWord(value, (word & 0x000fffff) + 0x3fe6a09e);
  const f = value - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = w * (LG2 + w * (LG4 + w * LG6)) + z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
  const high = clearLowWord(f - halfSquare);
  const low = f - high - halfSquare + s * (halfSquare + r);
  return { k, high, low };
}

/** Base-2 logarithm, exact at powers of two. Source: the method of FreeBSD's e_log2.c. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity || x === 1) return x === 1 ? 0 : x;
  const { k, high, low } = logParts(x);
  const valueHigh = high * INVERSE_LN2_HIGH;
  const valueLow = (low + high) * INVERSE_LN2_LOW + low * INVERSE_LN2_HIGH;
  const w = k + valueHigh;
  return valueLow + (k - w + valueHigh) + w;
}

const INVERSE_LN10_HIGH = 4.34294481878168880939e-1;
const INVERSE_LN10_LOW = 2.50829467116452752298e-11;
const LOG10_2_HIGH = 3.01029995663611771306e-1;
const LOG10_2_LOW = 3.69423907715893078616e-13;

/** Base-10 logarithm. Source: the method of FreeBSD's e_log10.c. */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity || x === 1) return x === 1 ? 0 : x;
  const { k, high, low } = logParts(x);
  const valueHigh = high * INVERSE_LN10_HIGH;
  const y2 = k * LOG10_2_HIGH;
  const valueLow = k * LOG10_2_LOW + (low + high) * INVERSE_LN10_LOW + low * INVERSE_LN10_HIGH;
  const w = y2 + valueHigh;
  return valueLow + (y2 - w + valueHigh) + w;
}
