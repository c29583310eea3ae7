import { log2 } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import { type LinkedExpression, samplesByAnimal } from '../shared-animals.ts';
import { varyingGenes } from './similarity.ts';

/** Expression of the animals of a study on the scale of counts per million. */
export interface ModuleExpression {
  animals: string[];
  group: string[];
  sex: (string | null)[];
  genes: string[];
  /** log2 counts per million, genes x animals. */
  values: Float64Array;
  /** Genes that were counted at all. */
  counted: number;
}

/** Counts per million that a gene must exceed, in at least half of the samples. */
export const EXPRESSED_CPM = 1;

/**
 * log2((count + 0.5) / (library + 1) * 1e6) of the genes with more than 1 count per million in at least half of the samples (Law et al.
 * 2014); several samples of an animal are averaged; genes that do not vary are left out. A library is all of a sample's counts.
 */
export function moduleExpression(expression: LinkedExpression, study: Study): ModuleExpression {
  const { animals, columns } = samplesByAnimal(expression, study);
  const known = new Map(study.animals.map((animal) => [animal.id, animal]));
  const samples = expression.samples.length;
  const library = new Float64Array(samples);
  expression.counts.forEach((count, i) => {
    library[i % samples] += count;
  });
  const used = columns.flat();
  const logCpm = (gene: number, s: number): number =>
    log2(((expression.counts[gene * samples + s] + 0.5) / (library[s] + 1)) * 1e6);
  const kept: number[] = [];
  for (let gene = 0; gene < expression.genes.length; gene++) {
    let high = 0;
    for (const s of used) if ((expression.counts[gene * samples + s] / library[s]) * 1e6 > EXPRESSED_CPM) high++;
    if (2 * high >= used.length) kept.push(gene);
  }
  const width = animals.length;
  const all = new Float64Array(kept.length * width);
  kept.forEach((gene, g) => {
    columns.forEach((own, a) => {
      all[g * width + a] = own.reduce((sum, s) => sum + logCpm(gene, s), 0) / own.length;
    });
  });
  const varying = varyingGenes(all, width);
  return {
    animals,
    group: animals.map((animal) => known.get(animal)?.arm ?? ''),
    sex: animals.map((animal) => known.get(animal)?.sex ?? null),
    genes: varying.map((g) => expression.genes[kept[g]]),
    values: Float64Array.from(varying.flatMap((g) => Array.from(all.subarray(g * width, (g + 1) * width)))),
    counted: expression.genes.length,
  };
}

/** Positions of the `most` genes of largest variance, largest first, equal ones in the order they stand. */
export function mostVariable(values: Float64Array, width: number, most: number): number[] {
  const variance = Float64Array.from({ length: values.length / width }, (_, gene) => {
    const row = values.subarray(gene * width, (gene + 1) * width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    return row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (width - 1);
  });
  return Array.from(variance.keys())
    .sort((a, b) => variance[b] - variance[a] || a - b)
    .slice(0, most);
}
