import { log10, pow } from '../../stats/index.ts';
import { significant } from '../text/numbers.ts';
import { niceTicks, type Scale } from './scale.ts';

/** Series of ticks, from fine to coarse. */
const SERIES = [[1, 2, 5], [1, 3], [1]].map((heads) => [
  0,
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((power) => heads.map((head) => Number(`${head}e${power}`))),
]);

/** A scale for counts that is logarithmic but holds zero: positions by log10(count + 1), padded by 4 % at both ends. */
export function countScale(domain: readonly [number, number], range: readonly [number, number], most = 6): Scale {
  const place = (value: number): number => log10(Math.max(0, value) + 1);
  let [low, high] = [place(domain[0]), place(domain[1])];
  if (high - low < 0.5) [low, high] = [Math.max(0, (low + high) / 2 - 0.3), (low + high) / 2 + 0.3];
  const pad = 0.04 * (high - low);
  const start = low - pad;
  const slope = (range[1] - range[0]) / (high - low + 2 * pad);
  const inside = SERIES.map((series) => series.filter((tick) => place(tick) >= start && place(tick) <= high + pad));
  const fitting = inside.find((ticks) => ticks.length <= most) ?? inside[inside.length - 1].filter((_, i) => i % 2 === 0);
  return Object.assign((value: number) => range[0] + (place(value) - start) * slope, {
    domain,
    range,
    ticks: fitting.length >= 3 ? fitting : niceTicks(pow(10, start) - 1, pow(10, high + pad) - 1, 4).filter((tick) => tick >= 0),
    label: (tick: number) => (tick < 1e5 ? String(tick) : significant(tick, 1)),
  });
}
