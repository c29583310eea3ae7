import { exp, gammaVariate, type RandomStream } from '../../stats/index.ts';
import { type Positions, TRACK_RATE, TRACK_SECONDS, Walker } from './walk.ts';

/** Side of the simulated open field, cm; its middle is the origin. */
export const FIELD_SIDE = 40;
const REACH = FIELD_SIDE / 2 - 1.5;

/**
 * A mouse in an open field: it runs along the walls and now and then makes an excursion through the center. Anxious animals
 * make fewer and shorter ones; how much they move does not depend on anxiety.
 *
 * @param anxiety what this test shows of the animal's trait, in SDs of the controls
 * @param speedFactor the animal's own pace relative to the mean
 */
export function openFieldTrack(anxiety: number, speedFactor: number, stream: RandomStream): Positions {
  const frames = TRACK_RATE * TRACK_SECONDS;
  const dt = 1 / TRACK_RATE;
  const x = new Float64Array(frames);
  const y = new Float64Array(frames);
  const excursionRate = 0.11 * exp(-0.34 * anxiety);
  const excursionLength = 2.9 * exp(-0.2 * anxiety);
  const walker = new Walker(0, -REACH, speedFactor, stream);
  let around = stream.uniform() < 0.5 ? 1 : -1;
  let left = 0;
  let target = { x: 0, y: 0 };
  for (let i = 0; i < frames; i++) {
    x[i] = walker.x;
    y[i] = walker.y;
    walker.switchPause(dt, 3.5, 1.2);
    if (left <= 0) {
      if (stream.uniform() < 0.04 * dt) around = -around;
      if (stream.uniform() < excursionRate * dt) left = gammaVariate(stream, 3, excursionLength / 3);
      target = left > 0 ? centerPoint(stream) : wallPoint(walker, around, stream);
    } else {
      left -= dt;
      if (left <= 0) target = wallPoint(walker, around, stream);
      else if (distance(walker, target) < 2) target = centerPoint(stream);
    }
    const habituation = 1 - (0.25 * i) / frames;
    walker.stepTowards(target.x, target.y, 11 * habituation, dt, 0.25);
    walker.x = Math.min(REACH, Math.max(-REACH, walker.x));
    walker.y = Math.min(REACH, Math.max(-REACH, walker.y));
  }
  return { rate: TRACK_RATE, x, y };
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

function centerPoint(stream: RandomStream): { x: number; y: number } {
  return { x: 16 * (stream.uniform() - 0.5), y: 16 * (stream.uniform() - 0.5) };
}

/** A point some cm ahead along the nearest wall, a little off it. */
function wallPoint(at: { x: number; y: number }, around: number, stream: RandomStream): { x: number; y: number } {
  const off = REACH - Math.abs(1.6 * stream.normal());
  const ahead = around * 9;
  if (Math.abs(at.x) >= Math.abs(at.y)) {
    const side = at.x >= 0 ? 1 : -1;
    const y = at.y + side * ahead;
    return Math.abs(y) <= REACH ? { x: side * off, y } : { x: side * (off - (Math.abs(y) - REACH) - 2), y: Math.sign(y) * off };
  }
  const side = at.y >= 0 ? 1 : -1;
  const x = at.x - side * ahead;
  return Math.abs(x) <= REACH ? { x, y: side * off } : { x: Math.sign(x) * off, y: side * (off - (Math.abs(x) - REACH) - 2) };
}
