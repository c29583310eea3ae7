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
  for (const shape of zone.shapes) markInside(shape, x, y, result);
  const flip = zone.outside ? 1 : 0;
  for (let i = 0; i < result.length; i++) result[i] = x[i] === x[i] && y[i] === y[i] ? result[i] ^ flip : 2;
  return result;
}

/** Sets the mark of every position strictly inside a shape. What lies beyond the shape's extent is not looked at twice. */
function markInside(shape: Shape, x: Float64Array, y: Float64Array, marks: Uint8Array): void {
  const { left, right, bottom, top } = extentOf(shape);
  const plain = isUpright(shape);
  for (let i = 0; i < marks.length; i++) {
    const px = x[i];
    const py = y[i];
    if (px > left && px < right && py > bottom && py < top && (plain || contains(shape, px, py))) marks[i] = 1;
  }
}

function extentOf(shape: Shape): { left: number; right: number; bottom: number; top: number } {
  if (shape.kind === 'circle') return { left: -Infinity, right: Infinity, bottom: -Infinity, top: Infinity };
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < shape.x.length; i++) {
    left = Math.min(left, shape.x[i]);
    right = Math.max(right, shape.x[i]);
    bottom = Math.min(bottom, shape.y[i]);
    top = Math.max(top, shape.y[i]);
  }
  return { left, right, bottom, top };
}

/** Whether a shape is a rectangle with sides along the axes: then it is all of its extent. */
function isUpright(shape: Shape): boolean {
  if (shape.kind !== 'polygon' || shape.x.length !== 4) return false;
  const { x, y } = shape;
  const first = y[0] === y[1] && x[1] === x[2] && y[2] === y[3] && x[3] === x[0];
  return first || (x[0] === x[1] && y[1] === y[2] && x[2] === x[3] && y[3] === y[0]);
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
