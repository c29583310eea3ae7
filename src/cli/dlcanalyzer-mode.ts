import {
  type ArenaSetup,
  type DlcAnalyzerResult,
  dlcAnalyzerColumns,
  readBehaviorFile,
  runDlcAnalyzer,
  type TextFormat,
} from '../behavior/index.ts';
import { InputError, inputError, type Problem, throwIfErrors } from '../problems/index.ts';
import { type CommonOptions, readInput, say, withContext } from './support.ts';
import { writeColumns } from './write-columns.ts';

interface ModeOptions extends CommonOptions {
  assay: string;
  format?: TextFormat;
  bin: number | null;
  output: string;
}

/** `limbic behavior --mode dlcanalyzer`: the numbers of DLCAnalyzer under its own names, one row per file (and bin). */
export async function runDlcAnalyzerMode(files: readonly string[], options: ModeOptions, arena: ArenaSetup): Promise<void> {
  const results: DlcAnalyzerResult[] = [];
  const problems: Problem[] = [];
  await withContext(options, async (context) => {
    for (const [done, file] of files.entries()) {
      context.checkCancelled();
      context.progress('Measuring files', done, files.length);
      try {
        results.push(...(await analyzeFile(file, options, arena)));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(...error.problems);
      }
    }
  });
  throwIfErrors(problems);
  await writeColumns(options.output, dlcAnalyzerColumns(results));
  say(options, `measured as DLCAnalyzer does (files: ${files.length}); nothing is excluded or flagged in this mode.`);
}

async function analyzeFile(file: string, { assay, format, bin }: ModeOptions, arena: ArenaSetup): Promise<DlcAnalyzerResult[]> {
  const read = await readBehaviorFile(readInput(file), file, { format });
  if (read.kind === 'recording') return read.recordings.flatMap((recording) => runDlcAnalyzer(recording, assay, arena, bin));
  throw inputError({
    code: 'behavior-wrong-kind',
    file,
    message: 'DLCAnalyzer measures tracks of body points, and this file has none',
    expected: 'predictions of DeepLabCut',
    mend: 'give the file of predictions',
  });
}
