import { Command } from 'commander';

/** Runs commands of limbic in this process; `registers` are those of the commands that may be named. Throws what they throw. */
export async function runHere(registers: readonly ((program: Command) => void)[], words: readonly string[]): Promise<void> {
  const program = new Command('limbic').exitOverride().configureOutput({ writeErr: () => {} });
  for (const register of registers) register(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync([...words], { from: 'user' });
}
