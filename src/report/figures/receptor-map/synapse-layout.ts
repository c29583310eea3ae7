import type { SynapseGroups } from './synapse-groups.ts';
import { TILE } from './tile.ts';

/** Width of one synapse panel. */
export const PANEL_WIDTH = 490;
/** Columns of tiles that fit side by side. */
const MOST_COLUMNS = 8;

/** Where the parts of a synapse stand, in px from the panel's top left corner. */
export interface SynapseLayout {
  /** Tiles per column inside the terminal. */
  rowsInside: number;
  /** Tiles per column below the postsynaptic membrane. */
  rowsBelow: number;
  terminal: { x: number; y: number; width: number; height: number };
  uptakeX: number;
  membraneY: number;
  height: number;
}

export const HEAD = 44;
const CLEFT = 30;
const MEMBRANE_TO_TILES = 38;

/** Number of columns that a group needs. */
export function columnsOf(count: number, rows: number): number {
  return Math.ceil(count / rows);
}

/** Lays out the synapses of one row, their membranes at the same height. */
export function rowLayout(row: readonly SynapseGroups[]): SynapseLayout[] {
  const own = row.map(ownLayout);
  const terminal = Math.max(...own.map((layout) => layout.terminal.height));
  const membraneY = HEAD + terminal + CLEFT;
  const height = Math.max(...own.map((layout) => layout.height - layout.membraneY)) + membraneY;
  return own.map((layout) => ({ ...layout, terminal: { ...layout.terminal, height: terminal }, membraneY, height }));
}

/** Lays out a synapse so that everything fits the panel's width; groups grow downward. */
function ownLayout(groups: SynapseGroups): SynapseLayout {
  const inside = [groups.synthesis, groups.vesicle, groups.breakdown].map((rows) => rows.length);
  let rowsInside = 4;
  const columns = (rows: number) => inside.reduce((sum, n) => sum + Math.max(n > 0 ? 1 : 0, columnsOf(n, rows)), 0);
  while (columns(rowsInside) + columnsOf(groups.uptake.length, rowsInside + 1) > MOST_COLUMNS - 1) rowsInside++;
  const receptors = groups.receptors.map((family) => family.rows.length);
  let rowsBelow = 4;
  while (receptors.reduce((sum, n) => sum + columnsOf(n, rowsBelow), 0) > MOST_COLUMNS) rowsBelow++;
  const tallest = Math.max(1, ...inside.map((n) => Math.min(n, rowsInside)));
  const uptakeColumns = columnsOf(groups.uptake.length, rowsInside + 1);
  const width = PANEL_WIDTH - (uptakeColumns === 0 ? 0 : uptakeColumns * TILE.stepX + 12);
  const height = 30 + tallest * TILE.stepY + 34;
  const membraneY = HEAD + height + CLEFT;
  const below = Math.max(1, ...receptors.map((n) => Math.min(n, rowsBelow)));
  return {
    rowsInside,
    rowsBelow,
    terminal: { x: 0, y: HEAD, width, height },
    uptakeX: width + 12,
    membraneY,
    height: membraneY + MEMBRANE_TO_TILES + below * TILE.stepY + 12,
  };
}

/** Top of the tiles below the membrane. */
export function tilesBelow(layout: SynapseLayout): number {
  return layout.membraneY + MEMBRANE_TO_TILES;
}
