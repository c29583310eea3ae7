import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import type { SampleGroups } from './sample-groups.ts';
import { sampleHeatmap } from './sample-heatmap.ts';
import { INK, TYPE } from './style.ts';

const [LEFT, SIDE] = [142, 480];

/** Activity and dissection: every set of markers in every sample, as deviation from what the design predicts. */
export function markerHeatmapFigure(expression: ExpressionResult, groups: SampleGroups, data: string): Figure | null {
  const { markers, findings } = expression.quality;
  if (markers.length === 0) return null;
  const flagged = findings.filter(({ check, level }) => (check === 'activity' || check === 'dissection') && level === 'warning');
  const marked = new Set(flagged.map(({ subject }) => subject));
  const { body, height, columns } = sampleHeatmap(expression, groups, {
    ...{ rows: markers.length, left: LEFT, side: SIDE, row: 17, limit: 2.2, unit: 'log2 deviation' },
    value: (row, sample) => markers[row].scores[sample],
    label: (row, y) =>
      svg`<text x="${LEFT - 6}" y="${y + 12}" text-anchor="end" font-size="${TYPE.small}" class="ink" fill="${INK}">${markers[row].label} (${markers[row].genes.length})
      </text>`,
    framed: new Set(expression.samples.flatMap((name, sample) => (marked.has(name) ? [sample] : []))),
  });
  return {
    id: 'expression-markers',
    title: 'Activity and dissection: marker genes in every sample',
    summary: `Heat map of ${plural(markers.length, 'set')} of marker genes in ${plural(columns, 'sample')}; ${flagged.length === 0 ? 'no sample stands off' : `${plural(marked.size, 'sample')} with a warning`}.`,
    caption: `Mean log2 deviation of each set's expressed markers (their number in brackets) from what the design predicts from the other samples. A dark cell in a set that does not belong to the tissue means that something else was cut along; framed columns have a warning.`,
    width: LEFT + SIDE + 80,
    height,
    body,
    data,
  };
}
