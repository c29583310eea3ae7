import { inputError, suggestName } from '../problems/index.ts';

/**
 * Where a study's files come from: a folder on disk, a zip, files dropped on a page. The only door through which the
 * rooms see the outside. Paths use `/` and are relative to the study folder.
 */
export interface FileSource {
  /** Name shown to people, e.g. the folder's name. */
  readonly name: string;
  /** All paths, sorted. */
  list(): Promise<string[]>;
  /** The bytes of a file. Throws InputError (code `file-missing`) naming the nearest existing path. */
  read(path: string): Promise<Uint8Array>;
}

/** A source of files held in memory. */
export function memorySource(name: string, files: ReadonlyMap<string, Uint8Array>): FileSource {
  return {
    name,
    list: async () => [...files.keys()].sort(),
    read: async (path) => {
      const bytes = files.get(path);
      if (bytes !== undefined) return bytes;
      throw inputError({
        code: 'file-missing',
        file: path,
        message: 'the study has no such file',
        mend: suggestName(path, files.keys()),
      });
    },
  };
}
