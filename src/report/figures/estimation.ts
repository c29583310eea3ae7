import type { Comparison } from '../../behavior/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { pEquals, plural, pvalue, withInterval } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, INK, MUTED, RULE, styleOf, TYPE } from './style.ts';
import { swarm } from './swarm.ts';
import { fitText, textWidth } from './text-width.ts';

/** What an estimation plot shows: every animal, and each arm's difference to control, session by session. */
export interface EstimationPlot {
  id: string;
  title: string;
  /** Axis label with unit. */
  axis: string;
  unit: string;
  sessions: readonly string[];
  /** Control first. */
  arms: readonly string[];
  control: string;
  styles: ReadonlyMap<string, GroupStyle>;
  /** Values of the animals of an arm at a session, missing ones left out. */
  valuesOf(arm: string, session: string): readonly number[];
  comparisons: readonly Comparison[];
  data: string;
  caption: string;
}

const LEFT = 62;
const RIGHT = 8;
const TOP = 26;
const RAW = 150;
const GAP = 26;
const DIFFERENCE = 92;
const BELOW = 52;
const ROW = TOP + RAW + GAP + DIFFERENCE + BELOW;
const WIDTH = 720;
const SLOT = 34;

/** Raw values above, differences to control with their 95 % intervals below (Gardner–Altman and Cumming plots). */
export function estimationFigure(plot: EstimationPlot): Figure {
  const perRow = Math.max(1, Math.floor((WIDTH - LEFT - RIGHT) / (plot.arms.length * SLOT + 12)));
  const rows = Math.ceil(plot.sessions.length / perRow);
  const columns = Math.ceil(plot.sessions.length / rows);
  const panel = Math.min(300, (WIDTH - LEFT - RIGHT) / columns);
  const raw = plot.arms.map((arm) => plot.sessions.flatMap((session) => plot.valuesOf(arm, session)));
  const values = linearScale(padded(extent(...raw), 0.06), [RAW, 0], 5);
  const differences = linearScale(differenceDomain(plot.comparisons), [DIFFERENCE, 0], 4);
  const body = plot.sessions.map((session, i) => {
    const column = i % columns;
    const at = { x: LEFT + column * panel, y: Math.floor(i / columns) * ROW + TOP, width: panel - 12 };
    return svg`${column === 0 ? axes(plot, values, differences, at) : null}${sessionPanel(plot, session, values, differences, at)}`;
  });
  return {
    id: plot.id,
    title: plot.title,
    summary: summaryOf(plot),
    caption: plot.caption,
    width: LEFT + panel * columns + RIGHT,
    height: rows * ROW,
    body: svg`${body}`,
    data: plot.data,
  };
}

function differenceDomain(comparisons: readonly Comparison[]): [number, number] {
  const [low, high] = extent(
    comparisons.map((one) => one.low),
    comparisons.map((one) => one.high),
    [0],
  );
  return padded([low, high], 0.08);
}

interface Place {
  x: number;
  y: number;
  width: number;
}

function axes(plot: EstimationPlot, values: Scale, differences: Scale, at: Place): Markup {
  const unit = plot.unit === '' ? '' : ` (${plot.unit})`;
  return svg`<g transform="translate(0 ${at.y})">${leftAxis(values, at.x - 6, fitText(plot.axis, TYPE.label, RAW + 40), at.x - 48)}
    </g><g transform="translate(0 ${at.y + RAW + GAP})">${leftAxis(differences, at.x - 6, fitText(`Difference${unit}`, TYPE.label, DIFFERENCE + 40), at.x - 48)}
    </g>`;
}

