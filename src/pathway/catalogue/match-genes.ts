import { type CatalogueGene, receptorCatalogue, type Species } from './receptor-catalogue.ts';

export type GeneIdKind = 'symbol' | 'ensembl' | 'entrez';

/** A catalogue gene and where it stands in a list of measured genes (-1: not among them). */
export interface MatchedGene {
  entry: CatalogueGene;
  /** Symbol in the species of the data. */
  symbol: string;
  index: number;
}

/**
 * Finds each catalogue gene of a species among the genes of a data set. Symbols are compared exactly (no case folding:
 * `HTR1A` in mouse data is a sign of the wrong species); an earlier symbol counts when the current one is absent. Ensembl
 * ids are compared without their version. Genes that the species lacks are left out.
 *
 * Rat data are matched by symbol only: the catalogue holds no stable rat ids.
 */
export function matchCatalogue(genes: readonly string[], kind: GeneIdKind, species: Species): MatchedGene[] {
  const position = new Map<string, number>();
  genes.forEach((gene, index) => {
    const id = kind === 'ensembl' ? gene.replace(/\.\d+$/, '') : gene;
    if (!position.has(id)) position.set(id, index);
  });
  const matched: MatchedGene[] = [];
  const seen = new Set<string>();
  for (const entry of receptorCatalogue()) {
    const symbol = entry[species];
    if (symbol === '' || seen.has(symbol)) continue;
    seen.add(symbol);
    const candidates = kind === 'symbol' ? [symbol, ...entry.aliases] : [stableId(entry, kind, species)];
    const found = candidates.find((id) => id !== '' && position.has(id));
    matched.push({ entry, symbol, index: found === undefined ? -1 : (position.get(found) ?? -1) });
  }
  return matched;
}

function stableId(entry: CatalogueGene, kind: 'ensembl' | 'entrez', species: Species): string {
  if (species === 'mouse') return kind === 'ensembl' ? entry.mouseEnsembl : entry.mouseEntrez;
  if (species === 'human') return kind === 'ensembl' ? entry.humanEnsembl : entry.humanEntrez;
  return '';
}
