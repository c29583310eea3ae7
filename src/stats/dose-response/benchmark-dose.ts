import { mean, sampleSd } from '../descriptive/index.ts';
import { chiSquared } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { leastSquares } from '../linear/index.ts';
import { minimizeNewton } from '../mixed/index.ts';
import { findRoot } from '../optimization/index.ts';
import { requireComplete } from '../tests/index.ts';

/** Mean as a function of the dose: a exp(b d), a + b d, or a + b d / (c + d). */
export type BenchmarkModel = 'exponential' | 'linear' | 'emax';

export interface BenchmarkDose {
  /** Dose at which the mean has moved by the benchmark response; Infinity when the fitted mean does not move that way. */
  bmd: number;
  /** Profile-likelihood limits, each one-sided at the level; the upper one is Infinity when the data set none. */
  lower: number;
  upper: number;
  /** Fitted control mean and standard deviation (maximum likelihood). */
  control: number;
  sd: number;
  logLik: number;
}

/** Dose-independent numbers: log likelihood = -n log(sd) - squares / (2 sd^2) + constant. */
interface DoseData {
  dose: Float64Array;
  y: Float64Array;
  /** Benchmark response in standard deviations, with its direction. */
  shift: number;
}

/** Mean at a dose when the benchmark dose is `bmd`: control mean, shift at it, and for emax the half dose. */
function meanAt(model: BenchmarkModel, dose: number, bmd: number, control: number, shift: number, half: number): number {
  if (model === 'linear') return control + (shift * dose) / bmd;
  if (model === 'emax') return control + (shift * (half + bmd) * dose) / (bmd * (half + dose));
  const ratio = 1 + shift / control;
  return ratio > 0 ? control * exp((log(ratio) * dose) / bmd) : NaN;
}

/** Negative log likelihood at (control, log sd, log half dose) for a benchmark dose. */
function loss(model: BenchmarkModel, data: DoseData, bmd: number, point: Float64Array): number {
  const sd = exp(point[1]);
  const half = model === 'emax' ? exp(point[2]) : NaN;
  let squares = 0;
  for (let i = 0; i < data.y.length; i++) {
    const gap = data.y[i] - meanAt(model, data.dose[i], bmd, point[0], data.shift * sd, half);
    squares += gap * gap;
  }
  const value = data.y.length * (point[1] + 0.5 * log(2 * Math.PI)) + squares / (2 * sd * sd);
  return Number.isFinite(value) ? value : Infinity;
}

/** Minimizes a smooth function of a few variables by Newton steps with derivatives from central differences. */
function minimize(
  f: (point: Float64Array) => number,
  start: Float64Array,
  scales: Float64Array,
): { point: Float64Array; value: number } {
  const count = start.length;
  const scaled = (z: Float64Array): Float64Array => z.map((one, j) => start[j] + one * scales[j]);
  let here: Float64Array = new Float64Array(count);
  const at = (...moves: [number, number][]): number => {
    const z = Float64Array.from(here);
    for (const [j, h] of moves) z[j] += h;
    return f(scaled(z));
  };
  const h = 1e-3;
  const result = minimizeNewton(
    {
      count,
      value: (z) => {
        here = Float64Array.from(z);
        return f(scaled(z));
      },
      derivatives: (gradient, hessian) => {
        const center = at();
        for (let j = 0; j < count; j++) {
          const [up, down] = [at([j, h]), at([j, -h])];
          const [further, below] = [at([j, 2 * h]), at([j, -2 * h])];
          gradient[j] = (8 * (up - down) - (further - below)) / (12 * h);
          hessian[j * count + j] = (up - 2 * center + down) / (h * h);
          for (let k = 0; k < j; k++) {
            const mixed = at([j, h], [k, h]) - at([j, h], [k, -h]) - at([j, -h], [k, h]) + at([j, -h], [k, -h]);
            hessian[j * count + k] = hessian[k * count + j] = mixed / (4 * h * h);
          }
        }
      },
    },
    new Float64Array(count),
  );
  return { point: scaled(result.point), value: result.value };
}

/** Likelihood maximized over everything but the benchmark dose, as a function of its logarithm, warm-started. */
function profileOf(model: BenchmarkModel, data: DoseData): (logBmd: number) => { value: number; point: Float64Array } {
  const control = mean(data.y.filter((_, i) => data.dose[i] === 0));
  const sd = sampleSd(data.y);
  const halfStart = mean(data.dose.filter((one) => one > 0));
  const start = model === 'emax' ? Float64Array.of(control, log(sd), log(halfStart)) : Float64Array.of(control, log(sd));
  const scales = model === 'emax' ? Float64Array.of(sd, 1, 1) : Float64Array.of(sd, 1);
  let warm: Float64Array = start;
  return (logBmd) => {
    const f = (point: Float64Array): number => loss(model, data, exp(logBmd), point);
    const found = [warm, start].map((from) => minimize(f, from, scales)).reduce((a, b) => (b.value < a.value ? b : a));
    warm = found.point;
    return found;
  };
}

/** Likelihood of a mean that does not depend on the dose: the limit of an infinite benchmark dose. */
function flatLoss({ y }: DoseData): number {
  const n = y.length;
  const { residualSumOfSquares } = leastSquares(new Float64Array(n).fill(1), n, 1, y);
  return (n / 2) * (log(2 * Math.PI) + 1 + log(residualSumOfSquares / n));
}

