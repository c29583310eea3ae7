import type { RawCounts } from './raw-counts.ts';
import type { KnownSamples } from './sample-labels.ts';

/**
 * Samples of several files in the order of the sheet, so that results do not depend on the names of the files; as they are when
 * the sheet does not know them all.
 */
export function inSheetOrder(raw: RawCounts, known: KnownSamples | null): RawCounts {
  const rows = new Map(known?.names.map((name, row) => [name, row]));
  if (!raw.samples.every((name) => rows.has(name))) return raw;
  const order = raw.samples.map((_, j) => j).sort((a, b) => (rows.get(raw.samples[a]) ?? 0) - (rows.get(raw.samples[b]) ?? 0));
  const turned = (values: Float64Array): Float64Array => {
    const width = order.length;
    return values.map((_, i) => values[i - (i % width) + order[i % width]]);
  };
  const sorted = { ...raw, samples: order.map((j) => raw.samples[j]), values: turned(raw.values) };
  return raw.lengths === undefined ? sorted : { ...sorted, lengths: turned(raw.lengths) };
}
