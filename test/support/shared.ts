import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tsvRows } from './tsv.ts';

/** Folder of the large real data and the reference numbers; LIMBIC_SHARED names another place. */
export const SHARED = process.env.LIMBIC_SHARED ?? new URL('../../../shared/', import.meta.url).pathname.replace(/\/$/, '');

/** Whether the shared data are here. Tests that need them use `describe.skipIf(!haveShared)`. */
export const haveShared = existsSync(SHARED);
if (!haveShared) console.warn(`skipping tests on shared data: ${SHARED} is not here (set LIMBIC_SHARED)`);

/**
 * Bytes of a file below the shared folder, gunzipped when the name ends in .gz. Empty where the folder is not here: the body of a
 * skipped `describe` still runs.
 */
export function sharedBytes(path: string): Uint8Array {
  if (!haveShared) return new Uint8Array();
  const bytes = readFileSync(`${SHARED}/${path}`);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Text of a file below the shared folder, gunzipped when the name ends in .gz. */
export function sharedText(path: string): string {
  return new TextDecoder().decode(sharedBytes(path));
}

/** A tab-separated reference table as rows of named cells (a Map, since names are data). */
export function sharedTsv(path: string): Map<string, string>[] {
  return tsvRows(sharedText(path));
}
