import { clearLowWord, highWord, powerOfTwo, scaleByPowerOfTwo, withHighWord } from './words.ts';

const L1 = 5.99999999999994648725e-1;
const L2 = 4.28571428578550184252e-1;
const L3 = 3.33333329818377432918e-1;
const L4 = 2.72728123808534006489e-1;
const L5 = 2.30660745775561754067e-1;
const L6 = 2.06975017800338417784e-1;
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;
const LG2 = 6.93147180559945286227e-1;
const LG2_HIGH = 6.93147182464599609375e-1;
const LG2_LOW = -1.90465429995776804525e-9;
const OVERFLOW_TAIL = 8.0085662595372944372e-17;
const CP = 9.61796693925975554329e-1;
const CP_HIGH = 9.61796700954437255859e-1;
const CP_LOW = -7.02846165095275826516e-9;
const DP_HIGH = 5.84962487220764160156e-1;
const DP_LOW = 1.35003920212974897128e-8;

/** log2 of a positive finite double as an unevaluated sum high + low with about 15 extra bits. */
function log2Extended(x: number): { high: number; low: number } {
  let n = 0;
  let ax = x;
  let ix = highWord(ax);
  if (ix < 0x00100000) {
    ax *= 9007199254740992;
    n -= 53;
    ix = highWord(ax);
  }
  n += (ix >> 20) - 1023;
  const fraction = ix & 0x000fffff;
  ix = fraction | 0x3ff00000;
  let half = 0;
  if (fraction > 0x3988e) {
    if (fraction < 0xbb67a) half = 1;
    else {
      n += 1;
      ix -= 0x00100000;
    }
  }
  ax = withHighWord(ax, ix);
  const base = half === 1 ? 1.5 : 1;
  let u = ax - base;
  let v = 1 / (ax + base);
  const ss = u * v;
  const sHigh = clearLowWord(ss);
  let tHigh = withHighWord(0, ((ix >> 1) | 0x20000000) + 0x00080000 + (half << 18));
  let tLow = ax - (tHigh - base);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  let s2 = ss * ss;
  let r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6)))));
  r += sLow * (sHigh + ss);
  s2 = sHigh * sHigh;
  tHigh = clearLowWord(3 + s2 + r);
  tLow = r - (tHigh - 3 - s2);
  u = sHigh * tHigh;
  v = sLow * tHigh + tLow * ss;
  const pHigh = clearLowWord(u + v);
  const pLow = v - (pHigh - u);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + (half === 1 ? DP_LOW : 0);
  const dpHigh = half === 1 ? DP_HIGH : 0;
  const high = clearLowWord(zHigh + zLow + dpHigh + n);
  return { high, low: zLow - (high - n - dpHigh - zHigh) };
}

/** 2^(high + low), for the last step of {@link pow}. */
function exp2Extended(pHigh: number, pLow: number): number {
  const z = pHigh + pLow;
  if (z >= 1024 && (z > 1024 || pLow + OVERFLOW_TAIL > z - pHigh)) return Infinity;
  if (z <= -1075 && (z < -1075 || pLow <= z - pHigh)) return 0;
  const n = Math.abs(z) > 0.5 ? Math.round(z) : 0;
  const high = pHigh - n;
  const t = clearLowWord(pLow + high);
  const u = t * LG2_HIGH;
  const v = (pLow - (t - high)) * LG2 + t * LG2_LOW;
  const y = u + v;
  const w = v - (y - u);
  const s = y * y;
  const t1 = y - s * (P1 + s * (P2 + s * (P3 + s * (P4 + s * P5))));
  const r = (y * t1) / (t1 - 2) - (w + y * w);
  const value = 1 - (r - y);
  return n >= -1021 && n <= 1022 ? value * powerOfTwo(n) : scaleByPowerOfTwo(value, n);
}

/**
 * x^y to within 1 ulp, in plain arithmetic (see `exp` for why). Special cases as IEEE 754's `pow` (and `Math.pow`, which
 * differs only in giving NaN for 1^Infinity; here too). Source: the method of FDLIBM 5.3 (extended log2, split product, 2^z).
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const ax = Math.abs(x);
  if (y === Infinity || y === -Infinity) return ax === 1 ? NaN : ax > 1 === y > 0 ? Infinity : 0;
  const odd = x < 0 || (x === 0 && highWord(x) < 0) ? Math.abs(y) < 9007199254740992 && Math.abs(y % 2) === 1 : false;
  if (x === 0 || ax === Infinity) return (ax === 0) === y > 0 ? (odd ? -0 : 0) : odd ? -Infinity : Infinity;
  if (x < 0 && !Number.isInteger(y)) return NaN;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (y === 0.5) return Math.sqrt(x);
  const magnitude = powPositive(ax, y);
  return odd ? -magnitude : magnitude;
}

function powPositive(ax: number, y: number): number {
  if (ax === 1) return 1;
  const { high, low } = log2Extended(ax);
  const estimate = y * high;
  if (estimate > 1100) return Infinity;
  if (estimate < -1100) return 0;
  const yHigh = clearLowWord(y);
  const pLow = (y - yHigh) * high + y * low;
  const pHigh = yHigh * high;
  return exp2Extended(pHigh, pLow);
}
