import { type Command, InvalidArgumentError } from 'commander';
import type { ModelRequest } from '../expression/index.ts';
import { type CountOptions, countOptions, type ModelFiles, readCountsAndSheet } from './count-options.ts';
import { columnValues } from './data-frame.ts';
import { type CommonOptions, say } from './support.ts';

/** Options of every command that fits a model to counts. */
export interface ModelOptions extends CountOptions {
  /** What {@link modelOptions} has read before the command's action. */
  modelFiles?: ModelFiles;
  design: string;
  where: [string, string][];
  minTotal: number;
  ref: [string, string][];
}

/**
 * Adds the options that choose samples, genes and model. Before the command's action the files they name are read into
 * `modelFiles` (reading is asynchronous, and what was noticed on the way is told first).
 *
 * @param needed whether the command cannot do without the two files
 */
export function modelOptions(command: Command, needed = true): Command {
  const counts = command.createOption('--counts <file...>', 'raw counts: a table, files of one sample each, or their folder');
  const samples = command.createOption('--samples <file>', 'sample sheet: a column "sample", then what is known of each sample');
  command
    .addOption(counts.makeOptionMandatory(needed))
    .addOption(samples.makeOptionMandatory(needed))
    .option('--where <column=value,...>', 'keep these samples', columnValues, [])
    .option('--min-total <n>', 'keep genes whose total over the kept samples is at least this', atLeastZero, 0)
    .option('--ref <column=level,...>', 'reference level of a factor', columnValues, []);
  return countOptions(command).hook('preAction', readBefore);
}

async function readBefore(command: Command): Promise<void> {
  const options = command.opts<Omit<ModelOptions, 'counts'> & CommonOptions & { counts?: string[] }>();
  const [counts] = options.counts ?? [];
  if (counts === undefined || options.samples === undefined) return;
  const countFiles = options.counts;
  const modelFiles = await readCountsAndSheet({ ...options, counts, countFiles });
  for (const note of modelFiles.notes) say(options, `note: ${note}`);
  adoptGeneIds(command, options, modelFiles);
  command.setOptionValue('counts', counts);
  command.setOptionValue('countFiles', countFiles);
  command.setOptionValue('modelFiles', modelFiles);
}

/** Takes the kind of gene ids that was recognized, where the command asks for one and the user has not said it. */
function adoptGeneIds(
  command: Command,
  options: { quiet: boolean; geneId?: string },
  { identifiers: { kind } }: ModelFiles,
): void {
  if (options.geneId === undefined || command.getOptionValueSource('geneId') !== 'default' || kind === options.geneId) return;
  if (kind !== 'ensembl' && kind !== 'entrez' && kind !== 'symbol') return;
  say(options, `note: The gene ids are taken as ${kind} (--gene-id ${kind}).`);
  command.setOptionValue('geneId', kind);
}

function atLeastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('a number of at least 0 is needed');
  return value;
}

/** Counts and sample sheet, which were read before the command's action. */
export function readModelFiles(options: ModelOptions): ModelFiles {
  if (options.modelFiles === undefined) throw new RangeError('the command reads no counts');
  return options.modelFiles;
}

/** The request that the options describe. */
export function modelRequest(options: ModelOptions, factors: readonly string[]): ModelRequest {
  const { counts, samples } = readModelFiles(options);
  return {
    ...{ counts, samples },
    where: options.where.map(([column, value]) => ({ column, value })),
    minTotal: options.minTotal,
    references: new Map(options.ref),
    design: options.design,
    factors,
  };
}
