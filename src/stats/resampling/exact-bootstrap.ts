import { inputError } from '../../problems/index.ts';

const MOST = 2e6;

/**
 * The statistic of every one of the n^n resamples of a small sample, in ascending order: the bootstrap distribution itself,
 * without Monte Carlo error.
 *
 * @throws InputError when n^n exceeds two million (n > 7)
 */
export function exactBootstrap(sample: ArrayLike<number>, statistic: (resample: Float64Array) => number): Float64Array {
  const n = sample.length;
  let count = 1;
  for (let i = 0; i < n; i++) count *= n;
  if (n === 0 || count > MOST) {
    throw inputError({
      code: 'bootstrap-not-enumerable',
      message: 'The sample is empty or has too many resamples to enumerate',
      found: `${n} values`,
      expected: '1 to 7',
    });
  }
  const resample = new Float64Array(n);
  return Float64Array.from({ length: count }, (_, number) => {
    let rest = number;
    for (let i = 0; i < n; i++) {
      resample[i] = sample[rest % n];
      rest = Math.floor(rest / n);
    }
    return statistic(resample);
  }).sort();
}
