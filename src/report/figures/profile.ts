import type { Comparison, DomainScore } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { significant } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, INK, RULE, styleOf, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

/** One domain score over the sessions: every animal as a faint line, group means as strong ones. */
export interface ProfilePlot {
  id: string;
  score: DomainScore;
  study: Study;
  animals: readonly string[];
  /** Columns of the score's values, in time order. */
  sessions: readonly string[];
  comparisons: readonly Comparison[];
  arms: readonly string[];
  control: string;
  styles: ReadonlyMap<string, GroupStyle>;
  data: string;
}

const LEFT = 50;
const RIGHT = 74;
const TOP = 30;
const HEIGHT = 286;
const WIDTH = 376;

/** The session profile of a domain score, with the dosing window shaded when ages are known. */
export function profileFigure(plot: ProfilePlot): Figure {
  const { sessions } = plot;
  const ages = sessions.map((name) => plot.study.sessions.find((session) => session.name === name)?.ageDays ?? NaN);
  const timed = sessions.length > 1 && ages.every((age, i) => Number.isFinite(age) && (i === 0 || age > ages[i - 1]));
  const xs = sessions.length === 1 ? [0.5] : timed ? ages : sessions.map((_, i) => i);
  const time = linearScale(padded(sessions.length === 1 ? [0, 1] : extent(xs), 0.05), [LEFT, WIDTH - RIGHT], 5);
  const score = linearScale(padded(extent(plot.score.values), 0.05), [TOP + HEIGHT, TOP], 6);
  const xOf = (session: string): number => time(xs[sessions.indexOf(session)]);
  const aslant = crowded(sessions, xOf);
  const body = svg`${timed ? dosingWindow(plot.study, time) : null}${gridLines(score, LEFT, WIDTH - RIGHT)}
    <path d="M${LEFT} ${score(0)}H${WIDTH - RIGHT}" class="rule" stroke="${RULE}"/>${leftAxis(score, LEFT, `${plot.score.label} (z)`, 14)}${animalLines(plot, xOf, score)}${sessionNames(plot, xOf, timed ? ages : [], aslant)}${meanLines(plot, xOf, score)}`;
  return {
    id: plot.id,
    title: `${plot.score.label} over the sessions`,
    summary: summaryOf(plot),
    caption: `Integrated z-score per animal (thin lines) and group means (thick lines). Reference: ${plot.score.reference}. Higher means more of the behavior.${timed && plot.study.dosing !== null ? ' Shaded: dosing.' : ''}`,
    width: WIDTH,
    height: TOP + HEIGHT + (aslant ? 66 : 40),
    body,
    data: plot.data,
  };
}

function dosingWindow(study: Study, time: Scale): Markup | null {
  if (study.dosing === null) return null;
  const low = Math.max(time.range[0], time(study.dosing.startAge));
  const high = Math.min(time.range[1], time(study.dosing.endAge));
  if (!(high > low)) return null;
  return svg`<rect x="${low}" y="${TOP}" width="${high - low}" height="${HEIGHT}" class="shade" fill="#f3f3f3"/>${note((low + high) / 2, TOP - 8, `${study.drug.name}, P${study.dosing.startAge}–P${study.dosing.endAge}`, 'middle')}`;
}

function animalLines(plot: ProfilePlot, xOf: (session: string) => number, score: Scale): Markup {
  const arms = new Map(plot.study.animals.map((animal) => [animal.id, animal.arm]));
  const names = plot.sessions;
  const lines = plot.arms.map((arm) => {
    let path = '';
    plot.animals.forEach((animal, a) => {
      if (arms.get(animal) !== arm) return;
      let pen = 'M';
      names.forEach((session, s) => {
        const value = plot.score.values[a * names.length + s];
        if (Number.isNaN(value)) {
          pen = 'M';
          return;
        }
        path += svg`${pen}${xOf(session)} ${score(value)}`.text;
        pen = 'L';
      });
    });
    const style = styleOf(plot.styles, arm);
    return svg`<path d="${path}" class="s-${style.tone}" stroke="${style.color}" stroke-opacity="0.22" stroke-width="0.9" fill="none"/>`;
  });
  return svg`${lines}`;
}

