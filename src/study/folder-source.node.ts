import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { inputError, suggestName } from '../problems/index.ts';
import type { FileSource } from './file-source.ts';

/** Folders that hold no input: results of earlier runs, version control, installed packages. */
const LEFT_OUT = new Set(['results', 'node_modules']);

/**
 * A study folder on disk. Links are followed as long as they stay inside the folder; what leads out of it is not listed and
 * cannot be read. Hidden files and `results/` are left out.
 *
 * @throws InputError when there is no such folder
 */
export function folderSource(folder: string): FileSource {
  const root = realRoot(folder);
  let paths: string[] | null = null;
  const list = (): string[] => {
    paths ??= filesBelow(root, root, new Set()).sort();
    return paths;
  };
  return {
    name: basename(resolve(folder)),
    list: async () => list(),
    read: async (path) => {
      const real = insidePath(root, join(root, path));
      if (real !== null && statSync(real).isFile()) return readFileSync(real);
      throw inputError({
        code: 'file-missing',
        file: path,
        message:
          real === null && path.split('/').includes('..')
            ? 'the file lies outside the study folder'
            : 'the study has no such file',
        mend: suggestName(path, list()),
      });
    },
  };
}

function realRoot(folder: string): string {
  try {
    const root = realpathSync(folder);
    if (statSync(root).isDirectory()) return root;
  } catch {
    // told below
  }
  throw inputError({ code: 'study-missing', file: folder, message: 'there is no such folder', mend: 'check the path' });
}

/** The real path of a file below the root; null when it does not exist or a link leads out. */
function insidePath(root: string, path: string): string | null {
  try {
    const real = realpathSync(path);
    return real === root || real.startsWith(root + sep) ? real : null;
  } catch {
    return null;
  }
}

function filesBelow(root: string, folder: string, visited: Set<string>): string[] {
  const real = insidePath(root, folder);
  if (real === null || visited.has(real)) return [];
  visited.add(real);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || (folder === root && LEFT_OUT.has(entry.name))) return [];
    const path = join(folder, entry.name);
    if (entry.isFile()) return [relative(root, path).replaceAll(sep, '/')];
    const target = insidePath(root, path);
    if (target === null) return [];
    return statSync(target).isDirectory() ? filesBelow(root, path, visited) : [relative(root, path).replaceAll(sep, '/')];
  });
}
