import { join } from 'node:path';
import type { Command } from 'commander';
import { parseSteps, STEPS, type Step } from '../pipeline/index.ts';
import { commonOptions } from './common-options.ts';
import { claimLines, computeStudy, finishRun } from './run-support.ts';
import { studyFolder } from './study-folder.ts';
import { say, wholeNumber, withContext } from './support.ts';

interface RunCommand {
  output?: string;
  only?: Step[];
  multiverse: boolean;
  permutations: number;
  seed?: number;
  threads: number;
  cache: boolean;
  quiet: boolean;
}

/** `limbic run STUDY`: a study folder to a report of graded claims. */
export function register(program: Command): void {
  const command = program
    .command('run')
    .description('a study folder to a report of graded claims, with all tables and figures')
    .argument('<study>', 'the study folder (or its study.yaml or study.xlsx)')
    .option('-o, --output <dir>', 'where to write (default: results/ in the study folder)')
    .option('--only <steps>', `only these steps and what they need: ${STEPS.join(', ')}`, parseSteps)
    .option('--multiverse', 'weigh the claims again under every reasonable choice (some 800 analyses)', false)
    .option(
      '--permutations <n>',
      'deal the arms out again n times, each time through the whole pipeline; can be stopped and taken up again',
      wholeNumber(0),
      0,
    )
    .option('--no-cache', 'compute everything afresh');
  commonOptions(command, { words: 'root of all random numbers (default: the seed in the plan, 1)', standard: undefined })
    .addHelpText(
      'after',
      '\nExamples:\n  limbic run my-study -o my-study/results\n  limbic run my-study --multiverse --permutations 1000',
    )
    .action(async (study: string, options: RunCommand) => {
      const folder = studyFolder(study);
      const started = performance.now();
      const output = await withContext({ seed: options.seed ?? 1, threads: options.threads, quiet: options.quiet }, (context) =>
        computeStudy(folder, { ...options, seed: options.seed ?? null }, context),
      );
      const report = finishRun(output, options.output ?? join(folder, 'results'));
      for (const line of claimLines(output)) say(options, line);
      if (output.reused.length > 0) say(options, `unchanged since the last run, reused: ${output.reused.join(', ')}`);
      say(options, `done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      process.stdout.write(`${report}\n`);
    });
}
