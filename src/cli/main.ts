import { Command, CommanderError } from 'commander';
import { Cancelled } from '../context/index.ts';
import { formatProblem, InputError } from '../problems/index.ts';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';

const DONE = 0;
const BAD_INPUT = 2;
const INTERNAL_FAULT = 3;

async function main(argv: string[]): Promise<number> {
  const program = new Command('limbic')
    .description(
      'From a dosing study folder to graded claims: does this drug change mood- and anxiety-like behavior, and through which receptor genes?',
    )
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ sortSubcommands: false });
  const named = COMMANDS.filter((command) => command.name === argv[2]);
  for (const command of named.length > 0 ? named : COMMANDS) (await command.load()).register(program);
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(true);
  await program.parseAsync(argv);
  return Number(process.exitCode ?? DONE);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_INPUT;
  if (error instanceof InputError) {
    const count = error.problems.length;
    process.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    if (count > 1) process.stderr.write(`${count} problems; nothing was written.\n`);
    return BAD_INPUT;
  }
  if (error instanceof Cancelled) {
    process.stderr.write('Stopped at your request; nothing half-written was left.\n');
    return 130;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `Internal fault in limbic ${VERSION}. This is a bug, not your data; please report it with the lines below.\n${text}\n`,
  );
  return INTERNAL_FAULT;
}

try {
  process.exitCode = await main(process.argv);
} catch (error) {
  process.exitCode = report(error);
}
