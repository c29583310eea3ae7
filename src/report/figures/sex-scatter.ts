import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { listed, plural } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import { countScale } from './count-scale.ts';
import type { Figure } from './figure.ts';
import { isPlaced, legend, marks } from './marks.ts';
import { extent } from './scale.ts';
import { type GroupStyle, INK, MUTED, OKABE_ITO } from './style.ts';
import { textWidth } from './text-width.ts';
import { labelsFor } from './volcano.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [460, 340, 60, 14, 32, 48];
const STYLES: ReadonlyMap<string, GroupStyle> = new Map([
  ['female', { color: OKABE_ITO.purple, tone: 'c5', shape: 'circle' }],
  ['male', { color: OKABE_ITO.blue, tone: 'c2', shape: 'triangle' }],
  ['not stated', { color: MUTED, tone: 'c8', shape: 'plus' }],
]);

/** Xist against Y-linked genes; what the sheet says in color and shape. Null where only one of the two is in the table. */
export function sexScatterFigure(expression: ExpressionResult, data: string): Figure | null {
  const { sex, findings } = expression.quality;
  if (sex === null || sex.femaleGenes.length === 0 || sex.maleGenes.length === 0) return null;
  const x = countScale(extent(sex.female), [LEFT, WIDTH - RIGHT]);
  const y = countScale(extent(sex.male), [HEIGHT - BOTTOM, TOP]);
  const at = (s: number) => ({ x: x(sex.female[s]), y: y(sex.male[s]) });
  const samples = expression.samples.map((_, s) => s);
  const stated = (s: number): string => sex.sheet[s] ?? 'not stated';
  const present = [...STYLES].filter(([name]) => samples.some((s) => stated(s) === name));
  const doubtful = new Set(
    findings.filter(({ check, level }) => check === 'sex' && level === 'warning').map(({ subject }) => subject),
  );
  const named = samples.filter((s) => doubtful.has(expression.samples[s]) && isPlaced(at(s)));
  const rings = named.map(
    (s) => svg`<circle cx="${at(s).x}" cy="${at(s).y}" r="8" fill="none" class="s-ink" stroke="${INK}" stroke-width="1.3"/>`,
  );
  const labels = labelsFor(
    named.map((s) => ({ ...at(s), text: expression.samples[s] })),
    samples.map(at),
    { x1: LEFT, y1: TOP, x2: WIDTH - RIGHT, y2: HEIGHT - BOTTOM },
    'normal',
  );
  const drawn = present.map(([name, style]) => marks(style, samples.filter((s) => stated(s) === name).map(at), 4.2));
  return {
    id: 'expression-sex',
    title: 'Sex by genes against the animal sheet',
    summary: `${plural(samples.length, 'sample')} by Xist and Y-linked genes; ${named.length === 0 ? 'all agree with the animal sheet as far as it states a sex' : `in doubt: ${listed(named.map((s) => expression.samples[s]))}`}.`,
    caption: `Normalized counts of ${listed(sex.femaleGenes)} (expressed in females) and the sum of ${listed(sex.maleGenes)} (on the Y chromosome). Colors and shapes: the sex in the animal sheet. Ringed samples contradict it, or express both or neither.`,
    width: WIDTH,
    height: HEIGHT,
    body: svg`${legend(
      present.map(([name, style]) => ({ name, style })),
      LEFT,
      16,
      textWidth,
    )}${gridLines(y, LEFT, WIDTH - RIGHT)}${drawn}${rings}${labels}${bottomAxis(x, HEIGHT - BOTTOM, `${listed(sex.femaleGenes)} (normalized counts)`)}${leftAxis(y, LEFT, 'Y-linked genes (normalized counts)', 14)}`,
    data,
  };
}
