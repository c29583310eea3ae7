import type { GenePair } from '../receptors/pair-scores.ts';
import type { MatchedGene } from './match-genes.ts';

/** Small transmitters: the families that must be there for a cell to make and store them. Peptides are their own genes. */
const MADE_BY: readonly [system: string, ligand: string, families: readonly string[]][] = [
  ['serotonin', 'serotonin', ['tryptophan-hydroxylase', 'aromatic-decarboxylase', 'vmat']],
  ['dopamine', 'dopamine', ['tyrosine-hydroxylase', 'aromatic-decarboxylase', 'vmat']],
  ['noradrenaline', 'noradrenaline', ['catecholamine-hydroxylation', 'vmat']],
  ['gaba', 'GABA', ['gad', 'viaat']],
  ['glutamate', 'glutamate', ['glutaminase', 'vglut']],
  ['acetylcholine', 'acetylcholine', ['chat', 'vacht']],
  ['histamine', 'histamine', ['hdc', 'vmat']],
  ['cannabinoid', 'endocannabinoids', ['endocannabinoid-synthesis']],
  ['retinoid', 'retinoic acid', ['retinoic-acid-synthesis']],
];

/**
 * Ligand-receptor pairs of the catalogue whose genes are detected: each receptor with the small transmitter of its system (by the
 * genes that make and store it), and each receptor of a peptide system with each peptide gene of the system. A pair with an
 * undetected group is left out.
 *
 * @param detected per gene of the data set
 */
export function cataloguePairs(matched: readonly MatchedGene[], detected: Uint8Array): GenePair[] {
  const present = matched.filter((gene) => gene.index >= 0 && detected[gene.index] === 1);
  const receptors = present.filter((gene) => gene.entry.neuroactive === 'receptor');
  const pairs: GenePair[] = [];
  for (const receptor of receptors) {
    const receptorGroups = [[receptor.index]];
    for (const [system, ligand, families] of MADE_BY) {
      if (!receptor.entry.systems.includes(system)) continue;
      const ligandGroups = families.map((family) =>
        present.filter((gene) => gene.entry.family === family).map((gene) => gene.index),
      );
      if (ligandGroups.every((group) => group.length > 0))
        pairs.push({ ligand, receptor: receptor.symbol, ligandGroups, receptorGroups });
    }
    for (const ligand of present) {
      if (ligand.entry.neuroactive !== 'ligand') continue;
      if (!ligand.entry.systems.some((system) => receptor.entry.systems.includes(system))) continue;
      pairs.push({ ligand: ligand.symbol, receptor: receptor.symbol, ligandGroups: [[ligand.index]], receptorGroups });
    }
  }
  return pairs;
}
