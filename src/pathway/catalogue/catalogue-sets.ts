import type { MatchedGene } from './match-genes.ts';
import type { CatalogueGene, Role } from './receptor-catalogue.ts';

export type SetKind = 'all' | 'system' | 'cascade' | 'family';

/** A set of catalogue genes declared before looking at the data. */
export interface CatalogueSet {
  id: string;
  label: string;
  kind: SetKind;
  /** Positions in the list of matched genes, in catalogue order. */
  members: number[];
}

/** Systems tested one by one. The many peptide, hormone and lipid systems are pooled, so that the declared family stays short. */
const SYSTEMS: readonly [id: string, label: string][] = [
  ['serotonin', 'Serotonin receptors'],
  ['dopamine', 'Dopamine receptors'],
  ['noradrenaline', 'Adrenoceptors'],
  ['gaba', 'GABA receptors'],
  ['glutamate', 'Glutamate receptors'],
  ['glycine', 'Glycine receptors'],
  ['acetylcholine', 'Acetylcholine receptors'],
  ['histamine', 'Histamine receptors'],
  ['opioid', 'Opioid receptors'],
  ['cannabinoid', 'Cannabinoid receptors'],
  ['purinergic', 'Purinergic receptors'],
  ['stress-steroid', 'CRF and corticosteroid receptors'],
  ['sex-steroid', 'Sex steroid receptors'],
  ['neurotrophin', 'Neurotrophin receptors'],
];
const NAMED = new Set([...SYSTEMS.map(([id]) => id), 'retinoid']);

const CASCADE: readonly [id: string, label: string, roles: readonly Role[]][] = [
  ['synthesis', 'Transmitter synthesis', ['synthesis']],
  ['clearance', 'Transmitter breakdown and uptake', ['degradation', 'transporter']],
  ['vesicle-cycle', 'Synaptic vesicle cycle', ['vesicle-cycle', 'vesicular-transporter']],
  ['turnover', 'Receptor trafficking and turnover', ['turnover']],
];

/**
 * The declared sets over a species' catalogue genes: `neuroactive` (all neuroactive receptors and ligands), one set of
 * receptors per transmitter system, `retinoid` (the whole of retinoid signalling, since retinoids are drugs of interest),
 * `peptide-and-other` (all other receptors), the cascade steps, and every single family.
 *
 * @param matched genes of the species, as {@link matchCatalogue} gives them
 */
export function catalogueSets(matched: readonly MatchedGene[]): CatalogueSet[] {
  const pick = (keep: (entry: CatalogueGene) => boolean): number[] => matched.flatMap((gene, i) => (keep(gene.entry) ? [i] : []));
  const isReceptor = (entry: CatalogueGene): boolean => entry.neuroactive === 'receptor';
  const sets: CatalogueSet[] = [
    {
      id: 'neuroactive',
      label: 'Neuroactive ligand-receptor genes',
      kind: 'all',
      members: pick((entry) => entry.neuroactive !== ''),
    },
  ];
  for (const [id, label] of SYSTEMS)
    sets.push({ id, label, kind: 'system', members: pick((entry) => isReceptor(entry) && entry.systems.includes(id)) });
  sets.push({
    id: 'retinoid',
    label: 'Retinoid signalling',
    kind: 'system',
    members: pick((entry) => entry.systems.includes('retinoid')),
  });
  sets.push({
    id: 'peptide-and-other',
    label: 'Peptide, hormone and lipid receptors',
    kind: 'system',
    members: pick((entry) => isReceptor(entry) && !entry.systems.some((system) => NAMED.has(system))),
  });
  for (const [id, label, roles] of CASCADE)
    sets.push({ id, label, kind: 'cascade', members: pick((entry) => roles.includes(entry.role)) });
  return [...sets, ...singleFamilies(matched)];
}

function singleFamilies(matched: readonly MatchedGene[]): CatalogueSet[] {
  const families = new Map<string, CatalogueSet>();
  matched.forEach(({ entry }, i) => {
    let set = families.get(entry.family);
    if (set === undefined) {
      set = { id: `family/${entry.family}`, label: entry.label, kind: 'family', members: [] };
      families.set(entry.family, set);
    }
    set.members.push(i);
  });
  return [...families.values()];
}
