import type { Command } from 'commander';
import { DEFAULT_THREADS, wholeNumber } from './support.ts';

/**
 * Adds `--seed`, `--threads` and `--quiet`, which every command takes.
 *
 * @param seed what the seed is for, where it is not the root of random numbers with the default 1
 */
export function commonOptions(command: Command, seed?: { words: string; standard: number | undefined }): Command {
  return command
    .option('--seed <n>', seed?.words ?? 'root of all random numbers', wholeNumber(0), seed === undefined ? 1 : seed.standard)
    .option('--threads <n>', 'worker threads', wholeNumber(1), DEFAULT_THREADS)
    .option('--quiet', 'print nothing but errors', false);
}

/** For {@link commonOptions} of commands in which nothing is random. */
export const NOTHING_RANDOM = { words: 'accepted by every command; nothing random is done here', standard: 1 };
