import type { ContrastResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { count, significant } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { calledGenes, reachOf } from './gene-points.ts';
import { dust, marks, note } from './marks.ts';
import { extent, linearScale, logScale } from './scale.ts';
import { RULE } from './style.ts';
import { clamp, DOWN, UP } from './volcano.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 320, 56, 12, 24, 48];

/** Change against mean count for every gene: where the evidence comes from, and where the filter cut. */
export function maFigure(contrast: ContrastResult, id: string, data: string): Figure {
  const called = calledGenes(contrast);
  const positive = contrast.baseMean.filter((value) => value > 0);
  const [low, high] = extent(positive);
  const reach = reachOf(contrast.log2FoldChange, 0.998) * 1.1;
  const x = logScale([Math.max(low, 0.01) / 1.3, Math.max(high, 1) * 1.3], [LEFT, WIDTH - RIGHT]);
  const y = linearScale([-reach, reach], [HEIGHT - BOTTOM, TOP], 6);
  const at = (g: number) => ({
    x: clamp(x(contrast.baseMean[g]), LEFT, WIDTH - RIGHT),
    y: clamp(y(contrast.log2FoldChange[g]), TOP, HEIGHT - BOTTOM),
  });
  const drawn = (list: readonly number[]) => list.filter((g) => contrast.baseMean[g] > 0).map(at);
  const threshold = contrast.filterThreshold;
  const filter =
    threshold > x.domain[0] && threshold < x.domain[1]
      ? svg`<path d="M${x(threshold)} ${TOP}V${HEIGHT - BOTTOM}" class="rule" stroke="${RULE}" stroke-dasharray="3 3"/>${note(x(threshold) + 4, TOP - 8, `filter: mean count ${significant(threshold, 2)}`)}`
      : null;
  return {
    id,
    title: `MA plot: ${contrast.name}`,
    summary: `log2 fold change against mean normalized count for ${count(called.tested)} genes; ${count(called.up.length + called.down.length)} called at FDR ${significant(contrast.alpha, 2)}.`,
    caption: `Each gene by its mean normalized count and its change. Few counts give wide scatter; the dashed line is the independent-filtering threshold, left of which adjusted p-values are not given. Genes beyond the axis stand at its edge.`,
    width: WIDTH,
    height: HEIGHT,
    body: svg`${gridLines(y, LEFT, WIDTH - RIGHT)}<path d="M${LEFT} ${y(0)}H${WIDTH - RIGHT}" class="rule" stroke="${RULE}"/>${dust(drawn(called.rest), 2.4, '#b5b5b5', 'dust')}${marks(DOWN, drawn(called.down), 2.6)}${marks(UP, drawn(called.up), 2.6)}${filter}${bottomAxis(x, HEIGHT - BOTTOM, 'Mean of normalized counts')}${leftAxis(y, LEFT, 'log2 fold change', 16)}`,
    data,
  };
}
