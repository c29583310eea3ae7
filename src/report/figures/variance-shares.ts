import type { ExpressionResult } from '../../expression/index.ts';
import { quantileOfSorted } from '../../stats/index.ts';
import { svg } from '../text/markup.ts';
import { percent, plural } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { note } from './marks.ts';
import { linearScale } from './scale.ts';
import { INK, OKABE_ITO, RULE } from './style.ts';

const [WIDTH, LEFT, RIGHT, TOP, ROW, BOX] = [560, 90, 70, 14, 34, 16];

/** How much of the genes' variance goes with each variable: a box per variable, the middle half of the genes. */
export function varianceSharesFigure({ makeup }: ExpressionResult, data: string): Figure | null {
  if (makeup === undefined || makeup.variance.names.length < 2 || makeup.variance.genes.length === 0) return null;
  const { names, fractions, genes } = makeup.variance;
  const x = linearScale([0, 1], [LEFT, WIDTH - RIGHT], 5);
  const summaries = names.map((name, k) => ({ name, ...quantiles(fractions, names.length, k) }));
  const height = TOP + names.length * ROW;
  const boxes = summaries.map(({ name, low, first, middle, third, high }, i) => {
    const y = TOP + i * ROW + ROW / 2;
    return svg`<path d="M${x(low)} ${y}H${x(first)}M${x(third)} ${y}H${x(high)}" class="rule" stroke="${RULE}" fill="none"/>
      <path d="M${x(first)} ${y - BOX / 2}H${x(third)}v${BOX}H${x(first)}z" class="f-c3" fill="${OKABE_ITO.sky}"/>
      <path d="M${x(middle)} ${y - BOX / 2}v${BOX}" class="s-ink" stroke="${INK}" stroke-width="2"/>
      ${note(LEFT - 8, y + 4, name, 'end')}${note(WIDTH - RIGHT + 8, y + 4, percent(middle), 'start')}`;
  });
  return {
    id: 'variance-shares',
    title: 'What the variation of the genes goes with',
    summary: `Median share of the variance over ${plural(genes.length, 'gene')}: ${summaries.map(({ name, middle }) => `${name} ${percent(middle)}`).join(', ')}.`,
    caption:
      'Variance shares by a mixed model of each gene (variables as random intercepts). Boxes: the middle half of the genes, line and number: the median, whiskers: 5 to 95 %. The residual is variation between samples that no variable goes with. A variable with few levels has an uncertain share in any single gene.',
    width: WIDTH,
    height: height + 44,
    body: svg`${boxes}${bottomAxis(x, height + 2, 'Share of the variance')}`,
    data,
  };
}

/** Quantiles of one variable's shares over the genes that vary. */
function quantiles(fractions: Float64Array, width: number, k: number) {
  const values = fractions.filter((value, i) => i % width === k && !Number.isNaN(value)).sort();
  const at = (share: number): number => (values.length === 0 ? 0 : quantileOfSorted(values, share));
  return { low: at(0.05), first: at(0.25), middle: at(0.5), third: at(0.75), high: at(0.95) };
}
