import { gzipSync } from 'fflate';
import { formatDelimited } from '../../table/index.ts';
import { countsTsv, makeSamples } from './counts.ts';
import { planGenes } from './gene-plan.ts';
import { drawLatent } from './latent.ts';
import { makeAnimals, pad, type SimulatedAnimal } from './make-animals.ts';
import { ISOTRETINOIN, type Preset, withoutEffects } from './preset.ts';
import { readmeOf } from './readme.ts';
import { simulateBehavior, TEST_NOISE } from './simulate-behavior.ts';
import { simulatedStudyYaml } from './study-yaml.ts';
import { truthOf } from './truth.ts';
import { weightsCsv } from './weights.ts';

export interface SimulationOptions {
  seed: number;
  /** Number of animals; litters of four hold one for each arm. */
  animals: number;
  genes: number;
  /** False: nothing is planted. */
  planted: boolean;
}

export const DEFAULT_SIMULATION: SimulationOptions = { seed: 1, animals: 72, genes: 6000, planted: true };

/**
 * A whole study folder with planted truth, by path. The same options give the same bytes on any machine.
 *
 * @throws RangeError when fewer than 8 animals or too few genes are asked for
 */
export function simulateStudy(options: SimulationOptions): Map<string, Uint8Array> {
  if (options.animals < 8) throw new RangeError('at least 8 animals are needed');
  const preset = options.planted ? ISOTRETINOIN : withoutEffects(ISOTRETINOIN);
  const { seed } = options;
  const animals = makeAnimals(preset, options.animals, seed);
  const latent = drawLatent(preset, animals, seed);
  const samples = makeSamples(animals);
  const genes = planGenes(options.genes, options.planted, seed);
  const truth = truthOf(
    preset,
    {
      seed,
      planted: options.planted,
      animals: animals.length,
      litters: animals[animals.length - 1].litter + 1,
      sequenced: samples.length,
    },
    genes,
    TEST_NOISE,
  );
  const title = `Isotretinoin in adolescent mice (simulated${options.planted ? '' : ', nothing planted'})`;
  const files = new Map<string, Uint8Array>();
  const text = (path: string, content: string): void => void files.set(path, new TextEncoder().encode(content));
  const packed = (path: string, content: string): void => {
    // modification time 0 and a fixed level, so that the bytes depend on the content alone
    files.set(path, gzipSync(new TextEncoder().encode(content), { level: 9, mtime: 0 }));
  };
  text('README.md', readmeOf(truth));
  text('study.yaml', simulatedStudyYaml(preset, title, seed));
  text('animals.csv', animalsCsv(preset, animals));
  text('weights.csv', weightsCsv(preset, animals, seed));
  for (const [path, content] of simulateBehavior(preset, animals, latent, seed)) {
    if (path === 'sucrose-preference.csv') text(`behavior/${path}`, content);
    else packed(`behavior/${path}.gz`, content);
  }
  text('expression/samples.csv', samplesCsv(samples, animals));
  packed('expression/counts.tsv.gz', countsTsv(preset, genes, samples, animals, latent, seed));
  text('truth.json', `${JSON.stringify(truth, null, 1)}\n`);
  return files;
}

function animalsCsv(preset: Preset, animals: readonly SimulatedAnimal[]): string {
  const column = (name: string, cell: (animal: SimulatedAnimal) => string): { name: string; values: string[] } => ({
    name,
    values: animals.map(cell),
  });
  return formatDelimited(
    [
      column('animal', (animal) => animal.id),
      column('sex', (animal) => (animal.sex === 'female' ? 'F' : 'M')),
      column('litter', (animal) => `L${pad(animal.litter + 1, 2)}`),
      column('cage', (animal) => animal.cage),
      column('batch', (animal) => `cohort${animal.cohort + 1}`),
      column('born', (animal) => animal.born),
      column('arm', (animal) => preset.arms[animal.arm].name),
      column('died', (animal) => animal.died ?? ''),
    ],
    ',',
  );
}

function samplesCsv(samples: readonly { sample: string; animal: number }[], animals: readonly SimulatedAnimal[]): string {
  return formatDelimited(
    [
      { name: 'sample', values: samples.map(({ sample }) => sample) },
      { name: 'animal', values: samples.map(({ animal }) => animals[animal].id) },
    ],
    ',',
  );
}
