import { type Markup, svg } from '../text/markup.ts';
import { note } from './marks.ts';
import { MUTED, RULE } from './style.ts';

/** From little to much, one hue rising in darkness. */
export const SEQUENTIAL = [
  '#f1f5f9',
  '#dce8f2',
  '#bdd7ea',
  '#96c1de',
  '#6ba8cf',
  '#4590c0',
  '#2477ae',
  '#105c93',
  '#083f6b',
] as const;

/** From far below over nothing to far above; blue and vermilion of Okabe and Ito, which differ in any color vision. */
export const DIVERGING = [
  '#0b5a94',
  '#2f7fb8',
  '#6aa6d1',
  '#a2c8e3',
  '#d3e4f0',
  '#f4f3f1',
  '#f7ddcb',
  '#f0b890',
  '#e59054',
  '#cf6a1f',
  '#a84c06',
] as const;
const MISSING = '#dedede';

/** A grid of colored cells. */
export interface HeatGrid {
  rows: number;
  columns: number;
  x: number;
  y: number;
  width: number;
  height: number;
  colors: readonly string[];
  /** Index into the colors; -1 where there is no value. */
  colorOf(row: number, column: number): number;
}

/** The cells as one path per color, neighbors of one color in a row drawn as one. */
export function heatCells({ rows, columns, x, y, width, height, colors, colorOf }: HeatGrid): Markup {
  const paths = new Map<number, Markup[]>();
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [y + (row * height) / rows, y + ((row + 1) * height) / rows];
    let from = 0;
    for (let column = 1; column <= columns; column++) {
      if (column < columns && colorOf(row, column) === colorOf(row, from)) continue;
      const color = colorOf(row, from);
      const list = paths.get(color) ?? [];
      paths.set(color, list);
      list.push(
        svg`M${x + (from * width) / columns} ${top}H${x + (column * width) / columns}V${bottom}H${x + (from * width) / columns}z`,
      );
      from = column;
    }
  }
  // crisp edges: anti-aliased ones would show the ground between the cells
  return svg`<g shape-rendering="crispEdges">${[...paths].map(([color, list]) => svg`<path d="${list}" fill="${color < 0 ? MISSING : colors[color]}"/>`)}</g>`;
}

/** The color of a value on a scale from `low` to `high`; -1 for NaN. */
export function colorStep(value: number, low: number, high: number, colors: readonly string[]): number {
  if (Number.isNaN(value)) return -1;
  const at = Math.floor(((value - low) / (high - low)) * colors.length);
  return Math.min(colors.length - 1, Math.max(0, at));
}

/** The colors of a scale as a bar with the values at its ends and what they are. */
export function colorBar(x: number, y: number, colors: readonly string[], low: string, high: string, words: string): Markup {
  const step = 12;
  const end = x + colors.length * step;
  const cells = heatCells({
    rows: 1,
    columns: colors.length,
    x,
    y,
    width: end - x,
    height: 9,
    colors,
    colorOf: (_, column) => column,
  });
  return svg`${cells}<rect x="${x}" y="${y}" width="${end - x}" height="9" fill="none" class="rule" stroke="${RULE}" stroke-width="0.6"/>${note(x, y + 20, low)}${note(end, y + 20, high, 'end')}${note(end + 8, y + 8, words)}`;
}

/** Text standing upright at (x, y), read from below, ending at y. */
export function uprightNote(x: number, y: number, text: string, size: number): Markup {
  return svg`<text transform="translate(${x} ${y}) rotate(-90)" text-anchor="end" font-size="${size}" class="muted" fill="${MUTED}">${text}
    </text>`;
}
