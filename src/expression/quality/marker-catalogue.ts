import lines from './brain-markers.json' with { type: 'json' };

/** A marker gene of catalogue/brain-markers.tsv. */
interface MarkerGene {
  set: string;
  /** What data may call it, in lower case: symbols of mouse, rat and human, stable ids, earlier symbols. */
  names: string[];
  /** What people call it: the symbol of the mouse, else of man. */
  symbol: string;
}

/** Markers of a set as rows of a data set. */
export interface MarkerRows {
  set: string;
  rows: number[];
  /** What people call them; the data's own name unless that is a number or a stable id. */
  names: string[];
}

let parsed: readonly MarkerGene[] | undefined;

function markerGenes(): readonly MarkerGene[] {
  parsed ??= lines.slice(1).map((line) => {
    const [set, mouse, human, mouseEntrez, humanEntrez, mouseEnsembl, humanEnsembl, aliases] = line.split('\t');
    const names = [mouse, human, mouseEntrez, humanEntrez, mouseEnsembl, humanEnsembl, ...aliases.split(',')];
    return {
      set,
      symbol: mouse === '' ? human : mouse,
      names: [...new Set(names.filter((name) => name !== '').map((name) => name.toLowerCase()))],
    };
  });
  return parsed;
}

/**
 * Finds the marker genes of every set among the genes of a data set, by symbol in any case (rat symbols are those of the mouse),
 * Ensembl id with or without version, or Entrez id. Each marker is found at most once.
 */
export function markerRows(genes: readonly string[]): MarkerRows[] {
  const rowOf = new Map<string, number>();
  genes.forEach((gene, row) => {
    const name = gene.toLowerCase().replace(/^(ens[a-z]*g\d+)\.\d+$/, '$1');
    if (!rowOf.has(name)) rowOf.set(name, row);
  });
  const found = new Map<string, MarkerRows>();
  for (const { set, names, symbol } of markerGenes()) {
    const mine = found.get(set) ?? { set, rows: [], names: [] };
    found.set(set, mine);
    const row = names.map((name) => rowOf.get(name)).find((one) => one !== undefined);
    if (row === undefined) continue;
    mine.rows.push(row);
    mine.names.push(/^(\d+|ens[a-z]*g\d+(\.\d+)?)$/i.test(genes[row]) ? symbol : genes[row]);
  }
  return [...found.values()];
}
