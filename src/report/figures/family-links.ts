import type { LinkTable } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, pEquals, plural, pvalue } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, marks, note, words } from './marks.ts';
import { linearScale, type Scale } from './scale.ts';
import { type GroupStyle, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [WIDTH, LABEL, NUMBERS, LINE, TOP] = [720, 230, 186, 18, 44];
const MOST = 16;
const WITHIN: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'diamond' };
const RAW: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'ring' };

/** Receptor families against an outcome: correlation within groups with its interval, the raw one beside it. */
export function familyLinksFigure(link: LinkTable, id: string, data: string): Figure | null {
  const families = link.families
    .filter((family) => Number.isFinite(family.rWithin))
    .sort((a, b) => a.pvalueWithin - b.pvalueWithin)
    .slice(0, MOST);
  if (families.length === 0) return null;
  const right = WIDTH - NUMBERS;
  const scale = linearScale([-1, 1], [LABEL, right], 4);
  const bottom = TOP + families.length * LINE + 4;
  const key = svg`${marks(RAW, [{ x: LABEL + 6, y: 10 }], 4)}${words(LABEL + 15, 14, 'over all animals (raw)')}${marks(WITHIN, [{ x: LABEL + 166, y: 10 }], 4)}${words(LABEL + 176, 14, 'within groups')}`;
  const head = svg`${note(right + 12, TOP - 8, 'r within [95 % interval]')}${note(WIDTH - 1, TOP - 8, 'adj. p', 'end')}`;
  const [best] = families;
  return {
    id,
    title: `${link.label} and the expression of receptor families`,
    summary: `${plural(families.length, 'family', 'families')} with the smallest p. Strongest: ${best.label}, r within groups ${fixed(best.rWithin, 2)} [${fixed(best.low, 2)}, ${fixed(best.high, 2)}], raw ${fixed(best.r, 2)}, ${pEquals(best.padjWithin, 'adjusted p')}.`,
    caption: `Correlation of ${link.label.toLowerCase()} at ${link.session} with the mean expression of each family in the same animals (n = ${link.n}). Raw correlations mix in what the treatment does to both; those within groups do not.`,
    width: WIDTH,
    height: bottom + 42,
    body: svg`<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${key}${head}${families.map((family, i) => familyLine(family, scale, TOP + (i + 0.5) * LINE))}${bottomAxis(scale, bottom, 'Correlation with behavior')}`,
    data,
  };
}

function familyLine(family: LinkTable['families'][number], scale: Scale, y: number): Markup {
  const [left, right] = scale.range;
  const at = { x: scale(family.rWithin), low: scale(family.low), high: scale(family.high), y };
  const numbers = `${fixed(family.rWithin, 2)} [${fixed(family.low, 2)}, ${fixed(family.high, 2)}]`;
  return svg`${words(0, y + 4, fitText(`${family.label} (${family.size})`, TYPE.tick, left - 12))}${marks(RAW, [{ x: scale(family.r), y }], 3.8)}${intervalBar(WITHIN, at, scale.range, 3.8)}${words(right + 12, y + 4, numbers)}${words(WIDTH - 1, y + 4, pvalue(family.padjWithin), 'end')}`;
}
