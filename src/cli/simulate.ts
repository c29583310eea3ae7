import type { Command } from 'commander';
import { DEFAULT_SIMULATION, simulateStudy } from '../study/index.ts';
import { commonOptions } from './common-options.ts';
import { say, wholeNumber } from './support.ts';
import { writeFolder } from './write-folder.ts';

interface SimulateCommand {
  preset: string;
  null: boolean;
  animals: number;
  genes: number;
  seed: number;
  quiet: boolean;
}

/** `limbic simulate DIR`: a whole study folder with planted truth. */
export function register(program: Command): void {
  const { animals, genes, seed } = DEFAULT_SIMULATION;
  const command = program
    .command('simulate')
    .description('a whole study folder with planted truth (truth.json says what was planted, and what was not)')
    .argument('<dir>', 'a new folder')
    .addOption(program.createOption('--preset <name>', 'the study to simulate').choices(['isotretinoin']).default('isotretinoin'))
    .option('--null', 'the same study with nothing planted', false)
    .option('--animals <n>', 'number of animals, in litters of four', wholeNumber(8), animals)
    .option('--genes <n>', 'number of genes', wholeNumber(600), genes);
  commonOptions(command, { words: 'root of all random numbers; the same seed gives the same bytes', standard: seed })
    .addHelpText('after', '\nExample:\n  limbic simulate my-simulation --animals 96 --seed 7 && limbic run my-simulation')
    .action((folder: string, options: SimulateCommand) => {
      const study = { seed: options.seed, animals: options.animals, genes: options.genes, planted: !options.null };
      const files = simulateStudy(study);
      writeFolder(folder, files);
      const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
      say(
        options,
        `${options.animals} animals, ${options.genes} genes${options.null ? ', nothing planted' : ''}: ${files.size} files, ${(size / 1e6).toFixed(1)} MB`,
      );
      process.stdout.write(`${folder}\n`);
    });
}
