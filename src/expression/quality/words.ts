/** A share as a percentage with two significant digits. */
export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** `4.2 times`, for ratios above 1 and their inverses. */
export function timesText(ratio: number): string {
  const size = ratio < 1 ? 1 / ratio : ratio;
  return `${size >= 100 ? Math.round(size) : Number(size.toPrecision(2))} times`;
}

/** `a, b and c`, cut after eight. */
export function listText(items: readonly string[]): string {
  if (items.length > 8) return `${items.slice(0, 7).join(', ')} and ${items.length - 7} more`;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
