import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { percent, plural } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { legend, marks } from './marks.ts';
import { type SampleGroups, type Strip, sampleLabels, stripsOf } from './sample-groups.ts';
import { extent, linearScale, padded } from './scale.ts';
import { type GroupStyle, MUTED, type Shape, styleOf } from './style.ts';
import { textWidth } from './text-width.ts';
import { labelsFor } from './volcano.ts';

const [WIDTH, LEFT, RIGHT, BOTTOM] = [560, 56, 14, 48];
const SHAPES: readonly Shape[] = ['circle', 'triangle', 'square', 'diamond', 'triangle-down', 'plus'];

/** Samples on their first two principal components, one unit equally long on both axes: color by group, shape by sex or batch. */
export function pcaFigure(expression: ExpressionResult, groups: SampleGroups, data: string): Figure | null {
  const { pcaScores, pcaComponents, pcaVariance } = expression.quality;
  if (pcaComponents < 2) return null;
  const component = (k: number) => expression.samples.map((_, s) => pcaScores[s * pcaComponents + k]);
  const [first, second] = [component(0), component(1)];
  const [shaped] = stripsOf(expression.quality, groups, 1);
  const top = shaped === undefined ? 34 : 52;
  const xDomain = padded(extent(first), 0.08);
  const yDomain = padded(extent(second), 0.12);
  const perUnit = (WIDTH - LEFT - RIGHT) / (xDomain[1] - xDomain[0]);
  const height = Math.min(440, Math.max(200, (yDomain[1] - yDomain[0]) * perUnit));
  const x = linearScale(xDomain, [LEFT, WIDTH - RIGHT], 6);
  const y = linearScale(yDomain, [top + height, top], 5);
  const at = (s: number) => ({ x: x(first[s]), y: y(second[s]) });
  const samples = expression.samples.map((_, s) => s);
  const drawn = drawnGroups(groups, shaped, samples).map(({ style, members }) => marks(style, members.map(at), 5));
  const labels = sampleLabels(expression);
  const wishes = samples.length <= 40 ? samples.map((s) => ({ ...at(s), text: labels[s] })) : [];
  const names = labelsFor(wishes, samples.map(at), { x1: LEFT, y1: top, x2: WIDTH - RIGHT, y2: top + height }, 'normal');
  const axisName = (k: number) => `PC${k + 1} (${percent(pcaVariance[k])} of variance)`;
  const shapes = shaped === undefined ? '' : ` Shapes: ${shaped.name}.`;
  return {
    id: 'expression-pca',
    title: `Principal components of ${plural(samples.length, 'sample')}`,
    summary: `${plural(samples.length, 'sample')} on the first two principal components, which hold ${percent(pcaVariance[0])} and ${percent(pcaVariance[1])} of the variance of ${expression.transformName}.`,
    caption: `Samples by the two directions of largest variance in ${expression.transformName}${labels.length <= 40 ? ', named' : ''}. Colors: ${groups.factor}.${shapes} A sample far from its group deserves a look; distance alone is no reason to leave it out.`,
    width: WIDTH,
    height: top + height + BOTTOM,
    body: svg`${gridLines(y, LEFT, WIDTH - RIGHT)}${keys(groups, shaped)}${names}${drawn}${bottomAxis(x, top + height, axisName(0))}${leftAxis(y, LEFT, axisName(1), 16)}`,
    data,
  };
}

/** Samples by group and, where there is one, by the level that gives the shape. */
function drawnGroups(
  groups: SampleGroups,
  shaped: Strip | undefined,
  samples: readonly number[],
): { style: GroupStyle; members: number[] }[] {
  return [...groups.names, null].flatMap((name) => {
    const style = styleOf(groups.styles, name);
    const mine = samples.filter((s) => (name === null ? !groups.names.includes(groups.of[s] ?? '') : groups.of[s] === name));
    if (shaped === undefined) return [{ style, members: mine }];
    return [...shaped.levels.keys(), -1].map((level) => ({
      style: level < 0 ? { ...style, shape: 'cross' as const } : { ...style, shape: SHAPES[level] },
      members: mine.filter((s) => shaped.codes[s] === level),
    }));
  });
}

function keys(groups: SampleGroups, shaped: Strip | undefined) {
  const byColor = groups.names.map((name) => {
    const style = styleOf(groups.styles, name);
    return { name, style: shaped === undefined ? style : { ...style, shape: 'circle' as const } };
  });
  const byShape =
    shaped?.levels.map((name, level) => ({ name, style: { color: MUTED, tone: 'c8', shape: SHAPES[level] } })) ?? [];
  return svg`${legend(byColor, LEFT, 16, textWidth)}${legend(byShape, LEFT, 34, textWidth)}`;
}
