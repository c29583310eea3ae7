import { log2, midranks, pow } from '../../stats/index.ts';

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
  const rows = Int32Array.from(observed, (_, g) => g).filter((g) => observed[g] > 0 && reference[g] > 0);
  const n = rows.length;
  const ratio = Float64Array.from(rows, (g) => log2(observed[g] / observedSize / (reference[g] / referenceSize)));
  if (n === 0 || ratio.every((value) => Math.abs(value) < 1e-6)) return 1;
  const abundance = Float64Array.from(rows, (g) => (log2(observed[g] / observedSize) + log2(reference[g] / referenceSize)) / 2);
  const keptRatio = withinRanks(midranks(ratio), RATIO_TRIM);
  const keptAbundance = withinRanks(midranks(abundance), ABUNDANCE_TRIM);
  let [sum, total] = [0, 0];
  rows.forEach((g, i) => {
    if (!keptRatio[i] || !keptAbundance[i]) return;
    const variance =
      (observedSize - observed[g]) / observedSize / observed[g] + (referenceSize - reference[g]) / referenceSize / reference[g];
    sum += ratio[i] / variance;
    total += 1 / variance;
  });
  return total > 0 ? pow(2, sum / total) : 1;
}

function withinRanks(ranks: Float64Array, trim: number): Uint8Array {
  const n = ranks.length;
  const low = Math.floor(n * trim) + 1;
  return Uint8Array.from(ranks, (rank) => (rank >= low && rank <= n + 1 - low ? 1 : 0));
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
