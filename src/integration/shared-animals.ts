import type { ExpressionResult } from '../expression/index.ts';
import type { Study } from '../study/index.ts';

/** Expression per animal, with what is known about each animal. */
export interface SharedAnimals {
  animals: string[];
  group: string[];
  sex: (string | null)[];
  /** Positions in ExpressionResult.genes of the genes kept. */
  kept: Int32Array;
  genes: string[];
  /** Transformed expression, genes x animals. */
  values: Float64Array;
  notes: string[];
}

/** What the links need of an expression result. */
export type LinkedExpression = Pick<ExpressionResult, 'genes' | 'samples' | 'animals' | 'counts' | 'sizeFactors' | 'transformed'>;

/** Mean normalized count that a gene needs to be linked with behavior. */
export const LINK_MEAN = 10;

/**
 * Expression of the animals of a study: samples whose animal is unknown are left out, several samples of one animal are
 * averaged, genes with a mean normalized count below 10 over the kept samples are left out; each is counted in the notes.
 */
export function sharedAnimals(expression: LinkedExpression, study: Study): SharedAnimals {
  const { animals, columns, unknown } = samplesByAnimal(expression, study);
  const known = new Map(study.animals.map((animal) => [animal.id, animal]));
  const kept = expressedGenes(expression, columns.flat());
  const samples = expression.samples.length;
  const values = new Float64Array(kept.length * animals.length);
  kept.forEach((gene, g) => {
    columns.forEach((own, a) => {
      let sum = 0;
      for (const sample of own) sum += expression.transformed[gene * samples + sample];
      values[g * animals.length + a] = sum / own.length;
    });
  });
  const several = columns.filter((own) => own.length > 1).length;
  const notes = [
    unknown > 0 ? `${unknown} samples belong to no animal of the study and were left out.` : '',
    several > 0 ? `${several} animals have several samples; their expression was averaged.` : '',
    `${kept.length} of ${expression.genes.length} genes have a mean normalized count of at least ${LINK_MEAN} and were linked with behavior.`,
  ];
  return {
    animals,
    group: animals.map((animal) => known.get(animal)?.arm ?? ''),
    sex: animals.map((animal) => known.get(animal)?.sex ?? null),
    kept,
    genes: Array.from(kept, (gene) => expression.genes[gene]),
    values,
    notes: notes.filter((note) => note !== ''),
  };
}

/** The animals of the study that have samples, the samples of each, and how many samples belong to none. */
export function samplesByAnimal(
  expression: Pick<LinkedExpression, 'animals'>,
  study: Pick<Study, 'animals'>,
): { animals: string[]; columns: number[][]; unknown: number } {
  const known = new Set(study.animals.map((animal) => animal.id));
  const samplesOf = new Map<string, number[]>();
  let unknown = 0;
  expression.animals.forEach((animal, sample) => {
    if (animal === null || !known.has(animal)) {
      unknown++;
      return;
    }
    samplesOf.set(animal, [...(samplesOf.get(animal) ?? []), sample]);
  });
  return { animals: [...samplesOf.keys()], columns: [...samplesOf.values()], unknown };
}

function expressedGenes(expression: LinkedExpression, used: readonly number[]): Int32Array {
  const samples = expression.samples.length;
  const kept: number[] = [];
  for (let gene = 0; gene < expression.genes.length; gene++) {
    let mean = 0;
    for (const sample of used) mean += expression.counts[gene * samples + sample] / expression.sizeFactors[sample] / used.length;
    if (mean >= LINK_MEAN) kept.push(gene);
  }
  return Int32Array.from(kept);
}
