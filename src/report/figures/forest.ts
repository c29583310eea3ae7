import { type Markup, svg } from '../text/markup.ts';
import { pvalue, withInterval } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, RULE, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

/** One line of a forest plot: an estimate, or a heading over the lines that follow. */
export type ForestRow =
  | { heading: string }
  | { label: string; estimate: number; low: number; high: number; p: number; style: GroupStyle };

/** A forest plot: estimates with 95 % intervals on a common scale, numbers at the right. */
export interface ForestPlot {
  id: string;
  title: string;
  summary: string;
  caption: string;
  axis: string;
  /** Heading of the p column. */
  pName: string;
  rows: readonly ForestRow[];
  /** Half-width of the smallest effect of interest, shaded around zero; NaN for none. */
  bound: number;
  data: string;
}

const WIDTH = 720;
const LINE = 21;
const TOP = 28;

/** Draws a forest plot. Intervals far wider than the rest are cut with an arrow head. */
export function forestFigure(plot: ForestPlot): Figure {
  const estimates = plot.rows.filter((row) => 'label' in row);
  const labelWidth = Math.min(250, Math.max(110, ...estimates.map((row) => textWidth(row.label, TYPE.tick) + 22)));
  const left = labelWidth;
  const right = WIDTH - 214;
  const bottom = TOP + plot.rows.length * LINE + 6;
  const scale = linearScale(domainOf(estimates, plot.bound), [left, right], 6);
  const lines = plot.rows.map((row, i) => forestLine(row, scale, TOP + (i + 0.5) * LINE, labelWidth));
  const head = svg`${note(right + 14, TOP - 12, 'Estimate [95 % interval]')}${note(WIDTH - 4, TOP - 12, plot.pName, 'end')}`;
  const band = Number.isFinite(plot.bound)
    ? svg`<rect x="${Math.max(left, scale(-plot.bound))}" y="${TOP - 4}" width="${Math.min(right, scale(plot.bound)) - Math.max(left, scale(-plot.bound))}" height="${bottom - TOP + 4}" class="shade" fill="#f1f1f1"/>`
    : null;
  const body = svg`${band}<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${head}${lines}${bottomAxis(scale, bottom, plot.axis)}`;
  const { id, title, summary, caption, data } = plot;
  return { id, title, summary, caption, width: WIDTH, height: bottom + 44, body, data };
}

/** The domain holds zero, all estimates, and the intervals up to three times the spread of the estimates. */
function domainOf(rows: readonly { estimate: number; low: number; high: number }[], bound: number): [number, number] {
  const [low, high] = extent(
    rows.map((row) => row.estimate),
    [0],
    Number.isFinite(bound) ? [-bound, bound] : [],
  );
  const reach = Math.max(high - low, 1e-9) * 1.2;
  const [lowest, highest] = extent(
    rows.map((row) => row.low),
    rows.map((row) => row.high),
    [low, high],
  );
  return padded([Math.max(lowest, low - reach), Math.min(highest, high + reach)], 0.04);
}

function forestLine(row: ForestRow, scale: Scale, y: number, labelWidth: number): Markup {
  if ('heading' in row) return words(0, y + 5, row.heading, 'start', TYPE.label, 600);
  const right = scale.range[1];
  const at = { x: scale(row.estimate), low: scale(row.low), high: scale(row.high), y };
  return svg`${words(12, y + 4, fitText(row.label, TYPE.tick, labelWidth - 18))}${intervalBar(row.style, at, scale.range)}${words(right + 14, y + 4, withInterval(row.estimate, row.low, row.high))}${words(WIDTH - 4, y + 4, pvalue(row.p), 'end')}`;
}
