import type { MediationCandidate, MediationTable } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, pEquals, percent, plural, pvalue, significant } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [WIDTH, LABEL, NUMBERS, LINE, TOP] = [720, 120, 250, 20, 44];
const STYLE: GroupStyle = { color: OKABE_ITO.purple, tone: 'c5', shape: 'diamond' };

/** The indirect effects of the strongest candidates with bootstrap intervals, and how easily a hidden cause would explain each away. */
export function mediationFigure(table: MediationTable, id: string, data: string): Figure | null {
  if (table.strongest.length === 0) return null;
  const right = WIDTH - NUMBERS;
  const ends = table.strongest.flatMap((one) => [one.low, one.high, one.indirect, 0]);
  const scale = linearScale(padded(extent(ends), 0.06), [LABEL, right], 4);
  const bottom = TOP + table.strongest.length * LINE + 4;
  const head = svg`${note(right + 12, TOP - 10, 'share of total')}${note(right + 96, TOP - 10, 'FDR')}${note(WIDTH - 1, TOP - 10, 'hidden cause needed', 'end')}`;
  const [best] = table.strongest;
  return {
    id,
    title: `From ${table.exposure} through a gene to ${table.label.toLowerCase()}`,
    summary: `${plural(table.strongest.length, 'candidate')} of ${table.genes.length} panel genes. Smallest joint p: ${best.gene}, indirect effect ${significant(best.indirect)} [${significant(best.low)}, ${significant(best.high)}], ${pEquals(table.compositeFdr[best.index], 'composite-null FDR')}.`,
    caption: `Part of the effect on ${table.label.toLowerCase()} (total ${significant(table.total)}, n = ${table.n}) that goes with each gene: a × b with percentile intervals from ${table.resamples} resamples of whole ${table.unit}. Right: share of the total effect; false discovery rate over all ${table.genes.length} genes (composite null); share of the remaining variation of both gene and behavior that something unmeasured would have to explain to bring the path to zero. Gene and behavior were measured at the same time: compatible with mediation, not proof. Chosen for the smallest joint p, so too large on average.`,
    width: WIDTH,
    height: bottom + 42,
    body: svg`<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${head}${table.strongest.map((one, i) => candidateLine(table, one, scale, TOP + (i + 0.5) * LINE))}${bottomAxis(scale, bottom, 'Indirect effect (a × b), in units of the behavior')}`,
    data,
  };
}

function candidateLine(table: MediationTable, one: MediationCandidate, scale: Scale, y: number): Markup {
  const [left, right] = scale.range;
  const name = svg`<tspan font-style="italic">${fitText(one.gene, TYPE.tick, left - 12)}</tspan>`;
  const bar = intervalBar(STYLE, { x: scale(one.indirect), low: scale(one.low), high: scale(one.high), y }, scale.range, 4);
  const share = fixed(table.proportionMediated[one.index], 2);
  return svg`<text x="0" y="${y + 4}" font-size="${TYPE.tick}" class="ink">${name}</text>${bar}${words(right + 12, y + 4, share)}${words(right + 96, y + 4, pvalue(table.compositeFdr[one.index]))}${words(WIDTH - 1, y + 4, percent(one.robustnessValue), 'end')}`;
}
