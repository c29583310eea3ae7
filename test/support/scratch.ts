import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder for the files of a test file, removed after its tests; gives paths below it. */
export function scratchFolder(name: string): (...path: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), `limbic-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...path) => join(folder, ...path);
}
