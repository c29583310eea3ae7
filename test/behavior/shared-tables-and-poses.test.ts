import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { readDelimited } from '../../src/table/index.ts';
import { haveShared, SHARED, sharedBytes, sharedText } from '../support/shared.ts';

const FOLDER = 'data/behavior';

describe.skipIf(!haveShared)('tables of ready measures', () => {
  it('are refused as tracks, and read as tables with all their rows', () => {
    const folder = `${FOLDER}/tables`;
    const names = haveShared ? readdirSync(`${SHARED}/${folder}`).filter((name) => /\.csv(\.gz)?$/.test(name)) : [];
    expect(names.length).toBe(19);
    for (const name of names) {
      const lines = sharedText(`${folder}/${name}`).replace(/\r/g, '').trimEnd().split('\n');
      expect(readDelimited(sharedBytes(`${folder}/${name}`), name).rowCount, name).toBe(lines.length - 1);
    }
  });
});

describe.skipIf(!haveShared)('pose files hold what their own software says', () => {
  it('SLEAP analysis in both axis orders', async () => {
    for (const name of ['simple_matlab', 'simple_standard', 'multi_matlab', 'untracked_multi_standard']) {
      const read = await readBehaviorFile(sharedBytes(`${FOLDER}/sleap/${name}.analysis.h5`), name);
      const expected = JSON.parse(sharedText(`${FOLDER}/sleap/${name}.expected.json`));
      if (read.kind !== 'recording') throw new Error('no recording');
      const [{ individuals, frames }] = read.recordings;
      expect(frames).toBe(expected.nFrames);
      expect(individuals.map((one) => one.points.map((point) => point.name))).toEqual(individuals.map(() => expected.nodeNames));
      for (const { frameIdx, instances } of expected.frames) {
        const mine = individuals
          .map((one) => one.points.map((point) => [point.x[frameIdx], point.y[frameIdx]]))
          .filter((points) => points.some(([x]) => x === x));
        const theirs = instances.map((one: { points: (number | null)[][] }) => one.points.map(([x, y]) => [x ?? NaN, y ?? NaN]));
        expect(mine).toEqual(theirs);
      }
    }
  });

  it('DeepLabCut labels are the same in CSV and HDF5', async () => {
    const csv = await readBehaviorFile(sharedBytes(`${FOLDER}/dlc/CollectedData_Pranav.csv`), 'a');
    const h5 = await readBehaviorFile(sharedBytes(`${FOLDER}/dlc/CollectedData_Pranav.h5`), 'a');
    expect(h5).toEqual(csv);
  });
});
