import { receptorCatalogue } from '../catalogue/receptor-catalogue.ts';
import type { GeneSet } from './gene-set.ts';

/** Counterparts of a symbol in the other species: usually one, sometimes several. */
export type Orthologs = ReadonlyMap<string, readonly string[]>;

/** Sets in the symbols of the other species, and what was lost on the way. */
export interface MappedSets {
  sets: GeneSet[];
  /** Distinct symbols over all sets: in all, mapped to one, mapped to several, without counterpart. */
  symbols: number;
  single: number;
  several: number;
  lost: string[];
}

/**
 * Carries sets over to another species by orthology, never by changing the case of a symbol. A symbol with several
 * counterparts brings all of them; one without is lost and counted.
 */
export function mapSets(sets: readonly GeneSet[], orthologs: Orthologs): MappedSets {
  const counts = { symbols: 0, single: 0, several: 0 };
  const lost: string[] = [];
  for (const symbol of new Set(sets.flatMap((set) => set.genes))) {
    const found = orthologs.get(symbol)?.length ?? 0;
    counts.symbols++;
    if (found === 0) lost.push(symbol);
    else if (found === 1) counts.single++;
    else counts.several++;
  }
  const mapped = sets.map((set) => ({ ...set, genes: [...new Set(set.genes.flatMap((gene) => orthologs.get(gene) ?? []))] }));
  return { sets: mapped, ...counts, lost };
}

/** Human symbols and their mouse or rat counterparts as far as the receptor catalogue knows them. */
export function catalogueOrthologs(to: 'mouse' | 'rat'): Orthologs {
  const pairs = receptorCatalogue().filter((gene) => gene.human !== '' && gene[to] !== '');
  return orthologMap(pairs.map((gene) => [gene.human, gene[to]]));
}

/** Collects pairs of symbols (from, to) into a map. */
export function orthologMap(pairs: Iterable<readonly [from: string, to: string]>): Orthologs {
  const map = new Map<string, string[]>();
  for (const [from, to] of pairs) {
    const known = map.get(from);
    if (known === undefined) map.set(from, [to]);
    else if (!known.includes(to)) known.push(to);
  }
  return map;
}

/** What the symbols of a list look like: human ones are upper case (HTR1A), mouse and rat ones capitalized (Htr1a). */
export function symbolStyle(symbols: Iterable<string>): 'human' | 'rodent' | 'other' {
  let human = 0;
  let rodent = 0;
  let all = 0;
  for (const symbol of symbols) {
    all++;
    if (/^[A-Z][A-Z0-9-]*[A-Z][A-Z0-9-]*$/.test(symbol) || /^C\d+orf\d+$/.test(symbol)) human++;
    else if (/^[A-Z0-9][a-z0-9]*[a-z][a-z0-9-]*$/.test(symbol)) rodent++;
  }
  if (human > 0.7 * all) return 'human';
  return rodent > 0.7 * all ? 'rodent' : 'other';
}
