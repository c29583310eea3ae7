import type { Session } from '../study.ts';

/** An arm of the simulated study; `fraction` is the share of the top arm's effects that it gets (linear in dose). */
export interface SimulatedArm {
  name: string;
  doseMgPerKg: number;
  fraction: number;
}

/** A session; `share` is the share of the full effect on each domain that is present then. */
export interface SimulatedSession extends Session {
  share: { anxiety: number; depression: number };
}

/** What is planted, and the design it is planted in. */
export interface Preset {
  name: string;
  arms: readonly SimulatedArm[];
  sessions: readonly SimulatedSession[];
  /** Effect of the top dose at full share, in standard deviations of the latent trait among controls. */
  effect: { anxiety: number; depression: number };
  dosing: { startAge: number; endAge: number };
  /** Age at which every third litter is killed and its hippocampus sequenced. */
  harvestAge: number;
}

/**
 * Isotretinoin by gavage from P28 for six weeks. Doses by body surface (Km mouse 3, human 37; FDA guidance of July 2005):
 * 5, 10 and 20 mg/kg are 0.41, 0.81 and 1.62 mg/kg/day in people, where acne is treated with 0.5-1, at most 2 mg/kg/day.
 */
export const ISOTRETINOIN: Preset = {
  name: 'isotretinoin',
  arms: [
    { name: 'vehicle', doseMgPerKg: 0, fraction: 0 },
    { name: 'low', doseMgPerKg: 5, fraction: 0.25 },
    { name: 'medium', doseMgPerKg: 10, fraction: 0.5 },
    { name: 'high', doseMgPerKg: 20, fraction: 1 },
  ],
  sessions: [
    { name: 'baseline', ageDays: 26, phase: 'baseline', share: { anxiety: 0, depression: 0 } },
    { name: 'week3', ageDays: 49, phase: 'treatment', share: { anxiety: 0.5, depression: 0.5 } },
    { name: 'week6', ageDays: 70, phase: 'treatment', share: { anxiety: 1, depression: 1 } },
    { name: 'washout', ageDays: 98, phase: 'washout', share: { anxiety: 0.7, depression: 0.7 } },
  ],
  effect: { anxiety: 1.2, depression: 1.0 },
  dosing: { startAge: 28, endAge: 69 },
  harvestAge: 71,
};

/** The same design with nothing planted. */
export function withoutEffects(preset: Preset): Preset {
  return { ...preset, effect: { anxiety: 0, depression: 0 }, arms: preset.arms.map((arm) => ({ ...arm, fraction: 0 })) };
}

/** Index of the last session of phase treatment, to which the sequenced tissue belongs. */
export function lastTreatment(preset: Preset): number {
  return preset.sessions.map((session) => session.phase).lastIndexOf('treatment');
}
