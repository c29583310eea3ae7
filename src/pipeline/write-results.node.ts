import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inputError } from '../problems/index.ts';

const CRATE = 'ro-crate-metadata.json';

/**
 * Writes the files of a report into a folder. Everything is written to a hidden folder beside its place first and renamed
 * at the end, so that a killed run leaves the previous results whole. Files of a previous run that the new one no longer
 * has (by the list in its ro-crate-metadata.json) are removed; files that limbic did not write are never touched.
 *
 * @throws InputError when the folder cannot be written
 */
export function writeResults(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const staging = join(folder, `.part-${process.pid}`);
  try {
    const stale = previousFiles(folder).filter((path) => !files.has(path));
    for (const [path, content] of files) {
      mkdirSync(dirname(join(staging, path)), { recursive: true });
      writeFileSync(join(staging, path), content);
    }
    for (const path of [...files.keys()].sort((a, b) => Number(a === CRATE) - Number(b === CRATE))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      renameSync(join(staging, path), join(folder, path));
    }
    for (const path of stale) removeWithEmptyFolders(folder, path);
  } catch (error) {
    throw inputError({
      code: 'results-unwritable',
      file: folder,
      message: (error as Error).message,
      mend: 'choose another folder with -o',
    });
  } finally {
    if (existsSync(staging)) rmSync(staging, { recursive: true, force: true });
  }
}

/** Paths that a previous run recorded; only such as stay inside the folder. */
function previousFiles(folder: string): string[] {
  if (!existsSync(join(folder, CRATE))) return [];
  try {
    const crate = JSON.parse(readFileSync(join(folder, CRATE), 'utf8')) as {
      '@graph'?: { '@id'?: unknown; '@type'?: unknown }[];
    };
    return (crate['@graph'] ?? [])
      .filter((entity) => entity['@type'] === 'File' && typeof entity['@id'] === 'string')
      .map((entity) => normalize(String(entity['@id'])))
      .filter((path) => !path.startsWith('..') && !path.startsWith('/') && /^(tables|figures)\//.test(path));
  } catch {
    return [];
  }
}

function removeWithEmptyFolders(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  try {
    rmdirSync(join(folder, dirname(path)));
  } catch {
    // the folder still holds something: leave it
  }
}
