import { stepsOf, type TrackingData } from './tracking-data.ts';

/** A named number, as the program prints it. */
export type Report = [string, number][];

/** 1 where more than half of the flags within +-half frames are set; the window is cut at the ends. */
export function majority(flags: Uint8Array, half: number): Uint8Array {
  const n = flags.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i] + flags[i];
  return Uint8Array.from(flags, (_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(n, i + half + 1)];
    return sums[to] - sums[from] > (to - from) / 2 ? 1 : 0;
  });
}

/** Number of changes between consecutive flags. */
export function changes(flags: Uint8Array): number {
  let count = 0;
  for (let i = 1; i < flags.length; i++) if (flags[i] !== flags[i - 1]) count++;
  return count;
}

/** Steps and moving flags of one point. */
export interface Movement {
  steps: Float64Array;
  moving: Uint8Array;
}

/** CalculateMovement: a frame moves when its step exceeds cutoff / fps, smoothed by the majority rule. */
export function movementOf(data: TrackingData, point: string, cutoff: number, integrationPeriod: number): Movement {
  const path = data.points.get(point) ?? { x: new Float64Array(0), y: new Float64Array(0) };
  const steps = stepsOf(path.x, path.y);
  const fast = Uint8Array.from(steps, (step) => (step > cutoff / data.fps ? 1 : 0));
  return { steps, moving: majority(fast, integrationPeriod) };
}

/** The seven numbers of a point, in all frames or inside a zone. */
export function movementReport(prefix: string, { steps, moving }: Movement, fps: number, inside: Uint8Array | null): Report {
  let [frames, distance, movingFrames, movingDistance] = [0, 0, 0, 0];
  for (let i = 0; i < steps.length; i++) {
    if (inside !== null && inside[i] !== 1) continue;
    frames++;
    distance += steps[i];
    if (moving[i] !== 1) continue;
    movingFrames++;
    movingDistance += steps[i];
  }
  return [
    [`${prefix}.raw.distance`, distance],
    [`${prefix}.distance.moving`, movingDistance],
    [`${prefix}.raw.speed`, (distance / frames) * fps],
    [`${prefix}.speed.moving`, (movingDistance / movingFrames) * fps],
    [`${prefix}.time.moving`, movingFrames / fps],
    [`${prefix}.total.time`, frames / fps],
    [`${prefix}.time.stationary`, (frames - movingFrames) / fps],
    [`${prefix}.percentage.moving`, (100 * movingFrames) / frames],
  ];
}
