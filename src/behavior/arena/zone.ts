import type { Track } from '../track/track.ts';

/** A closed shape in the coordinates of a track. */
export type Shape =
  | { kind: 'polygon'; x: Float64Array; y: Float64Array }
  | { kind: 'circle'; x: number; y: number; radius: number };

/** A named region: all that lies strictly inside one of the shapes, or (`outside`) in none of them. */
export interface Zone {
  name: string;
  shapes: readonly Shape[];
  outside: boolean;
}

/** Makes a polygon from corner points in order. */
export function polygon(corners: readonly (readonly [number, number])[]): Shape {
  return { kind: 'polygon', x: Float64Array.from(corners, (c) => c[0]), y: Float64Array.from(corners, (c) => c[1]) };
}

/** An axis-parallel rectangle. */
export function rectangle(left: number, bottom: number, right: number, top: number): Shape {
  return polygon([
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ]);
}

/** Whether a point lies strictly inside. A point exactly on the border is outside, as in DLCAnalyzer (sp::point.in.polygon == 1). */
export function contains(shape: Shape, px: number, py: number): boolean {
  if (shape.kind === 'circle') {
    const dx = px - shape.x;
    const dy = py - shape.y;
    return dx * dx + dy * dy < shape.radius * shape.radius;
  }
  return insidePolygon(shape.x, shape.y, px, py);
}

/** Crossing-number test (Shimrat 1962) with borders taken out. */
function insidePolygon(x: Float64Array, y: Float64Array, px: number, py: number): boolean {
  let inside = false;
  for (let i = 0, j = x.length - 1; i < x.length; j = i++) {
    const xi = x[i];
    const yi = y[i];
    const xj = x[j];
    const yj = y[j];
    const cross = (xj - xi) * (py - yi) - (yj - yi) * (px - xi);
    if (cross === 0 && px >= Math.min(xi, xj) && px <= Math.max(xi, xj) && py >= Math.min(yi, yj) && py <= Math.max(yi, yj))
      return false;
    if (yi > py !== yj > py && (yj > yi ? cross > 0 : cross < 0)) inside = !inside;
  }
  return inside;
}

/** For each frame: 1 inside the zone, 0 outside, 2 without a position. */
export function insideZone(track: Pick<Track, 'x' | 'y'>, zone: Zone): Uint8Array {
  const { x, y } = track;
  const result = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const px = x[i];
    const py = y[i];
    if (!(px === px && py === py)) {
      result[i] = 2;
      continue;
    }
    let hit = false;
    for (let s = 0; s < zone.shapes.length && !hit; s++) hit = contains(zone.shapes[s], px, py);
    result[i] = hit !== zone.outside ? 1 : 0;
  }
  return result;
}

/** A polygon scaled about the mean of its corners (not its centroid), as DLCAnalyzer does. */
export function scaledPolygon(shape: Shape, factor: number, at?: readonly [number, number]): Shape {
  if (shape.kind === 'circle')
    return { kind: 'circle', x: at?.[0] ?? shape.x, y: at?.[1] ?? shape.y, radius: shape.radius * factor };
  const cx = mean(shape.x);
  const cy = mean(shape.y);
  const toX = at?.[0] ?? cx;
  const toY = at?.[1] ?? cy;
  return { kind: 'polygon', x: shape.x.map((x) => toX + (x - cx) * factor), y: shape.y.map((y) => toY + (y - cy) * factor) };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
