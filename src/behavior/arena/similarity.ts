import type { Place } from './arena-setup.ts';
import { mean } from './homography.ts';

/** x' = a x - b y + tx, y' = b x + a y + ty: rotation, scale and shift without reflection. */
export interface Similarity {
  a: number;
  b: number;
  tx: number;
  ty: number;
  /** Root mean square distance between mapped and stated positions. */
  residual: number;
}

/** The similarity that takes `from` to `to` with the least sum of squares (Umeyama 1991, in the plane); null when `from` has no extent. */
export function fitSimilarity(from: readonly Place[], to: readonly Place[]): Similarity | null {
  const [p, q] = [mean(from), mean(to)];
  let [squares, dot, cross] = [0, 0, 0];
  from.forEach((place, i) => {
    const [x, y, u, v] = [place.x - p.x, place.y - p.y, to[i].x - q.x, to[i].y - q.y];
    squares += x * x + y * y;
    dot += x * u + y * v;
    cross += x * v - y * u;
  });
  if (!(squares > 0)) return null;
  const [a, b] = [dot / squares, cross / squares];
  const [tx, ty] = [q.x - a * p.x + b * p.y, q.y - b * p.x - a * p.y];
  let error = 0;
  from.forEach(({ x, y }, i) => {
    const [dx, dy] = [a * x - b * y + tx - to[i].x, b * x + a * y + ty - to[i].y];
    error += dx * dx + dy * dy;
  });
  return { a, b, tx, ty, residual: Math.sqrt(error / from.length) };
}
