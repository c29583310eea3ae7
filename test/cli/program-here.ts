import { type Command, CommanderError } from 'commander';
import { COMMANDS } from '../../src/cli/commands.ts';
import { EXIT, loadProgram, reportError, runProgram } from '../../src/cli/program.ts';

/** The whole program, and the names of its commands. */
export const program = await loadProgram();
export const names = COMMANDS.map((command) => command.name);

/** A command by its name. */
export const commandNamed = (name: string): Command => {
  const found = program.commands.find((command) => command.name() === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};

/** What only a fault of the program writes. */
export const STACK = /Internal fault|\n\s+at .+:\d+:\d+/;

/** Runs a command in this process as far as its options go; returns what commander would print and its exit code. */
export async function parsed(...args: string[]): Promise<{ text: string; code: number }> {
  let text = '';
  const fresh = await loadProgram(args[0]);
  const configuration = { writeOut: (part: string) => (text += part), writeErr: (part: string) => (text += part) };
  for (const command of [fresh, ...fresh.commands]) command.configureOutput(configuration);
  try {
    await runProgram(fresh, args);
    return { text, code: EXIT.done };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text, code: reportError(error) };
  }
}
