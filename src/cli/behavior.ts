import { type Command, Option } from 'commander';
import {
  type ArenaSetup,
  ASSAY_DEFINITIONS,
  checkNames,
  isText,
  type MeasureOutcome,
  measureBinary,
  measureColumns,
  readArenaFile,
  requireAssay,
  TEXT_FORMATS,
  type TextFormat,
  UNKNOWN_ARENA,
} from '../behavior/index.ts';
import { firstBytes, type MeasurePathJob, measurePathTask } from '../behavior/measure-path.node.ts';
import type { Context } from '../context/index.ts';
import { type Problem, throwIfErrors } from '../problems/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { runDlcAnalyzerMode } from './dlcanalyzer-mode.ts';
import { type CommonOptions, numberBetween, readInput, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface BehaviorOptions extends CommonOptions {
  assay: string;
  format?: TextFormat;
  arena?: string;
  bin?: number;
  mode: 'limbic' | 'dlcanalyzer';
  output: string;
}

/** `limbic behavior`: files of trackers and scorers to measures. */
export function register(program: Command): void {
  const command = program
    .command('behavior')
    .description('measures of an assay from the files of trackers and scorers')
    .argument('<files...>', 'tracks or event logs of any known program; which one is told by the content')
    .addOption(
      new Option('--assay <name>', 'what to measure').choices(ASSAY_DEFINITIONS.map((one) => one.id)).makeOptionMandatory(),
    )
    .addOption(new Option('--format <format>', 'layout of the files, when the content should not decide').choices(TEXT_FORMATS))
    .option('--arena <file>', 'YAML: shape, size, scale, frame rate (docs/behavior.md)')
    .addOption(
      new Option(
        '--mode <mode>',
        "definitions of the measures: limbic's own, or those of DLCAnalyzer under its names (docs/behavior.md)",
      )
        .choices(['limbic', 'dlcanalyzer'])
        .default('limbic'),
    )
    .option('--bin <seconds>', 'also one row for each part of so many seconds (tracks)', numberBetween(0, 1e6))
    .requiredOption('-o, --output <file>', `one row per file and animal: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText('after', '\nExample:\n  limbic behavior --assay open-field --arena field.yaml tracks/*.csv -o measures.tsv')
    .action(run);
}

async function run(files: string[], options: BehaviorOptions): Promise<void> {
  const assay = requireAssay(options.assay);
  const arena =
    options.arena === undefined
      ? UNKNOWN_ARENA
      : readArenaFile(new TextDecoder().decode(readInput(options.arena)), options.arena);
  if (options.mode === 'dlcanalyzer') return runDlcAnalyzerMode(files, { ...options, bin: options.bin ?? null }, arena);
  const outcomes = await withContext(options, (context) => measureAll(files, arena, options, context));
  const problems: Problem[] = outcomes.flatMap((outcome) => outcome.problems);
  throwIfErrors(problems);
  const rows = outcomes.flatMap((outcome) => outcome.rows);
  const { problem, flagged } = checkNames(
    assay,
    rows.map((row) => row.observation.scored ?? []),
  );
  if (problem !== null) throwIfErrors([problem]);
  for (const { index, flag } of flagged) rows[index].observation.flags.push(flag);
  await writeColumns(options.output, measureColumns(assay, rows));
  const animals = rows.filter((row) => row.bin === null);
  const excluded = animals.filter((row) => row.observation.values.size === 0).length;
  const flags = animals.reduce((sum, row) => sum + row.observation.flags.length, 0);
  say(
    options,
    `${animals.length} animals in ${files.length} files: ${excluded} excluded, ${flags} flags (columns "excluded" and "flags" say why).`,
  );
}

/** Measures all files; text is read in the threads that measure it, so that memory does not grow with the number of files. */
async function measureAll(
  files: readonly string[],
  arena: ArenaSetup,
  options: BehaviorOptions,
  context: Context,
): Promise<MeasureOutcome[]> {
  const jobs = files.map(
    (file): MeasurePathJob => ({
      file,
      assay: options.assay,
      arena,
      format: options.format ?? null,
      binSeconds: options.bin ?? null,
    }),
  );
  const texts = jobs.filter((job) => isText(firstBytes(job.file)));
  const measured = await context.pool.map(measurePathTask, texts, (done) =>
    context.progress('Measuring files', done, jobs.length),
  );
  const outcomes: MeasureOutcome[] = [];
  for (const job of jobs) {
    const position = texts.indexOf(job);
    if (position >= 0) outcomes.push(measured[position]);
    else outcomes.push(await measureBinary({ ...job, bytes: readInput(job.file) }));
    context.progress('Measuring files', Math.max(texts.length, outcomes.length), jobs.length);
  }
  return outcomes;
}
