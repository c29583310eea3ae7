/**
 * Adds columns up to samples, in the order in which samples first occur.
 *
 * @param values genes x columns
 * @param owners the sample of each column; null: left out
 */
export function sumColumns(
  values: Float64Array,
  owners: readonly (string | null)[],
): { samples: string[]; values: Float64Array } {
  const position = new Map<string, number>();
  const target = owners.map((owner) => {
    if (owner === null) return -1;
    const at = position.get(owner) ?? position.size;
    position.set(owner, at);
    return at;
  });
  const width = position.size;
  const columns = owners.length;
  const genes = columns === 0 ? 0 : values.length / columns;
  const sums = new Float64Array(genes * width);
  for (let g = 0; g < genes; g++)
    for (let c = 0; c < columns; c++) if (target[c] >= 0) sums[g * width + target[c]] += values[g * columns + c];
  return { samples: [...position.keys()], values: sums };
}
