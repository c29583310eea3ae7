const S1 = -1.66666666666666324348e-1;
const S2 = 8.33333333332248946124e-3;
const S3 = -1.98412698298579493134e-4;
const S4 = 2.75573137070700676789e-6;
const S5 = -2.50507602534068634195e-8;
const S6 = 1.58969099521155010221e-10;
const C1 = 4.16666666666666019037e-2;
const C2 = -1.38888888888741095749e-3;
const C3 = 2.48015872894767294178e-5;
const C4 = -2.75573143513906633035e-7;
const C5 = 2.0875723212981748279e-9;
const C6 = -1.13596475577881948265e-11;
const TWO_OVER_PI = 6.36619772367581382433e-1;
const PIO2_1 = 1.57079632673412561417;
const PIO2_1T = 6.07710050650619224932e-11;
const PIO2_2 = 6.0771005063039659766e-11;
const PIO2_2T = 2.02226624879595063154e-21;
const PIO2_3 = 2.0222662487111664558e-21;
const PIO2_3T = 8.47842766036889956997e-32;
const LARGEST = 1647099;

function kernelSin(x: number, y: number): number {
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  return x - (z * (0.5 * y - v * r) - y - v * S1);
}

function kernelCos(x: number, y: number): number {
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  const halfSquare = 0.5 * z;
  const w = 1 - halfSquare;
  return w + (1 - w - halfSquare + (z * r - x * y));
}

/** Reduces x to [-pi/4, pi/4] as quadrant, high and low part (Cody-Waite in three stages). */
function reduce(x: number): { quadrant: number; high: number; low: number } {
  if (Math.abs(x) > LARGEST) throw new RangeError(`angle out of range: ${x} (at most ${LARGEST} radians)`);
  const n = Math.round(x * TWO_OVER_PI);
  let r = x - n * PIO2_1;
  let w = n * PIO2_1T;
  let t = r;
  w = n * PIO2_2;
  r = t - w;
  let correction = n * PIO2_2T - (t - r - w);
  t = r;
  w = n * PIO2_3;
  const r3 = t - w;
  if (Math.abs(r) < 1e-4) {
    correction = n * PIO2_3T - (t - r3 - w);
    r = r3;
  }
  const high = r - correction;
  return { quadrant: n & 3, high, low: r - high - correction };
}

/** sin(x), |x| <= 1.6e6 rad. Source: FDLIBM 5.3 kernels. Throws RangeError beyond (angles in this project are small). */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) <= 0.7853981633974483) return Math.abs(x) < 7.450580596923828e-9 ? x : kernelSin(x, 0);
  const { quadrant, high, low } = reduce(x);
  if (quadrant === 0) return kernelSin(high, low);
  if (quadrant === 1) return kernelCos(high, low);
  return quadrant === 2 ? -kernelSin(high, low) : -kernelCos(high, low);
}

/** cos(x), |x| <= 1.6e6 rad. Source: FDLIBM 5.3 kernels. Throws RangeError beyond. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) <= 0.7853981633974483) return kernelCos(x, 0);
  const { quadrant, high, low } = reduce(x);
  if (quadrant === 0) return kernelCos(high, low);
  if (quadrant === 1) return -kernelSin(high, low);
  return quadrant === 2 ? -kernelCos(high, low) : kernelSin(high, low);
}

/** tan(x), |x| <= 1.6e6 rad, to within 2 ulp. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

const ATAN_HIGH = [4.63647609000806093515e-1, 7.85398163397448278999e-1, 9.82793723247329054082e-1, 1.570796326794896558];
const ATAN_LOW = [2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, 6.12323399573676603587e-17];
const A = [
  3.33333333333329318027e-1, -1.99999999998764832476e-1, 1.42857142725034663711e-1, -1.1111110405462355788e-1,
  9.09088713343650656196e-2, -7.69187620504482999495e-2, 6.66107313738753120669e-2, -5.83357013379057348645e-2,
  4.97687799461593236017e-2, -3.6531572744216915527e-2, 1.62858201153657823623e-2,
];

/** Inverse tangent. Source: the method of FDLIBM 5.3. */
export function atan(x: number): number {
  if (x !== x) return x;
  const magnitude = Math.abs(x);
  if (magnitude < 1.862645149230957e-9) return x;
  if (magnitude > 7.378697629483821e19) return x > 0 ? ATAN_HIGH[3] + ATAN_LOW[3] : -ATAN_HIGH[3] - ATAN_LOW[3];
  let id = -1;
  let t = magnitude;
  if (magnitude >= 0.4375) {
    if (magnitude < 0.6875) {
      id = 0;
      t = (2 * t - 1) / (2 + t);
    } else if (magnitude < 1.1875) {
      id = 1;
      t = (t - 1) / (t + 1);
    } else if (magnitude < 2.4375) {
      id = 2;
      t = (t - 1.5) / (1 + 1.5 * t);
    } else {
      id = 3;
      t = -1 / t;
    }
  }
  const z = t * t;
  const w = z * z;
  const s1 = z * (A[0] + w * (A[2] + w * (A[4] + w * (A[6] + w * (A[8] + w * A[10])))));
  const s2 = w * (A[1] + w * (A[3] + w * (A[5] + w * (A[7] + w * A[9]))));
  const value = id < 0 ? t - t * (s1 + s2) : ATAN_HIGH[id] - (t * (s1 + s2) - ATAN_LOW[id] - t);
  return x < 0 ? -value : value;
}

/** Angle of the point (x, y) in (-pi, pi]. */
export function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN;
  const negativeX = x < 0 || Object.is(x, -0);
  const negativeY = y < 0 || Object.is(y, -0);
  if (y === 0) return negativeX ? (negativeY ? -Math.PI : Math.PI) : y;
  if (x === 0) return negativeY ? -Math.PI / 2 : Math.PI / 2;
  if (!Number.isFinite(x) && !Number.isFinite(y)) {
    const angle = negativeX ? 2.356194490192345 : 0.7853981633974483;
    return negativeY ? -angle : angle;
  }
  const angle = atan(Math.abs(y / x));
  const value = negativeX ? Math.PI - (angle - 1.2246467991473531772e-16) : angle;
  return negativeY ? -value : value;
}

/** Inverse sine on [-1, 1]; NaN outside. */
export function asin(x: number): number {
  return Math.abs(x) > 1 ? NaN : atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** Inverse cosine on [-1, 1]; NaN outside. */
export function acos(x: number): number {
  return Math.abs(x) > 1 ? NaN : atan2(Math.sqrt((1 - x) * (1 + x)), x);
}
