import { type Command, InvalidArgumentError } from 'commander';
import type { ModelRequest, SurrogateMethod, Tested } from '../expression/index.ts';
import { readGeneList } from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { columnValues } from './data-frame.ts';
import { readInput } from './support.ts';

/** Options about batches of the commands that fit a model to counts. */
export interface BatchOptions {
  adjustCounts?: [string, string][];
}

/** Options about hidden factors of `limbic de`. */
export interface SurrogateOptions extends BatchOptions {
  surrogate: number | 'be' | 'leek' | 'none';
  surrogateMethod: SurrogateMethod;
  negativeControls?: string;
  seed: number;
}

/** Adds `--adjust-counts`. */
export function adjustOption(command: Command): Command {
  return command.option(
    '--adjust-counts <batch=column>',
    'take the batches of this column of the sample sheet out of the counts first (ComBat-seq), the design being kept',
    columnValues,
  );
}

/** Adds the options about batches and hidden factors. */
export function surrogateOptions(command: Command): Command {
  return adjustOption(command)
    .option(
      '--surrogate <n>',
      'add this many hidden factors to the design, or as many as be (permutation) or leek (eigenvalues) finds',
      surrogateCount,
      'none',
    )
    .addOption(
      command
        .createOption('--surrogate-method <name>', 'how hidden factors are estimated')
        .choices(['irw', 'two-step', 'ruvg', 'ruvs'])
        .default('irw'),
    )
    .option('--negative-controls <file>', 'genes the treatment cannot have moved, one a line (ruvg, ruvs)');
}

function surrogateCount(text: string): SurrogateOptions['surrogate'] {
  if (text === 'be' || text === 'leek' || text === 'none') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('a whole number, be, leek or none is needed');
  return value;
}

/** What the options ask to be done to counts before the model is fitted. */
export function batchRequest({ adjustCounts }: BatchOptions): Pick<ModelRequest, 'adjustBatch'> {
  if (adjustCounts === undefined) return {};
  const [[key, column], ...more] = adjustCounts;
  if (key === 'batch' && more.length === 0) return { adjustBatch: column };
  throw inputError({
    code: 'usage',
    message: '--adjust-counts needs batch= and one column of the sample sheet',
    found: adjustCounts.map((pair) => pair.join('=')).join(','),
    mend: 'for example --adjust-counts batch=run; two kinds of batches go into one column with both',
  });
}

/** What the options ask to be done to counts and design, given what is tested. */
export function surrogateRequest(options: SurrogateOptions, test: Tested): Pick<ModelRequest, 'adjustBatch' | 'surrogates'> {
  const { surrogate: count, surrogateMethod: method, negativeControls: file, seed } = options;
  const adjusted = batchRequest(options);
  if (count === 'none') {
    if (method === 'irw' && file === undefined) return adjusted;
    throw inputError({
      code: 'usage',
      message: '--surrogate-method and --negative-controls say how hidden factors are estimated, but none is asked for',
      mend: 'add --surrogate with a number, be or leek',
    });
  }
  const controls = file === undefined ? null : readGeneList(readInput(file), file).genes;
  return { ...adjusted, surrogates: { count, method, controls, seed, test } };
}
