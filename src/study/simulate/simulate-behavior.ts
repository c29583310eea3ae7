import { exp, randomStream } from '../../stats/index.ts';
import { BOTTLE_HEADER, bottleRows, evaporationRows } from './bottles.ts';
import { EVENT_HEADER, eventRows, forcedSwimBouts, tailSuspensionBouts } from './event-logs.ts';
import type { Latent, Mood } from './latent.ts';
import { aliveAt, type SimulatedAnimal } from './make-animals.ts';
import { openFieldTrack } from './open-field.ts';
import { plusMazeTrack } from './plus-maze.ts';
import type { Preset } from './preset.ts';
import { trackCsv } from './walk.ts';

/** What a test adds to the trait it shows, as an SD in units of the trait's. */
export interface TestNoise {
  'open-field': number;
  'elevated-plus-maze': number;
  'sucrose-preference': number;
  'tail-suspension': number;
  'forced-swim': number;
}

export const TEST_NOISE: TestNoise = {
  'open-field': 0.4,
  'elevated-plus-maze': 0.4,
  'sucrose-preference': 0.45,
  'tail-suspension': 0.45,
  'forced-swim': 0.45,
};

/** The behavior files of a study as text, by path below `behavior/`. */
export function simulateBehavior(
  preset: Preset,
  animals: readonly SimulatedAnimal[],
  latent: Latent,
  seed: number,
): Map<string, string> {
  const files = new Map<string, string>();
  const logs = { swim: EVENT_HEADER, tail: EVENT_HEADER, bottles: BOTTLE_HEADER };
  const sessions = preset.sessions.length;
  preset.sessions.forEach((session, s) => {
    animals.forEach((animal, i) => {
      if (!aliveAt(animal, preset, session.ageDays)) return;
      const index = i * sessions + s;
      const seen = (test: keyof TestNoise, mood: Mood): { trait: number; stream: ReturnType<typeof randomStream> } => {
        const stream = randomStream(seed, `simulate/${test}`, index);
        return { trait: latent.total[mood][index] + TEST_NOISE[test] * stream.normal(), stream };
      };
      const pace = paceOf(i, s, seed);
      const field = seen('open-field', 'anxiety');
      files.set(`open-field/${session.name}/${animal.id}.csv`, trackCsv(openFieldTrack(field.trait, pace, field.stream)));
      const maze = seen('elevated-plus-maze', 'anxiety');
      files.set(`elevated-plus-maze/${session.name}/${animal.id}.csv`, trackCsv(plusMazeTrack(maze.trait, pace, maze.stream)));
      const swim = seen('forced-swim', 'depression');
      logs.swim += eventRows(animal.id, session.name, forcedSwimBouts(swim.trait, swim.stream));
      const tail = seen('tail-suspension', 'depression');
      logs.tail += eventRows(animal.id, session.name, tailSuspensionBouts(tail.trait, tail.stream));
      const sucrose = seen('sucrose-preference', 'depression');
      logs.bottles += bottleRows(animal.id, session.name, sucrose.trait, (i + s) % 2 === 0, sucrose.stream);
    });
    logs.bottles += evaporationRows(session.name, randomStream(seed, 'simulate/evaporation', s));
  });
  files.set('forced-swim.csv', logs.swim);
  files.set('tail-suspension.csv', logs.tail);
  files.set('sucrose-preference.csv', logs.bottles);
  return files;
}

/** How fast an animal runs: its own constant, less at each repetition, and a little of the day. */
function paceOf(animal: number, session: number, seed: number): number {
  const own = randomStream(seed, 'simulate/pace', animal).normal();
  const today = randomStream(seed, 'simulate/pace-of-day', animal * 64 + session).normal();
  return exp(0.12 * own + 0.06 * today - 0.05 * session);
}
