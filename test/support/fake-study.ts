import type { Study } from '../../src/study/index.ts';
import { STUDY_PLAN } from './study-plan.ts';

const ARMS = [
  { name: 'vehicle', doseMgPerKg: 0, control: true },
  { name: 'low', doseMgPerKg: 1, control: false },
  { name: 'mid', doseMgPerKg: 5, control: false },
  { name: 'high', doseMgPerKg: 20, control: false },
];

/** 48 adolescent mice of both sexes in 24 litters, four arms, four sessions. */
export function fakeStudy(): Study {
  const animals = Array.from({ length: 48 }, (_, i) => ({
    id: `m${String(i + 1).padStart(2, '0')}`,
    arm: ARMS[i % 4].name,
    sex: Math.floor(i / 4) % 2 === 0 ? ('female' as const) : ('male' as const),
    litter: `L${String(Math.floor(i / 2) + 1).padStart(2, '0')}`,
    cage: `C${Math.floor(i / 3) + 1}`,
    batch: null,
    born: '2024-03-04',
    died: null,
  }));
  return {
    format: 1,
    title: 'Isotretinoin in adolescent mice: mood, anxiety and hippocampal receptors',
    drug: { name: 'isotretinoin', route: 'oral gavage', vehicle: 'soybean oil' },
    species: 'mouse',
    strain: 'C57BL/6J',
    arms: ARMS,
    dosing: { startAge: 28, endAge: 70, intervalDays: 1, stage: 'adolescent' },
    animals,
    animalColumns: [],
    sessions: [
      { name: 'baseline', ageDays: 27, phase: 'baseline' },
      { name: 'week 3', ageDays: 49, phase: 'treatment' },
      { name: 'week 6', ageDays: 70, phase: 'treatment' },
      { name: 'washout', ageDays: 98, phase: 'washout' },
    ],
    assays: [],
    targeted: [],
    expression: {
      tissue: 'hippocampus',
      counts: 'expression/counts.tsv.gz',
      samples: 'expression/samples.csv',
      sampleColumn: 'sample',
      animalColumn: 'animal',
      geneId: 'symbol',
      session: 'week 6',
      design: '~ sex + arm',
      where: [],
      minTotal: 0,
      contrasts: [],
      exclude: [],
    },
    weights: [{ animal: 'm01', date: '2024-04-01', ageDays: 28, grams: 15.2 }],
    plan: { ...STUDY_PLAN, smallestLog2FoldChange: 0.5, permutations: 10_000 },
  };
}
