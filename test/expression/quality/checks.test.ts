import { describe, expect, it } from 'vitest';
import { assess, said, warned } from './synthetic-counts.ts';

const SEX_GENES = [
  ['Xist', 2000],
  ['Ddx3y', 400],
  ['Kdm5d', 300],
] as const;
/** Xist in even samples, Y-linked genes in odd ones; the samples in `turned` the other way round. */
const sexes =
  (turned: readonly number[] = []) =>
  (gene: number, sample: number): number =>
    gene > 2 ? 0 : (gene === 0) === ((sample % 2 === 0) !== turned.includes(sample)) ? 0 : -10;

/** Gives s5 the counts of s2. */
function copySample(rows: { counts: number[] }[]): void {
  for (const { counts } of rows) counts[4] = counts[1];
}

describe('a clean study', () => {
  it('raises no alarm in 20 of 20 draws, with and without effects', async () => {
    const alarms: string[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const options = { seed, genes: 900, perArm: 6, changed: seed % 2 === 0 ? 90 : 0, named: SEX_GENES, effect: sexes() };
      const { quality } = await assess(options, '~ sex + arm');
      alarms.push(...quality.findings.filter(({ level }) => level === 'warning').map(({ message }) => `${seed}: ${message}`));
    }
    expect(alarms).toEqual([]);
  });
});

