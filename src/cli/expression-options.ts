import { type Command, InvalidArgumentError } from 'commander';
import { type ModelRequest, readCounts } from '../expression/index.ts';
import { InputError } from '../problems/index.ts';
import { readDelimited } from '../table/index.ts';
import { columnValues } from './data-frame.ts';
import { readInput } from './support.ts';

/** Options of every command that fits a model to counts. */
export interface ModelOptions {
  counts: string;
  samples: string;
  design: string;
  where: [string, string][];
  minTotal: number;
  ref: [string, string][];
}

/**
 * Adds the options that choose samples, genes and model.
 *
 * @param needed whether the command cannot do without the two files
 */
export function modelOptions(command: Command, needed = true): Command {
  const counts = command.createOption('--counts <file>', 'raw counts: first column gene, then one column per sample (also .gz)');
  const samples = command.createOption('--samples <file>', 'sample sheet: a column "sample", then what is known of each sample');
  return command
    .addOption(counts.makeOptionMandatory(needed))
    .addOption(samples.makeOptionMandatory(needed))
    .option('--where <column=value,...>', 'keep these samples', columnValues, [])
    .option('--min-total <n>', 'keep genes whose total over the kept samples is at least this', atLeastZero, 0)
    .option('--ref <column=level,...>', 'reference level of a factor', columnValues, []);
}

function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('a number of at least 0 is needed');
  return value;
}

/**
 * Reads the files that the options name.
 *
 * @throws InputError with the problems of both files at once
 */
export function readModelFiles(options: ModelOptions): Pick<ModelRequest, 'counts' | 'samples'> {
  const problems: InputError[] = [];
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const counts = attempt(() => readCounts(readInput(options.counts), options.counts));
  const samples = attempt(() => readDelimited(readInput(options.samples), options.samples));
  if (counts === undefined || samples === undefined) throw new InputError(problems.flatMap((error) => error.problems));
  return { counts, samples };
}

/** The request that the options describe. */
export function modelRequest(options: ModelOptions, factors: readonly string[]): ModelRequest {
  return {
    ...readModelFiles(options),
    where: options.where.map(([column, value]) => ({ column, value })),
    minTotal: options.minTotal,
    references: new Map(options.ref),
    design: options.design,
    factors,
  };
}
