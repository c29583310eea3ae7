import { log } from './elementary/log.ts';

/**
 * A stream of random numbers. Streams are keyed by (seed, purpose, index), so that the numbers one part of the program
 * draws do not depend on how many another part has drawn, nor on the number of threads.
 */
export interface RandomStream {
  /** Uniform on (0, 1), 53 bits, never exactly 0 or 1. */
  uniform(): number;
  /** Uniform integer in 0 .. n-1, without modulo bias. 1 <= n <= 2^32. */
  integer(n: number): number;
  /** Standard normal (polar method of Marsaglia). */
  normal(): number;
  /** 32 random bits as an unsigned integer. */
  bits(): number;
}

/** Mixes 32 bits; the finalizer of MurmurHash3. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hashText(text: string, start: number): number {
  let h = start | 0;
  for (let i = 0; i < text.length; i++) h = mix(Math.imul(h ^ text.charCodeAt(i), 0x01000193) + 0x9e3779b9);
  return h;
}

/**
 * Opens the stream named by (seed, purpose, index). The generator is xoshiro128** (Blackman & Vigna 2018), its state
 * filled by hashing the key, so that small seeds give unrelated streams.
 *
 * @param seed any integer up to 2^53
 * @param purpose what the numbers are for, e.g. `"permutation/anxiety"`
 * @param index position in a family of streams (permutation number, chunk number, ...)
 */
export function randomStream(seed: number, purpose: string, index = 0): RandomStream {
  const state = new Int32Array(4);
  let h = hashText(purpose, 0x243f6a88);
  for (let i = 0; i < 4; i++) {
    h = mix(h + 0x9e3779b9 + (seed | 0));
    h = mix(h ^ Math.floor(seed / 4294967296));
    h = mix(h + Math.imul(index, 0x85ebca77) + i);
    state[i] = h;
  }
  if ((state[0] | state[1] | state[2] | state[3]) === 0) state[0] = 1;
  return streamFrom(state);
}

function streamFrom(state: Int32Array): RandomStream {
  const bits = (): number => {
    const five = Math.imul(state[1], 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const t = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return result >>> 0;
  };
  const uniform = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6) + 0.5) / 9007199254740992;
  const integer = (n: number): number => {
    const limit = 4294967296 - (4294967296 % n);
    let draw = bits();
    while (draw >= limit) draw = bits();
    return draw % n;
  };
  let spare = NaN;
  const normal = (): number => {
    if (spare === spare) {
      const value = spare;
      spare = NaN;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
  return { uniform, integer, normal, bits };
}

/** Shuffles an array in place (Fisher-Yates). */
export function shuffle<T extends { length: number; [index: number]: unknown }>(values: T, stream: RandomStream): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
  return values;
}
