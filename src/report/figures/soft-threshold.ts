import type { ModuleResult } from '../../integration/index.ts';
import { svg } from '../text/markup.ts';
import { fixed } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { marks, note } from './marks.ts';
import { extent, linearScale, logScale } from './scale.ts';
import { type GroupStyle, MUTED, OKABE_ITO, RULE } from './style.ts';

const [SIZE, HEIGHT, LEFT, BETWEEN, TOP, BOTTOM] = [250, 200, 56, 76, 12, 44];
const POINT: GroupStyle = { color: MUTED, tone: 'c0', shape: 'circle' };
const CHOSEN: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' };
/** Scale-free fit that counts as good enough. */
const ENOUGH = 0.85;

/** Which power the network was given, and why: scale-free fit and mean connectivity at each. */
export function softThresholdFigure(result: ModuleResult, id: string, data: string): Figure {
  const { softThreshold: rows, power, powerFrom } = result.detected;
  const second = LEFT + SIZE + BETWEEN;
  const powers = rows.map((row) => row.power);
  const x = linearScale([0, Math.max(...powers, power) + 1], [LEFT, LEFT + SIZE], 5);
  const x2 = linearScale([0, Math.max(...powers, power) + 1], [second, second + SIZE], 5);
  const fits = rows.map((row) => -Math.sign(row.slope) * row.fit);
  const y = linearScale([Math.min(0, ...fits) - 0.05, 1], [TOP + HEIGHT, TOP], 5);
  const y2 = logScale(extent(rows.map((row) => row.meanConnectivity)), [TOP + HEIGHT, TOP], 5);
  const left = rows.map((row, i) => ({ x: x(row.power), y: y(fits[i]), power: row.power }));
  const right = rows.map((row) => ({ x: x2(row.power), y: y2(row.meanConnectivity), power: row.power }));
  const split = (points: typeof left) =>
    svg`${marks(
      POINT,
      points.filter((one) => one.power !== power),
      3.2,
    )}${marks(
      CHOSEN,
      points.filter((one) => one.power === power),
      5,
    )}`;
  const chosen = rows.find((row) => row.power === power);
  const why = {
    given: 'as given',
    'scale-free': 'the first that is scale-free enough',
    usual: 'usual for this number of samples',
  }[powerFrom];
  return {
    id,
    title: 'Choice of the soft-thresholding power',
    summary: `Power ${power} (${why})${chosen === undefined ? '' : `; scale-free R² ${fixed(chosen.fit, 2)}, mean connectivity ${fixed(chosen.meanConnectivity, 1)}`}.`,
    caption: `Left: R² of the scale-free law at each power, with a minus where connectivity does not fall (line: ${ENOUGH}). Right: mean connectivity. Diamond: the power used, ${power}, ${why}.`,
    width: second + SIZE + 14,
    height: TOP + HEIGHT + BOTTOM,
    body: svg`${gridLines(y, LEFT, LEFT + SIZE)}<path d="M${LEFT} ${y(ENOUGH)}h${SIZE}" class="rule" stroke="${RULE}" stroke-dasharray="4 3"/>${note(LEFT + 4, y(ENOUGH) - 4, String(ENOUGH))}${split(left)}${bottomAxis(x, TOP + HEIGHT, 'power')}${leftAxis(y, LEFT, 'scale-free R² (signed)')}
      ${gridLines(y2, second, second + SIZE)}${split(right)}${bottomAxis(x2, TOP + HEIGHT, 'power')}${leftAxis(y2, second, 'mean connectivity')}`,
    data,
  };
}
