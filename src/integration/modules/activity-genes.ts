/**
 * Immediate-early genes that neurons transcribe within minutes to an hour of being active, without new protein (reviewed by Minatohara,
 * Akiyoshi & Okuno 2016, Front Mol Neurosci 8:78; genome-wide by Tyssowski et al. 2018, Neuron 98:530). Named as in mouse; a module
 * that holds many of them follows what the animals did shortly before.
 */
export const ACTIVITY_GENES: readonly string[] = [
  'Arc',
  'Bdnf',
  'Btg2',
  'Dusp1',
  'Egr1',
  'Egr2',
  'Egr3',
  'Egr4',
  'Fos',
  'Fosb',
  'Fosl2',
  'Gadd45b',
  'Homer1',
  'Ier2',
  'Ier5',
  'Jun',
  'Junb',
  'Klf4',
  'Maff',
  'Npas4',
  'Nr4a1',
  'Nr4a2',
  'Nr4a3',
  'Per1',
  'Plk2',
  'Ptgs2',
  'Sik1',
  'Trib1',
  'Zfp36',
];

/** Positions of the activity genes in a list of genes; ids are compared without regard to case, so that human and rat names match. */
export function activityGenes(genes: readonly string[]): number[] {
  const wanted = new Set(ACTIVITY_GENES.map((gene) => gene.toLowerCase()));
  return genes.flatMap((gene, i) => (wanted.has(gene.toLowerCase()) ? [i] : []));
}
