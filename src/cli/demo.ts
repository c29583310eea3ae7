import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { claimLines, computeStudy, finishRun } from './run-support.ts';
import { DEFAULT_THREADS, say, wholeNumber, withContext } from './support.ts';

/** `limbic demo`: the bundled isotretinoin study through `run`. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('the bundled isotretinoin study (simulated, with known truth) to a finished report')
    .option('-o, --output <dir>', 'where to write', 'limbic-demo')
    .option('--threads <n>', 'worker threads', wholeNumber(1), DEFAULT_THREADS)
    .option('--no-cache', 'compute everything afresh')
    .option('--quiet', 'print nothing but errors', false)
    .addHelpText('after', '\nExample:\n  limbic demo -o demo-results')
    .action(async (options: { output: string; threads: number; cache: boolean; quiet: boolean }) => {
      const folder = fileURLToPath(new URL('../examples/isotretinoin', import.meta.url));
      const started = performance.now();
      say(
        options,
        'The bundled study: adolescent mice, vehicle and three doses of isotretinoin for six weeks (simulated, truth.json says what was planted).',
      );
      const output = await withContext({ seed: 1, threads: options.threads, quiet: options.quiet }, (context) =>
        computeStudy(folder, { seed: null, cache: options.cache }, context),
      );
      const report = finishRun(output, options.output);
      for (const line of claimLines(output)) say(options, line);
      say(options, `done in ${((performance.now() - started) / 1000).toFixed(1)} s; open the report in a browser:`);
      process.stdout.write(`${resolve(report)}\n`);
    });
}
