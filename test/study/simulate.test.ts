import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SIMULATION, loadStudy, memorySource, simulateStudy } from '../../src/study/index.ts';

const BUNDLED = new URL('../../examples/isotretinoin', import.meta.url).pathname;

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return name === 'results' ? [] : filesOf(path);
      return [path];
    })
    .sort();
}

describe('the bundled study', () => {
  const files = simulateStudy(DEFAULT_SIMULATION);

  it('is what `limbic simulate examples/isotretinoin` writes, byte for byte', () => {
    const bundled = filesOf(BUNDLED).map((path) => relative(BUNDLED, path));
    expect(bundled).toEqual([...files.keys()].sort());
    const different = bundled.filter((path) => !readFileSync(join(BUNDLED, path)).equals(files.get(path) ?? new Uint8Array()));
    expect(different).toEqual([]);
  });

  it('is small', () => {
    expect([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(3_000_000);
  });

  it('loads', async () => {
    const study = await loadStudy(memorySource('isotretinoin', files));
    expect(study.animals).toHaveLength(72);
    expect(study.arms.map((arm) => [arm.name, arm.doseMgPerKg, arm.control])).toEqual([
      ['vehicle', 0, true],
      ['low', 5, false],
      ['medium', 10, false],
      ['high', 20, false],
    ]);
    expect(study.sessions.map((session) => session.phase)).toEqual(['baseline', 'treatment', 'treatment', 'washout']);
  });
});
