import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { parseSteps } from '../pipeline/index.ts';
import { InputError, inputError, type Problem } from '../problems/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { computeStudy } from './run-support.ts';
import { studyFolder } from './study-folder.ts';
import { say, withContext } from './support.ts';

interface Recorded {
  provenance: { version: string; command: string };
}

/** `limbic verify RESULTS`: recomputes from the recorded inputs and compares every file. */
export function register(program: Command): void {
  const command = program
    .command('verify')
    .description('recompute a report from its recorded inputs and say whether every number still holds')
    .argument('<results>', 'a results folder written by limbic run')
    .option('--study <dir>', 'the study folder (default: the folder that holds the results folder)');
  commonOptions(command, { words: 'accepted by every command; the recorded seed is used', standard: 1 })
    .addHelpText('after', '\nExample:\n  limbic verify my-study/results')
    .action(async (results: string, options: { study?: string; threads: number; quiet: boolean }) => {
      const recorded = readRecorded(results);
      const folder = studyFolder(options.study ?? dirname(results.replace(/\/+$/, '')));
      const only = /--only (\S+)/.exec(recorded.provenance.command)?.[1];
      const seed = /--seed (\d+)/.exec(recorded.provenance.command)?.[1];
      const permutations = /--permutations (\d+)/.exec(recorded.provenance.command)?.[1];
      const run = {
        multiverse: recorded.provenance.command.includes(' --multiverse'),
        permutations: Number(permutations ?? 0),
        only: only === undefined ? undefined : parseSteps(only),
        seed: seed === undefined ? null : Number(seed),
        cache: false,
      };
      const output = await withContext({ seed: run.seed ?? 1, threads: options.threads, quiet: options.quiet }, (context) =>
        computeStudy(folder, run, context),
      );
      const different = differences(results, output.files);
      if (recorded.provenance.version !== VERSION)
        say(options, `note: written by limbic ${recorded.provenance.version}, verified by ${VERSION}`);
      for (const line of different) process.stdout.write(`${line}\n`);
      say(
        options,
        different.length === 0
          ? `all ${output.files.size} files hold, byte by byte`
          : `${different.length} of ${output.files.size} files differ`,
      );
      process.exitCode = different.length === 0 ? 0 : 1;
    });
}

function readRecorded(results: string): Recorded {
  const path = join(results, 'results.json');
  const mend = 'name a folder that "limbic run" has written';
  if (!existsSync(path)) throw inputError({ code: 'results-missing', file: path, message: 'there is no results.json', mend });
  try {
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as Recorded;
    if (typeof parsed.provenance.command === 'string' && typeof parsed.provenance.version === 'string') return parsed;
  } catch (error) {
    if (error instanceof InputError) throw error;
  }
  const problem: Problem = {
    code: 'results-damaged',
    severity: 'error',
    file: path,
    message: 'results.json cannot be read',
    mend,
  };
  throw new InputError([problem]);
}

function differences(results: string, files: ReadonlyMap<string, string | Uint8Array>): string[] {
  const lines: string[] = [];
  for (const [path, content] of files) {
    const place = join(results, path);
    if (!existsSync(place)) lines.push(`${path}: missing`);
    else if (!readFileSync(place).equals(Buffer.from(content))) lines.push(`${path}: differs`);
  }
  return lines;
}
