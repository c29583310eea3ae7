import type { FamilyTest, PathwayResult, ReceptorRow } from '../../../pathway/index.ts';
import { type Markup, svg } from '../../text/markup.ts';
import { listed, plural, significant } from '../../text/numbers.ts';
import { systemName } from '../../text/system-names.ts';
import type { Figure } from '../figure.ts';
import { LEGEND_HEIGHT, mapLegend } from './legend.ts';
import { drawnGenes, synapse } from './synapse.ts';
import { receptorCount, synapseGroups } from './synapse-groups.ts';
import { PANEL_WIDTH, rowLayout } from './synapse-layout.ts';
import type { TileScale } from './tile.ts';

const GAP = 36;
const MARGIN = 4;
const WIDTH = 2 * (PANEL_WIDTH + MARGIN) + GAP;

/**
 * The receptor map: one synapse per transmitter system, every gene in its place, colored by its change and faded by its
 * uncertainty.
 *
 * @param systems ids of the systems, drawn two to a row; those without receptors in the panel are left out
 */
export function receptorMapFigure(
  pathway: PathwayResult,
  systems: readonly string[],
  fdr: number,
  id: string,
  data: string,
): Figure | null {
  const shown = systems
    .map((system) => ({ system, groups: synapseGroups(pathway.panel, system) }))
    .filter(({ groups }) => receptorCount(groups) > 0);
  if (shown.length === 0) return null;
  const scale = { limit: limitOf(pathway.panel), fdr };
  let bottom = MARGIN;
  const panels: Markup[] = [];
  for (let first = 0; first < shown.length; first += 2) {
    const row = shown.slice(first, first + 2);
    const layouts = rowLayout(row.map(({ groups }) => groups));
    row.forEach(({ system, groups }, i) => {
      const drawing = synapse(system, groups, layouts[i], testOf(pathway.families, system), scale);
      panels.push(svg`<g transform="translate(${MARGIN + i * (PANEL_WIDTH + GAP)} ${bottom})">${drawing}</g>`);
    });
    bottom += layouts[0].height + GAP;
  }
  const names = listed(shown.map(({ system }) => systemName(system)));
  return {
    id,
    title: `Receptor map: ${names}`,
    summary: summaryOf(
      shown.map(({ system, groups }) => ({ system, genes: drawnGenes(groups) })),
      pathway.contrast,
      scale,
    ),
    caption: `Each gene of the catalogue at its place in the synapse, in ${pathway.contrast}. Color is the change of messenger RNA, faded where it is uncertain; outlined genes pass a false discovery rate of ${significant(fdr, 2)} within their panel. Genes that serve several transmitters appear at each. Partner, scaffold and trafficking genes are in the panels below.`,
    width: WIDTH,
    height: bottom + LEGEND_HEIGHT,
    body: svg`${panels}<g transform="translate(${MARGIN} ${bottom})">${mapLegend(scale.limit, fdr)}</g>`,
    data,
  };
}

/** The end of the palette, 0.5, 1 or 2 log2 units: nine tenths of the changes that are at all certain lie within it. */
function limitOf(panel: readonly ReceptorRow[]): number {
  const sizes = panel
    .filter((row) => row.detected && Math.abs(row.stat) >= 2)
    .map((row) => Math.abs(row.log2FoldChange))
    .sort((a, b) => a - b);
  const most = sizes[Math.floor(0.9 * (sizes.length - 1))] ?? 0;
  return most > 1.1 ? 2 : most > 0.5 ? 1 : 0.5;
}

function testOf(families: readonly FamilyTest[], system: string): FamilyTest | undefined {
  return families.find((family) => family.kind === 'system' && family.id === system);
}

function summaryOf(
  systems: readonly { system: string; genes: readonly ReceptorRow[] }[],
  contrast: string,
  scale: TileScale,
): string {
  const parts = systems.map(({ system, genes }) => {
    const hits = genes.filter((row) => row.panelFdr < scale.fdr);
    const named = listed(hits.slice(0, 6).map((row) => `${row.gene} ${row.log2FoldChange > 0 ? 'higher' : 'lower'}`));
    return `${systemName(system)}, ${plural(genes.length, 'gene')}: ${hits.length === 0 ? 'none passes' : `${named}${hits.length > 6 ? ` and ${hits.length - 6} more` : ''}`}.`;
  });
  return `Synapses with the genes that change in ${contrast}. ${parts.join(' ')}`;
}
