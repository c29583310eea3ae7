import { decodeText } from '../../table/index.ts';
import type { GeneSet } from '../sets/gene-set.ts';
import type { GeneIds } from './gene-ids.ts';
import { SetCollector } from './gene-ids.ts';

/**
 * Pathways of one species from three lists of KEGG's REST interface; gene ids are Entrez ids.
 *
 * @param names `list/pathway/<organism>`: pathway, name
 * @param links `link/<organism>/pathway`: path:pathway, organism:gene
 */
export function readKeggPathways(names: Uint8Array, links: Uint8Array): GeneSet[] {
  const nameOf = new Map(
    linesOf(names, 'list/pathway').map(([id, name]) => [bare(id), (name ?? '').replace(/ - [^-]*\([^()]*\)$/, '')]),
  );
  const collector = new SetCollector();
  for (const [pathway, gene] of linesOf(links, 'link/pathway')) {
    const id = bare(pathway);
    // general maps (map, ko) stand beside those of the organism
    if (nameOf.has(id)) collector.add(id, nameOf.get(id) ?? '', bare(gene ?? ''));
  }
  return collector.result();
}

/** Symbols of the species' genes from `list/<organism>`: the last column is "symbol, other names; description". */
export function readKeggGenes(genes: Uint8Array): GeneIds[] {
  return linesOf(genes, 'list').flatMap((cells) => {
    const words = cells[cells.length - 1] ?? '';
    const symbol = words.includes(';') ? words.split(';')[0].split(',')[0].trim() : '';
    return symbol === '' ? [] : [{ entrez: bare(cells[0]), symbol, ensembl: '' }];
  });
}

/** Release named by `info/pathway`, such as "Release 106.0+/06-12, Jun 23". */
export function keggRelease(info: Uint8Array): string {
  return /Release\s+[^\n]+/.exec(decodeText(info, 'info/pathway').text)?.[0].trim() ?? '';
}

const bare = (id: string): string => id.slice(id.indexOf(':') + 1);

function linesOf(bytes: Uint8Array, file: string): string[][] {
  return decodeText(bytes, file)
    .text.split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}
