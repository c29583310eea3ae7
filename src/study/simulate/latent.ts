import { randomStream } from '../../stats/index.ts';
import type { SimulatedAnimal } from './make-animals.ts';
import type { Preset } from './preset.ts';

export type Mood = 'anxiety' | 'depression';

/** The hidden traits from which all behavior is made, animals x sessions, in SDs of the controls. */
export interface Latent {
  sessions: number;
  /** Deviation of each animal from its arm: litter + animal + occasion, variance 1. */
  deviation: { anxiety: Float64Array; depression: Float64Array };
  /** Deviation plus the planted effect. */
  total: { anxiety: Float64Array; depression: Float64Array };
}

/** Shares of the latent variance; they sum to 1. */
export const VARIANCE = { litter: 0.25, animal: 0.45, occasion: 0.3 } as const;
/** Correlation of anxiety and depression between litters and between animals of one litter. */
export const MOOD_CORRELATION = 0.3;

/** Draws the traits. */
export function drawLatent(preset: Preset, animals: readonly SimulatedAnimal[], seed: number): Latent {
  const sessions = preset.sessions.length;
  const size = animals.length * sessions;
  const deviation = { anxiety: new Float64Array(size), depression: new Float64Array(size) };
  const total = { anxiety: new Float64Array(size), depression: new Float64Array(size) };
  const litters = pairs(Math.max(...animals.map((animal) => animal.litter)) + 1, seed, 'simulate/latent/litter');
  const traits = pairs(animals.length, seed, 'simulate/latent/animal');
  const occasions = randomStream(seed, 'simulate/latent/occasion');
  animals.forEach((animal, i) => {
    for (let s = 0; s < sessions; s++) {
      for (const mood of ['anxiety', 'depression'] as const) {
        const at = i * sessions + s;
        deviation[mood][at] =
          Math.sqrt(VARIANCE.litter) * litters[mood][animal.litter] +
          Math.sqrt(VARIANCE.animal) * traits[mood][i] +
          Math.sqrt(VARIANCE.occasion) * occasions.normal();
        total[mood][at] = deviation[mood][at] + effectOf(preset, mood, animal.arm, s);
      }
    }
  });
  return { sessions, deviation, total };
}

/** The planted effect of an arm at a session, in SDs. */
export function effectOf(preset: Preset, mood: Mood, arm: number, session: number): number {
  return preset.effect[mood] * preset.arms[arm].fraction * preset.sessions[session].share[mood];
}

/** Correlated standard normal pairs. */
function pairs(count: number, seed: number, purpose: string): { anxiety: Float64Array; depression: Float64Array } {
  const stream = randomStream(seed, purpose);
  const anxiety = new Float64Array(count);
  const depression = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    anxiety[i] = stream.normal();
    depression[i] = MOOD_CORRELATION * anxiety[i] + Math.sqrt(1 - MOOD_CORRELATION * MOOD_CORRELATION) * stream.normal();
  }
  return { anxiety, depression };
}
