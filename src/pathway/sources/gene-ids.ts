import { decodeText } from '../../table/index.ts';
import type { GeneSet } from '../sets/gene-set.ts';

/** Kinds of ids in which gene sets are written. */
export type SetIds = 'symbol' | 'entrez' | 'ensembl';

/** One gene of a species by its ids; empty where unknown. */
export interface GeneIds {
  entrez: string;
  symbol: string;
  ensembl: string;
}

/**
 * Reads NCBI's table of the genes of a species (`gene_info`, public domain): Entrez id, symbol, Ensembl id.
 *
 * @param bytes tab separated, with a header line that begins with #
 */
export function readGeneInfo(bytes: Uint8Array, file: string): GeneIds[] {
  const genes: GeneIds[] = [];
  for (const line of decodeText(bytes, file).text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const cells = line.split('\t');
    if (cells.length < 6) continue;
    const ensembl = /(?:^|\|)Ensembl:([^|]+)/.exec(cells[5])?.[1] ?? '';
    genes.push({ entrez: cells[1], symbol: cells[2], ensembl });
  }
  return genes;
}

/** Sets with their ids changed, and the ids for which there was no counterpart. */
export interface ConvertedSets {
  sets: GeneSet[];
  lost: string[];
}

/** Changes the ids of sets through a table of genes. Ids without counterpart are dropped and named; each set keeps its order. */
export function convertIds(sets: readonly GeneSet[], from: SetIds, to: SetIds, genes: readonly GeneIds[]): ConvertedSets {
  if (from === to) return { sets: [...sets], lost: [] };
  const counterpart = new Map<string, string>();
  for (const gene of genes) if (gene[from] !== '' && gene[to] !== '') counterpart.set(gene[from], gene[to]);
  const lost = new Set<string>();
  const converted = sets.map((set) => {
    const ids = set.genes.flatMap((gene) => {
      const found = counterpart.get(gene);
      if (found === undefined) lost.add(gene);
      return found === undefined ? [] : [found];
    });
    return { ...set, genes: [...new Set(ids)] };
  });
  return { sets: converted, lost: [...lost] };
}

/** Collects (set, gene) pairs into sets, both in the order of their first appearance. */
export class SetCollector {
  private readonly sets = new Map<string, { description: string; genes: Set<string> }>();

  add(name: string, description: string, gene: string): void {
    let set = this.sets.get(name);
    if (set === undefined) {
      set = { description, genes: new Set() };
      this.sets.set(name, set);
    }
    set.genes.add(gene);
  }

  result(): GeneSet[] {
    return Array.from(this.sets, ([name, { description, genes }]) => ({ name, description, genes: [...genes] }));
  }
}
