import type { Arena, AssayPlan, Session, Study } from '../../src/study/index.ts';
import { memorySource } from '../../src/study/index.ts';
import { STUDY_PLAN } from './study-plan.ts';

/** A plan with everything that the format fills in by itself. */
export function assayPlan(plan: Partial<AssayPlan> & Pick<AssayPlan, 'assay' | 'format' | 'files'>): AssayPlan {
  return {
    label: plan.assay,
    arena: null,
    arenaFile: null,
    measures: [],
    session: null,
    animalColumn: 'animal',
    sessionColumn: 'session',
    ...plan,
  };
}

/** A square field or plus maze whose middle is at 0, 0. */
export function arena(shape: Arena['shape'], sizeCm: number): Arena {
  return { shape, sizeCm, centerFraction: 0.5, armWidthCm: 5, openAxis: 'x', center: { x: 0, y: 0 } };
}

/** A study of `perGroup` animals per arm and sex; litters of two arms' worth of animals. */
export function smallStudy(options: {
  arms?: readonly { name: string; dose: number }[];
  perGroup?: number;
  sessions?: readonly Session[];
  assays: AssayPlan[];
}): Study {
  const arms = options.arms ?? [
    { name: 'vehicle', dose: 0 },
    { name: 'low', dose: 1 },
    { name: 'high', dose: 10 },
  ];
  const perGroup = options.perGroup ?? 4;
  const sessions = options.sessions ?? [{ name: 'end', ageDays: 70, phase: 'treatment' }];
  const animals: Study['animals'] = [];
  for (let i = 0; i < perGroup; i++) {
    for (const sex of ['female', 'male'] as const) {
      for (const arm of arms) {
        const id = `${arm.name}-${sex === 'male' ? 'm' : 'f'}${i + 1}`;
        animals.push({ id, arm: arm.name, sex, litter: `L${i + 1}`, cage: null, batch: null, born: '2025-01-01', died: null });
      }
    }
  }
  return {
    format: 1,
    title: 'test',
    drug: { name: 'drug', route: null, vehicle: null },
    species: 'mouse',
    strain: null,
    arms: arms.map(({ name, dose }) => ({ name, doseMgPerKg: dose, control: dose === 0 })),
    dosing: null,
    animals,
    animalColumns: [],
    sessions: [...sessions],
    assays: options.assays,
    expression: null,
    targeted: [],
    weights: [],
    plan: STUDY_PLAN,
  };
}

/** Files in memory from texts. */
export function textSource(files: readonly (readonly [string, string])[]): ReturnType<typeof memorySource> {
  const encoder = new TextEncoder();
  return memorySource('test', new Map(files.map(([path, text]) => [path, encoder.encode(text)])));
}
