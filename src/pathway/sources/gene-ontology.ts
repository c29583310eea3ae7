import { decodeText } from '../../table/index.ts';
import type { GeneSet } from '../sets/gene-set.ts';

/** The terms of an ontology: names, and the terms each is part of or a kind of. */
export interface Ontology {
  version: string;
  terms: ReadonlyMap<string, { name: string; parents: readonly string[] }>;
}

/** Reads an OBO file (format 1.2 or 1.4) as far as gene sets need it: `is_a` and `part_of`, obsolete terms left out. */
export function readObo(bytes: Uint8Array, file: string): Ontology {
  const { text } = decodeText(bytes, file);
  const terms = new Map<string, { name: string; parents: string[] }>();
  const [head, ...stanzas] = text.split(/^\[/m);
  for (const stanza of stanzas) {
    if (!stanza.startsWith('Term]')) continue;
    const lines = stanza.split(/\r?\n/);
    const value = (key: string): string[] =>
      lines.flatMap((line) => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2)] : []));
    const [id] = value('id');
    if (id === undefined || value('is_obsolete')[0] === 'true') continue;
    const parents = [...value('is_a'), ...value('relationship').flatMap((one) => /^part_of (\S+)/.exec(one)?.[1] ?? [])];
    terms.set(id, { name: value('name')[0] ?? '', parents: parents.map((one) => one.split(/[ !]/, 1)[0]) });
  }
  return { version: /^data-version: (.*)$/m.exec(head)?.[1].trim() ?? '', terms };
}

/**
 * Sets of gene symbols from an annotation file (GAF 2.x): each term with the genes annotated to it or to a term below it (`is_a`,
 * `part_of`). Annotations with NOT and those without evidence (ND) are left out.
 *
 * @param ontology null leaves annotations at the terms they name
 */
export function readGaf(bytes: Uint8Array, file: string, ontology: Ontology | null): GeneSet[] {
  const direct = new Map<string, Set<string>>();
  for (const line of decodeText(bytes, file).text.split(/\r?\n/)) {
    if (line === '' || line.startsWith('!')) continue;
    const [, , symbol, qualifier, term, , evidence] = line.split('\t');
    if (term === undefined || evidence === 'ND' || qualifier.split('|').includes('NOT')) continue;
    addTo(direct, term, symbol);
  }
  const sets = new Map<string, Set<string>>();
  for (const [term, genes] of direct)
    for (const above of ontology === null ? [term] : ancestors(term, ontology))
      for (const gene of genes) addTo(sets, above, gene);
  return [...sets.keys()].sort().map((term) => ({
    name: term,
    description: ontology?.terms.get(term)?.name ?? '',
    genes: [...(sets.get(term) ?? [])].sort(),
  }));
}

/** A term and all terms above it. */
function ancestors(term: string, { terms }: Ontology): Set<string> {
  const found = new Set<string>();
  const open = [term];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one) || !terms.has(one)) continue;
    found.add(one);
    open.push(...(terms.get(one)?.parents ?? []));
  }
  return found;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
