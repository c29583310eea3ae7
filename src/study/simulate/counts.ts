import { exp, negativeBinomialVariate, pow, randomStream } from '../../stats/index.ts';
import { formatDelimited } from '../../table/index.ts';
import type { GenePlan } from './gene-plan.ts';
import type { Latent } from './latent.ts';
import type { SimulatedAnimal } from './make-animals.ts';
import { lastTreatment, type Preset } from './preset.ts';

/** A sequenced animal. */
export interface SimulatedSample {
  sample: string;
  /** Index into the animals. */
  animal: number;
}

/** What stays of a gene in the sex that does not express it. */
const SILENT_LOG2_MEAN = -1.5;

/** The samples: animals killed at the end of treatment, in animal order. */
export function makeSamples(animals: readonly SimulatedAnimal[]): SimulatedSample[] {
  return animals.flatMap((animal, i) => (animal.died === null ? [] : [{ sample: `${animal.id}_HPC`, animal: i }]));
}

/**
 * Counts as a TSV of genes x samples: negative binomial, library sizes spread by about 25 %, drug effects in proportion
 * to dose, links to the trait deviations of the last session of treatment, and genes of one sex.
 */
export function countsTsv(
  preset: Preset,
  genes: readonly GenePlan[],
  samples: readonly SimulatedSample[],
  animals: readonly SimulatedAnimal[],
  latent: Latent,
  seed: number,
): string {
  const depth = randomStream(seed, 'simulate/library-size');
  const sizes = samples.map(() => exp(0.25 * depth.normal()));
  const session = lastTreatment(preset);
  const columns = samples.map(({ sample }) => ({ name: sample, values: new Float64Array(genes.length) }));
  genes.forEach((gene, g) => {
    const stream = randomStream(seed, 'simulate/counts', g);
    samples.forEach(({ animal: i }, s) => {
      const animal = animals[i];
      const trait = gene.link === null ? 0 : latent.deviation[gene.link.mood][i * latent.sessions + session];
      const log2Mean =
        baseline(gene, animal) + gene.log2FoldChange * preset.arms[animal.arm].fraction + (gene.link?.slope ?? 0) * trait;
      columns[s].values[g] = negativeBinomialVariate(stream, sizes[s] * pow(2, log2Mean), gene.dispersion);
    });
  });
  return formatDelimited([{ name: 'gene', values: genes.map((gene) => gene.symbol) }, ...columns]);
}

function baseline(gene: GenePlan, animal: SimulatedAnimal): number {
  if (gene.group !== 'sex') return gene.log2Mean;
  const expressed = gene.symbol === 'Xist' ? animal.sex === 'female' : animal.sex === 'male';
  return expressed ? gene.log2Mean : SILENT_LOG2_MEAN;
}
