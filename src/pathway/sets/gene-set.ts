/** A named set of gene ids. */
export interface GeneSet {
  name: string;
  description: string;
  /** Distinct ids, in file order. */
  genes: string[];
}

/** A set as positions in a list of genes, with what was lost on the way. */
export interface IndexedSet {
  name: string;
  /** Ascending positions. */
  members: Int32Array;
  /** Ids of the set that the list of genes does not have. */
  absent: string[];
}

/** Finds each set's members in a list of genes. The first of duplicated gene names counts. */
export function indexSets(sets: readonly GeneSet[], genes: readonly string[]): IndexedSet[] {
  const position = new Map<string, number>();
  genes.forEach((gene, i) => {
    if (!position.has(gene)) position.set(gene, i);
  });
  return sets.map((set) => {
    const members: number[] = [];
    const absent: string[] = [];
    for (const gene of set.genes) {
      const at = position.get(gene);
      if (at === undefined) absent.push(gene);
      else members.push(at);
    }
    return { name: set.name, members: Int32Array.from(members).sort(), absent };
  });
}