/**
 * Benchmark dose of a continuous response (Crump 1984): where the mean has moved `response` standard deviations from control, with
 * profile-likelihood limits; normal errors of one standard deviation.
 *
 * @param doses at least 0, a control group at 0 among them
 * @param options `direction` the way the response moves when it is harmed; `level` of each limit (default 0.95: BMDL and BMDU)
 * @throws RangeError for missing values, no control, or fewer than two other doses
 */
export function benchmarkDose(
  doses: ArrayLike<number>,
  values: ArrayLike<number>,
  options: { model?: BenchmarkModel; direction: 'increase' | 'decrease'; response?: number; level?: number },
): BenchmarkDose {
  const { model = 'exponential', direction, response = 1, level = 0.95 } = options;
  requireComplete(doses, values);
  const data: DoseData = {
    dose: Float64Array.from(doses),
    y: Float64Array.from(values),
    shift: direction === 'increase' ? response : -response,
  };
  const levels = [...new Set(data.dose)].sort((a, b) => a - b);
  if (levels[0] !== 0 || levels.length < (model === 'emax' ? 4 : 3))
    throw new RangeError(
      `a ${model} benchmark dose needs a control at dose 0 and at least ${model === 'emax' ? 3 : 2} other doses`,
    );
  if (model === 'exponential' && data.y.some((one) => one <= 0))
    throw new RangeError('the exponential model is for positive responses; use the linear or the emax model');
  const profile = profileOf(model, data);
  const grid = logGrid(levels[1], levels[levels.length - 1]);
  const curve = grid.map((one) => profile(one));
  const best = curve.reduce((at, one, i) => (one.value < curve[at].value ? i : at), 0);
  const flat = flatLoss(data);
  if (!(curve[best].value < flat - 1e-9)) return unmoved(data, flat, profile, grid, curve, level);
  const { at, value, point } = refine(
    model,
    data,
    profile,
    grid[Math.max(0, best - 1)],
    grid[Math.min(grid.length - 1, best + 1)],
  );
  const bar = value + chiSquared.quantile(2 * level - 1, 1) / 2;
  const excess = (logBmd: number): number => profile(logBmd).value - bar;
  const below = lastAbove(grid, curve, bar, at, -1);
  const above = flat > bar ? lastAbove(grid, curve, bar, at, 1) : undefined;
  return {
    bmd: exp(at),
    lower: below === undefined ? 0 : exp(findRoot(excess, below, at, 1e-10)),
    upper: above === undefined ? Infinity : exp(findRoot(excess, at, above, 1e-10)),
    control: point[0],
    sd: exp(point[1]),
    logLik: -value,
  };
}

/** Logarithms of benchmark doses from far below the lowest to far above the highest dose. */
function logGrid(lowest: number, highest: number): number[] {
  const [from, to] = [log(lowest / 1000), log(highest * 10_000)];
  return Array.from({ length: 61 }, (_, i) => from + ((to - from) * i) / 60);
}

type Profile = (logBmd: number) => { value: number; point: Float64Array };

/** Nearest place of the grid beyond the best one, going down or up, at which the loss lies above the bar. */
function lastAbove(
  grid: readonly number[],
  curve: readonly { value: number }[],
  bar: number,
  at: number,
  side: 1 | -1,
): number | undefined {
  const beyond = grid.map((one, i) => ({ one, i })).filter(({ one, i }) => side * (one - at) > 0 && curve[i].value > bar);
  return side > 0 ? beyond[0]?.one : beyond[beyond.length - 1]?.one;
}

/** Least loss over everything: golden sections on the profile, then Newton steps in all parameters and the logarithm of the benchmark dose. */
function refine(
  model: BenchmarkModel,
  data: DoseData,
  profile: Profile,
  from: number,
  to: number,
): { at: number; value: number; point: Float64Array } {
  const share = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  while (high - low > 1e-3) {
    const [a, b] = [high - share * (high - low), low + share * (high - low)];
    if (profile(a).value <= profile(b).value) high = b;
    else low = a;
  }
  const near = profile((low + high) / 2).point;
  const count = near.length;
  const start = Float64Array.of(...near, (low + high) / 2);
  const scales = Float64Array.from(start, (_, j) => (j === 0 ? exp(near[1]) : 1));
  const { point, value } = minimize((whole) => loss(model, data, exp(whole[count]), whole.subarray(0, count)), start, scales);
  return { at: point[count], value, point: point.slice(0, count) };
}

/** The response does not move in the direction asked for: no benchmark dose, only a lower limit. */
function unmoved(
  { y }: DoseData,
  flat: number,
  profile: Profile,
  grid: readonly number[],
  curve: readonly { value: number }[],
  level: number,
): BenchmarkDose {
  const bar = flat + chiSquared.quantile(2 * level - 1, 1) / 2;
  const below = lastAbove(grid, curve, bar, Infinity, -1);
  const top = grid[grid.length - 1];
  return {
    bmd: Infinity,
    lower: below === undefined ? 0 : exp(findRoot((one) => profile(one).value - bar, below, top, 1e-10)),
    upper: Infinity,
    control: mean(y),
    sd: Math.sqrt(((y.length - 1) / y.length) * sampleSd(y) * sampleSd(y)),
    logLik: -flat,
  };
}
