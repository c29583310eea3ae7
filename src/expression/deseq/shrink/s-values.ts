import { normal } from '../../../stats/index.ts';

/**
 * Local false sign rates from normal posteriors: with a threshold T > 0, the probability that the effect is not beyond T in
 * the direction of its sign (Zhu, Ibrahim & Love 2019).
 */
export function falseSignRates(mode: Float64Array, sd: Float64Array, threshold = 0): Float64Array {
  return mode.map((value, g) => normal.upper((Math.abs(value) - threshold) / sd[g]));
}

/** s-values: running mean of the sorted rates (Stephens 2017). NaN stays NaN. */
export function sValues(rates: Float64Array): Float64Array {
  const order = Array.from(rates.keys())
    .filter((g) => !Number.isNaN(rates[g]))
    .sort((a, b) => rates[a] - rates[b]);
  const out = new Float64Array(rates.length).fill(NaN);
  let sum = 0;
  order.forEach((g, i) => {
    sum += rates[g];
    out[g] = sum / (i + 1);
  });
  return out;
}
