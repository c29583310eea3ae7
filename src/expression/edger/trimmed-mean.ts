import { log2, orderStatistic, pow } from '../../stats/index.ts';

/** Two libraries: counts of the same genes and the library sizes. */
export interface LibraryPair {
  observed: Float64Array;
  reference: Float64Array;
  observedSize: number;
  referenceSize: number;
}

/** Shares trimmed at either end by log ratio and by log abundance (edgeR's defaults). */
const RATIO_TRIM = 0.3;
const ABUNDANCE_TRIM = 0.05;

/**
 * Trimmed mean of M values of a library against a reference: genes with counts in both, extreme log ratios and abundances cut
 * off by rank, the rest averaged by the inverse of their asymptotic variance (Robinson & Oshlack 2010).
 */
export function trimmedMeanFactor({ observed, reference, observedSize, referenceSize }: LibraryPair): number {
  const all = observed.length;
  const rows = new Int32Array(all);
  const ratios = new Float64Array(all);
  const abundances = new Float64Array(all);
  let [n, different] = [0, false];
  for (let g = 0; g < all; g++) {
    if (!(observed[g] > 0 && reference[g] > 0)) continue;
    const [p, q] = [observed[g] / observedSize, reference[g] / referenceSize];
    rows[n] = g;
    ratios[n] = log2(p / q);
    abundances[n] = (log2(p) + log2(q)) / 2;
    different ||= !(Math.abs(ratios[n]) < 1e-6);
    n++;
  }
  if (!different) return 1;
  const [leastRatio, mostRatio] = middleValues(ratios.subarray(0, n), RATIO_TRIM);
  const [leastAbundance, mostAbundance] = middleValues(abundances.subarray(0, n), ABUNDANCE_TRIM);
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const kept =
      ratios[i] >= leastRatio && ratios[i] <= mostRatio && abundances[i] >= leastAbundance && abundances[i] <= mostAbundance;
    if (!kept) continue;
    const [y, r] = [observed[rows[i]], reference[rows[i]]];
    const variance = (observedSize - y) / observedSize / y + (referenceSize - r) / referenceSize / r;
    sum += ratios[i] / variance;
    total += 1 / variance;
  }
  return total > 0 ? pow(2, sum / total) : 1;
}

/**
 * Smallest and largest value whose rank (the mean rank of equal values) lies in the middle part. Two order statistics and a count of their
 * equals say as much as the ranks of all genes. Empty (Infinity, -Infinity) when no value does.
 */
function middleValues(values: Float64Array, trim: number): [least: number, most: number] {
  const n = values.length;
  const low = Math.floor(n * trim) + 1;
  const high = n + 1 - low;
  if (low > high) return [Infinity, -Infinity];
  const room = values.slice();
  const lower = orderStatistic(room, low - 1);
  const upper = orderStatistic(room, high - 1);
  const least = meanRank(values, lower) >= low ? lower : nextAbove(values, lower);
  const most =
    meanRank(values, upper) <= high
      ? upper
      : -nextAbove(
          values.map((value) => -value),
          -upper,
        );
  return [least, most];
}

function meanRank(values: Float64Array, at: number): number {
  let [below, equal] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < at) below++;
    else if (values[i] === at) equal++;
  }
  return below + (equal + 1) / 2;
}

function nextAbove(values: Float64Array, at: number): number {
  let next = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > at && values[i] < next) next = values[i];
  return next;
}

/**
 * The same with singleton pairing (edgeR's TMMwsp), for libraries with many zeros: genes with a count in only one of the two
 * are paired by size with genes that have one only in the other.
 */
export function pairedSingletonFactor(pair: LibraryPair): number {
  const { observed, reference, observedSize, referenceSize } = pairSingletons(pair);
  const n = observed.length;
  const p = observed.map((count) => count / observedSize);
  const q = reference.map((count) => count / referenceSize);
  const ratio = p.map((value, i) => log2(value / q[i]));
  if (n === 0 || ratio.every((value) => Math.abs(value) < 1e-6)) return 1;
  const abundance = p.map((value, i) => 0.5 * log2(value * q[i]));
  const shrunk = observed.map((count, i) =>
    log2((count + 0.5) / (observedSize + 0.5) / ((reference[i] + 0.5) / (referenceSize + 0.5))),
  );
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const byRatio = order.slice().sort((a, b) => ratio[a] - ratio[b] || shrunk[a] - shrunk[b] || a - b);
  const byAbundance = order.slice().sort((a, b) => abundance[a] - abundance[b] || a - b);
  const kept = new Uint8Array(n);
  for (const [ordered, trim] of [
    [byRatio, RATIO_TRIM],
    [byAbundance, ABUNDANCE_TRIM],
  ] as const) {
    const cut = Math.floor(n * trim);
    for (let i = cut; i < n - cut; i++) kept[ordered[i]]++;
  }
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (kept[i] < 2) continue;
    const variance = (1 - p[i]) / p[i] / observedSize + (1 - q[i]) / q[i] / referenceSize;
    const weight = (1 + 1e-6) / (variance + 1e-6);
    sum += weight * ratio[i];
    total += weight;
  }
  return pow(2, sum / total);
}

function pairSingletons({ observed, reference, ...sizes }: LibraryPair): LibraryPair {
  const both = Int32Array.from(observed, (_, g) => g).filter((g) => observed[g] > 0 && reference[g] > 0);
  const onlyObserved = observed.filter((count, g) => count > 0 && !(reference[g] > 0)).sort();
  const onlyReference = reference.filter((count, g) => count > 0 && !(observed[g] > 0)).sort();
  const pairs = Math.min(onlyObserved.length, onlyReference.length);
  const join = (from: Float64Array, singles: Float64Array): Float64Array => {
    const joined = new Float64Array(both.length + pairs);
    both.forEach((g, i) => {
      joined[i] = from[g];
    });
    for (let i = 0; i < pairs; i++) joined[both.length + i] = singles[singles.length - 1 - i];
    return joined;
  };
  return { observed: join(observed, onlyObserved), reference: join(reference, onlyReference), ...sizes };
}
