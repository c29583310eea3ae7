/**
 * Sums and products with twice the precision of a double, as unevaluated pairs high + low. A function returns the high part and
 * leaves the low part in {@link low}, so that nothing is allocated. Source: Dekker (1971), Knuth (TAOCP 2, 4.2.2).
 */
export let low = 0;

/** a + b exactly. */
export function twoSum(a: number, b: number): number {
  const sum = a + b;
  const part = sum - a;
  low = a - (sum - part) + (b - part);
  return sum;
}

const SPLITTER = 134217729;

/** a * b exactly, for |a|, |b| < 1e300 and a product above 1e-290. */
export function twoProduct(a: number, b: number): number {
  const product = a * b;
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  low = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  return product;
}

/** (a + aLow) + (b + bLow). */
export function addPairs(a: number, aLow: number, b: number, bLow: number): number {
  const sum = twoSum(a, b);
  const rest = low + (aLow + bLow);
  const high = sum + rest;
  low = rest - (high - sum);
  return high;
}

/** (a + aLow) * b. */
export function scalePair(a: number, aLow: number, b: number): number {
  const product = twoProduct(a, b);
  const rest = low + aLow * b;
  const high = product + rest;
  low = rest - (high - product);
  return high;
}

/** What rounding leaves of a * b; 0 where the parts would overflow. */
export function productError(a: number, b: number): number {
  twoProduct(a, b);
  return low === low ? low : 0;
}
