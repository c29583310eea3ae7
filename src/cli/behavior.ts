import { type Command, Option } from 'commander';
import {
  type ArenaSetup,
  ASSAY_DEFINITIONS,
  type MeasureJob,
  type MeasureOutcome,
  measureBatch,
  measureColumns,
  measureFileTask,
  readArenaFile,
  requireAssay,
  TEXT_FORMATS,
  type TextFormat,
  UNKNOWN_ARENA,
} from '../behavior/index.ts';
import { type Context, inlinePool } from '../context/index.ts';
import { type Problem, throwIfErrors } from '../problems/index.ts';
import { type CommonOptions, DEFAULT_THREADS, readInput, say, wholeNumber, withContext } from './support.ts';
import { writeColumns } from './write-columns.ts';

interface BehaviorOptions extends CommonOptions {
  assay: string;
  format?: TextFormat;
  arena?: string;
  output: string;
}

/** `limbic behavior`: files of trackers and scorers to measures. */
export function register(program: Command): void {
  program
    .command('behavior')
    .description('measures of an assay from the files of trackers and scorers')
    .argument('<files...>', 'tracks or event logs of any known program; which one is told by the content')
    .addOption(
      new Option('--assay <name>', 'what to measure').choices(ASSAY_DEFINITIONS.map((one) => one.id)).makeOptionMandatory(),
    )
    .addOption(new Option('--format <format>', 'layout of the files, when the content should not decide').choices(TEXT_FORMATS))
    .option('--arena <file>', 'YAML: shape, size, scale, frame rate (docs/behavior.md)')
    .requiredOption('-o, --output <file>', 'one row per file and animal: .tsv, .csv, .json, or - for standard output')
    .option('--seed <n>', 'root of all random numbers (nothing random is done)', wholeNumber(0), 1)
    .option('--threads <n>', 'worker threads', wholeNumber(1), DEFAULT_THREADS)
    .option('--quiet', 'print nothing but errors', false)
    .addHelpText('after', '\nExample:\n  limbic behavior --assay open-field --arena field.yaml tracks/*.csv -o measures.tsv')
    .action(run);
}

async function run(files: string[], options: BehaviorOptions): Promise<void> {
  const assay = requireAssay(options.assay);
  const arena =
    options.arena === undefined
      ? UNKNOWN_ARENA
      : readArenaFile(new TextDecoder().decode(readInput(options.arena)), options.arena);
  const outcomes = await withContext(options, (context) => measureAll(files, arena, options, context));
  const problems: Problem[] = outcomes.flatMap((outcome) => outcome.problems);
  throwIfErrors(problems);
  const rows = outcomes.flatMap((outcome) => outcome.rows);
  writeColumns(options.output, measureColumns(assay, rows));
  const excluded = rows.filter((row) => row.observation.values.size === 0).length;
  const flags = rows.reduce((sum, row) => sum + row.observation.flags.length, 0);
  say(
    options,
    `${rows.length} animals in ${files.length} files: ${excluded} excluded, ${flags} flags (columns "excluded" and "flags" say why).`,
  );
}

/** Reads and measures as many files at a time as there are threads, so that memory does not grow with the number of files. */
async function measureAll(
  files: readonly string[],
  arena: ArenaSetup,
  options: BehaviorOptions,
  context: Context,
): Promise<MeasureOutcome[]> {
  const outcomes: MeasureOutcome[] = [];
  const batch = Math.max(1, context.pool.threads);
  for (let from = 0; from < files.length; from += batch) {
    context.checkCancelled();
    const jobs = files
      .slice(from, from + batch)
      .map((file): MeasureJob => ({ bytes: readInput(file), file, assay: options.assay, arena, format: options.format ?? null }));
    const pool = files.length > 1 ? context.pool : inlinePool(context.checkCancelled);
    outcomes.push(...(await measureBatch(jobs, (texts) => pool.map(measureFileTask, texts))));
    context.progress('Measuring files', Math.min(files.length, from + batch), files.length);
  }
  return outcomes;
}
