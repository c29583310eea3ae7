import { catalogueOrthologs, type Orthologs } from './map-orthologs.ts';

let loaded: Orthologs | undefined;

/**
 * Mouse counterparts of human symbols: the receptor catalogue's own pairs, which were decided one by one, and for all other genes
 * HomoloGene's 17,307 pairs (scripts/ortholog-table.mjs packs them). Loaded when first asked for.
 */
export async function genomeOrthologs(): Promise<Orthologs> {
  if (loaded !== undefined) return loaded;
  const { default: table } = await import('./human-mouse.json', { with: { type: 'json' } });
  const map = new Map<string, string[]>();
  for (const row of table.rows)
    for (const entry of row.split(' ')) {
      const [human, mouse = capitalized(human)] = entry.split(':');
      map.set(human, [...(map.get(human) ?? []), mouse]);
    }
  for (const [human, mice] of catalogueOrthologs('mouse')) map.set(human, [...mice]);
  loaded = map;
  return map;
}

/** How the table writes a mouse symbol that is the human one with small letters; symbols of data are never changed like this. */
const capitalized = (human: string): string => human.charAt(0) + human.slice(1).toLowerCase();
