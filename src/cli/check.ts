import type { Command } from 'commander';
import { scoringNames } from '../behavior/index.ts';
import { formatProblem, InputError, type Problem, type Severity } from '../problems/index.ts';
import { folderSource } from '../study/folder-source.node.ts';
import { checkRigor, type FileSource, loadStudy } from '../study/index.ts';
import { columnsOf, type OutputColumn } from '../table/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { studyFolder } from './study-folder.ts';
import { say } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

/** `limbic check STUDY`: everything that can be wrong with the files and the design. */
export function register(program: Command): void {
  const command = program
    .command('check')
    .description('everything that can be wrong with the files and the design, each with severity and mend; exit 1 if any error')
    .argument('<study>', 'the study folder (or its study.yaml or study.xlsx)')
    .option('-o, --output <file>', `also write the findings as a table: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText('after', '\nExample:\n  limbic check my-study -o findings.tsv')
    .action(async (study: string, options: { output?: string; quiet: boolean }) => {
      const problems = await findingsOf(folderSource(studyFolder(study)));
      const shown = problems.filter((problem) => !options.quiet || problem.severity === 'error');
      if (options.output !== '-')
        for (const problem of shown) process.stdout.write(`${LABELS[problem.severity]} ${indented(formatProblem(problem))}\n`);
      if (options.output !== undefined) await writeColumns(options.output, problemColumns(problems));
      say(options, summary(problems));
      if (problems.some((problem) => problem.severity === 'error')) process.exitCode = 1;
    });
}

const LABELS: Record<Severity, string> = { error: 'error  ', warning: 'warning', note: 'note   ' };

/** The findings of loading; when the study can be loaded, those of the design and its files. */
async function findingsOf(source: FileSource): Promise<readonly Problem[]> {
  try {
    return await checkRigor(await loadStudy(source), source, scoringNames);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n        ');
}

function summary(problems: readonly Problem[]): string {
  const count = (severity: Severity): number => problems.filter((problem) => problem.severity === severity).length;
  const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}`;
}

function problemColumns(problems: readonly Problem[]): OutputColumn[] {
  return columnsOf(problems, [
    ['severity', (problem) => problem.severity],
    ['code', (problem) => problem.code],
    ['file', (problem) => problem.file ?? null],
    ['line', (problem) => problem.line ?? null],
    ['column', (problem) => problem.column ?? null],
    ['message', (problem) => problem.message],
    ['found', (problem) => problem.found ?? null],
    ['expected', (problem) => problem.expected ?? null],
    ['mend', (problem) => problem.mend ?? null],
  ]);
}
