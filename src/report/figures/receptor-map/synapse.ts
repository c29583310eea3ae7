import type { FamilyTest, ReceptorRow } from '../../../pathway/index.ts';
import { type Markup, svg } from '../../text/markup.ts';
import { pEquals, withInterval } from '../../text/numbers.ts';
import { familyName, systemName } from '../../text/system-names.ts';
import { note, words } from '../marks.ts';
import { TYPE } from '../style.ts';
import { fitText } from '../text-width.ts';
import { anatomy, bracket, caption, receptorGlyph, vesicles } from './anatomy.ts';
import type { SynapseGroups } from './synapse-groups.ts';
import { columnsOf, PANEL_WIDTH, type SynapseLayout, tilesBelow } from './synapse-layout.ts';
import { TILE, type TileScale, tile, tileColumns } from './tile.ts';

/** One synapse with all genes of its transmitter in their places. */
export function synapse(
  system: string,
  groups: SynapseGroups,
  layout: SynapseLayout,
  test: FamilyTest | undefined,
  scale: TileScale,
): Markup {
  return svg`${heading(system, test)}${anatomy(layout)}${inside(groups, layout, scale)}${uptake(groups, layout, scale)}${autoreceptors(groups, layout, scale)}${receptors(groups, layout, scale)}`;
}

function heading(system: string, test: FamilyTest | undefined): Markup {
  const set =
    test === undefined || !Number.isFinite(test.meanLog2FoldChange)
      ? null
      : note(
          PANEL_WIDTH,
          13,
          `receptors as a set: ${withInterval(test.meanLog2FoldChange, test.low, test.high)}, ${shortFdr(test.padj)}`,
          'end',
        );
  return svg`${words(0, 14, systemName(system), 'start', 15, 650)}${set}`;
}

/** Short enough for a slide; the table has the digits. */
const shortFdr = (padj: number): string => (padj < 0.001 ? 'FDR < 0.001' : pEquals(padj, 'FDR'));

/** Synthesis, vesicles and breakdown side by side in the terminal. */
function inside(groups: SynapseGroups, layout: SynapseLayout, scale: TileScale): Markup {
  const parts = [
    { name: 'synthesis', rows: groups.synthesis },
    { name: groups.vesicle.some((row) => row.role === 'ligand') ? 'vesicle, ligand' : 'vesicles', rows: groups.vesicle },
    { name: 'breakdown', rows: groups.breakdown },
  ].filter((part) => part.rows.length > 0);
  const widths = parts.map((part) => columnsOf(part.rows.length, layout.rowsInside) * TILE.stepX);
  const { x, y, width } = layout.terminal;
  const free = width - widths.reduce((sum, one) => sum + one, 0);
  const gap = free / (parts.length + 1);
  let left = x + gap;
  return svg`${parts.map((part, i) => {
    const at = left;
    left += widths[i] + gap;
    const bubbles =
      part.name.startsWith('vesicle') && part.rows.length < layout.rowsInside
        ? vesicles(at + 16, y + 38 + part.rows.length * TILE.stepY)
        : null;
    return svg`${caption(at, y + 22, part.name)}${tileColumns(part.rows, at, y + 28, layout.rowsInside, scale)}${bubbles}`;
  })}`;
}

function uptake(groups: SynapseGroups, layout: SynapseLayout, scale: TileScale): Markup | null {
  if (groups.uptake.length === 0) return null;
  const { y } = layout.terminal;
  return svg`${caption(layout.uptakeX, y + 22, groups.uptake.length > layout.rowsInside + 1 ? 'uptake and transport' : 'uptake')}${tileColumns(groups.uptake, layout.uptakeX, y + 28, layout.rowsInside + 1, scale)}`;
}

/** Autoreceptors sit in the terminal's own membrane. */
function autoreceptors(groups: SynapseGroups, layout: SynapseLayout, scale: TileScale): Markup | null {
  const shown = groups.autoreceptors;
  if (shown.length === 0) return null;
  const { x, y, width, height } = layout.terminal;
  const fit = Math.max(1, Math.floor((width - 40) / TILE.stepX));
  const row = shown.slice(0, fit);
  const left = x + (width - row.length * TILE.stepX) / 2;
  const top = y + height - 10;
  const more = shown.length - row.length;
  const label = `autoreceptors${more > 0 ? ` (${more} more in the panel)` : ''}`;
  return svg`${caption(x + width / 2, top - 4, label, 'middle')}${row.map((one, i) => tile(one, left + i * TILE.stepX, top, scale))}`;
}

/** Families as columns below the postsynaptic membrane, each with its receptor drawn in the membrane. */
function receptors(groups: SynapseGroups, layout: SynapseLayout, scale: TileScale): Markup {
  const widths = groups.receptors.map((family) => columnsOf(family.rows.length, layout.rowsBelow) * TILE.stepX);
  const total = widths.reduce((sum, one) => sum + one, 0);
  const gap = Math.min(26, (PANEL_WIDTH - total) / (groups.receptors.length + 1));
  let left = (PANEL_WIDTH - total - gap * (groups.receptors.length - 1)) / 2;
  const top = tilesBelow(layout);
  return svg`${groups.receptors.map((family, i) => {
    const at = left;
    left += widths[i] + gap;
    const right = at + widths[i] - (TILE.stepX - TILE.width);
    const center = (at + right) / 2;
    const wide = widths[i] > TILE.stepX;
    const columns = columnsOf(family.rows.length, layout.rowsBelow);
    const perColumn = Math.ceil(family.rows.length / columns);
    return svg`${receptorGlyph(family.channel, center, layout.membraneY)}${wide ? bracket(at, right, top - 4) : null}
      <text x="${center}" y="${top - 7}" font-size="${TYPE.small}" font-weight="600" text-anchor="middle" class="ink" fill="#1a1a1a">${fitText(familyName(family.family), TYPE.small, widths[i] + 8)}
      </text>${tileColumns(family.rows, at, top, perColumn, scale)}`;
  })}`;
}

/** Genes of the groups that are drawn. */
export function drawnGenes(groups: SynapseGroups): ReceptorRow[] {
  const { synthesis, vesicle, breakdown, uptake: carriers, autoreceptors: auto, receptors: families } = groups;
  return [...synthesis, ...vesicle, ...breakdown, ...carriers, ...auto, ...families.flatMap((family) => family.rows)];
}
