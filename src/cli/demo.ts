import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { commonOptions } from './common-options.ts';
import { claimLines, computeStudy, finishRun } from './run-support.ts';
import { say, withContext } from './support.ts';

interface DemoOptions {
  output: string;
  cache: boolean;
  seed?: number;
  threads: number;
  quiet: boolean;
}

/** `limbic demo`: the bundled isotretinoin study through `run`. */
export function register(program: Command): void {
  const command = program
    .command('demo')
    .description('the bundled isotretinoin study (simulated, with known truth) to a finished report')
    .option('-o, --output <dir>', 'where to write', 'limbic-demo')
    .option('--no-cache', 'compute everything afresh');
  commonOptions(command, { words: 'root of all random numbers (default: the seed in the plan, 1)', standard: undefined })
    .addHelpText('after', '\nExample:\n  limbic demo -o demo-results')
    .action(async (options: DemoOptions) => {
      const folder = fileURLToPath(new URL('../examples/isotretinoin', import.meta.url));
      const started = performance.now();
      say(
        options,
        'The bundled study: adolescent mice, vehicle and three doses of isotretinoin for six weeks (simulated, truth.json says what was planted).',
      );
      const output = await withContext({ ...options, seed: options.seed ?? 1 }, (context) =>
        computeStudy(folder, { seed: options.seed ?? null, cache: options.cache }, context),
      );
      const report = finishRun(output, options.output);
      for (const line of claimLines(output)) say(options, line);
      say(options, `done in ${((performance.now() - started) / 1000).toFixed(1)} s; open the report in a browser:`);
      process.stdout.write(`${resolve(report)}\n`);
    });
}
