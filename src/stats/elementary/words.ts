/**
 * Access to the two 32-bit halves of a double, for the elementary functions. Little-endian, as every engine that runs
 * JavaScript today. One shared buffer: no allocation in a hot loop.
 */
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/** Upper 32 bits (sign, exponent, top of the fraction) of a double. */
export function highWord(x: number): number {
  float[0] = x;
  return words[1];
}

/** The double with the upper half replaced. */
export function withHighWord(x: number, high: number): number {
  float[0] = x;
  words[1] = high;
  return float[0];
}

/** The double with its lower 32 bits cleared. */
export function clearLowWord(x: number): number {
  float[0] = x;
  words[0] = 0;
  return float[0];
}

/** 2^k exactly, for -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (1023 + k) << 20;
  return float[0];
}

/** x * 2^k with correct gradual underflow, for |k| <= 2098. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return scaleByPowerOfTwo(x * 8.98846567431158e307, k - 1023);
  // 2^-969 keeps the intermediate normal, so that only the last product rounds
  if (k < -1022) return scaleByPowerOfTwo(x * 2.004168360008973e-292, k + 969);
  return x * powerOfTwo(k);
}
