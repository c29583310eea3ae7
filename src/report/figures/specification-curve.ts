import type { Claim, ClaimMultiverse, MultiverseResult } from '../../claims/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { percent, plural, significant } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, INK, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

const WIDTH = 680;
const LABELS = 236;
const TOP = 30;
const CURVE = 170;
const ROW = 12;
const GAP = 8;

const AGREES: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'circle' };
const DIFFERS: GroupStyle = { color: OKABE_ITO.orange, tone: 'c6', shape: 'cross' };
const PLANNED: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' };

/** One specification in its place on the curve. */
interface Placed {
  x: number;
  estimate: number;
  options: readonly string[];
  agrees: boolean;
  planned: boolean;
}

/**
 * A claim's specification curve: the estimates of all specifications in ascending order above, which option each took below. Null when
 * there are no estimates.
 */
export function specificationCurve(one: ClaimMultiverse, multiverse: MultiverseResult, claim: Claim, id: string): Figure | null {
  const placed = inOrder(one);
  if (placed.length < 2) return null;
  const y = linearScale(
    padded(
      extent(
        placed.map((row) => row.estimate),
        [0],
      ),
      0.06,
    ),
    [TOP + CURVE, TOP],
    5,
  );
  const choices = one.choices.flatMap((choice, c) => {
    const declared = multiverse.choices.find((other) => other.id === choice);
    return declared === undefined ? [] : [{ ...declared, c }];
  });
  const { body, height } = optionRows(choices, placed, TOP + CURVE + 20);
  const agree = percent(one.agree);
  const groups = [
    { name: `verdict ${claim.verdict.replace('-', ' ')}, as planned`, style: AGREES },
    { name: 'another verdict', style: DIFFERS },
    { name: 'planned analysis', style: PLANNED },
  ];
  return {
    id,
    title: `Specification curve: ${claim.statement.replace(/\.$/, '')}`,
    summary: `${plural(placed.length, 'specification')}; ${agree} have the verdict of the planned analysis; median estimate ${significant(one.median)} ${claim.unit}.`,
    caption: `Every dot is one way to analyze the data, in order of its estimate (${claim.unit}); below it, the options it took. ${agree} of ${placed.length} give the verdict of the planned analysis (red). Specifications share data and are no sample of anything: the share says how much hangs on choices.`,
    width: WIDTH,
    height,
    body: svg`${legend(groups, LABELS, 14, textWidth)}${curve(placed, y)}${body}`,
    data: id,
  };
}

function inOrder({ specifications }: ClaimMultiverse): Placed[] {
  const [planned] = specifications;
  const known = specifications
    .map((row, i) => ({ row, i }))
    .filter(({ row }) => Number.isFinite(row.estimate))
    .sort((a, b) => a.row.estimate - b.row.estimate || a.i - b.i);
  const step = (WIDTH - LABELS - 8) / known.length;
  return known.map(({ row, i }, k) => ({
    x: LABELS + 4 + (k + 0.5) * step,
    estimate: row.estimate,
    options: row.options,
    agrees: row.verdict === planned.verdict,
    planned: i === 0,
  }));
}

function curve(placed: readonly Placed[], y: Scale): Markup {
  const points = (pick: (row: Placed) => boolean) => placed.filter(pick).map((row) => ({ x: row.x, y: y(row.estimate) }));
  const zero = y(0);
  return svg`${gridLines(y, LABELS, WIDTH - 4)}<path d="M${LABELS} ${zero}H${WIDTH - 4}" class="rule" stroke="${RULE}"/>
    ${leftAxis(y, LABELS, 'Estimate', LABELS - 48)}
    ${marks(
      AGREES,
      points((row) => row.agrees && !row.planned),
      1.9,
    )}
    ${marks(
      DIFFERS,
      points((row) => !row.agrees && !row.planned),
      2.4,
    )}
    ${marks(
      PLANNED,
      points((row) => row.planned),
      4.5,
    )}`;
}

/** A row of ticks per option, under a heading per choice. */
function optionRows(
  choices: readonly { label: string; c: number; options: readonly { id: string; label: string }[] }[],
  placed: readonly Placed[],
  top: number,
): { body: Markup; height: number } {
  let y = top;
  const parts: Markup[] = [];
  for (const { label, c, options } of choices) {
    const used = options.filter((option) => placed.some((row) => row.options[c] === option.id));
    if (used.length < 2) continue;
    parts.push(words(0, y + 9, fitText(label, TYPE.small, LABELS - 12), 'start', TYPE.small, 600));
    y += ROW + 2;
    for (const option of used) {
      const at = y + ROW / 2;
      const ticks = placed.filter((row) => row.options[c] === option.id).map((row) => svg`M${row.x} ${at - 4}v8`);
      parts.push(note(10, at + 3.5, fitText(option.label, TYPE.small, LABELS - 20)));
      parts.push(svg`<path d="${ticks}" class="s-ink" stroke="${INK}" stroke-width="1" fill="none"/>`);
      y += ROW;
    }
    y += GAP;
  }
  return { body: svg`${parts}`, height: y + 2 };
}
