import type { Command } from 'commander';

/** Each command's file, in the order of `limbic --help`. Files are loaded on demand, so that start-up stays short. */
export const COMMANDS: readonly (() => Promise<{ register(program: Command): void }>)[] = [];
