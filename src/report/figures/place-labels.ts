import { textWidth } from './text-width.ts';

/** A label to be put near a point, more important ones first in the list. */
export interface LabelWish {
  x: number;
  y: number;
  text: string;
}

/** Where a label stands: the left end of its baseline, and where a line to the point ends if one is needed. */
export interface PlacedLabel extends LabelWish {
  left: number;
  baseline: number;
  leader: { x: number; y: number } | null;
}

interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/**
 * Places labels beside their points without overlap, greedily by importance: right, left, above, below, then farther out
 * with a leader line. A label that finds no free place inside `bounds` is left out.
 *
 * @param obstacles points that labels must not cover
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  size: number,
  bounds: Box,
  obstacles: readonly { x: number; y: number }[],
): PlacedLabel[] {
  const taken: Box[] = obstacles.map(({ x, y }) => ({ x1: x - 2.5, y1: y - 2.5, x2: x + 2.5, y2: y + 2.5 }));
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const width = textWidth(wish.text, size);
    for (const { dx, dy, leader } of OFFSETS) {
      const left = wish.x + (dx > 0 ? dx : dx < 0 ? dx - width : -width / 2);
      const baseline = wish.y + dy + (dx === 0 ? (dy < 0 ? 0 : size * 0.75) : size * 0.36);
      const box = { x1: left - 1, y1: baseline - size * 0.8, x2: left + width + 1, y2: baseline + size * 0.22 };
      const inside = box.x1 >= bounds.x1 && box.x2 <= bounds.x2 && box.y1 >= bounds.y1 && box.y2 <= bounds.y2;
      if (!inside || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      placed.push({ ...wish, left, baseline, leader: leader ? nearestOf(box, wish) : null });
      break;
    }
  }
  return placed;
}

const NEAR = [
  { dx: 6, dy: 0 },
  { dx: -6, dy: 0 },
  { dx: 0, dy: -6 },
  { dx: 0, dy: 6 },
  { dx: 5, dy: -8 },
  { dx: -5, dy: -8 },
  { dx: 5, dy: 8 },
  { dx: -5, dy: 8 },
];
const OFFSETS = [1, 2.2, 3.4, 4.8].flatMap((ring) =>
  NEAR.map(({ dx, dy }) => ({ dx: dx * ring, dy: dy * ring, leader: ring > 1 })),
);

/** The point of a box nearest to another point. */
function nearestOf(box: Box, { x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.min(box.x2 - 1, Math.max(box.x1 + 1, x)), y: Math.min(box.y2 - 1, Math.max(box.y1 + 1, y)) };
}

function overlap(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}
