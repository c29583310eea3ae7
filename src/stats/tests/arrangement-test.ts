import { randomStream, shuffle } from '../random.ts';
import { arrangementCount, type PermutationOptions, type PermutationTest, sampledPvalue } from './permutation-test.ts';

/** Statistics that equal the observed one but for rounding count as equally extreme. */
const SLACK = 1e-10;

/**
 * Two-sided permutation test of any statistic of two groups that is computed anew for each arrangement, as `permutationTest` is of the
 * difference of two means: for statistics whose parts (a reference group's mean and standard deviation, say) rest on who is in which group.
 * Exact by enumeration while there are at most `enumerate` arrangements (default 20,000), else p = (b + 1) / (B + 1).
 *
 * @param first positions (of `total`) that make up the first group as observed
 * @param statistic of the arrangement in which the first group are those marked 1; not NaN as observed. An arrangement without
 *   a finite value counts as extreme, so that it can never make a p smaller.
 */
export function arrangementTest(
  total: number,
  first: readonly number[],
  statistic: (inFirst: Uint8Array) => number,
  { enumerate = 20_000, draws = 19_999, seed = 1 }: Omit<PermutationOptions, 'alternative'> = {},
): PermutationTest {
  const size = first.length;
  if (size < 1 || size >= total) throw new RangeError('both groups need at least one member');
  const inFirst = new Uint8Array(total);
  for (const position of first) inFirst[position] = 1;
  const estimate = statistic(inFirst);
  if (Number.isNaN(estimate)) throw new RangeError('the statistic has no value as observed');
  const least = Math.abs(estimate) * (1 - SLACK);
  const isExtreme = (): boolean => !(Math.abs(statistic(inFirst)) < least);
  const count = arrangementCount(total, size);
  if (count <= enumerate) {
    const asExtreme = enumerateArrangements(inFirst, size, isExtreme);
    return { estimate, pvalue: asExtreme / count, arrangements: count, asExtreme, exact: true, mcse: 0 };
  }
  const stream = randomStream(seed, 'arrangement-test');
  let asExtreme = 0;
  for (let b = 0; b < draws; b++) {
    shuffle(inFirst, stream);
    if (isExtreme()) asExtreme++;
  }
  return sampledPvalue(estimate, asExtreme, draws);
}

function enumerateArrangements(inFirst: Uint8Array, size: number, isExtreme: () => boolean): number {
  inFirst.fill(0);
  let found = 0;
  const descend = (from: number, left: number): void => {
    if (left === 0) {
      if (isExtreme()) found++;
      return;
    }
    for (let i = from; i <= inFirst.length - left; i++) {
      inFirst[i] = 1;
      descend(i + 1, left - 1);
      inFirst[i] = 0;
    }
  };
  descend(0, size);
  return found;
}
