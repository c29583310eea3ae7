import { powerOfTwo, scaleByPowerOfTwo, withHighWord } from './words.ts';

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.4426950408889634;
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019411;
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/**
 * e^x to within 1 ulp, in plain arithmetic, so that Node and every browser give the same bits (the engine's own does not).
 * Source: the method of FDLIBM 5.3 (Sun Microsystems, freely usable): argument reduction by ln 2, rational remainder.
 */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 3.725290298461914e-9) return 1 + x;
  let k = 0;
  let high = 0;
  let low = 0;
  let r = x;
  if (magnitude > 0.34657359027997264) {
    k = magnitude < 1.0397207708399179 ? (x < 0 ? -1 : 1) : (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
    r = high - low;
  }
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return k >= -1021 && k <= 1023 ? y * powerOfTwo(k) : scaleByPowerOfTwo(y, k);
}

const Q1 = -3.33333333333331316428e-2;
const Q2 = 1.58730158725481460165e-3;
const Q3 = -7.93650757867487942473e-5;
const Q4 = 4.00821782732936239552e-6;
const Q5 = -2.01099218183624371326e-7;

/** e^x - 1 without cancellation near zero, to within 1 ulp. Source: the method of FDLIBM 5.3. */
export function expm1(x: number): number {
  if (x !== x) return x;
  if (x > OVERFLOW) return Infinity;
  if (x < -38.816242) return -1;
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 5.551115123125783e-17) return x;
  let k = 0;
  let c = 0;
  let r = x;
  if (magnitude > 0.34657359027997264) {
    k = magnitude < 1.0397207708399179 ? (x < 0 ? -1 : 1) : (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    c = high - r - low;
  }
  return expm1FromReduced(r, c, k);
}

function expm1FromReduced(x: number, c: number, k: number): number {
  const halfX = 0.5 * x;
  const halfSquare = x * halfX;
  const r1 = 1 + halfSquare * (Q1 + halfSquare * (Q2 + halfSquare * (Q3 + halfSquare * (Q4 + halfSquare * Q5))));
  const t = 3 - r1 * halfX;
  let e = halfSquare * ((r1 - t) / (6 - x * t));
  if (k === 0) return x - (x * e - halfSquare);
  e = x * (e - c) - c - halfSquare;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) return scaleByPowerOfTwo(1 - (e - x), k) - 1;
  if (k < 20) {
    const t20 = withHighWord(1, 0x3ff00000 - (0x200000 >> k));
    return (t20 - (e - x)) * powerOfTwo(k);
  }
  return (x - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}
