import type { ReceptorRow } from '../../pathway/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { count, fixed, listed, plural, pvalue, significant } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { intervalBar, note, words } from './marks.ts';
import { extent, linearScale, type Scale } from './scale.ts';
import { type GroupStyle, INK, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';
import { DOWN, UP } from './volcano.ts';

const WIDTH = 720;
const LINE = 15;
const TOP = 40;
const LABEL = 74;
/** Room for the name of a family, which may run into the plot. */
const STEP_TEXT = 190;
/** Right edges of the columns of counts and false discovery rates, from the right edge of their half. */
const COUNT_AT = 66;
const FDR_AT = 12;
/** Room for both columns. */
const NUMBERS = 116;
/** Undetected genes named in the caption. */
const MOST_NAMED = 14;
const NEUTRAL: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'circle' };

/** The genes of one transmitter system. */
export interface ReceptorPanel {
  id: string;
  name: string;
  rows: readonly ReceptorRow[];
  contrast: string;
  fdr: number;
  data: string;
}

/** Genes of the panel as a forest of fold changes, by family, in two columns. */
export function receptorPanelFigure(panel: ReceptorPanel): Figure | null {
  const { name, contrast, fdr } = panel;
  const shown = panel.rows.filter((row) => row.detected && Number.isFinite(row.log2FoldChange));
  if (shown.length === 0) return null;
  const reach = reachOfPanel(shown);
  const perColumn = linesOf(shown, shown.length > 8 ? 2 : 1);
  const step = WIDTH / 2;
  const bottom = TOP + Math.max(...perColumn.map((lines) => lines.length)) * LINE + 4;
  const body = perColumn.map((lines, c) => {
    const scale = linearScale([-reach, reach], [c * step + LABEL + 8, c * step + step - NUMBERS], 4);
    const right = (c + 1) * step;
    const heads = svg`${note(right - COUNT_AT, TOP - 10, 'mean count', 'end')}${note(right - FDR_AT, TOP - 10, 'panel FDR', 'end')}`;
    return svg`${heads}<path d="M${scale(0)} ${TOP - 6}V${bottom}" class="rule" stroke="${RULE}"/>${lines.map((line, i) => panelLine(line, scale, [c * step, right], TOP + (i + 0.5) * LINE, fdr))}${bottomAxis(scale, bottom, 'log2 fold change')}`;
  });
  const hits = shown.filter((row) => row.panelFdr < fdr);
  const missing = panel.rows.filter((row) => !shown.includes(row)).map((row) => row.gene);
  return {
    id: panel.id,
    title: `Receptor panel: ${name}`,
    summary: `${plural(shown.length, 'gene')} of ${name} in ${contrast}; ${hits.length === 0 ? 'none passes' : `${listed(hits.map((row) => row.gene).slice(0, 8))} ${hits.length === 1 ? 'passes' : 'pass'}`} a false discovery rate of ${significant(fdr, 2)} within the panel.`,
    caption: `log2 fold change with 95 % interval, by family; upright tick: shrunk towards zero (apeglm). Colored triangles: panel false discovery rate below ${significant(fdr, 2)}; it is that of a moderated t test, the interval that of the count model, so that at the edge they may disagree.${notDetected(missing)}`,
    width: perColumn.length === 1 ? WIDTH / 2 : WIDTH,
    height: bottom + 42,
    body: svg`${words(0, 16, name, 'start', TYPE.title, 600)}${body}`,
    data: panel.data,
  };
}

function notDetected(genes: readonly string[]): string {
  if (genes.length === 0) return '';
  const more = genes.length - MOST_NAMED;
  const named = more > 0 ? `${genes.slice(0, MOST_NAMED).join(', ')} and ${more} more` : listed(genes);
  return ` Not detected, so that nothing can be said: ${named}.`;
}

type PanelLine = ReceptorRow | string;

/** The largest estimate and the intervals of 85 % of the genes fit; longer intervals end in arrow heads. */
function reachOfPanel(rows: readonly ReceptorRow[]): number {
  const [low, high] = extent(rows.map((row) => row.log2FoldChange));
  const ends = rows
    .map((row) => Math.max(Math.abs(row.low), Math.abs(row.high)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return Math.max(0.5, Math.abs(low), Math.abs(high), ends[Math.floor(0.85 * (ends.length - 1))] ?? 0) * 1.05;
}

/** Families in panel order with their genes, broken into columns of about equal height, families kept whole where possible. */
function linesOf(rows: readonly ReceptorRow[], columns: number): PanelLine[][] {
  const families = [...new Set(rows.map((row) => row.family))];
  const blocks = families.map((family): PanelLine[] => [
    rows.find((row) => row.family === family)?.familyLabel ?? family,
    ...rows.filter((row) => row.family === family),
  ]);
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const result: PanelLine[][] = [[]];
  for (const block of blocks) {
    const current = result[result.length - 1];
    if (result.length < columns && current.length > 0 && current.length + block.length / 2 > total / columns)
      result.push([...block]);
    else current.push(...block);
  }
  return result;
}

function panelLine(line: PanelLine, scale: Scale, [x, right]: readonly [number, number], y: number, fdr: number): Markup {
  if (typeof line === 'string') return note(x, y + 4, fitText(line, TYPE.small, STEP_TEXT));
  const style = line.panelFdr < fdr ? (line.log2FoldChange > 0 ? UP : DOWN) : NEUTRAL;
  const at = { x: scale(line.log2FoldChange), low: scale(line.low), high: scale(line.high), y };
  const weight = line.panelFdr < fdr ? 600 : 400;
  return svg`<text x="${x + 8}" y="${y + 4}" font-size="${TYPE.small}" font-style="italic" font-weight="${weight}" class="ink" fill="${INK}">${fitText(line.gene, TYPE.small, LABEL - 6)}
    </text>${intervalBar(style, at, scale.range, 3.6)}${shrunkenTick(scale(line.shrunkenLog2FoldChange), y, scale)}${note(right - COUNT_AT, y + 4, meanCount(line.baseMean), 'end')}${words(right - FDR_AT, y + 4, pvalue(line.panelFdr), 'end', TYPE.small, weight)}`;
}

function shrunkenTick(x: number, y: number, scale: Scale): Markup | null {
  if (!(x >= scale.range[0] && x <= scale.range[1])) return null;
  return svg`<path d="M${x} ${y - 5}v10" class="s-ink" stroke="${INK}" stroke-width="1.4"/>`;
}

const meanCount = (value: number): string => (value < 10 ? fixed(value, 1) : count(Math.round(value)));
