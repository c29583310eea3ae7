import { type Markup, svg } from '../text/markup.ts';
import { type GroupStyle, INK, MUTED, type Shape, TYPE } from './style.ts';

/** Path of a mark of about equal visual weight for every shape, centered on (x, y). */
export function shapePath(shape: Shape, x: number, y: number, radius: number): Markup {
  const r = radius;
  switch (shape) {
    case 'square':
      return svg`M${x - r * 0.9} ${y - r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`;
    case 'triangle':
      return svg`M${x} ${y - r * 1.2}L${x + r * 1.15} ${y + r * 0.8}H${x - r * 1.15}z`;
    case 'triangle-down':
      return svg`M${x} ${y + r * 1.2}L${x + r * 1.15} ${y - r * 0.8}H${x - r * 1.15}z`;
    case 'diamond':
      return svg`M${x} ${y - r * 1.3}L${x + r * 1.15} ${y}L${x} ${y + r * 1.3}L${x - r * 1.15} ${y}z`;
    case 'plus':
      return svg`M${x - r} ${y}h${r * 2}M${x} ${y - r}v${r * 2}`;
    case 'cross':
      return svg`M${x - r * 0.8} ${y - r * 0.8}l${r * 1.6} ${r * 1.6}m0 ${-r * 1.6}l${-r * 1.6} ${r * 1.6}`;
    default:
      return svg`M${x - r} ${y}a${r} ${r} 0 1 0 ${r * 2} 0a${r} ${r} 0 1 0 ${-r * 2} 0z`;
  }
}

/** Attributes of a mark of that style: stroke for open shapes, fill with a thin paper-colored edge for solid ones. */
export function markPaint(style: GroupStyle): Markup {
  if (style.shape === 'ring') return svg`class="s-${style.tone}" stroke="${style.color}" stroke-width="1.4" fill="none"`;
  if (style.shape === 'plus' || style.shape === 'cross')
    return svg`class="s-${style.tone}" stroke="${style.color}" stroke-width="1.6" fill="none"`;
  return svg`class="f-${style.tone} edge" fill="${style.color}" stroke="#fff" stroke-width="0.6"`;
}

/** Many marks of one group as a single path; points without a place are passed over. */
export function marks(style: GroupStyle, points: readonly { x: number; y: number }[], radius: number): Markup | null {
  const placed = points.filter(isPlaced);
  if (placed.length === 0) return null;
  return svg`<path d="${placed.map((point) => shapePath(style.shape, point.x, point.y, radius))}" ${markPaint(style)}/>`;
}

/** Whether a point has a place: both coordinates are finite. */
export function isPlaced({ x, y }: { x: number; y: number }): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Beyond this many dots they are put on a grid of whole px, where most coincide. */
const MANY_DOTS = 2_500;

/**
 * Small dots as one path of round-capped strokes, on a grid of half a px (a whole one when they are many), coinciding ones
 * drawn once; row by row with relative moves, so that all genes of a genome take some tens of kilobytes.
 */
export function dust(points: readonly { x: number; y: number }[], size: number, color: string, tone: string): Markup | null {
  const grid = points.length > MANY_DOTS ? 1 : 2;
  const rows = new Map<number, Set<number>>();
  for (const { x, y } of points.filter(isPlaced)) {
    const row = Math.round(y * grid);
    const columns = rows.get(row) ?? new Set<number>();
    rows.set(row, columns.add(Math.round(x * grid)));
  }
  if (rows.size === 0) return null;
  let path = '';
  let last = 0;
  for (const row of [...rows.keys()].sort((a, b) => a - b)) {
    const columns = [...(rows.get(row) ?? [])].sort((a, b) => a - b);
    columns.forEach((column, i) => {
      path += i === 0 ? `M${column} ${row}h0` : `m${column - last} 0h0`;
      last = column;
    });
  }
  const scaled = grid === 1 ? null : svg` transform="scale(0.5)"`;
  return svg`<path d="${path}"${scaled} class="s-${tone}" stroke="${color}" stroke-width="${size * grid}" stroke-linecap="round" fill="none"/>`;
}

/** An estimate with its interval, horizontal; an arrow head where the interval leaves the plot. */
export function intervalBar(
  style: GroupStyle,
  at: { x: number; low: number; high: number; y: number },
  bounds: readonly [number, number],
  radius = 4,
): Markup {
  const low = Math.max(at.low, bounds[0]);
  const high = Math.min(at.high, bounds[1]);
  const heads = [
    at.low < bounds[0] ? svg`M${low + 5} ${at.y - 3.5}L${low} ${at.y}l5 3.5` : null,
    at.high > bounds[1] ? svg`M${high - 5} ${at.y - 3.5}L${high} ${at.y}l-5 3.5` : null,
  ];
  const bar = svg`<path d="M${low} ${at.y}H${high}${heads}" class="s-${style.tone}" stroke="${style.color}" stroke-width="1.8" fill="none"/>`;
  const inside = at.x >= bounds[0] && at.x <= bounds[1];
  return svg`${Number.isFinite(low + high) ? bar : null}${inside ? marks({ ...style, shape: solid(style.shape) }, [at], radius) : null}`;
}

/** The filled form of a shape, for estimates drawn over their interval. */
export function solid(shape: Shape): Shape {
  return shape === 'ring' ? 'circle' : shape;
}

/** A legend in one row: each group's mark and name, the row starting at (x, y). */
export function legend(
  groups: readonly { name: string; style: GroupStyle }[],
  x: number,
  y: number,
  widthOf: (text: string, size: number) => number,
): Markup {
  let left = x;
  return svg`${groups.map(({ name, style }) => {
    const at = left;
    left += 24 + widthOf(name, TYPE.tick);
    return svg`${marks(style, [{ x: at + 5, y: y - 4 }], 4)}<text x="${at + 14}" y="${y}" font-size="${TYPE.tick}" class="ink" fill="${INK}">${name}
      </text>`;
  })}`;
}

/** Text in muted ink. */
export function note(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  size: number = TYPE.small,
): Markup {
  return svg`<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" class="muted" fill="${MUTED}">${text}
    </text>`;
}

/** Text in full ink. */
export function words(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  size: number = TYPE.tick,
  weight = 400,
): Markup {
  return svg`<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" font-weight="${weight}" class="ink" fill="${INK}">${text}
    </text>`;
}
