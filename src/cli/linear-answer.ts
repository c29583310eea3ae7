import type { OutputColumn } from '../table/index.ts';
import { type CommonOptions, say, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

/** What `limbic de` has to write and say of a fitted linear or mixed model. */
export interface LinearAnswer {
  columns: OutputColumn[];
  diagnostics: OutputColumn[];
  summary: Record<string, unknown>;
  notes: string[];
  headline: string;
}

interface AnswerOptions extends CommonOptions {
  diagnostics?: string;
  output: string;
}

/** Writes the tables and the summary, says notes and headline. */
export async function writeAnswer(answer: LinearAnswer, options: AnswerOptions, summaryFile: string): Promise<void> {
  if (options.diagnostics !== undefined) await writeColumns(options.diagnostics, answer.diagnostics);
  if (options.output !== '-') writeOutput(summaryFile, `${JSON.stringify(answer.summary, null, 2)}\n`);
  await writeColumns(options.output, answer.columns);
  for (const note of answer.notes) say(options, `note: ${note}`);
  say(options, answer.headline);
}
