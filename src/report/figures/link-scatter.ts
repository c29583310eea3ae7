import type { LinkTable } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, listed, pEquals } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks, note } from './marks.ts';
import { extent, linearScale, padded } from './scale.ts';
import { type GroupStyle, INK, styleOf, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';

const [WIDTH, COLUMNS, HEAD] = [720, 3, 30];
const PANEL = { left: 42, width: 186, top: 52, height: 150 };
const STEP = WIDTH / COLUMNS;
const ROW = PANEL.top + PANEL.height + 46;

/** The genes whose expression goes most closely with the outcome among like-treated animals, one point per animal. */
export function linkScatterFigure(
  link: LinkTable,
  expressionOf: (gene: string) => Float64Array,
  styles: ReadonlyMap<string, GroupStyle>,
  transformName: string,
  id: string,
  data: string,
): Figure | null {
  const top = bestLinked(link, 6);
  if (top.length === 0) return null;
  const panels = top.map(
    (g, i) =>
      svg`<g transform="translate(${(i % COLUMNS) * STEP} ${HEAD + Math.floor(i / COLUMNS) * ROW})">${scatterPanel(link, g, expressionOf(link.genes[g]), styles, i % COLUMNS === 0)}
        </g>`,
  );
  const groups = [...styles.keys()]
    .filter((name) => link.groups.includes(name))
    .map((name) => ({ name, style: styleOf(styles, name) }));
  return {
    id,
    title: `${link.label} and expression in the same animals`,
    summary: `Scatter plots of ${link.label.toLowerCase()} at ${link.session} against expression of ${listed(top.map((g) => `${link.genes[g]} (r raw ${fixed(link.r[g], 2)}, within groups ${fixed(link.rWithin[g], 2)})`))}.`,
    caption: `One point per animal (n = ${link.n}). r raw mixes the treatment's effect on both with any link; r within is after removing group means, with its 95 % interval, and alone says that like-treated animals that express more also behave differently. max-T: permutation within groups, adjusted over all genes searched. Horizontal:  ${transformName}. Chosen for the smallest within-group p, so the correlations shown are on average too large.`,
    width: WIDTH,
    height: HEAD + Math.ceil(top.length / COLUMNS) * ROW,
    body: svg`${legend(groups, PANEL.left, 16, textWidth)}${panels}`,
    data,
  };
}

/** Genes by smallest within-group p, then largest |r|. */
export function bestLinked(link: LinkTable, limit: number): number[] {
  return link.genes
    .map((_, g) => g)
    .filter((g) => Number.isFinite(link.rWithin[g]) && Number.isFinite(link.pvalueWithin[g]))
    .sort((a, b) => link.pvalueWithin[a] - link.pvalueWithin[b] || Math.abs(link.rWithin[b]) - Math.abs(link.rWithin[a]) || a - b)
    .slice(0, limit);
}

function scatterPanel(
  link: LinkTable,
  g: number,
  expression: Float64Array,
  styles: ReadonlyMap<string, GroupStyle>,
  first: boolean,
): Markup {
  const animals = Array.from(expression, (_, i) => i).filter(
    (i) => Number.isFinite(expression[i]) && Number.isFinite(link.outcomeValues[i]),
  );
  const x = linearScale(padded(extent(animals.map((i) => expression[i])), 0.08), [PANEL.left, PANEL.left + PANEL.width], 4);
  const y = linearScale(
    padded(extent(animals.map((i) => link.outcomeValues[i])), 0.08),
    [PANEL.top + PANEL.height, PANEL.top],
    4,
  );
  const points = link.groups.map((group) =>
    marks(
      styleOf(styles, group),
      animals.filter((i) => link.group[i] === group).map((i) => ({ x: x(expression[i]), y: y(link.outcomeValues[i]) })),
      3.4,
    ),
  );
  const interval = `[${fixed(link.rWithinLow[g], 2)}, ${fixed(link.rWithinHigh[g], 2)}]`;
  const numbers = svg`<text x="${PANEL.left}" y="29" font-size="${TYPE.tick}" class="ink" fill="${INK}">r raw ${fixed(link.r[g], 2)}
    <tspan dx="12" font-weight="600">within ${fixed(link.rWithin[g], 2)}</tspan></text>`;
  const permuted = `95 % ${interval}, max-T ${pEquals(link.maxTWithin[g])}`;
  const name = svg`<text x="${PANEL.left}" y="14" font-size="${TYPE.label}" font-weight="600" font-style="italic" class="ink" fill="${INK}">${fitText(link.genes[g], TYPE.label, PANEL.width)}
    </text>`;
  const axis = first ? fitText(link.label, TYPE.label, PANEL.height + 30) : null;
  return svg`${name}${numbers}${note(PANEL.left, 43, permuted)}${gridLines(y, PANEL.left, PANEL.left + PANEL.width)}${leftAxis(y, PANEL.left, axis, 14)}${points}${bottomAxis(x, PANEL.top + PANEL.height, null)}`;
}
