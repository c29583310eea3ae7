import type { EnrichmentCurve } from '../data/enrichment-curves.ts';
import { type Markup, svg } from '../text/markup.ts';
import { count, fixed, pEquals, plural } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { note, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';
import { DOWN, UP } from './volcano.ts';

const [WIDTH, STEP, LEFT, PLOT] = [720, 364, 40, 300];
const [TOP, HEIGHT, TICKS, ROW] = [46, 120, 20, 236];
const DIM: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'circle' };

/** Running enrichment scores, two to a row: the curve, the genes of the set at their ranks, and where the statistic changes sign. */
export function runningScoreFigure(curves: readonly EnrichmentCurve[], contrast: string, data: string): Figure | null {
  if (curves.length === 0) return null;
  const panels = curves.map(
    (curve, i) => svg`<g transform="translate(${(i % 2) * STEP} ${Math.floor(i / 2) * ROW})">${panel(curve)}</g>`,
  );
  return {
    id: 'running-scores',
    title: `Running enrichment scores: ${contrast}`,
    summary: curves
      .map(
        ({ row, test }) =>
          `${row.pathway}: enrichment score ${fixed(row.ES, 2)}, ${plural(row.leadingEdge.length, 'gene')} in the leading edge, ${pEquals(test?.pvalue ?? NaN, 'sample-based p')}.`,
      )
      .join(' '),
    caption:
      'Genes from the most raised (left) to the most lowered. The sum climbs at each gene of the set by its share of the statistic and falls between; its extreme is the score. Colored ticks: leading edge. Dashed: where the statistic changes sign. The p in front is sample-based; the one from permuting genes takes genes as independent.',
    width: curves.length === 1 ? STEP : WIDTH,
    height: Math.ceil(curves.length / 2) * ROW,
    body: svg`${panels}`,
    data,
  };
}

function panel(curve: EnrichmentCurve): Markup {
  const { row, test, genes, hits } = curve;
  const x = linearScale([0, genes], [LEFT, LEFT + PLOT], 3);
  const y = linearScale(
    padded(
      extent(
        hits.map((hit) => hit.after),
        hits.map((hit) => hit.before),
        [0],
      ),
      0.06,
    ),
    [TOP + HEIGHT, TOP],
    4,
  );
  const style = row.ES > 0 ? UP : DOWN;
  const bottom = TOP + HEIGHT + TICKS + 8;
  const axis = [0, genes].map((rank) =>
    note(x(rank), bottom + 14, rank === 0 ? 'rank 1' : count(genes), rank === 0 ? 'start' : 'end'),
  );
  return svg`${words(0, 13, fitText(row.pathway, TYPE.label, STEP - 24), 'start', TYPE.label, 600)}${note(0, 29, `NES ${fixed(row.NES, 2)}; ${pEquals(test?.pvalue ?? NaN, 'sample-based p')}; permuting genes ${pEquals(row.pvalue)}`)}${gridLines(y, LEFT, LEFT + PLOT)}${leftAxis(y, LEFT, null)}
    <path d="M${LEFT} ${y(0)}H${LEFT + PLOT}" class="rule" stroke="${RULE}"/><path d="M${x(curve.crossing)} ${TOP}V${bottom}" class="rule" stroke="${RULE}" stroke-dasharray="3 3"/><path d="${path(curve, x, y)}" class="s-${style.tone}" stroke="${style.color}" stroke-width="1.8" stroke-linejoin="round" fill="none"/>${ticks(curve, x, style)}${axis}${note(LEFT + PLOT / 2, bottom + 14, `${plural(hits.length, 'gene')}, ${row.leadingEdge.length} in the leading edge`, 'middle')}`;
}

function path({ hits, genes }: EnrichmentCurve, x: Scale, y: Scale): Markup {
  const corners = hits.map((hit) => svg`L${x(hit.rank)} ${y(hit.before)}L${x(hit.rank + 1)} ${y(hit.after)}`);
  return svg`M${x(0)} ${y(0)}${corners}L${x(genes)} ${y(0)}`;
}

function ticks({ hits }: EnrichmentCurve, x: Scale, style: GroupStyle): Markup {
  const top = TOP + HEIGHT + 6;
  const some = (inEdge: boolean, { color, tone }: GroupStyle) =>
    svg`<path d="${hits.filter((hit) => hit.inEdge === inEdge).map((hit) => svg`M${x(hit.rank + 0.5)} ${top}v${TICKS}`)}" class="s-${tone}" stroke="${color}" stroke-width="1" fill="none"/>`;
  return svg`${some(false, DIM)}${some(true, style)}`;
}