/** Group means per session, from the comparisons. */
function meansOf(plot: ProfilePlot, arm: string): { session: string; mean: number }[] {
  return plot.sessions.flatMap((name) => {
    const one = plot.comparisons.find((row) => row.session === name && (row.arm === arm || arm === plot.control));
    const mean = one === undefined ? NaN : arm === plot.control ? one.meanControl : one.mean;
    return Number.isFinite(mean) ? [{ session: name, mean }] : [];
  });
}

function meanLines(plot: ProfilePlot, xOf: (session: string) => number, score: Scale): Markup {
  const ends: { arm: string; y: number }[] = [];
  const lines = plot.arms.map((arm) => {
    const style = styleOf(plot.styles, arm);
    const points = meansOf(plot, arm).map(({ session, mean }) => ({ x: xOf(session), y: score(mean) }));
    if (points.length === 0) return null;
    ends.push({ arm, y: points[points.length - 1].y });
    const path = points.map((point, i) => svg`${i === 0 ? 'M' : 'L'}${point.x} ${point.y}`);
    return svg`<path d="${path}" class="s-${style.tone}" stroke="${style.color}" stroke-width="2.4" stroke-linejoin="round" fill="none"/>${marks(style, points, 4.4)}`;
  });
  return svg`${lines}${endLabels(plot, ends)}`;
}

/** Group names at the right end of the lines, pushed apart where they would overlap. */
function endLabels(plot: ProfilePlot, ends: readonly { arm: string; y: number }[]): Markup {
  const sorted = [...ends].sort((a, b) => a.y - b.y);
  let last = -Infinity;
  const placed = sorted.map(({ arm, y }) => {
    last = Math.max(y, last + 15);
    return { arm, y: last };
  });
  const overflow = Math.max(0, last - (TOP + HEIGHT));
  return svg`${placed.map(({ arm, y }) => {
    const style = styleOf(plot.styles, arm);
    const x = WIDTH - RIGHT + 10;
    return svg`${marks(style, [{ x: x + 4, y: y - overflow }], 4)}<text x="${x + 13}" y="${y - overflow + 4}" font-size="${TYPE.tick}" class="ink" fill="${INK}">${fitText(arm, TYPE.tick, RIGHT - 26)}
      </text>`;
  })}`;
}

/** Session names below the axis, aslant where they would touch, with the ages if they set the positions. */
function sessionNames(plot: ProfilePlot, xOf: (session: string) => number, ages: readonly number[], aslant: boolean): Markup {
  const y = TOP + HEIGHT;
  const names = plot.sessions.map((session, s) => {
    const x = xOf(session);
    const name = fitText(session, TYPE.tick, aslant ? 78 : 120);
    const text = aslant
      ? svg`<text transform="translate(${x + 3} ${y + 15}) rotate(-38)" text-anchor="end" font-size="${TYPE.tick}" class="ink" fill="${INK}">${name}
        </text>`
      : words(x, y + 17, name, 'middle');
    const age = ages.length > 0 && !aslant ? note(x, y + 31, `P${ages[s]}`, 'middle') : null;
    return svg`<path d="M${x} ${y}v4" class="rule" stroke="${RULE}"/>${text}${age}`;
  });
  return svg`<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" class="rule" stroke="${RULE}"/>${names}`;
}

/** Whether any two neighboring names would touch when written side by side. */
function crowded(sessions: readonly string[], xOf: (session: string) => number): boolean {
  return sessions.some((session, i) => {
    if (i === 0) return false;
    const half = (textWidth(session, TYPE.tick) + textWidth(sessions[i - 1], TYPE.tick)) / 2;
    return half + 4 > xOf(session) - xOf(sessions[i - 1]);
  });
}

function summaryOf(plot: ProfilePlot): string {
  const parts = plot.arms.flatMap((arm) => {
    const means = meansOf(plot, arm);
    return means.length === 0
      ? []
      : [`${arm}: ${means.map(({ session, mean }) => `${session} ${significant(mean, 2)}`).join(', ')}`];
  });
  return `${plot.score.label}, group means by session. ${parts.join('; ')}.`;
}
