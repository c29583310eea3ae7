import { randomStream } from '../../../src/stats/random.ts';
import type { Domain, Study } from '../../../src/study/index.ts';

interface Plan {
  id: string;
  label: string;
  unit: string;
  domain: Domain;
  direction: 1 | -1 | 0;
  mean: number;
  sd: number;
  effect: number;
}

/** The measures: mean and SD of controls, and what the drug adds at its largest in SDs. */
export const PLANS: readonly Plan[] = [
  {
    id: 'open-field/center_time_s',
    label: 'Time in center',
    unit: 's',
    domain: 'anxiety',
    direction: -1,
    mean: 62,
    sd: 18,
    effect: -0.9,
  },
  {
    id: 'open-field/distance_cm',
    label: 'Distance',
    unit: 'cm',
    domain: 'locomotion',
    direction: 0,
    mean: 3400,
    sd: 600,
    effect: -0.1,
  },
  {
    id: 'elevated-plus-maze/open_time_pct',
    label: 'Time in open arms',
    unit: '%',
    domain: 'anxiety',
    direction: -1,
    mean: 24,
    sd: 8,
    effect: -0.8,
  },
  {
    id: 'forced-swim/immobility_s',
    label: 'Immobility',
    unit: 's',
    domain: 'depression',
    direction: 1,
    mean: 118,
    sd: 28,
    effect: 0.9,
  },
  {
    id: 'tail-suspension/immobility_s',
    label: 'Immobility',
    unit: 's',
    domain: 'depression',
    direction: 1,
    mean: 140,
    sd: 30,
    effect: 0.6,
  },
  {
    id: 'sucrose-preference/preference_pct',
    label: 'Sucrose preference',
    unit: '%',
    domain: 'depression',
    direction: -1,
    mean: 78,
    sd: 7,
    effect: -0.7,
  },
];

/** Shares of the effect by dose and by session. */
export const DOSE_SHARE = [0, 0.2, 0.6, 1];
export const SESSION_SHARE = [0, 0.6, 1, 0.5];

export const ASSAY_LABELS: ReadonlyMap<string, string> = new Map([
  ['open-field', 'Open field'],
  ['elevated-plus-maze', 'Elevated plus maze'],
  ['forced-swim', 'Forced swim'],
  ['tail-suspension', 'Tail suspension'],
  ['sucrose-preference', 'Sucrose preference'],
]);

/** Values of a measure, animals by sessions; one animal is missing in the last session. */
export function valuesOf(study: Study, plan: Plan, index: number): Float64Array {
  const stream = randomStream(11, `fake/${plan.id}`, index);
  return Float64Array.from({ length: study.animals.length * study.sessions.length }, (_, cell) => {
    const animal = Math.floor(cell / study.sessions.length);
    const session = cell % study.sessions.length;
    const dose = study.arms.findIndex((arm) => arm.name === study.animals[animal].arm);
    const value = plan.mean + plan.sd * (stream.normal() + plan.effect * DOSE_SHARE[dose] * SESSION_SHARE[session] * 1.4);
    return animal === 16 && session === 3 ? NaN : Math.max(0, value);
  });
}
