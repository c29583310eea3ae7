import { solveGeneral } from '../../stats/index.ts';
import type { Place } from './arena-setup.ts';

/** A plane projective map: x' = (m0 x + m1 y + m2)/(m6 x + m7 y + 1), y' = (m3 x + m4 y + m5)/(m6 x + m7 y + 1). */
export type Homography = Float64Array;

/**
 * The projective map that takes four corners (top left, then around) to the rectangle 0..width, 0..height. Four points
 * determine it exactly (Hartley & Zisserman 2004, section 4.1); for a rotated rectangle it is a rotation and scaling.
 *
 * @returns null when three corners lie on a line
 */
export function homographyOfCorners(corners: readonly Place[], width: number, height: number): Homography | null {
  const targets: Place[] = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  // Centered and scaled coordinates keep the system well conditioned.
  const center = mean(corners);
  const size = Math.max(...corners.map(({ x, y }) => Math.abs(x - center.x) + Math.abs(y - center.y)));
  const matrix = new Float64Array(64);
  const right = new Float64Array(8);
  corners.forEach((corner, i) => {
    const x = (corner.x - center.x) / size;
    const y = (corner.y - center.y) / size;
    const { x: u, y: v } = targets[i];
    matrix.set([x, y, 1, 0, 0, 0, -u * x, -u * y], 16 * i);
    matrix.set([0, 0, 0, x, y, 1, -v * x, -v * y], 16 * i + 8);
    right.set([u, v], 2 * i);
  });
  const h = solveGeneral(matrix, right, 8);
  if (h === undefined || !h.every(Number.isFinite)) return null;
  // Undo the centering: substitute (x - c)/size and divide by the constant of the denominator.
  const row = (a: number, b: number, c: number): [number, number, number] => [
    a / size,
    b / size,
    c - (a * center.x + b * center.y) / size,
  ];
  const [g0, g1, g2] = row(h[6], h[7], 1);
  const scaled = [...row(h[0], h[1], h[2]), ...row(h[3], h[4], h[5]), g0, g1].map((value) => value / g2);
  return scaled.every(Number.isFinite) ? Float64Array.from(scaled) : null;
}

/** Area of a simple polygon (shoelace formula). */
export function polygonArea(corners: readonly Place[]): number {
  let sum = 0;
  corners.forEach(({ x, y }, i) => {
    const next = corners[(i + 1) % corners.length];
    sum += x * next.y - next.x * y;
  });
  return Math.abs(sum) / 2;
}

/** Mean of some places. */
export function mean(places: readonly Place[]): Place {
  return {
    x: places.reduce((sum, place) => sum + place.x, 0) / places.length,
    y: places.reduce((sum, place) => sum + place.y, 0) / places.length,
  };
}
