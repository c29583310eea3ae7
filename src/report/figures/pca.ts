import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { percent, plural } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks } from './marks.ts';
import { extent, linearScale, padded } from './scale.ts';
import { type GroupStyle, styleOf } from './style.ts';
import { textWidth } from './text-width.ts';
import { labelsFor } from './volcano.ts';

const [WIDTH, LEFT, RIGHT, TOP, BOTTOM] = [560, 56, 14, 34, 48];

/** Samples on their first two principal components, one unit equally long on both axes. */
export function pcaFigure(
  expression: ExpressionResult,
  groups: readonly string[],
  styles: ReadonlyMap<string, GroupStyle>,
  data: string,
): Figure | null {
  const { pcaScores, pcaComponents, pcaVariance } = expression.quality;
  if (pcaComponents < 2) return null;
  const component = (k: number) => expression.samples.map((_, s) => pcaScores[s * pcaComponents + k]);
  const [first, second] = [component(0), component(1)];
  const xDomain = padded(extent(first), 0.08);
  const yDomain = padded(extent(second), 0.12);
  const perUnit = (WIDTH - LEFT - RIGHT) / (xDomain[1] - xDomain[0]);
  const height = Math.min(440, Math.max(200, (yDomain[1] - yDomain[0]) * perUnit));
  const x = linearScale(xDomain, [LEFT, WIDTH - RIGHT], 6);
  const y = linearScale(yDomain, [TOP + height, TOP], 5);
  const at = (s: number) => ({ x: x(first[s]), y: y(second[s]) });
  const samples = expression.samples.map((_, s) => s);
  const drawn = groups.map((group) =>
    marks(styleOf(styles, group), samples.filter((s) => expression.arms[s] === group).map(at), 5),
  );
  const stray = samples.filter((s) => !groups.includes(expression.arms[s] ?? ''));
  const wishes =
    samples.length <= 40 ? samples.map((s) => ({ ...at(s), text: expression.animals[s] ?? expression.samples[s] })) : [];
  const names = labelsFor(wishes, samples.map(at), { x1: LEFT, y1: TOP, x2: WIDTH - RIGHT, y2: TOP + height }, 'normal');
  const axisName = (k: number) => `PC${k + 1} (${percent(pcaVariance[k])} of variance)`;
  return {
    id: 'expression-pca',
    title: `Principal components of ${plural(samples.length, 'sample')}`,
    summary: `${plural(samples.length, 'sample')} on the first two principal components, which hold ${percent(pcaVariance[0])} and ${percent(pcaVariance[1])} of the variance of ${expression.transformName}.`,
    caption: `Samples by the two directions of largest variance in ${expression.transformName}, named by animal. A sample far from its group deserves a look; distance alone is no reason to leave it out.`,
    width: WIDTH,
    height: TOP + height + BOTTOM,
    body: svg`${gridLines(y, LEFT, WIDTH - RIGHT)}${legend(
      groups.map((name) => ({ name, style: styleOf(styles, name) })),
      LEFT,
      16,
      textWidth,
    )}${names}${drawn}${marks(styleOf(styles, null), stray.map(at), 5)}${bottomAxis(x, TOP + height, axisName(0))}${leftAxis(y, LEFT, axisName(1), 16)}`,
    data,
  };
}
