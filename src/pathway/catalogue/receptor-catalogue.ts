import lines from './receptors.json' with { type: 'json' };

export type Species = 'mouse' | 'rat' | 'human';

/** What a gene does in transmission; the closed vocabulary of the catalogue. */
export type Role =
  | 'receptor'
  | 'receptor-subunit'
  | 'autoreceptor'
  | 'auxiliary'
  | 'ligand'
  | 'modulator'
  | 'synthesis'
  | 'degradation'
  | 'transporter'
  | 'vesicular-transporter'
  | 'carrier'
  | 'vesicle-cycle'
  | 'turnover'
  | 'scaffold'
  | 'signalling';

/** One gene of the receptor catalogue (catalogue/receptors.tsv; docs/receptor-catalogue.md explains each column). */
export interface CatalogueGene {
  /** Symbol and stable ids per species; empty where the species has no such gene (or the id is not known). */
  mouse: string;
  rat: string;
  human: string;
  mouseEntrez: string;
  humanEntrez: string;
  mouseEnsembl: string;
  humanEnsembl: string;
  /** Transmitter systems; the first is the main one. */
  systems: readonly string[];
  family: string;
  label: string;
  role: Role;
  /** `GPCR`, `ionotropic`, `nuclear`, `catalytic`, ... */
  class: string;
  /** G protein, ion, partner; empty where it does not apply. */
  coupling: string;
  /** What activation does to the excitability of the cell that carries the receptor. */
  sign: 1 | -1 | 0;
  /** Whether the gene belongs to the neuroactive families: as a receptor, as a ligand, or not. */
  neuroactive: 'receptor' | 'ligand' | '';
  /** Earlier symbols, any species. */
  aliases: readonly string[];
  /** Key into catalogue/receptors-sources.tsv. */
  source: string;
  note: string;
}

let parsed: readonly CatalogueGene[] | undefined;

/** The receptor catalogue, parsed once. */
export function receptorCatalogue(): readonly CatalogueGene[] {
  parsed ??= lines.slice(1).map(parseLine);
  return parsed;
}

/** Version of the catalogue as printed in reports: number of genes and of families. */
export function catalogueSize(): { genes: number; families: number } {
  const genes = receptorCatalogue();
  return { genes: genes.length, families: new Set(genes.map((gene) => gene.family)).size };
}

function parseLine(line: string): CatalogueGene {
  const cells = line.split('\t');
  const list = (text: string): string[] => (text === '' ? [] : text.split(','));
  return {
    mouse: cells[0],
    rat: cells[1],
    human: cells[2],
    mouseEntrez: cells[3],
    humanEntrez: cells[4],
    mouseEnsembl: cells[5],
    humanEnsembl: cells[6],
    systems: list(cells[7]),
    family: cells[8],
    label: cells[9],
    role: cells[10] as Role,
    class: cells[11],
    coupling: cells[12],
    sign: Number(cells[13]) as 1 | -1 | 0,
    neuroactive: cells[14] as 'receptor' | 'ligand' | '',
    aliases: list(cells[15]),
    source: cells[16],
    note: cells[17],
  };
}
