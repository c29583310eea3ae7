import { log10, pow } from '../../stats/index.ts';
import { fixed, significant } from '../text/numbers.ts';

/** From data to coordinates, with the ticks that belong to it. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  (value: number): number;
  readonly ticks: readonly number[];
  /** A tick as text, all ticks of the scale with the same decimals. */
  label(tick: number): string;
}

/** Smallest and largest finite value over several lists; [0, 1] when there is none. */
export function extent(...lists: readonly ArrayLike<number>[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** The extent widened by a fraction on both sides; a single value (or nearly one) gets a width of its own. */
export function padded([low, high]: readonly [number, number], fraction = 0.05): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > 1e-9 * size && high - low > 1e-300)) {
    const half = size > 1e-290 ? 0.5 * size : 0.5;
    return [low - half, high + half];
  }
  const width = high - low;
  return [low - fraction * width, high + fraction * width];
}

/** Step of 1, 2 or 5 times a power of ten that cuts the width into about `count` parts. */
export function niceStep(width: number, count: number): number {
  const rough = width / Math.max(1, count);
  const power = pow(10, Math.floor(log10(rough)));
  const ratio = rough / power;
  return power * (ratio >= 7.07 ? 10 : ratio >= 3.16 ? 5 : ratio >= 1.41 ? 2 : 1);
}

/** Multiples of a nice step inside the domain. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const step = niceStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks: number[] = [];
  for (let i = first; i <= last; i++) ticks.push(Number((i * step).toPrecision(12)) + 0);
  return ticks;
}

/** A linear scale with about `count` ticks. The domain is taken as given; see {@link padded}. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number], count = 5): Scale {
  const [low, high] = domain;
  const slope = (range[1] - range[0]) / (high - low);
  const ticks = niceTicks(low, high, count);
  const step = niceStep(high - low, count);
  const decimals = Math.min(8, Math.max(0, -Number(step.toExponential().split('e')[1])));
  const large = Math.max(Math.abs(low), Math.abs(high)) >= 1e6;
  return Object.assign((value: number) => range[0] + (value - low) * slope, {
    domain: [low, high] as const,
    range,
    ticks,
    label: (tick: number) => (large ? significant(tick, 2) : fixed(tick, decimals)),
  });
}

/**
 * A logarithmic scale with ticks at powers of ten (and at other round numbers on short scales). A domain that is empty or not
 * positive is replaced by the six decades below its upper end.
 */
export function logScale(wanted: readonly [number, number], range: readonly [number, number], most = 6): Scale {
  const end = wanted[1] > 0 && Number.isFinite(wanted[1]) ? wanted[1] : 1;
  const domain: readonly [number, number] = wanted[0] > 0 && wanted[0] < end ? [wanted[0], end] : [end / 1e6, end];
  const low = log10(domain[0]);
  const high = log10(domain[1]);
  const slope = (range[1] - range[0]) / (high - low);
  const decades = high - low;
  const every = Math.max(1, Math.ceil(decades / most));
  const ticks: number[] = [];
  for (let power = Math.ceil(low - 1e-9); power <= Math.floor(high + 1e-9); power++) {
    if (power % every === 0) ticks.push(Number(`1e${power}`));
  }
  if (ticks.length < 2) ticks.splice(0, ticks.length, ...niceTicks(domain[0], domain[1], 4).filter((tick) => tick > 0));
  return Object.assign((value: number) => range[0] + (log10(value) - low) * slope, {
    domain,
    range,
    ticks,
    label: logLabel,
  });
}

function logLabel(tick: number): string {
  const power = Number(tick.toExponential().split('e')[1]);
  return power >= -3 && power <= 3 ? String(tick) : significant(tick, 1);
}
