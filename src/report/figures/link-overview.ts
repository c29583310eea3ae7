import type { LinkTable } from '../../integration/index.ts';
import { svg } from '../text/markup.ts';
import { count, fixed } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { bestLinked } from './link-scatter.ts';
import { dust, marks, note } from './marks.ts';
import { linearScale } from './scale.ts';
import { type GroupStyle, OKABE_ITO, RULE, TYPE } from './style.ts';
import { wrapText } from './text-width.ts';
import { labelsFor } from './volcano.ts';

const [SIZE, LEFT, TOP, BOTTOM, BESIDE] = [400, 56, 14, 48, 150];
const NAMED: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' };

/** Raw against within-group correlation for every gene: links that are only the treatment's doing fall onto the flat line. */
export function linkOverviewFigure(link: LinkTable, id: string, data: string): Figure {
  const x = linearScale([-1, 1], [LEFT, LEFT + SIZE], 4);
  const y = linearScale([-1, 1], [TOP + SIZE, TOP], 4);
  const at = (g: number) => ({ x: x(link.r[g]), y: y(link.rWithin[g]) });
  const genes = link.genes.map((_, g) => g).filter((g) => Number.isFinite(link.r[g]) && Number.isFinite(link.rWithin[g]));
  const best = bestLinked(link, 12).filter((g) => Number.isFinite(link.r[g]));
  const names = labelsFor(
    best.map((g) => ({ ...at(g), text: link.genes[g] })),
    best.map(at),
    { x1: LEFT, y1: TOP, x2: LEFT + SIZE, y2: TOP + SIZE },
  );
  const bound = link.detectableR;
  const band = Number.isFinite(bound)
    ? svg`<rect x="${LEFT}" y="${y(bound)}" width="${SIZE}" height="${y(-bound) - y(bound)}" class="shade" fill="#f4f4f4"/>${wrapText(`n = ${link.n} finds a single gene with |r| of ${fixed(bound, 2)} or more with 80 % power; within the shaded band it finds less`, TYPE.small, BESIDE - 14).map((line, i) => note(LEFT + SIZE + 10, y(bound) + 4 + i * 13, line))}`
    : null;
  return {
    id,
    title: `Raw and within-group correlation of all genes with ${link.label.toLowerCase()}`,
    summary: `${count(genes.length)} genes; correlation over all animals against correlation within groups.`,
    caption: `A gene far out along the horizontal axis but near the middle of the vertical one goes with behavior only because the treatment moved both. Shaded: correlations that this number of animals would find with less than 80 % power.`,
    width: LEFT + SIZE + BESIDE,
    height: TOP + SIZE + BOTTOM,
    body: svg`${band}${gridLines(y, LEFT, LEFT + SIZE)}<path d="M${LEFT} ${y(0)}h${SIZE}M${x(0)} ${TOP}v${SIZE}" class="rule" stroke="${RULE}"/>${dust(genes.map(at), 2.4, '#a9a9a9', 'dust')}${marks(NAMED, best.map(at), 3.4)}${names}${bottomAxis(x, TOP + SIZE, 'r over all animals (raw)')}${leftAxis(y, LEFT, 'r within groups', 16)}`,
    data,
  };
}
