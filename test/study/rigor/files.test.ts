import { describe, expect, it } from 'vitest';
import { animals, check, codes, type Files, split } from './checked-study.ts';

describe('files', () => {
  const yaml = (more: string) => `limbic: 1\nsessions: [{ name: s1, age_days: 40 }, { name: s2, age_days: 60 }]\n${more}`;
  const tracks = yaml("assays: [{ assay: open-field, files: 'of/{session}/{animal}.csv' }]\n");
  const all = (skip: (session: string, animal: number) => boolean): Files => {
    const files: Files = {};
    for (const session of ['s1', 's2'])
      for (let i = 0; i < 48; i++) if (!skip(session, i)) files[`of/${session}/M${i}.csv`] = 'x';
    return files;
  };

  it('missing tracks are named; animals that had died are not missing', async () => {
    const sheet = animals(split, (litter) => (litter === 0 ? ',2025-02-20' : ','), ',died');
    const problems = await check({
      'study.yaml': tracks,
      'animals.csv': sheet,
      ...all((session, i) => session === 's2' && (i < 4 || i === 9)),
    });
    const missing = problems.filter((one) => one.code === 'behavior-missing');
    expect(missing).toHaveLength(1);
    expect(missing[0].message).toBe('Open field, s2: no data of 1 of 44 animals (M9)');
  });
  it('uneven losses say so', async () => {
    const problems = await check({
      'study.yaml': tracks,
      'animals.csv': animals(split),
      ...all((session, i) => session === 's1' && i % 2 === 1 && i < 20),
    });
    expect(problems.find((one) => one.code === 'behavior-missing')?.message).toContain('differ by more than a fifth');
  });
  it('a pattern without files, and a session without data', async () => {
    expect(codes(await check({ 'study.yaml': tracks, 'animals.csv': animals(split) }), 'error')).toEqual([
      'error:behavior-no-files',
    ]);
    const problems = await check({ 'study.yaml': tracks, 'animals.csv': animals(split), ...all((session) => session === 's2') });
    expect(codes(problems, 'note')).toContain('note:behavior-session-absent');
  });
  it('unknown animals in logs, with line and nearest id; missing columns', async () => {
    const plan = yaml('assays: [{ assay: forced-swim, files: fst.csv }]\n');
    const rows = Array.from({ length: 48 }, (_, i) => `M${i},s1,immobile,0,10\nM${i},s2,immobile,0,10\n`).join('');
    const problems = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      'fst.csv': `animal,session,behavior,start_s,stop_s\n${rows}m12,s1,immobile,0,1\n`,
    });
    expect(problems[0]).toMatchObject({
      code: 'study-unknown-animal',
      file: 'fst.csv',
      line: 98,
      column: 1,
      found: 'm12',
      mend: 'did you mean "M12"?',
    });
    const bad = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      'fst.csv': 'mouse,session,behavior\nM1,s1,x\n',
    });
    expect(bad[0]).toMatchObject({ code: 'study-missing-column', file: 'fst.csv', line: 1 });
  });
  it('columns that a format or a measure needs', async () => {
    const plan = yaml(`assays:
  - { assay: forced-swim, files: fst.csv }
  - { assay: rotarod, files: r.csv, measures: [{ column: latency, direction: less, domain: other }] }
`);
    const bad = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      'fst.csv': 'animal,session,behaviour,start_s,stop_s\nM1,s1,x,0,1\n',
      'r.csv': 'animal,session,latncy\nM1,s1,x\n',
    });
    expect(bad.filter((one) => one.severity === 'error').map((one) => [one.file, one.mend])).toEqual([
      ['fst.csv', 'did you mean "behaviour"?'],
      ['r.csv', 'did you mean "latncy"?'],
    ]);
  });
  it('test days and scorers that go with the arm', async () => {
    const plan = yaml('assays: [{ assay: rotarod, files: r.csv, measures: [{ column: s, direction: less, domain: other }] }]\n');
    const rows = (scorer: (i: number) => string) =>
      `animal,session,scorer,s\n${Array.from({ length: 48 }, (_, i) => `M${i},s1,${scorer(i)},1\nM${i},s2,eve,1\n`).join('')}`;
    const problems = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      'r.csv': rows((i) => (i % 2 ? 'ann' : 'bob')),
    });
    expect(problems[0]).toMatchObject({
      code: 'design-confounded',
      file: 'r.csv',
      message: expect.stringContaining('Rotarod, s1: "scorer"'),
    });
    expect(
      codes(
        await check({ 'study.yaml': plan, 'animals.csv': animals(split), 'r.csv': rows((i) => (i % 4 < 2 ? 'ann' : 'bob')) }),
        'error',
        'warning',
      ),
    ).toEqual([]);
  });
  it('sucrose that never changed sides', async () => {
    const plan = yaml('assays: [{ assay: sucrose-preference, files: s.csv }]\n');
    const rows = (side: (i: number, day: number) => string) =>
      `animal,session,day,bottle,side,start_g,end_g\n${Array.from({ length: 192 }, (_, i) => `M${i >> 2},${i & 1 ? 's1' : 's2'},${(i >> 1) & 1},sucrose,${side(i, (i >> 1) & 1)},150,145\n`).join('')}`;
    const fixed = await check({ 'study.yaml': plan, 'animals.csv': animals(split), 's.csv': rows(() => 'left') });
    expect(codes(fixed, 'note')).toContain('note:behavior-sides-not-swapped');
    const swapped = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      's.csv': rows((_, day) => (day ? 'left' : 'right')),
    });
    expect(codes(swapped, 'note')).not.toContain('note:behavior-sides-not-swapped');
  });

  it('the sample sheet: every fault at once', async () => {
    const plan = yaml(`expression:
  counts: c.tsv
  samples: s.csv
  design: ~ sexx + arm
  where: [{ column: region, value: HPC }]
  contrasts: [{ factor: arm2, treated: a, control: b }]
  exclude: [{ sample: S99, reason: x }]
`);
    const samples = 'sample,animal,region,batch\nS1,M1,HPC,1\nS1,M2,HPC,1\nS3,M99,HPC,2\nS4,M4,HPC,2\nS5,M5,PFC,2\n';
    const problems = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      's.csv': samples,
      'c.tsv': 'gene\tS1\tS3\tX9\nGad1\t1\t2\t3\n',
    });
    expect(codes(problems, 'error', 'warning')).toEqual([
      'error:expression-duplicate-sample',
      'error:expression-unknown-sample',
      'error:study-unknown-animal',
      'error:expression-no-counts',
      'error:expression-unknown-variable',
      'error:expression-unknown-variable',
      'warning:expression-not-in-sheet',
    ]);
  });
  it('a sequencing batch for each arm', async () => {
    const plan = yaml('expression: { counts: c.tsv, samples: s.csv }\n');
    const rows = Array.from({ length: 12 }, (_, i) => `S${i},M${i},b${i % 2}\n`).join('');
    const header = `gene\t${Array.from({ length: 12 }, (_, i) => `S${i}`).join('\t')}\nx\t${'1\t'.repeat(11)}1\n`;
    const problems = await check({
      'study.yaml': plan,
      'animals.csv': animals(split),
      's.csv': `sample,animal,batch\n${rows}`,
      'c.tsv': header,
    });
    expect(codes(problems, 'error', 'warning')).toEqual(['error:design-confounded']);
  });
});
