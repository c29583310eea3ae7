import type { BalanceIndex } from '../../pathway/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { pEquals, withInterval } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { extent, linearScale, padded } from './scale.ts';
import { type GroupStyle, RULE, styleOf, TYPE } from './style.ts';
import { swarm } from './swarm.ts';
import { fitText, wrapText } from './text-width.ts';

const [WIDTH, COLUMNS, TOP, HEIGHT] = [720, 2, 58, 150];
const STEP = WIDTH / COLUMNS;
const ROW = TOP + HEIGHT + 34;

/** Each index per sample and group, and the difference with its interval on an axis at the right (Gardner–Altman plot). */
export function balanceFigure(
  balance: readonly BalanceIndex[],
  armOf: (sample: string) => string | null,
  groups: readonly [control: string, treated: string],
  styles: ReadonlyMap<string, GroupStyle>,
  data: string,
): Figure | null {
  if (balance.length === 0) return null;
  const panels = balance.map(
    (index, i) =>
      svg`<g transform="translate(${(i % COLUMNS) * STEP} ${Math.floor(i / COLUMNS) * ROW})">${indexPanel(index, armOf, groups, styles)}
        </g>`,
  );
  return {
    id: 'ei-balance',
    title: 'Excitation–inhibition balance of expression',
    summary: balance
      .map(
        (index) =>
          `${index.label}: difference ${withInterval(index.estimate, index.low, index.high)}, ${pEquals(index.rearrangedPvalue, 'permutation p')}.`,
      )
      .join(' '),
    caption: `Each point is a sample. Right of each panel: difference ${groups[1]} minus ${groups[0]} with its 95 % interval. These are ratios of messenger RNA, not of synaptic currents; an index can shift without any change in excitation or inhibition.`,
    width: balance.length === 1 ? STEP : WIDTH,
    height: Math.ceil(balance.length / COLUMNS) * ROW,
    body: svg`${panels}`,
    data,
  };
}

function indexPanel(
  index: BalanceIndex,
  armOf: (sample: string) => string | null,
  groups: readonly [string, string],
  styles: ReadonlyMap<string, GroupStyle>,
): Markup {
  const valuesOf = (group: string) =>
    Array.from(index.values).filter((value, s) => Number.isFinite(value) && armOf(index.samples[s]) === group);
  const lists = groups.map(valuesOf);
  const y = linearScale(padded(extent(...lists), 0.1), [TOP + HEIGHT, TOP], 4);
  const [left, slot] = [44, 80];
  const drawn = groups.map((group, i) => {
    const heights = lists[i].map(y);
    const offsets = swarm(heights, 6.4, slot / 2 - 6);
    const center = left + slot * (i + 0.5);
    return svg`${marks(
      styleOf(styles, group),
      heights.map((height, k) => ({ x: center + offsets[k], y: height })),
      3,
    )}${words(center, TOP + HEIGHT + 16, fitText(group, TYPE.tick, slot), 'middle')}`;
  });
  const title = wrapText(index.label, TYPE.label, STEP - 20).slice(0, 2);
  const heading = title.map((line, i) => words(0, 14 + i * 15, line, 'start', TYPE.label, 600));
  const p = note(0, 15 + title.length * 15, pEquals(index.rearrangedPvalue, 'permutation p'));
  return svg`${heading}${p}${gridLines(y, left, left + 2 * slot)}${leftAxis(y, left, null)}
    <path d="M${left} ${TOP + HEIGHT}h${2 * slot}" class="rule" stroke="${RULE}"/>${drawn}${differenceAxis(index, groups, styles, left + 2 * slot + 50)}`;
}

/** The difference with its interval against zero. */
function differenceAxis(
  index: BalanceIndex,
  groups: readonly [string, string],
  styles: ReadonlyMap<string, GroupStyle>,
  x: number,
): Markup {
  const scale = linearScale(padded(extent([index.low, index.high, 0]), 0.12), [TOP + HEIGHT, TOP], 4);
  const style = styleOf(styles, groups[1]);
  const bar = Number.isFinite(index.low + index.high)
    ? svg`<path d="M${x + 30} ${scale(index.low)}V${scale(index.high)}" class="s-${style.tone}" stroke="${style.color}" stroke-width="2"/>`
    : null;
  return svg`${leftAxis(scale, x, null)}<path d="M${x} ${scale(0)}h60" class="rule" stroke="${RULE}" stroke-dasharray="3 3"/>${bar}${marks(style, [{ x: x + 30, y: scale(index.estimate) }], 4.4)}${words(x + 30, TOP + HEIGHT + 16, 'difference', 'middle')}`;
}
