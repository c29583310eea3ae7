import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { samplesByGroup } from './gene-heatmap.ts';
import { colorBar, colorStep, DIVERGING, heatCells } from './heat.ts';
import { type SampleGroups, sampleLabels, stripsOf } from './sample-groups.ts';
import { columnNames, columnNamesHeight, drawStrips, stripLegend, stripsHeight } from './sample-strips.ts';
import { INK, TYPE } from './style.ts';

const [LEFT, SIDE, ROW] = [142, 480, 17];
const LIMIT = 2.2;

/** Activity and dissection: every set of markers in every sample, as deviation from what the design predicts. */
export function markerHeatmapFigure(expression: ExpressionResult, groups: SampleGroups, data: string): Figure | null {
  const { markers, clusterOrder, findings } = expression.quality;
  if (markers.length === 0) return null;
  const order = samplesByGroup(groups, clusterOrder);
  const strips = stripsOf(expression.quality, groups);
  const names = sampleLabels(expression);
  const legend = stripLegend(groups, strips, LEFT, 14, SIDE);
  const top = legend.height + 10;
  const y = top + stripsHeight(strips) + 2;
  const height = markers.length * ROW;
  const bar = y + height + columnNamesHeight(names, order.length, SIDE) + 8;
  const grid = { rows: markers.length, columns: order.length, x: LEFT, y, width: SIDE, height, colors: DIVERGING };
  const labels = markers.map(
    (
      { label, genes },
      i,
    ) => svg`<text x="${LEFT - 6}" y="${y + i * ROW + 12}" text-anchor="end" font-size="${TYPE.small}" class="ink" fill="${INK}">${label} (${genes.length})
      </text>`,
  );
  const flagged = findings.filter(({ check, level }) => (check === 'activity' || check === 'dissection') && level === 'warning');
  const marked = new Set(flagged.map(({ subject }) => subject));
  const width = SIDE / order.length;
  const frames = order.map((sample, column) =>
    marked.has(expression.samples[sample])
      ? svg`<rect x="${LEFT + column * width}" y="${y - 1}" width="${width}" height="${height + 2}" fill="none" class="s-ink" stroke="${INK}" stroke-width="1.4"/>`
      : null,
  );
  return {
    id: 'expression-markers',
    title: 'Activity and dissection: marker genes in every sample',
    summary: `Heat map of ${plural(markers.length, 'set')} of marker genes in ${plural(order.length, 'sample')}; ${flagged.length === 0 ? 'no sample stands off' : `${plural(marked.size, 'sample')} with a warning`}.`,
    caption: `Mean log2 deviation of each set's expressed markers (their number in brackets) from what the design predicts from the other samples. A dark cell in a set that does not belong to the tissue means that something else was cut along; framed columns have a warning.`,
    width: LEFT + SIDE + 80,
    height: bar + 26,
    body: svg`${legend.body}${drawStrips(groups, strips, order, { x: LEFT, y: top, width: SIDE })}${heatCells({ ...grid, colorOf: (row, column) => colorStep(markers[row].scores[order[column]], -LIMIT, LIMIT, DIVERGING) })}${frames}${labels}${columnNames(names, order, { x: LEFT, y: y + height, width: SIDE })}${colorBar(LEFT, bar, DIVERGING, `−${LIMIT}`, `+${LIMIT}`, 'log2 deviation')}`,
    data,
  };
}
