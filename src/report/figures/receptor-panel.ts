import type { ReceptorRow } from '../../pathway/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { listed, plural, significant } from '../text/numbers.ts';
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
    const scale = linearScale([-reach, reach], [c * step + LABEL + 8, c * step + step - 22], 5);
    return svg`<path d="M${scale(0)} ${TOP - 6}V${bottom}" class="rule" stroke="${RULE}"/>${lines.map((line, i) => panelLine(line, scale, c * step, TOP + (i + 0.5) * LINE, fdr))}${bottomAxis(scale, bottom, 'log2 fold change')}`;
  });
  const hits = shown.filter((row) => row.panelFdr < fdr);
  const missing = panel.rows.length - shown.length;
  return {
    id: panel.id,
    title: `Receptor panel: ${name}`,
    summary: `${plural(shown.length, 'gene')} of ${name} in ${contrast}; ${hits.length === 0 ? 'none passes' : `${listed(hits.map((row) => row.gene).slice(0, 8))} ${hits.length === 1 ? 'passes' : 'pass'}`} a false discovery rate of ${significant(fdr, 2)} within the panel.`,
    caption: `log2 fold change with 95 % interval, by family. Colored triangles: panel false discovery rate below ${significant(fdr, 2)}.${missing === 0 ? '' : ` ${plural(missing, 'further gene was', 'further genes were')} not detected.`}`,
    width: perColumn.length === 1 ? WIDTH / 2 : WIDTH,
    height: bottom + 42,
    body: svg`${words(0, 16, name, 'start', TYPE.title, 600)}${body}`,
    data: panel.data,
  };
}

type PanelLine = ReceptorRow | string;

/** The largest estimate and nine tenths of the interval ends fit; longer intervals end in arrow heads. */
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

function panelLine(line: PanelLine, scale: Scale, x: number, y: number, fdr: number): Markup {
  if (typeof line === 'string') return note(x, y + 4, fitText(line, TYPE.small, STEP_TEXT));
  const style = line.panelFdr < fdr ? (line.log2FoldChange > 0 ? UP : DOWN) : NEUTRAL;
  const at = { x: scale(line.log2FoldChange), low: scale(line.low), high: scale(line.high), y };
  const weight = line.panelFdr < fdr ? 600 : 400;
  return svg`<text x="${x + 8}" y="${y + 4}" font-size="${TYPE.small}" font-style="italic" font-weight="${weight}" class="ink" fill="${INK}">${fitText(line.gene, TYPE.small, LABEL - 6)}
    </text>${intervalBar(style, at, scale.range, 3.6)}`;
}
