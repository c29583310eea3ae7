import type { ClusterStep, ExpressionResult } from '../../expression/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { plural, significant } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { colorBar, colorStep, heatCells, SEQUENTIAL } from './heat.ts';
import { type SampleGroups, sampleLabels, stripsOf } from './sample-groups.ts';
import { columnNames, columnNamesHeight, drawStrips, stripLegend, stripsHeight } from './sample-strips.ts';
import { extent, padded } from './scale.ts';
import { MUTED, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [SIDE, LEFT, TREE] = [480, 96, 46];
/** More samples than this are averaged over neighbors, so that cells stay visible. */
const MOST_CELLS = 120;
const NEAR_FIRST = [...SEQUENTIAL].reverse();

/** Every sample against every other, in the order of the clustering tree; near is dark. */
export function distancesFigure(expression: ExpressionResult, groups: SampleGroups, data: string): Figure | null {
  const { distances, clusterOrder: order, clusterSteps } = expression.quality;
  const n = expression.samples.length;
  if (n < 3) return null;
  const strips = stripsOf(expression.quality, groups);
  const [low, high] = padded(extent(distances.filter((_, at) => at % (n + 1) !== 0)), 0);
  const names = sampleLabels(expression);
  const legend = stripLegend(groups, strips, LEFT, 14, SIDE + 70);
  const top = legend.height + 12 + TREE;
  const y = top + stripsHeight(strips);
  const bar = y + SIDE + columnNamesHeight(names, n, SIDE) + 8;
  const cells = Math.min(n, MOST_CELLS);
  const mean = blockMeans(distances, order, n, cells);
  const grid = { rows: cells, columns: cells, x: LEFT, y, width: SIDE, height: SIDE, colors: NEAR_FIRST };
  const rowStep = SIDE / n;
  const rows =
    rowStep < 7
      ? null
      : svg`<g font-size="${Math.min(TYPE.small, rowStep)}" text-anchor="end" class="muted" fill="${MUTED}">${Array.from(order, (s, i) => svg`<text x="${LEFT - 5}" y="${y + (i + 0.5) * rowStep + Math.min(TYPE.small, rowStep) * 0.35}">${fitText(names[s], Math.min(TYPE.small, rowStep), LEFT - 10)}</text>`)}</g>`;
  return {
    id: 'expression-distances',
    title: `Distances between ${plural(n, 'sample')}`,
    summary: `Heat map of the Euclidean distances between ${plural(n, 'sample')} in ${expression.transformName}, from ${significant(low, 2)} to ${significant(high, 2)}, in the order of the clustering tree.`,
    caption: `Dark: near, light: far, over the 500 most variable genes of ${expression.transformName}; samples in the order of the tree (average linkage). Blocks that follow a batch instead of a group, or a sample alone on its branch, deserve a look.${n > MOST_CELLS ? ' Cells are means over neighboring samples.' : ''}`,
    width: LEFT + SIDE + 110,
    height: bar + 26,
    body: svg`${legend.body}${dendrogram(clusterSteps, order, n, { x: LEFT, y: legend.height + 6, width: SIDE, height: TREE })}${drawStrips(groups, strips, order, { x: LEFT, y: top, width: SIDE })}${heatCells({ ...grid, colorOf: (row, column) => (n <= MOST_CELLS && row === column ? 0 : colorStep(mean[row * cells + column], low, high, NEAR_FIRST)) })}${rows}${columnNames(names, order, { x: LEFT, y: y + SIDE, width: SIDE })}${colorBar(LEFT, bar, NEAR_FIRST, significant(low, 2), significant(high, 2), 'distance')}`,
    data,
  };
}

/** Distances in the given order, averaged over blocks where there are more samples than cells. */
function blockMeans(distances: Float64Array, order: Int32Array, n: number, cells: number): Float64Array {
  const sums = new Float64Array(cells * cells);
  const counts = new Float64Array(cells * cells);
  const cellOf = (i: number): number => Math.floor((i * cells) / n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const at = cellOf(i) * cells + cellOf(j);
      sums[at] += distances[order[i] * n + order[j]];
      counts[at]++;
    }
  return sums.map((sum, at) => sum / counts[at]);
}

function dendrogram(
  steps: readonly ClusterStep[],
  order: Int32Array,
  n: number,
  at: { x: number; y: number; width: number; height: number },
): Markup {
  const [, most] = extent(
    steps.map(({ height }) => height),
    [1e-9],
  );
  const placed: { x: number; y: number }[] = [];
  const bottom = at.y + at.height - 2;
  order.forEach((sample, i) => {
    placed[sample] = { x: at.x + ((i + 0.5) * at.width) / n, y: bottom };
  });
  const arms = steps.map(({ left, right, height }, k) => {
    const [a, b] = [placed[left], placed[right]];
    const y = bottom - (Number.isFinite(height) ? height / most : 0) * (at.height - 4);
    placed[n + k] = { x: (a.x + b.x) / 2, y };
    return svg`M${a.x} ${a.y}V${y}H${b.x}V${b.y}`;
  });
  return svg`<path d="${arms}" fill="none" class="rule" stroke="${RULE}" stroke-width="0.9"/>`;
}
