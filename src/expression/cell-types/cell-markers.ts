import lines from './cell-markers.json' with { type: 'json' };

/** Marker genes of a cell type as rows of a data set. */
export interface CellTypeRows {
  type: string;
  rows: Int32Array;
  /** Symbols of the mouse. */
  symbols: string[];
  /** Genes the catalogue has for the type. */
  listed: number;
}

/**
 * Finds the markers of every cell type of catalogue/cell-markers.tsv among the genes of a data set: by symbol of mouse or man in any
 * case, Ensembl id with or without version, or Entrez id.
 */
export function cellTypeRows(genes: readonly string[]): CellTypeRows[] {
  const rowOf = new Map<string, number>();
  genes.forEach((gene, row) => {
    const name = gene.toLowerCase().replace(/^(ens[a-z]*g\d+)\.\d+$/, '$1');
    if (!rowOf.has(name)) rowOf.set(name, row);
  });
  const found = new Map<string, { rows: number[]; symbols: string[]; listed: number }>();
  for (const line of lines.slice(1)) {
    const [type, mouse, human, entrez, ensembl] = line.split('\t');
    const mine = found.get(type) ?? { rows: [], symbols: [], listed: 0 };
    found.set(type, mine);
    mine.listed++;
    const names = [mouse, human, entrez, ensembl].filter((name) => name !== '');
    const row = names.map((name) => rowOf.get(name.toLowerCase())).find((one) => one !== undefined);
    if (row === undefined || mine.rows.includes(row)) continue;
    mine.rows.push(row);
    mine.symbols.push(mouse);
  }
  return [...found].map(([type, { rows, ...rest }]) => ({ type, rows: Int32Array.from(rows), ...rest }));
}
