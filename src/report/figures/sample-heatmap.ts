import type { ExpressionResult } from '../../expression/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { colorBar, colorStep, DIVERGING, heatCells } from './heat.ts';
import { type SampleGroups, sampleLabels, samplesByGroup, stripsOf } from './sample-groups.ts';
import { columnNames, columnNamesHeight, drawStrips, stripLegend, stripsHeight } from './sample-strips.ts';
import { INK } from './style.ts';

/** Rows of numbers about zero, one column per sample. */
export interface SampleRows {
  rows: number;
  /** Room for the names of the rows, width of the cells, height of a row. */
  left: number;
  side: number;
  row: number;
  /** Values from here on have the darkest colors. */
  limit: number;
  /** What the colors are. */
  unit: string;
  value(row: number, sample: number): number;
  /** The name of a row, whose upper edge is at `y`. */
  label(row: number, y: number): Markup;
  /** Columns drawn with a frame. */
  framed: ReadonlySet<number>;
}

/** A heat map with the samples group by group below strips of their properties; its height and number of columns. */
export function sampleHeatmap(
  expression: ExpressionResult,
  groups: SampleGroups,
  { rows, left, side, row: rowHeight, limit, unit, value, label, framed }: SampleRows,
): { body: Markup; height: number; columns: number } {
  const order = samplesByGroup(groups, expression.quality.clusterOrder);
  const strips = stripsOf(expression.quality, groups);
  const names = sampleLabels(expression);
  const legend = stripLegend(groups, strips, left, 14, side);
  const top = legend.height + 10;
  const y = top + stripsHeight(strips) + 2;
  const height = rows * rowHeight;
  const bar = y + height + columnNamesHeight(names, order.length, side) + 8;
  const cells = heatCells({
    ...{ rows, columns: order.length, x: left, y, width: side, height, colors: DIVERGING },
    colorOf: (row, column) => colorStep(value(row, order[column]), -limit, limit, DIVERGING),
  });
  const width = side / order.length;
  const frames = order.map((sample, column) =>
    framed.has(sample)
      ? svg`<rect x="${left + column * width}" y="${y - 1}" width="${width}" height="${height + 2}" fill="none" class="s-ink" stroke="${INK}" stroke-width="1.4"/>`
      : null,
  );
  const labels = Array.from({ length: rows }, (_, row) => label(row, y + row * rowHeight));
  return {
    body: svg`${legend.body}${drawStrips(groups, strips, order, { x: left, y: top, width: side })}${cells}${frames}${labels}${columnNames(names, order, { x: left, y: y + height, width: side })}${colorBar(left, bar, DIVERGING, `−${limit}`, `+${limit}`, unit)}`,
    height: bar + 26,
    columns: order.length,
  };
}