describe('what is wrong is seen', () => {
  const base = { seed: 5, genes: 1200, perArm: 6, changed: 80, named: SEX_GENES, effect: sexes() };

  it('two samples of unlike sex that changed places point at each other', async () => {
    const result = await assess({ ...base, effect: sexes([2, 7]) });
    expect(warned(result, 'sex')).toEqual(['s3', 's8']);
    expect(said(result, 'sex')[0]).toMatch(/s3 is female .* but male by its genes .*swapped with s8/);
    expect(said(await assess(base), 'sex')).toEqual([expect.stringMatching(/^pass: .*6 female and 6 male/)]);
  });

  it('two samples with each other’s label of a tissue that expression can tell', async () => {
    const regions = Array.from({ length: 12 }, (_, s) => (s % 2 === 0 ? 'CA1' : 'DG'));
    const rightly = (sample: number): boolean => (sample % 2 === 0) !== [4, 9].includes(sample);
    const options = {
      ...base,
      effect: (gene: number, sample: number) => (gene > 300 && gene < 380 && rightly(sample) ? 1.5 : 0),
      sheet: (columns: Map<string, string[]>) => {
        columns.delete('sex');
        columns.set('region', regions);
      },
    };
    const result = await assess(options);
    expect(warned(result, 'labels')).toEqual(['s5', 's10']);
    expect(said(result, 'labels').join(' ')).toMatch(/s5 is labeled region = CA1, but looks like DG .*swapped with s10/);
    const sound = await assess({
      ...options,
      effect: (gene, sample) => (gene > 300 && gene < 380 && sample % 2 === 0 ? 1.5 : 0),
    });
    expect(said(sound, 'labels')).toEqual([expect.stringMatching(/^pass: .*region/)]);
  });

  it('a sample counted twice, whole or from two halves of its reads', async () => {
    const copied = await assess({ ...base, after: (rows) => copySample(rows) });
    expect(said(copied, 'duplicates')).toEqual(['warning: Samples s2 and s5 have the same count for every gene.']);
    const halves = await assess({
      ...base,
      after: (rows) =>
        rows.forEach(({ counts }, g) => {
          // every read of s2 falls to s2 or s9; the remainder of a fixed rule stands for chance
          const half = Math.round(counts[1] / 2 + (Math.sqrt(counts[1]) / 2) * Math.sin(g * 12.9898));
          counts[8] = Math.max(0, counts[1] - half);
          counts[1] = Math.max(0, half);
        }),
    });
    expect(warned(halves, 'duplicates')).toEqual(['s2 and s9']);
    expect(said(halves, 'duplicates')[0]).toContain('no more than counting noise');
    expect(copied.quality.findings.find(({ check }) => check === 'duplicates')?.mend).toContain('keep one of the two');
  });

  it('a sample that lies apart, by its distance and by its count outliers', async () => {
    const stray = await assess({
      ...base,
      effect: (gene, sample) => sexes()(gene, sample) + (sample === 6 ? Math.sin(gene * 7) : 0),
    });
    expect(warned(stray, 'outliers')).toEqual(['s7']);
    expect(stray.quality.spread[6]).toBeGreaterThan(2);
    const hit = (gene: number) => gene > 5 && gene % 20 === 0;
    const cooks = await assess({
      ...base,
      after: (rows) => {
        for (const [g, { counts }] of rows.entries()) if (hit(g)) counts[6] = counts[6] * 30 + 500;
      },
    });
    expect(warned(cooks, 'outliers')).toEqual(['s7']);
    expect(cooks.quality.cooksShare[6]).toBeGreaterThan(0.02);
  });

  it('a sample of little depth', async () => {
    const shallow = await assess({ ...base, effect: (gene, sample) => sexes()(gene, sample) + (sample === 3 ? -4 : 0) });
    expect(warned(shallow, 'depth')).toEqual(['s4']);
    expect(said(shallow, 'depth')[0]).toMatch(/s4 was sequenced \d+ times less deeply/);
  });

  it('a batch outside the design, and one that cannot be told from the arms', async () => {
    const batch = (sample: number) => (sample % 4 < 2 ? 'x' : 'y');
    const shifted = {
      ...base,
      effect: (gene: number, sample: number) =>
        sexes()(gene, sample) + (gene % 3 === 1 && gene > 5 && batch(sample) === 'y' ? 0.8 * Math.sin(gene) : 0),
      sheet: (columns: Map<string, string[]>) =>
        void columns.set(
          'extraction',
          Array.from({ length: 12 }, (_, s) => batch(s)),
        ),
    };
    const seen = await assess(shifted, '~ sex + arm');
    expect(warned(seen, 'batch')).toEqual(['extraction']);
    expect(seen.quality.findings.find(({ check }) => check === 'batch')?.mend).toContain('add extraction to the design');
    expect(warned(await assess(shifted, '~ sex + extraction + arm'), 'batch')).toEqual([]);
    const nested = {
      ...base,
      sheet: (columns: Map<string, string[]>) =>
        void columns.set(
          'plate',
          Array.from({ length: 12 }, (_, s) => `p${Math.floor(s / 3)}`),
        ),
    };
    expect(said(await assess(nested), 'confounding')).toEqual([
      expect.stringMatching(/^warning: .*arm drug vs control.* cannot be told apart from plate/),
    ]);
  });

  it('choroid plexus in one sample, and activity in another', async () => {
    const named = [
      ...SEX_GENES,
      ['Ttr', 60],
      ['Clic6', 30],
      ['Kcne2', 25],
      ['Fos', 300],
      ['Arc', 900],
      ['Egr1', 1200],
      ['Junb', 400],
      ['Npas4', 200],
    ] as const;
    const effect = (gene: number, sample: number) =>
      sexes()(gene, sample) + (gene >= 3 && gene < 6 && sample === 2 ? 5 : gene >= 6 && gene < 11 && sample === 9 ? 2.5 : 0);
    const result = await assess({ ...base, named, effect });
    expect(warned(result, 'dissection')).toEqual(['s3']);
    expect(said(result, 'dissection')[0]).toMatch(
      /choroid plexus \(Ttr, Kcne2 and Clic6|choroid plexus \(Ttr, Clic6 and Kcne2\)/,
    );
    expect(warned(result, 'activity')).toEqual(['s10']);
    const handled = await assess({
      ...base,
      named,
      effect: (gene, sample) => sexes()(gene, sample) + (gene >= 6 && gene < 11 && sample >= 6 ? 2.5 : 0),
    });
    expect(warned(handled, 'activity'), 'an effect of the arm is no alarm').toEqual([]);
  });

  it('animals that vary far more than inbred ones, and a warning always has a number, a limit and a mend', async () => {
    const wild = await assess({ ...base, dispersion: 0.4 });
    expect(warned(wild, 'dispersion')).toEqual(['']);
    for (const { level, rule, mend, value } of wild.quality.findings.filter((one) => one.level === 'warning')) {
      expect(level).toBe('warning');
      expect(rule).toMatch(/\d/);
      expect(mend).not.toBe('');
      expect(value).not.toBeNaN();
    }
  });
});
