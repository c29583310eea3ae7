/** What a static camera sees without the animal, and how an animal shows against it. */
export interface BackgroundModel {
  width: number;
  height: number;
  /** Median gray value of every pixel. */
  background: Uint8Array;
  /** +1: the animal is brighter than the background, -1: darker. */
  polarity: 1 | -1;
  /** Difference from the background above which a pixel belongs to the animal. */
  threshold: number;
  /** 1 where the animal can be; null: everywhere. */
  mask: Uint8Array | null;
}

/** Pixels differ from the background by noise of this many robust standard deviations at most. */
const NOISE_LIMIT = 8;
const LEAST_THRESHOLD = 12;

/**
 * Learns the background from frames spread over the video: the median of each pixel, which the animal does not enter as long
 * as it is elsewhere in more than half of them. The polarity is the side on which differences are larger; the threshold lies
 * halfway (geometrically) between the noise and the contrast of the animal.
 *
 * @param frames gray images, width x height each, at least 3
 */
export function learnBackground(
  frames: readonly Uint8Array[],
  width: number,
  height: number,
  mask: Uint8Array | null,
): BackgroundModel {
  const size = width * height;
  const background = medianImage(frames, size);
  const [darker, brighter] = [new Float64Array(256), new Float64Array(256)];
  for (const frame of frames) {
    for (let i = 0; i < size; i++) {
      if (mask !== null && mask[i] === 0) continue;
      const difference = frame[i] - background[i];
      if (difference < 0) darker[-difference]++;
      else brighter[difference]++;
    }
  }
  const polarity = tailWeight(brighter) > tailWeight(darker) ? 1 : -1;
  const used = polarity === 1 ? brighter : darker;
  const noise = NOISE_LIMIT * noiseScale(darker, brighter);
  const contrast = upperQuantile(used, 0.002);
  const threshold = Math.max(LEAST_THRESHOLD, noise, Math.sqrt(Math.max(1, noise) * contrast));
  return { width, height, background, polarity, threshold: Math.min(threshold, Math.max(noise, contrast - 1)), mask };
}

/** The median (the upper one of two) of each pixel over all frames, by counting gray values. */
function medianImage(frames: readonly Uint8Array[], size: number): Uint8Array {
  const image = new Uint8Array(size);
  const counts = new Int32Array(256);
  const middle = frames.length >> 1;
  for (let i = 0; i < size; i++) {
    counts.fill(0);
    for (let f = 0; f < frames.length; f++) counts[frames[f][i]]++;
    let value = 0;
    for (let seen = counts[0]; seen <= middle; seen += counts[value]) value++;
    image[i] = value;
  }
  return image;
}

/** Sum of large differences, which noise hardly has. */
function tailWeight(histogram: Float64Array): number {
  let sum = 0;
  for (let value = 20; value < 256; value++) sum += histogram[value] * value;
  return sum;
}

/** Robust standard deviation of all differences: 1.4826 times the median of their absolute values, at least half a gray step. */
function noiseScale(darker: Float64Array, brighter: Float64Array): number {
  let total = 0;
  for (let value = 0; value < 256; value++) total += darker[value] + brighter[value];
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += darker[value] + brighter[value];
    if (seen >= total / 2) return 1.4826 * Math.max(0.5, value);
  }
  return 0;
}

/** The difference exceeded by this share of all pixels. */
function upperQuantile(histogram: Float64Array, share: number): number {
  let total = 0;
  for (const count of histogram) total += count;
  let seen = 0;
  for (let value = 255; value > 0; value--) {
    seen += histogram[value];
    if (seen >= share * total) return value;
  }
  return 0;
}

/** A mask that is 1 inside a circle. */
export function circularMask(width: number, height: number, x: number, y: number, radius: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if ((column - x) * (column - x) + (row - y) * (row - y) <= radius * radius) mask[row * width + column] = 1;
  return mask;
}

/** A mask that is 1 inside a rectangle. */
export function rectangularMask(
  width: number,
  height: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let row = Math.max(0, Math.ceil(top)); row <= Math.min(height - 1, bottom); row++)
    for (let column = Math.max(0, Math.ceil(left)); column <= Math.min(width - 1, right); column++)
      mask[row * width + column] = 1;
  return mask;
}
