import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Cache, Digest } from './cache.ts';

/** SHA-256 by Node's crypto. */
export const nodeDigest: Digest = async (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The user's cache folder: LIMBIC_CACHE, else XDG_CACHE_HOME/limbic, else ~/.cache/limbic. */
export function defaultCacheFolder(): string {
  return process.env.LIMBIC_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'limbic');
}

const LARGEST = 1_000_000_000;

/**
 * A cache on disk: one file per key, written under a temporary name and renamed, so that a killed run leaves none half
 * written. An unreadable entry counts as absent. The oldest entries are removed beyond 1 GB. A folder that cannot be
 * written makes a cache that remembers nothing.
 */
export function diskCache(folder: string = defaultCacheFolder()): Cache {
  const pathOf = (key: string): string => join(folder, `${key}.v8`);
  return {
    get: async (key) => {
      try {
        const value: unknown = deserialize(readFileSync(pathOf(key)));
        const now = new Date();
        utimesSync(pathOf(key), now, now);
        return value;
      } catch {
        return undefined;
      }
    },
    put: async (key, value) => {
      const temporary = join(folder, `${key}.${process.pid}.part`);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, serialize(value));
        renameSync(temporary, pathOf(key));
        prune(folder);
      } catch {
        removeQuietly(temporary);
      }
    },
  };
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a folder that cannot be written holds nothing to remove
  }
}

function prune(folder: string): void {
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith('.v8'))
    .map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name)) }))
    .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
  let total = 0;
  for (const { path, stat } of entries) {
    total += stat.size;
    if (total > LARGEST) rmSync(path, { force: true });
  }
}
