import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { count } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { dust, words } from './marks.ts';
import { extent, logScale, type Scale } from './scale.ts';
import { INK, OKABE_ITO } from './style.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [560, 320, 62, 12, 30, 48];

/** Gene-wise dispersions, the fitted trend, and the values used in the tests. */
export function dispersionFigure(expression: ExpressionResult, data: string): Figure | null {
  const mean = expression.contrasts[0]?.baseMean;
  if (mean === undefined) return null;
  const { dispGeneEst, dispFit, dispersion, dispOutlier, trend } = expression.dispersions;
  const genes = expression.genes.map((_, g) => g).filter((g) => mean[g] > 0 && dispersion[g] > 0);
  if (genes.length === 0) return null;
  const [low, high] = extent(genes.map((g) => mean[g]));
  const [smallest, largest] = extent(
    genes.map((g) => dispFit[g]),
    genes.map((g) => dispersion[g]),
  );
  const floor = Math.max(smallest / 20, 1e-8);
  const x = logScale([low / 1.3, high * 1.3], [LEFT, WIDTH - RIGHT]);
  const y = logScale([floor, largest * 2], [HEIGHT - BOTTOM, TOP]);
  const place = (values: Float64Array) => (g: number) => ({
    x: x(mean[g]),
    y: Math.min(y(Math.max(values[g], floor)), HEIGHT - BOTTOM),
  });
  const own = genes.filter((g) => dispGeneEst[g] > 0).map(place(dispGeneEst));
  const used = genes.filter((g) => dispOutlier[g] === 0).map(place(dispersion));
  const outliers = genes.filter((g) => dispOutlier[g] === 1).map(place(dispersion));
  return {
    id: 'expression-dispersion',
    title: 'Dispersion estimates',
    summary: `Dispersion against mean count for ${count(genes.length)} genes with the fitted trend; ${count(outliers.length)} genes lie so far above it that they keep their own estimate.`,
    caption: `How much each gene varies beyond counting noise. Gray: each gene on its own; line: trend (${trend}); blue: shrunken toward the trend, as used in the tests; orange: genes kept at their own estimate because they lie far above the trend.`,
    width: WIDTH,
    height: HEIGHT,
    body: svg`${gridLines(y, LEFT, WIDTH - RIGHT)}${dust(own, 2.2, '#c4c4c4', 'dust')}${dust(used, 2, OKABE_ITO.sky, 'c3')}${dust(outliers, 2.8, OKABE_ITO.orange, 'c6')}
      <path d="${trendLine(genes, mean, dispFit, x, y)}" class="s-ink" stroke="${INK}" stroke-width="1.6" fill="none"/>${keys()}${bottomAxis(x, HEIGHT - BOTTOM, 'Mean of normalized counts')}${leftAxis(y, LEFT, 'Dispersion', 14)}`,
    data,
  };
}

/** The trend through at most 120 genes spread evenly over the ranks of the mean. */
function trendLine(genes: readonly number[], mean: Float64Array, fit: Float64Array, x: Scale, y: Scale): string {
  const sorted = genes.filter((g) => fit[g] > 0).sort((a, b) => mean[a] - mean[b] || a - b);
  const step = Math.max(1, Math.floor(sorted.length / 120));
  const chosen = sorted.filter((_, i) => i % step === 0 || i === sorted.length - 1);
  return chosen.map((g, i) => svg`${i === 0 ? 'M' : 'L'}${x(mean[g])} ${Math.max(TOP, y(fit[g]))}`.text).join('');
}

function keys() {
  const entries = [
    { text: 'own estimate', color: '#c4c4c4', tone: 'dust' },
    { text: 'used in tests', color: OKABE_ITO.sky, tone: 'c3' },
    { text: 'kept above trend', color: OKABE_ITO.orange, tone: 'c6' },
  ];
  return svg`${entries.map(({ text, color, tone }, i) => svg`${dust([{ x: LEFT + 6 + i * 130, y: 14 }], 7, color, tone)}${words(LEFT + 15 + i * 130, 18, text)}`)}`;
}