function sessionPanel(plot: EstimationPlot, session: string, values: Scale, differences: Scale, at: Place): Markup {
  const slot = at.width / plot.arms.length;
  const center = (i: number) => at.x + slot * (i + 0.5);
  const below = at.y + RAW + GAP;
  const arms = plot.arms.map((arm, i) => {
    const comparison = plot.comparisons.find((one) => one.arm === arm && one.session === session);
    const x = center(i);
    return svg`${armPoints(plot, arm, session, values, x, at.y, slot)}${armName(arm, x, below + DIFFERENCE + 15, slot)}${
      comparison === undefined ? null : difference(plot, comparison, differences, x, below)
    }`;
  });
  const pHeader = at.x === LEFT ? note(LEFT - 12, below + DIFFERENCE + 32, 'adj. p', 'end') : null;
  return svg`${words(at.x + at.width / 2, at.y - 10, fitText(session, TYPE.label, at.width), 'middle', TYPE.label, 600)}
    <g transform="translate(0 ${at.y})">${gridLines(values, at.x, at.x + at.width)}</g>
    <path d="M${at.x} ${below + differences(0)}h${at.width}" class="rule" stroke="${RULE}" stroke-dasharray="3 3"/>${arms}${pHeader}`;
}

function armPoints(
  plot: EstimationPlot,
  arm: string,
  session: string,
  values: Scale,
  x: number,
  y: number,
  slot: number,
): Markup | null {
  const list = plot.valuesOf(arm, session);
  if (list.length === 0) return note(x, y + RAW / 2, 'none', 'middle');
  const heights = list.map((value) => y + values(value));
  const radius = list.length > 30 ? 1.9 : 2.7;
  const offsets = swarm(heights, radius * 2.1, slot / 2 - 3);
  const comparison = plot.comparisons.find((one) => one.session === session && (one.arm === arm || arm === plot.control));
  const mean = comparison === undefined ? NaN : arm === plot.control ? comparison.meanControl : comparison.mean;
  const points = heights.map((height, i) => ({ x: x + offsets[i], y: height }));
  const half = Math.min(13, slot / 2 - 2);
  const bar = Number.isFinite(mean)
    ? svg`<path d="M${x - half} ${y + values(mean)}h${half * 2}" class="s-ink" stroke="${INK}" stroke-width="2.2"/>`
    : null;
  return svg`${marks(styleOf(plot.styles, arm), points, radius)}${bar}`;
}

function armName(arm: string, x: number, y: number, slot: number): Markup {
  const size = textWidth(arm, TYPE.tick) <= slot + 4 ? TYPE.tick : TYPE.small;
  return svg`<text x="${x}" y="${y}" text-anchor="middle" font-size="${size}" class="ink" fill="${INK}">${fitText(arm, size, slot + 4)}
    </text>`;
}

function difference(plot: EstimationPlot, one: Comparison, scale: Scale, x: number, y: number): Markup {
  const style = styleOf(plot.styles, one.arm);
  const bar = svg`<path d="M${x} ${y + scale(one.low)}V${y + scale(one.high)}" class="s-${style.tone}" stroke="${style.color}" stroke-width="2"/>`;
  const shown = one.padj < 0.001 ? '<.001' : one.padj > 0.995 ? '>.99' : pvalue(one.padj).replace(/^0\./, '.');
  return svg`${Number.isFinite(one.low + one.high) ? bar : null}${Number.isFinite(one.estimate) ? marks(style, [{ x, y: y + scale(one.estimate) }], 3.8) : null}
    <text x="${x}" y="${y + DIFFERENCE + 32}" text-anchor="middle" font-size="${TYPE.small}" class="muted" fill="${MUTED}">${shown}
    </text>`;
}

/** The strongest differences in words. */
function summaryOf(plot: EstimationPlot): string {
  const unit = plot.unit === '' ? '' : ` ${plot.unit}`;
  const shown = [...plot.comparisons]
    .filter((one) => Number.isFinite(one.estimate))
    .sort((a, b) => a.padj - b.padj || 0)
    .slice(0, 2);
  const sentences = shown.map(
    (one) =>
      `${one.arm} minus ${one.control} at ${one.session}: ${withInterval(one.estimate, one.low, one.high)}${unit} (95 % interval), ${pEquals(one.padj, 'adjusted p')}.`,
  );
  return `${plot.title}: raw values of ${plural(plot.arms.length, 'arm')} at ${plural(plot.sessions.length, 'session')} and differences to ${plot.control}. ${sentences.join(' ')}`;
}
