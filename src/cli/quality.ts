import { join } from 'node:path';
import type { Command } from 'commander';
import { type QualityFinding, qualityOfCounts } from '../expression/index.ts';
import { renderQuality } from '../report/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { type ModelOptions, modelOptions, modelRequest } from './expression-options.ts';
import { type CommonOptions, numberBetween, say, withContext } from './support.ts';
import { writeFolder } from './write-folder.ts';

interface QualityOptions extends CommonOptions, ModelOptions {
  tissue: string;
  animalColumn: string;
  alpha: number;
  output: string;
}

/** `limbic quality`: what a reviewer asks of the samples before believing any gene. */
export function register(program: Command): void {
  const command = program
    .command('quality')
    .description('quality of the samples of a count table: outliers, sex, swaps, batches, p-values, dissection')
    .option('--design <formula>', "model of the samples in R's notation; its factors are compared", '~ 1');
  modelOptions(command)
    .option('--tissue <words>', 'what was dissected, e.g. hippocampus; decides which markers belong there', '')
    .option('--animal-column <name>', 'column of the sample sheet that names the animal', 'animal')
    .option('--alpha <p>', 'false discovery rate of the genes counted per comparison', numberBetween(0, 1), 0.1)
    .requiredOption('-o, --output <folder>', 'new folder for quality.html, quality.json, tables and figures');
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic quality --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --tissue hippocampus -o quality",
    )
    .action(run);
}

async function run(options: QualityOptions): Promise<void> {
  const { tissue, animalColumn, alpha } = options;
  const request = { ...modelRequest(options, []), tissue, animalColumn, alpha };
  const expression = await withContext(options, (context) => qualityOfCounts(request, context));
  const files = renderQuality(expression, { version: VERSION, command: commandLine(options) });
  writeFolder(
    options.output,
    new Map(
      [...files].map(([path, content]) => [path, typeof content === 'string' ? new TextEncoder().encode(content) : content]),
    ),
  );
  for (const finding of expression.quality.findings) tell(options, finding);
  process.stdout.write(`${join(options.output, 'quality.html')}\n`);
}

/** Warnings and notes, one line each with what to do. */
function tell(options: QualityOptions, { level, message, mend }: QualityFinding): void {
  if (level !== 'warning' && level !== 'note') return;
  say(options, `${level}: ${message}${mend === '' ? '' : `\n  what to do: ${mend}`}`);
}

function commandLine({ counts, samples, design, tissue }: QualityOptions): string {
  const quoted = (text: string): string => (/^[\w./~:-]+$/.test(text) ? text : `'${text}'`);
  const about = tissue === '' ? '' : ` --tissue ${quoted(tissue)}`;
  return `limbic quality --counts ${quoted(counts)} --samples ${quoted(samples)} --design ${quoted(design)}${about}`;
}
