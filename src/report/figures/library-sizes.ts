import type { ExpressionResult } from '../../expression/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { count, plural, significant } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks, note } from './marks.ts';
import { type SampleGroups, sampleLabels, samplesByGroup } from './sample-groups.ts';
import { columnNames, columnNamesHeight } from './sample-strips.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { RULE, styleOf } from './style.ts';
import { textWidth } from './text-width.ts';

const [LEFT, WIDTH, TOP, BARS, GAP, DOTS] = [64, 640, 30, 130, 30, 84];

/** Counted reads per sample, and the genes seen at equal depth. */
export function librarySizesFigure(expression: ExpressionResult, groups: SampleGroups, data: string): Figure {
  const { librarySize, detectedAtEqualDepth, equalDepth, clusterOrder } = expression.quality;
  const order = samplesByGroup(groups, clusterOrder);
  const names = sampleLabels(expression);
  const [least, most] = extent(librarySize);
  const y = linearScale([0, most * 1.05], [TOP + BARS, TOP], 4);
  const below = TOP + BARS + GAP;
  const genes = linearScale(padded(extent(detectedAtEqualDepth), 0.2), [below + DOTS, below], 3);
  const step = WIDTH / order.length;
  const at = (i: number): number => LEFT + (i + 0.5) * step;
  const groupsDrawn = [...groups.names, null].map((name) => {
    const mine = order
      .map((s, i) => ({ s, i }))
      .filter(({ s }) => (name === null ? !groups.names.includes(groups.of[s] ?? '') : groups.of[s] === name));
    const style = styleOf(groups.styles, name);
    const bars = mine.filter(({ s }) => Number.isFinite(librarySize[s])).map(({ s, i }) => bar(at(i), step, y, librarySize[s]));
    const dots = marks(
      style,
      mine.map(({ s, i }) => ({ x: at(i), y: genes(detectedAtEqualDepth[s]) })),
      Math.min(3.4, step * 0.4),
    );
    return mine.length === 0 ? null : svg`<path d="${bars}" class="f-${style.tone}" fill="${style.color}"/>${dots}`;
  });
  const keys = legend(
    groups.names.map((name) => ({ name, style: { ...styleOf(groups.styles, name) } })),
    LEFT,
    14,
    textWidth,
  );
  return {
    id: 'expression-libraries',
    title: 'Library sizes and detected genes',
    summary: `Library sizes of ${plural(order.length, 'sample')} run from ${count(least)} to ${count(most)} counts; at ${count(equalDepth)} counts each they show ${extent(
      detectedAtEqualDepth,
    )
      .map((value) => count(value))
      .join(' to ')} genes.`,
    caption: `Above: counted reads per sample. Below: genes that would be detected had every sample been sequenced to ${count(equalDepth)} counts; few at equal depth means that the reads fell on few genes (degraded or contaminated RNA). Samples below that depth have no dot.`,
    width: LEFT + WIDTH + 10,
    height: below + DOTS + columnNamesHeight(names, order.length, WIDTH) + 4,
    body: svg`${keys}${gridLines(y, LEFT, LEFT + WIDTH)}${gridLines(genes, LEFT, LEFT + WIDTH)}${groupsDrawn}<path d="M${LEFT} ${TOP + BARS}h${WIDTH}M${LEFT} ${below + DOTS}h${WIDTH}" class="rule" stroke="${RULE}"/>${leftAxis(inMillions(y, most), LEFT, most >= 2e6 ? 'Counts (millions)' : 'Counts', 14)}${leftAxis(genes, LEFT, 'Genes', 14)}${note(LEFT + WIDTH, below - 8, `detected genes at ${significant(equalDepth / 1e6, 2)} million counts`, 'end')}${columnNames(names, order, { x: LEFT, y: below + DOTS, width: WIDTH })}`,
    data,
  };
}

function bar(x: number, step: number, y: Scale, value: number): Markup {
  const half = Math.min(9, step * 0.38);
  return svg`M${x - half} ${y(0)}V${y(value)}h${2 * half}V${y(0)}z`;
}

function inMillions(scale: Scale, most: number): Scale {
  if (most < 2e6) return scale;
  return Object.assign((value: number) => scale(value), scale, { label: (tick: number) => significant(tick / 1e6, 2) });
}
