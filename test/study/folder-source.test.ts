import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/problems/index.ts';
import { folderSource } from '../../src/study/folder-source.node.ts';

const base = mkdtempSync(join(tmpdir(), 'limbic-folder-'));
const root = join(base, 'study');
mkdirSync(join(root, 'behavior', 'deep'), { recursive: true });
mkdirSync(join(root, 'results'));
mkdirSync(join(root, '.git'));
mkdirSync(join(base, 'outside'));
for (const path of [
  'study/study.yaml',
  'study/behavior/a.csv',
  'study/behavior/deep/b.csv',
  'study/results/old.csv',
  'study/.hidden',
  'study/.git/x',
  'outside/secret.csv',
])
  writeFileSync(join(base, path), path);
symlinkSync(join(base, 'outside', 'secret.csv'), join(root, 'link-out.csv'));
symlinkSync(join(base, 'outside'), join(root, 'folder-out'));
symlinkSync(join(root, 'behavior', 'a.csv'), join(root, 'link-in.csv'));
symlinkSync(root, join(root, 'behavior', 'loop'));
symlinkSync(join(root, 'nowhere'), join(root, 'broken.csv'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('folderSource', () => {
  const source = folderSource(root);

  it('lists files below the folder, sorted, without results, hidden files, and what links lead out', async () => {
    expect(source.name).toBe('study');
    expect(await source.list()).toEqual(['behavior/a.csv', 'behavior/deep/b.csv', 'link-in.csv', 'study.yaml']);
  });
  it('reads what it lists', async () => {
    for (const path of await source.list()) expect((await source.read(path)).length).toBeGreaterThan(0);
    expect(new TextDecoder().decode(await source.read('link-in.csv'))).toBe('study/behavior/a.csv');
  });
  it.each([
    '../outside/secret.csv',
    'link-out.csv',
    'folder-out/secret.csv',
    'behavior',
    'nope.csv',
    'broken.csv',
    '../study/../outside/secret.csv',
  ])('does not read %s', async (path) => {
    await expect(source.read(path)).rejects.toThrow(InputError);
  });
  it('names the nearest file', async () => {
    await expect(source.read('behavior/aa.csv')).rejects.toThrow(/did you mean "behavior\/a.csv"/);
  });
  it('a folder that does not exist is an input error', () => {
    expect(() => folderSource(join(base, 'nope'))).toThrow(InputError);
    expect(() => folderSource(join(root, 'study.yaml'))).toThrow(InputError);
  });
});
