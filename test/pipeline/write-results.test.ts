import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskCache } from '../../src/pipeline/disk-cache.node.ts';
import { writeResults } from '../../src/pipeline/write-results.node.ts';
import { InputError } from '../../src/problems/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbic-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const crate = (paths: string[]) => JSON.stringify({ '@graph': paths.map((path) => ({ '@id': path, '@type': 'File' })) });

describe('writing results', () => {
  it('replaces its own files of a former run and leaves those of others alone', () => {
    writeResults(
      folder,
      new Map([
        ['report.html', 'one'],
        ['tables/old.tsv', 'x'],
        ['ro-crate-metadata.json', crate(['report.html', 'tables/old.tsv'])],
      ]),
    );
    writeFileSync(join(folder, 'tables', 'notes.txt'), 'mine');
    writeResults(
      folder,
      new Map([
        ['report.html', 'two'],
        ['tables/new.tsv', 'y'],
        ['ro-crate-metadata.json', crate(['report.html'])],
      ]),
    );
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'tables')).sort()).toEqual(['new.tsv', 'notes.txt']);
    expect(readdirSync(folder).some((name) => name.startsWith('.part'))).toBe(false);
  });

  it('never removes what lies outside its tables and figures, whatever a damaged list says', () => {
    writeFileSync(join(folder, 'keep.txt'), 'mine');
    writeFileSync(join(folder, 'ro-crate-metadata.json'), crate(['keep.txt', '../outside', '/etc/hosts', 'tables/../keep.txt']));
    writeResults(folder, new Map([['report.html', 'one']]));
    expect(existsSync(join(folder, 'keep.txt'))).toBe(true);
  });

  it('refuses a place that is a file, with a mend', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => writeResults(file, new Map([['report.html', 'x']]))).toThrow(InputError);
  });
});

describe('the cache on disk', () => {
  it('restores typed arrays and NaN exactly, and treats damage as absence', async () => {
    const cache = diskCache(folder);
    const value = { values: Float64Array.of(0.1, NaN, -0), names: ['__proto__'] };
    await cache.put('k', value);
    expect(await cache.get('k')).toEqual(value);
    writeFileSync(join(folder, 'k.v8'), 'damaged');
    expect(await cache.get('k')).toBeUndefined();
    expect(await diskCache(join(folder, 'k.v8', 'below-a-file')).get('k')).toBeUndefined();
    await diskCache(join(folder, 'k.v8', 'below-a-file')).put('k', 1);
  });
});
