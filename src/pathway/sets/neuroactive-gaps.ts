import { receptorCatalogue, type Species } from '../catalogue/receptor-catalogue.ts';
import type { GeneSet } from './gene-set.ts';

/** A neuroactive ligand-receptor set that lacks genes which the pathway is known to hold. */
export interface NeuroactiveGap {
  set: string;
  species: Species;
  size: number;
  /** Fewest genes of a complete copy. */
  expected: number;
  /** Receptors and ligands of the catalogue that the set lacks, in the symbols of the species. */
  missing: string[];
}

/**
 * Genes of complete copies: mouse and rat hold at least 390 (394 in the mouse pathway of November 2022), human at least 360 (362 in
 * August 2022).
 */
const COMPLETE: Record<Species, number> = { mouse: 390, rat: 390, human: 360 };

/** Mouse symbols of catalogue genes that no copy of the pathway holds: they are not missing from it. */
const BEYOND_THE_PATHWAY = new Set(
  (
    'Htr3a Htr3b P2ry12 Nr3c2 Agrp a Gast Glra4 Gpr55 Pthlh Sigmar1 Gper1 Ar Esr1 Esr2 Pgr Ppard Rara Rarb Rarg Rxra Rxrb Rxrg ' +
    'Bdnf Ngf Ngfr Ntf3 Ntf5 Ntrk1 Ntrk2 Ntrk3'
  ).split(' '),
);

const NAMES = /(^|[^a-z0-9])(mmu|rno|hsa|map)?04080([^0-9]|$)|neuroactive.ligand.{1,5}receptor.interaction/i;

/**
 * Looks for incomplete copies of the neuroactive ligand-receptor interaction pathway among gene sets (by id or name). A common mouse
 * copy lacks 27 of 394 genes, Htr4 and Gabbr1 among them, without a word; the human copy of 2011 lacks every peptide ligand.
 */
export function neuroactiveGaps(sets: readonly GeneSet[]): NeuroactiveGap[] {
  return sets.flatMap((set) => {
    if (!NAMES.test(set.name) && !NAMES.test(set.description)) return [];
    const genes = new Set(set.genes);
    const species = speciesOf(genes);
    if (species === null || genes.size >= COMPLETE[species]) return [];
    const missing = receptorCatalogue().flatMap((gene) => {
      const ids = [gene[species], ...gene.aliases, species === 'human' ? gene.humanEntrez : gene.mouseEntrez];
      const listed = gene.neuroactive !== '' && gene[species] !== '' && !BEYOND_THE_PATHWAY.has(gene.mouse);
      // human-only genes came late to the pathway; only those with a mouse counterpart are asked for
      return listed && gene.mouse !== '' && !ids.some((id) => id !== '' && genes.has(id)) ? [gene[species]] : [];
    });
    return [{ set: set.name, species, size: genes.size, expected: COMPLETE[species], missing: [...new Set(missing)] }];
  });
}

/** Species by the symbols of the dopamine and serotonin receptors, or by Entrez ids. */
function speciesOf(genes: ReadonlySet<string>): Species | null {
  const hits = (pick: (gene: ReturnType<typeof receptorCatalogue>[number]) => string[]): number =>
    receptorCatalogue().filter((gene) => gene.neuroactive !== '' && pick(gene).some((id) => id !== '' && genes.has(id))).length;
  const human = hits((gene) => [gene.human, gene.humanEntrez]);
  const mouse = hits((gene) => [gene.mouse, gene.mouseEntrez]);
  const rat = hits((gene) => [gene.rat]);
  const most = Math.max(human, mouse, rat);
  if (most === 0) return null;
  return most === mouse ? 'mouse' : most === human ? 'human' : 'rat';
}

/** The gap in words, with the missing genes named. */
export function gapInWords({ set, species, size, expected, missing }: NeuroactiveGap): string {
  return (
    `${set} holds ${size} ${species} genes; a complete copy of the neuroactive ligand-receptor interaction pathway has at least ${expected}. ` +
    `Missing receptors and ligands (${missing.length}): ${missing.join(', ')}. ` +
    'Use a complete copy (limbic get kegg), or the catalogue of limbic receptors, which has them.'
  );
}
