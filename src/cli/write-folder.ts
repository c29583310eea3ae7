import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inputError } from '../problems/index.ts';

/**
 * Writes a new folder as a whole: under a temporary name, then renamed, so that a stop at any moment leaves nothing
 * half-written.
 *
 * @param files bytes by path relative to the folder
 * @throws InputError when the folder exists and is not empty, or cannot be written
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const target = resolve(folder);
  if (existsSync(target) && !isEmptyFolder(target)) {
    throw inputError({
      code: 'folder-not-empty',
      file: folder,
      message: 'this folder exists already and is not empty; nothing was written',
      mend: 'name a new folder, or remove this one first',
    });
  }
  const temporary = `${target}.${process.pid}.part`;
  try {
    mkdirSync(temporary, { recursive: true });
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(temporary, path)), { recursive: true });
      writeFileSync(join(temporary, path), bytes);
    }
    if (existsSync(target)) rmdirSync(target);
    renameSync(temporary, target);
  } catch (error) {
    throw inputError({
      code: 'folder-unwritable',
      file: folder,
      message: (error as Error).message,
      mend: 'choose a folder in which you may write',
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}
