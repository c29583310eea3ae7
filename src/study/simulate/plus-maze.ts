import { exp, gammaVariate, type RandomStream } from '../../stats/index.ts';
import { type Positions, TRACK_RATE, TRACK_SECONDS, Walker } from './walk.ts';

/** The simulated plus maze: four arms of 30 x 5 cm around a square of 5 cm at the origin, the open arms along x. */
export const MAZE = { armLength: 30, armWidth: 5 } as const;
const HALF = MAZE.armWidth / 2;
const LATERAL = 1.7;

/** One visit to an arm: where it leads and how long the animal stays at its far point. */
interface Visit {
  open: boolean;
  sign: 1 | -1;
  depth: number;
  stay: number;
}

/**
 * A mouse on an elevated plus maze: from the central square into an arm, a stay at some depth, and back. Anxious animals choose
 * open arms less often, go less far out and stay shorter; their visits to closed arms are the same.
 *
 * @param anxiety what this test shows of the animal's trait, in SDs of the controls
 */
export function plusMazeTrack(anxiety: number, speedFactor: number, stream: RandomStream): Positions {
  const frames = TRACK_RATE * TRACK_SECONDS;
  const dt = 1 / TRACK_RATE;
  const x = new Float64Array(frames);
  const y = new Float64Array(frames);
  const walker = new Walker(0, 0, speedFactor, stream);
  let visit = drawVisit(anxiety, stream);
  let stage: 'out' | 'stay' | 'back' | 'center' = 'center';
  let wait = 1;
  for (let i = 0; i < frames; i++) {
    x[i] = walker.x;
    y[i] = walker.y;
    const along = visit.open ? walker.x * visit.sign : walker.y * visit.sign;
    wait -= dt;
    if (stage === 'center' && wait <= 0) {
      visit = drawVisit(anxiety, stream);
      stage = 'out';
    } else if (stage === 'out' && along >= visit.depth - 1.5) {
      stage = 'stay';
      wait = visit.stay;
    } else if (stage === 'stay' && wait <= 0) stage = 'back';
    else if (stage === 'back' && along < 1.2) {
      stage = 'center';
      wait = gammaVariate(stream, 2, 0.7);
    }
    const reach = stage === 'out' ? visit.depth : stage === 'stay' ? visit.depth - 2.5 * stream.uniform() : 0;
    const speed = stage === 'stay' || stage === 'center' ? 1.5 : 9;
    const side = LATERAL * 0.6 * stream.normal();
    walker.stepTowards(visit.open ? visit.sign * reach : side, visit.open ? side : visit.sign * reach, speed, dt, 0.2);
    keepOnMaze(walker, visit.open);
  }
  return { rate: TRACK_RATE, x, y };
}

function drawVisit(anxiety: number, stream: RandomStream): Visit {
  const open = stream.uniform() < 1 / (1 + exp(0.85 + 0.62 * anxiety));
  const sign = stream.uniform() < 0.5 ? 1 : -1;
  const shrink = exp(-0.1 * anxiety);
  const depth = open ? HALF + (4 + 20 * stream.uniform()) * Math.min(1.2, shrink) : HALF + 10 + 17 * stream.uniform();
  const stay = gammaVariate(stream, 3, (open ? 3.2 * exp(-0.22 * anxiety) : 4.2) / 3);
  return { open, sign, depth: Math.min(depth, HALF + MAZE.armLength - 1), stay };
}

/** Keeps the body center over the floor of the arm in use. */
function keepOnMaze(walker: Walker, alongX: boolean): void {
  const limit = HALF + MAZE.armLength - 1;
  const clamp = (value: number, bound: number): number => Math.min(bound, Math.max(-bound, value));
  const onSquare = Math.abs(walker.x) <= HALF && Math.abs(walker.y) <= HALF;
  if (alongX && (Math.abs(walker.y) <= HALF || onSquare)) {
    walker.x = clamp(walker.x, limit);
    walker.y = clamp(walker.y, LATERAL);
  } else {
    walker.x = clamp(walker.x, LATERAL);
    walker.y = clamp(walker.y, limit);
  }
}
