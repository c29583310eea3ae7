import type { ReceptorRow } from '../../../pathway/index.ts';
import { type Markup, svg } from '../../text/markup.ts';
import { INK, MUTED, RULE } from '../style.ts';
import { fitText } from '../text-width.ts';
import { swatchColor, swatchInk, swatchOf, swatchTone } from '../uncertainty-palette.ts';

/** Size of a gene's tile and the step to the next. */
export const TILE = { width: 56, height: 16, stepX: 58.5, stepY: 18.5 } as const;
const TEXT = 10.5;

/** How tiles are colored. */
export interface TileScale {
  /** log2 fold change at the end of the palette. */
  limit: number;
  /** Panel false discovery rate below which a gene is outlined. */
  fdr: number;
}

/** A gene: colored by its change and faded by its uncertainty; outlined with a triangle when it passes; dashed when not detected. */
export function tile(row: ReceptorRow, x: number, y: number, scale: TileScale): Markup {
  if (!row.detected || !Number.isFinite(row.stat)) {
    return svg`<rect x="${x + 0.5}" y="${y + 0.5}" width="${TILE.width - 1}" height="${TILE.height - 1}" rx="3" class="rule" fill="none" stroke="${RULE}" stroke-width="0.7" stroke-dasharray="2 2"/>${symbol(row, x, y, 'muted', MUTED, false)}`;
  }
  const swatch = swatchOf(row.log2FoldChange, row.stat, scale.limit);
  const hit = row.panelFdr < scale.fdr;
  const ink = swatchInk(swatch);
  const tone = swatchTone(swatch);
  const outline = hit ? svg` class="f-${tone} s-ink" stroke="${INK}" stroke-width="1.6"` : svg` class="f-${tone}"`;
  return svg`<rect x="${x}" y="${y}" width="${TILE.width}" height="${TILE.height}" rx="3" fill="${swatchColor(swatch)}"${outline}/>${symbol(row, x, y, `t-${tone}`, ink, hit)}`;
}

function symbol(row: ReceptorRow, x: number, y: number, tone: string, ink: string, hit: boolean): Markup {
  const room = TILE.width - (hit ? 11 : 4);
  const center = x + (hit ? (TILE.width - 8) / 2 : TILE.width / 2);
  const [tip, base] = row.log2FoldChange > 0 ? [y + 5, y + 11] : [y + 11, y + 5];
  const arrow = hit
    ? svg`<path d="M${x + TILE.width - 10} ${base}h6.4L${x + TILE.width - 6.8} ${tip}z" class="${tone}" fill="${ink}"/>`
    : null;
  return svg`<text x="${center}" y="${y + 11.6}" text-anchor="middle" font-size="${TEXT}" font-style="italic" class="${tone}" fill="${ink}">${fitText(row.gene, TEXT, room)}
    </text>${arrow}`;
}

/** Tiles in columns of at most `rows`, from the top left corner down. */
export function tileColumns(rows: readonly ReceptorRow[], x: number, y: number, perColumn: number, scale: TileScale): Markup[] {
  return rows.map((row, i) => tile(row, x + Math.floor(i / perColumn) * TILE.stepX, y + (i % perColumn) * TILE.stepY, scale));
}
