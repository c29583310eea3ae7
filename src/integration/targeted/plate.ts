import { mean, sampleSd } from '../../stats/index.ts';

/** Quantification cycles of a PCR plate: means of the technical replicates, genes x animals; NaN where there is none. */
export interface Plate {
  genes: string[];
  animals: string[];
  cycles: Float64Array;
  /** Standard deviation of the technical replicates; NaN for a single one. */
  replicateSd: Float64Array;
  replicates: Float64Array;
}

/** One well. */
export interface Well {
  animal: string;
  gene: string;
  /** NaN: not detected. */
  cycle: number;
}

/**
 * Technical replicates are averaged as cycles: they repeat the measurement, not the animal, and never count as more animals. Wells without
 * a number are left out of the mean; genes and animals keep the order in which they first appear.
 */
export function plateOf(wells: readonly Well[]): Plate {
  const genes = [...new Set(wells.map((well) => well.gene))];
  const animals = [...new Set(wells.map((well) => well.animal))];
  const geneAt = new Map(genes.map((gene, i) => [gene, i]));
  const animalAt = new Map(animals.map((animal, i) => [animal, i]));
  const read: number[][] = Array.from({ length: genes.length * animals.length }, () => []);
  for (const { animal, gene, cycle } of wells)
    if (!Number.isNaN(cycle)) read[(geneAt.get(gene) ?? 0) * animals.length + (animalAt.get(animal) ?? 0)].push(cycle);
  return {
    genes,
    animals,
    cycles: Float64Array.from(read, (one) => (one.length > 0 ? mean(one) : NaN)),
    replicateSd: Float64Array.from(read, (one) => (one.length > 1 ? sampleSd(one) : NaN)),
    replicates: Float64Array.from(read, (one) => one.length),
  };
}
