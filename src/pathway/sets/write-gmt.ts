import type { GeneSet } from './gene-set.ts';

/** Gene sets as GMT text: name, description and genes, tab separated, one set a line; blanks stand for tabs and line breaks in names. */
export function formatGmt(sets: readonly GeneSet[]): string {
  const plain = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  return sets.map((set) => `${[plain(set.name), plain(set.description), ...set.genes].join('\t')}\n`).join('');
}
