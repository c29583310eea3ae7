import { describe, expect, it } from 'vitest';
import { canonicalText, memoryCache, noCache } from '../../src/pipeline/cache.ts';
import { nodeDigest } from '../../src/pipeline/disk-cache.node.ts';
import { RecordingSource } from '../../src/pipeline/recording-source.ts';
import { runStation } from '../../src/pipeline/station.ts';
import { type FileSource, memorySource } from '../../src/study/index.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const folder = (files: Record<string, string>) =>
  memorySource('study', new Map(Object.entries(files).map(([path, text]) => [path, encode(text)])));

function world(files: Record<string, string>, cache = memoryCache(), build = '1') {
  return { cache, digest: nodeDigest, files: new RecordingSource(folder(files), nodeDigest), build };
}

async function readA(source: FileSource): Promise<number> {
  return (await source.read('a.csv')).byteLength;
}

describe('a cached station', () => {
  it('reuses its result while the files it read are the same', async () => {
    const cache = memoryCache();
    const first = await runStation('s', { x: 1 }, readA, world({ 'a.csv': '12', 'b.csv': '1' }, cache));
    const again = await runStation('s', { x: 1 }, readA, world({ 'a.csv': '12', 'b.csv': 'changed' }, cache));
    expect([first.reused, again.reused]).toEqual([false, true]);
    expect(again.result).toBe(2);
    expect(again.key).toBe(first.key);
  });

  it('computes afresh when a file it read changed, a parameter changed, or the version changed', async () => {
    const cache = memoryCache();
    const first = await runStation('s', { x: 1 }, readA, world({ 'a.csv': '12' }, cache));
    const changed = await runStation('s', { x: 1 }, readA, world({ 'a.csv': '123' }, cache));
    expect([changed.reused, changed.result]).toEqual([false, 3]);
    expect(changed.key).not.toBe(first.key);
    expect((await runStation('s', { x: 2 }, readA, world({ 'a.csv': '123' }, cache))).reused).toBe(false);
    expect((await runStation('s', { x: 1 }, readA, world({ 'a.csv': '123' }, cache, '2'))).reused).toBe(false);
  });

  it('notices a file that appears where one was looked for, and a new file when the folder was listed', async () => {
    const cache = memoryCache();
    const tryB = (source: FileSource) =>
      source.read('b.csv').then(
        () => 'there',
        () => 'absent',
      );
    expect((await runStation('t', {}, tryB, world({ 'a.csv': '1' }, cache))).result).toBe('absent');
    expect((await runStation('t', {}, tryB, world({ 'a.csv': '1', 'b.csv': '' }, cache))).result).toBe('there');
    const list = (source: FileSource) => source.list();
    await runStation('l', {}, list, world({ 'a.csv': '1' }, cache));
    expect((await runStation('l', {}, list, world({ 'a.csv': '1', 'c.csv': '2' }, cache))).result).toEqual(['a.csv', 'c.csv']);
  });

  it('keeps nothing without a cache', async () => {
    await runStation('s', {}, readA, world({ 'a.csv': '1' }, noCache));
    expect((await runStation('s', {}, readA, world({ 'a.csv': '1' }, noCache))).reused).toBe(false);
  });
});

describe('canonical text', () => {
  it('does not depend on key order and keeps every number apart', () => {
    expect(canonicalText({ b: 1, a: [NaN, -0, 0.1 + 0.2] })).toBe(canonicalText({ a: [NaN, -0, 0.1 + 0.2], b: 1 }));
    expect(canonicalText(Float64Array.of(1, NaN))).toBe('[1,"NaN"]');
    expect(canonicalText(0.1 + 0.2)).not.toBe(canonicalText(0.3));
  });
});
