import type { ArmSurvival, LatencySurvival } from '../../behavior/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { pEquals, plural, significant } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks, note, words } from './marks.ts';
import { linearScale, type Scale } from './scale.ts';
import { type GroupStyle, styleOf, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

/** The latencies of one measure, session by session. */
export interface SurvivalPlot {
  id: string;
  title: string;
  /** What is waited for, e.g. `Latency to eat`. */
  label: string;
  latencies: readonly LatencySurvival[];
  styles: ReadonlyMap<string, GroupStyle>;
  data: string;
  /** Words before those on how to read the figure. */
  meaning: string;
}

const [LEFT, RIGHT, GAP, TOP, HEIGHT, BELOW, WIDTH] = [52, 16, 34, 46, 130, 44, 720];

/** Kaplan-Meier curves: the share of animals that have not done it yet, with a tick where an animal was censored. */
export function survivalFigure(plot: SurvivalPlot): Figure {
  const columns = plot.latencies.length === 4 ? 2 : Math.min(3, plot.latencies.length);
  const width = Math.min(340, (WIDTH - LEFT - RIGHT - GAP * (columns - 1)) / columns);
  const rows = Math.ceil(plot.latencies.length / columns);
  const last = Math.max(...plot.latencies.flatMap(({ arms }) => arms.map((arm) => arm.time[arm.time.length - 1])), 1e-9);
  const panels = plot.latencies.map((latency, i) => {
    const left = LEFT + (i % columns) * (width + GAP);
    const top = TOP + Math.floor(i / columns) * (HEIGHT + BELOW + 22);
    const [x, y] = [linearScale([0, last], [left, left + width], 5), linearScale([0, 1], [top + HEIGHT, top], 4)];
    return panel(plot, latency, x, y, i % columns === 0, Math.floor(i / columns) === rows - 1);
  });
  const names = [...new Set(plot.latencies.flatMap(({ arms }) => arms.map(({ arm }) => arm)))];
  const groups = names.map((name) => ({ name: fitText(name, TYPE.tick, 120), style: styleOf(plot.styles, name) }));
  const body = svg`${legend(groups, LEFT, 14, textWidth)}${panels}`;
  return {
    id: plot.id,
    title: plot.title,
    summary: summaryOf(plot),
    caption: `${plot.meaning} Share of animals in which it has not happened yet (Kaplan–Meier). Marks: medians; ticks: tests that ended before it happened (censored). p: log-rank test over all arms${plot.latencies.some(({ logRank }) => logRank?.stratified) ? ', within sexes' : ''}; hazard ratios and medians are in the tables.`,
    width: LEFT + columns * width + GAP * (columns - 1) + RIGHT,
    height: TOP + rows * (HEIGHT + BELOW + 22) - 22,
    body,
    data: plot.data,
  };
}

function panel(plot: SurvivalPlot, latency: LatencySurvival, x: Scale, y: Scale, first: boolean, lowest: boolean): Markup {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const p = latency.logRank === null ? 'no events' : pEquals(latency.logRank.pvalue);
  const session = fitText(latency.session, TYPE.label, right - left - textWidth(p, TYPE.small) - 12);
  return svg`${words(left, top - 8, session, 'start', TYPE.label, 600)}${note(right, top - 8, p, 'end')}${gridLines(y, left, right)}${bottomAxis(x, bottom, lowest ? `${plot.label} (s)` : null)}${leftAxis(y, left, first ? 'Not yet' : null, left - 38)}${latency.arms.map((arm) => curve(arm, styleOf(plot.styles, arm.arm), x, y))}`;
}

function curve(arm: ArmSurvival, style: GroupStyle, x: Scale, y: Scale): Markup {
  let path = svg`M${x(0)} ${y(1)}`.text;
  let ticks = '';
  arm.time.forEach((time, i) => {
    path += svg`H${x(time)}V${y(arm.survival[i])}`.text;
    if (arm.censored[i] > 0) ticks += svg`M${x(time)} ${y(arm.survival[i]) - 4}v8`.text;
  });
  const tickMarks = svg`<path d="${ticks}" class="s-${style.tone}" stroke="${style.color}" stroke-width="1.6"/>`;
  const median = marks(style, [{ x: x(arm.median), y: y(0.5) }], 3.6);
  return svg`<path d="${path}" class="s-${style.tone}" stroke="${style.color}" stroke-width="1.9" stroke-linejoin="round" fill="none"/>${ticks === '' ? null : tickMarks}${median}`;
}

function summaryOf(plot: SurvivalPlot): string {
  const sessions = plot.latencies.map(({ session, arms, logRank }) => {
    const medians = arms.map((arm) => `${arm.arm} ${Number.isNaN(arm.median) ? 'not reached' : `${significant(arm.median)} s`}`);
    const censored = arms.reduce((sum, arm) => sum + arm.n - arm.events, 0);
    const test = logRank === null ? 'no events' : `log-rank ${pEquals(logRank.pvalue)}`;
    return `${session}: medians ${medians.join(', ')}; ${plural(censored, 'animal')} censored; ${test}.`;
  });
  return `${plot.title}: share of animals that have not done it, over time. ${sessions.join(' ')}`;
}
