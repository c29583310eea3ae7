import { exp, log } from '../../stats/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { decimalsFor, pvalue, withInterval } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, note, words } from './marks.ts';
import { extent, linearScale, logScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, INK, RULE, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

/** One estimate of a forest plot. */
export interface ForestEstimate {
  label: string;
  estimate: number;
  low: number;
  high: number;
  p: number;
  style: GroupStyle;
}

/** A line of a forest plot: an estimate, a heading over those that follow, or a little space between groups. */
export type ForestRow = ForestEstimate | { heading: string } | 'space';

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
  data: string;
  /** Estimates are ratios: a logarithmic axis around 1. */
  ratios?: boolean;
  /** Widest that labels may be, px; default 130. */
  labelWidth?: number;
  /** Of the figure, px; default a journal column. */
  width?: number;
}

const WIDTH = 440;
const NUMBERS = 168;
const LINE = 17;
const SPACE = 6;
const TOP = 24;

/** Draws a forest plot of a journal column's width. Intervals far wider than the rest are cut with an arrow head. */
export function forestFigure(plot: ForestPlot): Figure {
  const estimates = plot.rows.filter((row) => typeof row === 'object' && 'label' in row);
  const labelWidth = Math.min(
    plot.labelWidth ?? 130,
    Math.max(70, ...estimates.map((row) => textWidth(row.label, TYPE.tick) + 18)),
  );
  const width = plot.width ?? WIDTH;
  const right = width - NUMBERS;
  const scale =
    plot.ratios === true
      ? logScale(ratioDomain(estimates), [labelWidth, right], 5)
      : linearScale(domainOf(estimates), [labelWidth, right], 5);
  const decimals = commonDecimals(estimates);
  let y = TOP;
  const lines = plot.rows.map((row) => {
    const height = row === 'space' ? SPACE : LINE;
    const line = row === 'space' ? null : forestLine(row, scale, y + height / 2, { label: labelWidth, whole: width }, decimals);
    y += height;
    return line;
  });
  const bottom = y + 4;
  const head = svg`${note(right + 12, TOP - 12, 'Estimate [95 % interval]')}${note(width - 1, TOP - 12, plot.pName, 'end')}`;
  const body = svg`<path d="M${scale(plot.ratios === true ? 1 : 0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${head}${lines}${bottomAxis(scale, bottom, plot.axis)}`;
  const { id, title, summary, caption, data } = plot;
  return { id, title, summary, caption, width, height: bottom + 42, body, data };
}

/** Decimals that suit the middle one of the intervals, so that a column of numbers lines up. */
function commonDecimals(rows: readonly { low: number; high: number }[]): number {
  const widths = rows
    .map((row) => row.high - row.low)
    .filter((width) => width > 0 && Number.isFinite(width))
    .sort((a, b) => a - b);
  return decimalsFor(0, widths[Math.floor(widths.length / 2)] ?? 1);
}

/** The domain holds zero, all estimates, and the intervals as far as they are not much wider than the spread of the estimates. */
function domainOf(rows: readonly { estimate: number; low: number; high: number }[]): [number, number] {
  const [low, high] = extent(
    rows.map((row) => row.estimate),
    [0],
  );
  const reach = Math.max(high - low, 1e-9) * 1.2;
  const [lowest, highest] = extent(
    rows.map((row) => row.low),
    rows.map((row) => row.high),
    [low, high],
  );
  return padded([Math.max(lowest, low - reach), Math.min(highest, high + reach)], 0.04);
}

/** The domain of ratios, as {@link domainOf} on the scale of logarithms. */
function ratioDomain(rows: readonly { estimate: number; low: number; high: number }[]): [number, number] {
  const logs = rows
    .map(({ estimate, low, high }) => ({ estimate: log(estimate), low: log(low), high: log(high) }))
    .filter(({ estimate }) => Number.isFinite(estimate));
  const [low, high] = domainOf(logs);
  return [exp(Math.min(low, -0.3)), exp(Math.max(high, 0.3))];
}

function forestLine(
  row: ForestEstimate | { heading: string },
  scale: Scale,
  y: number,
  widths: { label: number; whole: number },
  decimals: number,
): Markup {
  if ('heading' in row)
    return svg`<text x="0" y="${y + 4}" font-size="${TYPE.tick}" font-weight="600" class="ink edge" fill="${INK}" stroke="#fff" stroke-width="3" paint-order="stroke">${fitText(row.heading, TYPE.tick, widths.whole - WIDTH + widths.label + 90)}
      </text>`;
  const right = scale.range[1];
  const at = { x: scale(row.estimate), low: scale(row.low), high: scale(row.high), y };
  return svg`${words(10, y + 4, fitText(row.label, TYPE.tick, widths.label - 14))}${intervalBar(row.style, at, scale.range, 3.6)}${words(right + 12, y + 4, withInterval(row.estimate, row.low, row.high, decimals), 'start', TYPE.small)}${words(widths.whole - 1, y + 4, pvalue(row.p), 'end', TYPE.small)}`;
}
