import { Command, CommanderError, Help, type Option } from 'commander';
import { Cancelled } from '../context/index.ts';
import { formatProblem, InputError, nearestName } from '../problems/index.ts';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';

/** What the exit code of the program means. */
export const EXIT = { done: 0, checkFailed: 1, badInput: 2, internalFault: 3, interrupted: 130 } as const;

/** The program with the named command, or with all commands when there is none of that name. */
export async function loadProgram(name?: string): Promise<Command> {
  const program = new Command('limbic')
    .description(
      'From a dosing study folder to graded claims: does this drug change mood- and anxiety-like behavior, and through which receptor genes?',
    )
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ minWidthToWrap: 30, optionDescription });
  const named = COMMANDS.filter((command) => command.name === name);
  for (const command of named.length > 0 ? named : COMMANDS) (await command.load()).register(program);
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(true);
  return program;
}

const PLAIN_HELP = new Help();

/** Commander's own description of an option, without defaults that say nothing. */
function optionDescription(option: Option): string {
  return PLAIN_HELP.optionDescription(option).replace(/ \(default: (\[\]|false)\)$/, '');
}

/**
 * Runs the program. An unknown option is refused before commander looks for missing ones, so that a misspelled mandatory option is
 * named as what it is.
 *
 * @param args the words after the program's name
 * @throws CommanderError, InputError, Cancelled
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  const command = program.commands.find((one) => one.name() === args[0]);
  if (command !== undefined) refuseUnknownOption(command, args.slice(1));
  await program.parseAsync([...args], { from: 'user' });
}

function refuseUnknownOption(command: Command, args: readonly string[]): void {
  const flags = [...command.options.flatMap((option) => option.long ?? []), '--help'];
  const takesValue = (word: string): boolean =>
    command.options.some((one) => one.required && [one.long, one.short].includes(word));
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  const unknown = words.find((word, i) => {
    const flag = word.split('=', 1)[0];
    return flag.startsWith('--') && !flags.includes(flag) && (i === 0 || !takesValue(words[i - 1]));
  });
  if (unknown === undefined) return;
  const flag = unknown.split('=', 1)[0];
  const near = nearestName(flag, flags);
  command.error(`error: unknown option '${flag}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`, {
    code: 'commander.unknownOption',
  });
}

/** Says on standard error what went wrong, in words that lead to the mend, and returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  if (error instanceof InputError) {
    const count = error.problems.length;
    process.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    if (count > 1) process.stderr.write(`${count} problems; nothing was written.\n`);
    return EXIT.badInput;
  }
  if (error instanceof Cancelled) {
    process.stderr.write('Stopped at your request; nothing half-written was left.\n');
    return EXIT.interrupted;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `Internal fault in limbic ${VERSION}. This is a bug, not your data; please report it with the lines below.\n${text}\n`,
  );
  return EXIT.internalFault;
}
