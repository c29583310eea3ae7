import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InvalidArgumentError } from 'commander';
import { Cancelled, type Context } from '../context/index.ts';
import { workerPool } from '../pipeline/pool.node.ts';
import { inputError } from '../problems/index.ts';
import { progressLine } from './progress.ts';

/** Options that every command takes. */
export interface CommonOptions {
  seed: number;
  threads: number;
  quiet: boolean;
}

/** Parses a whole number of at least `least` for commander. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`a whole number of at least ${least} is needed`);
    return value;
  };
}

/** Parses a number strictly between `low` and `high` for commander. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value > low && value < high))
      throw new InvalidArgumentError(`a number between ${low} and ${high} is needed`);
    return value;
  };
}

export const DEFAULT_THREADS = availableParallelism();

/** What the system says about a file, in plain words where it is one of the usual causes. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return SYSTEM_REASONS.get(code ?? '') ?? message;
}

const SYSTEM_REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'this is a folder; a file is needed'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EEXIST', 'a part of the path is a file, not a folder'],
  ['EACCES', 'you have no permission for it'],
  ['EROFS', 'the place is read-only'],
  ['ENOSPC', 'the disk is full'],
]);

/** A file's bytes, gunzipped when they are gzip. Throws InputError when it cannot be read. */
export function readInput(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw inputError({
      code: 'file-unreadable',
      file: path,
      message: reasonOf(error),
      mend: 'check the path (it is relative to where you are)',
    });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw inputError({
      code: 'gzip-damaged',
      file: path,
      message: 'the gzip data is damaged or cut short',
      mend: 'copy or download the file again',
    });
  }
}

/** Writes a file under a temporary name and renames it, so that nobody ever sees half of it. `-` is standard output. */
export function writeOutput(path: string, content: string | Uint8Array): void {
  if (path === '-') {
    process.stdout.write(content);
    return;
  }
  const temporary = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw inputError({
      code: 'file-unwritable',
      file: path,
      message: reasonOf(error),
      mend: 'choose another output with -o',
    });
  }
}

/** One line for people on standard error, unless --quiet. */
export function say(options: { quiet: boolean }, text: string): void {
  if (!options.quiet) process.stderr.write(`${text}\n`);
}

/** Runs work with a thread pool, progress on standard error, and Ctrl-C turned into {@link Cancelled}. */
export async function withContext<T>(options: CommonOptions, work: (context: Context) => Promise<T>): Promise<T> {
  let cancelled = false;
  const checkCancelled = (): void => {
    if (cancelled) throw new Cancelled();
  };
  const onInterrupt = (): void => {
    if (cancelled) process.exit(130);
    cancelled = true;
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const line = progressLine(process.stderr, options.quiet);
  const pool = workerPool(options.threads, new URL('./worker.js', import.meta.url), checkCancelled);
  try {
    return await work({ seed: options.seed, pool, progress: line.update, checkCancelled });
  } finally {
    line.end();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await pool.close();
  }
}
