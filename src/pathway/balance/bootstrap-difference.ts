import { normal, randomStream } from '../../stats/index.ts';

/** Bootstrap samples, as in the reference. */
const RESAMPLES = 9999;

/**
 * Bias-corrected and accelerated bootstrap interval of a difference of two group means (Efron 1987), animals drawn with
 * replacement within each group.
 *
 * @returns NaN ends when a group has fewer than two animals or nothing varies
 */
export function bootstrapDifference(treated: Float64Array, control: Float64Array, seed: number, level = 0.95): [number, number] {
  if (treated.length < 2 || control.length < 2) return [NaN, NaN];
  const stream = randomStream(seed, 'balance/bootstrap');
  const observed = meanOf(treated) - meanOf(control);
  const drawn = new Float64Array(RESAMPLES);
  const drawMean = (values: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[stream.integer(values.length)];
    return sum / values.length;
  };
  for (let b = 0; b < RESAMPLES; b++) drawn[b] = drawMean(treated) - drawMean(control);
  drawn.sort();
  if (drawn[0] === drawn[RESAMPLES - 1]) return [NaN, NaN];
  const bias = normal.quantile(shareBelow(drawn, observed));
  const acceleration = accelerationOf(treated, control);
  const end = (probability: number): number => {
    const z = bias + normal.quantile(probability);
    return quantileOf(drawn, normal.lower(bias + z / (1 - acceleration * z)));
  };
  return [end((1 - level) / 2), end((1 + level) / 2)];
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Share of sorted values below a number, ties counted half. */
function shareBelow(sorted: Float64Array, value: number): number {
  let below = 0;
  let ties = 0;
  for (const one of sorted) {
    if (one < value) below++;
    else if (one === value) ties++;
  }
  return (below + ties / 2) / sorted.length;
}

/** Skewness of the influence values of the difference, over six. */
function accelerationOf(treated: Float64Array, control: Float64Array): number {
  let cubes = 0;
  let squares = 0;
  for (const [values, sign] of [
    [treated, 1],
    [control, -1],
  ] as const) {
    const mean = meanOf(values);
    for (const value of values) {
      const influence = (sign * (value - mean)) / values.length;
      cubes += influence * influence * influence;
      squares += influence * influence;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/** Quantile by linear interpolation (R's type 7). */
function quantileOf(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.min(sorted.length - 1, Math.max(0, Math.floor(at)));
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
