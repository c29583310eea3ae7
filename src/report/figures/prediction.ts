import type { PredictionTable } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, listed, pEquals } from '../text/numbers.ts';
import { bottomAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note, words } from './marks.ts';
import { linearScale, type Scale } from './scale.ts';
import { type GroupStyle, OKABE_ITO, RULE, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [WIDTH, LABEL, NUMBERS, LINE, TOP] = [720, 250, 150, 22, 44];
const FITTED: GroupStyle = { color: '#8a8a8a', tone: 'neutral', shape: 'ring' };
const PREDICTED: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'diamond' };

/** How much of each outcome genes fit in their own animals, and how much they predict in animals left out. */
export function predictionFigure(tables: readonly PredictionTable[], id: string, data: string): Figure | null {
  if (tables.length === 0) return null;
  const right = WIDTH - NUMBERS;
  const lowest = Math.min(-0.2, ...tables.map((one) => Math.max(-1, one.q2)));
  const scale = linearScale([lowest, 1], [LABEL, right], 5);
  const bottom = TOP + tables.length * LINE + 4;
  const key = svg`${marks(FITTED, [{ x: LABEL + 6, y: 10 }], 4)}${words(LABEL + 15, 14, 'fitted, same animals')}${marks(PREDICTED, [{ x: LABEL + 156, y: 10 }], 4)}${words(LABEL + 166, 14, 'predicted, animals left out')}`;
  const head = svg`${note(right + 12, TOP - 8, 'Q²')}${note(WIDTH - 1, TOP - 8, 'permutation p', 'end')}`;
  return {
    id,
    title: 'What genes predict in animals that were left out',
    summary: `${listed(tables.map((one) => `${one.label} from ${one.predictors}: fitted share ${fixed(one.fittedR2, 2)}, predicted share ${fixed(one.q2, 2)}, ${pEquals(one.pvalue)}`))}.`,
    caption: `Partial least squares within groups. With many genes and few animals any outcome is fitted well; only the share predicted in animals left out (nested cross-validation, littermates together) says something about new animals. At or below 0 the genes predict no better than the group means. Permutation p: ${tables[0].permutations} exchanges within groups, the whole cross-validation redone each time.`,
    width: WIDTH,
    height: bottom + 42,
    body: svg`<path d="M${scale(0)} ${TOP - 4}V${bottom}" class="rule" stroke="${RULE}"/>${key}${head}${tables.map((one, i) => predictionLine(one, scale, TOP + (i + 0.5) * LINE))}${bottomAxis(scale, bottom, 'Share of within-group variation')}`,
    data,
  };
}

function predictionLine(one: PredictionTable, scale: Scale, y: number): Markup {
  const [left, right] = scale.range;
  const at = Math.max(scale.domain[0], one.q2);
  const label = fitText(`${one.label}, ${one.predictors} (${one.genes})`, TYPE.tick, left - 12);
  const line = svg`<path d="M${scale(at)} ${y}H${scale(one.fittedR2)}" class="rule" stroke="${RULE}" stroke-dasharray="2 3"/>`;
  return svg`${words(0, y + 4, label)}${line}${marks(FITTED, [{ x: scale(one.fittedR2), y }], 4)}${marks(PREDICTED, [{ x: scale(at), y }], 4.4)}${words(right + 12, y + 4, fixed(one.q2, 2))}${words(WIDTH - 1, y + 4, pEquals(one.pvalue), 'end')}`;
}
