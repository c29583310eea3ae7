/** Constants of DESeq2 1.38's default path; natural-log scale unless said otherwise. */
export const MIN_DISPERSION = 1e-8;
export const MEAN_FLOOR = 0.5;
export const MOST_ITERATIONS = 100;
/** The line search gives up below ln(MIN_DISPERSION / 10). */
export const LOWEST_LOG_DISPERSION = -20.72326583694641;
/** ln(MIN_DISPERSION), the lower end of the grid. */
export const LOG_MIN_DISPERSION = -18.420680743952367;
/** Prior variance 1e6 on the log2 scale: the ridge that only keeps the fit finite. */
export const TINY_RIDGE = 1e-6;
export const LOG2_OF_E = 1.4426950408889634;
export const LN_2 = 0.6931471805599453;

/** Largest dispersion that is looked for: 10, or the number of samples when that is more. */
export function maxDispersion(samples: number): number {
  return Math.max(10, samples);
}

/** Ridge penalties on the natural-log scale for penalties given on the log2 scale. */
export function naturalRidge(lambda: ArrayLike<number>): Float64Array {
  return Float64Array.from(lambda, (value) => value / (LN_2 * LN_2));
}
