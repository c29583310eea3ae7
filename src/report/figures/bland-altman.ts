import type { RaterAgreement, RaterPair } from '../../behavior/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, plural, significant } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import { type Figure, figureFile } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, MUTED, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [LEFT, RIGHT, GAP, TOP, HEIGHT, BELOW, WIDTH, COLUMNS] = [56, 14, 40, 42, 140, 56, 720, 3];
const STYLE: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'circle' };
const ODD: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' };

/** Bland–Altman plots of every pair of raters on one outcome. */
export function raterFigure(one: RaterAgreement, id: string, data: string): Figure {
  const { pairs, label, unit } = one;
  const columns = Math.min(COLUMNS, pairs.length);
  const width = Math.min(300, (WIDTH - LEFT - RIGHT - GAP * (columns - 1)) / columns);
  const points = pairs.map((pair) => pointsOf(one, pair));
  const xDomain = padded(extent(...points.map((list) => list.map(({ mean }) => mean))), 0.06);
  const yDomain = padded(
    extent(
      ...points.map((list) => list.map(({ difference }) => difference)),
      pairs.flatMap(({ lower, upper }) => [lower, upper]),
      [0],
    ),
    0.06,
  );
  const rows = Math.ceil(pairs.length / columns);
  const panels = pairs.map((pair, i) => {
    const left = LEFT + (i % columns) * (width + GAP);
    const top = TOP + Math.floor(i / columns) * (HEIGHT + BELOW + 20);
    const x = linearScale(xDomain, [left, left + width], 4);
    const y = linearScale(yDomain, [top + HEIGHT, top], 5);
    const odd = one.odd.some(({ rater }) => rater === pair.first || rater === pair.second);
    return panel(pair, points[i], x, y, { first: i % columns === 0, unit, style: odd ? ODD : STYLE });
  });
  const { agreement, complete, raters } = one;
  const icc = Number.isFinite(agreement.estimate)
    ? ` ICC(2,1) ${fixed(agreement.estimate, 2)} [${fixed(agreement.low, 2)}, ${fixed(agreement.high, 2)}] of the people over ${plural(complete, 'animal')} that all scored.`
    : '';
  const named = one.odd.map(
    ({ rater, withOthers, amongOthers }) =>
      ` ${rater} agrees with nobody (median r ${fixed(withOthers, 2)}; the others ${fixed(amongOthers, 2)}): look at these scores before using them.`,
  );
  const session = one.session === '' ? '' : `, ${one.session}`;
  return {
    id,
    title: `Agreement of raters: ${label.toLowerCase()}${session}`,
    summary: `${plural(raters.length, 'rater')}.${icc} ${pairs.map(({ first, second, bias }) => `${first} minus ${second}: ${significant(bias, 2)} ${unit} on average.`).join(' ')}${named.join('')}`,
    caption: `Difference of two raters against their mean, one point per animal; solid: mean difference with its 95 % interval shaded, dashed: limits within which 95 % of differences lie (Bland–Altman).${icc}${named.join('')}`,
    width: LEFT + columns * width + GAP * (columns - 1) + RIGHT,
    height: TOP + rows * (HEIGHT + BELOW + 20) - 20,
    body: svg`${panels}`,
    data,
  };
}

/** The plots of the total times, as a file of their own: the first outcome in seconds that has most pairs. */
export function raterFigureFile(agreements: readonly RaterAgreement[]): string {
  const timed = agreements.filter((one) => one.unit === 's');
  const [most] = [...(timed.length > 0 ? timed : agreements)].sort((a, b) => b.pairs.length - a.pairs.length);
  return figureFile(raterFigure(most, 'raters', 'raters'));
}

interface Point {
  mean: number;
  difference: number;
}

function pointsOf({ raters, scores, animals }: RaterAgreement, { first, second }: RaterPair): Point[] {
  const [i, j] = [raters.indexOf(first), raters.indexOf(second)];
  return animals.flatMap((_, a) => {
    const [x, y] = [scores[a * raters.length + i], scores[a * raters.length + j]];
    return Number.isFinite(x + y) ? [{ mean: (x + y) / 2, difference: x - y }] : [];
  });
}

function panel(
  pair: RaterPair,
  points: readonly Point[],
  x: Scale,
  y: Scale,
  { first, unit, style }: { first: boolean; unit: string; style: GroupStyle },
): Markup {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const kappa = Number.isFinite(pair.kappa) ? `, κ ${fixed(pair.kappa, 2)}` : '';
  const line = (value: number, dash: string): Markup | null =>
    Number.isFinite(value)
      ? svg`<path d="M${left} ${y(value)}H${right}" class="s-muted" stroke="${MUTED}" stroke-dasharray="${dash}"/>`
      : null;
  const shade = Number.isFinite(pair.biasHigh - pair.biasLow)
    ? svg`<rect x="${left}" y="${y(pair.biasHigh)}" width="${right - left}" height="${y(pair.biasLow) - y(pair.biasHigh)}" class="shade" fill="#e9e9e9"/>`
    : null;
  return svg`${words(left, top - 20, fitText(`${pair.first} − ${pair.second}`, TYPE.label, right - left), 'start', TYPE.label, 600)}${note(left, top - 7, `r ${fixed(pair.pearson, 2)}, Lin ${fixed(pair.concordance, 2)}${kappa}`)}
    ${shade}${gridLines(y, left, right)}
    <path d="M${left} ${y(0)}H${right}" class="rule" stroke="${RULE}"/>${line(pair.bias, 'none')}${line(pair.lower, '4 3')}${line(pair.upper, '4 3')}${marks(
      style,
      points.map(({ mean, difference }) => ({ x: x(mean), y: y(difference) })),
      3.2,
    )}${bottomAxis(x, bottom, `Mean of both (${unit})`)}${leftAxis(y, left, first ? `Difference (${unit})` : null, left - 42)}`;
}
