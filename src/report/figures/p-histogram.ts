import type { ContrastResult, PHistogram } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { count, percent } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { note } from './marks.ts';
import { linearScale } from './scale.ts';
import { MUTED, OKABE_ITO } from './style.ts';

const BINS = 40;
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 240, 56, 12, 22, 48];

/** How the p-values of all genes are spread: flat without effects, a peak at the left with them, anything else a warning. */
export function pHistogramFigure(contrast: ContrastResult, judged: PHistogram | undefined, id: string, data: string): Figure {
  const bins = new Float64Array(BINS);
  let tested = 0;
  for (const p of contrast.pvalue) {
    if (Number.isNaN(p)) continue;
    tested++;
    bins[Math.min(BINS - 1, Math.floor(p * BINS))]++;
  }
  const x = linearScale([0, 1], [LEFT, WIDTH - RIGHT], 5);
  const y = linearScale([0, Math.max(1, ...bins) * 1.05], [HEIGHT - BOTTOM, TOP], 4);
  const flat = tested / BINS;
  const width = x(1 / BINS) - x(0);
  const bars = Array.from(bins, (height, i) => svg`M${x(i / BINS) + 0.5} ${y(0)}V${y(height)}h${width - 1}V${y(0)}z`);
  return {
    id,
    title: `p-values of all genes: ${contrast.name}`,
    summary: `Histogram of ${count(tested)} p-values; ${percent(bins[0] / Math.max(1, tested))} lie below ${1 / BINS}, where ${percent(1 / BINS)} would by chance.`,
    caption: `Without any effect the bars would follow the dashed line. A peak at the left is signal; a slope up to the right or a hump in the middle says that the model or the filter does not fit.${judged === undefined ? '' : ` Verdict over the ${count(judged.tested)} genes with enough counts: ${judged.words}`}`,
    width: WIDTH,
    height: HEIGHT,
    body: svg`${gridLines(y, LEFT, WIDTH - RIGHT)}<path d="${bars}" class="f-c3" fill="${OKABE_ITO.sky}"/>
      <path d="M${LEFT} ${y(flat)}H${WIDTH - RIGHT}" class="s-muted" stroke="${MUTED}" stroke-dasharray="4 3"/>${note(WIDTH - RIGHT, TOP - 8, 'dashed: expected without effects', 'end')}${bottomAxis(x, HEIGHT - BOTTOM, 'p')}${leftAxis(y, LEFT, 'Genes', 16)}`,
    data,
  };
}
