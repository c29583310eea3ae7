import { describe, expect, it } from 'vitest';
import type { ExpressionResult } from '../../../src/expression/index.ts';
import { haveShared, sharedText } from '../../support/shared.ts';
import { assessTables, said, warned } from './synthetic-counts.ts';

interface Study {
  counts: string;
  sheet: string;
}

function study(name: string): Study {
  const folder = `data/expression/${name}`;
  return {
    counts: sharedText(`${folder}/counts.tsv.gz`),
    sheet: sharedText(`${folder}/samples.tsv`),
  };
}

const columnOf = ({ sheet }: Study, name: string): string[] => {
  const [head, ...rows] = sheet
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => row[head.indexOf(name)]);
};

describe.skipIf(!haveShared)('hippocampal subfields of 18 mice', () => {
  const data = haveShared ? study('mouse-hippocampus-avoidance') : { counts: '', sheet: '' };
  let all: ExpressionResult | undefined;
  const assessed = async () => (all ??= await assessTables(data.counts, data.sheet, '~ subfield + training', 'hippocampus'));

  it('names the five samples that the authors left out, and no other, as lying apart', async () => {
    const excluded = columnOf(data, 'excludedByAuthors');
    const outliers = columnOf(data, 'sample').filter((_, s) => excluded[s] === 'true');
    expect(outliers).toHaveLength(5);
    expect(warned(await assessed(), 'outliers').sort()).toEqual(outliers.sort());
  });

  it('sees that sample 148B-DG-4 holds CA1, and calls all 44 samples male', async () => {
    const result = await assessed();
    expect(warned(result, 'dissection')).toEqual(['148B-DG-4']);
    expect(said(result, 'dissection')[0]).toMatch(/Markers of CA1 \(Fibcd1, Wfs1, Pou3f1, Man1a and Mpped1\) stand 5/);
    expect(result.quality.sex?.calls).toEqual(Array.from({ length: 44 }, () => 'male'));
    expect(said(result, 'labels')).toEqual([expect.stringMatching(/^pass: .*subfield/)]);
  });

  it('the markers of dentate gyrus, CA1 and CA3 are highest in their own subfield', async () => {
    const blind = await assessTables(data.counts, data.sheet, '~ 1', 'hippocampus');
    const subfields = columnOf(data, 'subfield');
    const sets = new Map([
      ['DG', 'dentate-gyrus'],
      ['CA1', 'ca1'],
      ['CA3', 'ca3'],
    ]);
    const scoresOf = (set: string) => blind.quality.markers.find((one) => one.set === set)?.scores ?? new Float64Array(44);
    const own = subfields.filter((subfield, s) => {
      const scores = [...sets.values()].map((set) => scoresOf(set)[s]);
      return Math.max(...scores) === scoresOf(sets.get(subfield) ?? '')[s];
    });
    expect(own).toHaveLength(44);
  });

  it('two exchanged tubes of different subfields point at each other', async () => {
    const [a, b] = ['143A-DG-1', '143C-CA1-1'];
    const swapped = data.sheet.replace(a, '#').replace(b, a).replace('#', b);
    const result = await assessTables(data.counts, swapped, '~ training', 'hippocampus');
    expect(warned(result, 'labels').sort()).toEqual([a, b]);
    expect(said(result, 'labels').join(' ')).toMatch(/may have been swapped with/);
  });
});

describe.skipIf(!haveShared)('cerebellum of both sexes', () => {
  const data = haveShared ? study('mouse-cerebellum-influenza') : { counts: '', sheet: '' };
  it('the sheet is right for all 22; two exchanged animals of unlike sex are named', async () => {
    const result = await assessTables(data.counts, data.sheet, '~ sex + time', 'cerebellum');
    expect(said(result, 'sex')).toEqual([expect.stringMatching(/^pass: .*12 female and 10 male/)]);
    expect(warned(result, 'dissection').sort()).toEqual(['GSM2545345', 'GSM2545363']);
    const quiet = [
      'depth',
      'complexity',
      'outliers',
      'sex',
      'labels',
      'duplicates',
      'batch',
      'dispersion',
      'p-values',
      'activity',
    ];
    for (const check of quiet) expect(warned(result, check), check).toEqual([]);
    const [a, b] = [columnOf(data, 'sex').indexOf('Female'), columnOf(data, 'sex').indexOf('Male')].map(
      (s) => columnOf(data, 'sample')[s],
    );
    const swapped = data.sheet.replace(a, '#').replace(b, a).replace('#', b);
    const wrong = await assessTables(data.counts, swapped, '~ time', 'cerebellum');
    expect(warned(wrong, 'sex').sort()).toEqual([a, b].sort());
  });
});

describe.skipIf(!haveShared)('striatum of two strains', () => {
  const data = haveShared ? study('mouse-striatum-strains') : { counts: '', sheet: '' };
  it('names the experiment as a batch when it is not in the design, by Ensembl ids alone', async () => {
    const result = await assessTables(data.counts, data.sheet, '~ strain', 'striatum');
    expect(warned(result, 'batch')).toEqual(['experiment']);
    expect(said(result, 'sex')).toEqual([expect.stringMatching(/0 female and 21 male/)]);
    const modeled = await assessTables(data.counts, data.sheet, '~ experiment + strain', 'striatum');
    expect(warned(modeled, 'batch')).toEqual([]);
    expect(modeled.quality.pHistograms.map(({ shape }) => shape)).toEqual(['peak', 'peak', 'peak']);
  });
});

describe.skipIf(!haveShared)('the simulated studies', () => {
  it('raise no alarm but for the batch that is not in the design', async () => {
    const two = study('simulated/sim-two-group');
    const batch = study('simulated/sim-batch');
    const alarms = async ({ counts, sheet }: Study, design: string) => {
      const { quality } = await assessTables(counts, sheet, design, 'hippocampus');
      return {
        alarms: quality.findings.filter(({ level }) => level === 'warning').map(({ subject }) => subject),
        shape: quality.pHistograms[0].shape,
      };
    };
    expect(await alarms(two, '~ group')).toEqual({ alarms: [], shape: 'peak' });
    expect(await alarms(batch, '~ group')).toEqual({ alarms: ['batch'], shape: 'peak' });
    expect(await alarms(batch, '~ batch + group')).toEqual({ alarms: [], shape: 'peak' });
  });
});
