/** As R: a probability that misses the step by rounding alone still belongs to it. */
const FUZZ = 64 * 2.220446049250313e-16;

/**
 * Smallest integer k in [least, most] whose lower tail reaches p (`increasing`), or whose upper tail has come down to p.
 *
 * @param logTail logarithm of the tail at an integer
 * @param logP logarithm of p
 * @param start a guess
 */
export function smallestInteger(
  logTail: (k: number) => number,
  logP: number,
  increasing: boolean,
  least: number,
  most: number,
  start: number,
): number {
  const reached = (k: number): boolean => (increasing ? logTail(k) >= logP - FUZZ : logTail(k) <= logP + FUZZ);
  let high = Math.min(Math.max(Math.floor(start), least), most);
  let low = high;
  let stride = 1;
  if (reached(high)) {
    while (low >= least && reached(low)) {
      high = low;
      low -= stride;
      stride *= 2;
    }
    if (low < least) low = least - 1;
  } else {
    while (high < most && !reached(high)) {
      low = high;
      high = Math.min(high + stride, most);
      stride *= 2;
      if (high > 9e15) return Infinity;
    }
    if (high === most) {
      if (most === Infinity) return Infinity;
    }
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
