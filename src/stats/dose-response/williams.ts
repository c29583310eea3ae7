import { meanOverScale, normal } from '../distributions/index.ts';
import { exp, log } from '../elementary/index.ts';
import { chebyshevInterpolant, gaussLegendre } from '../special/index.ts';
import { doseGroups } from './dose-groups.ts';

const WALK_NODES = gaussLegendre(48);
const CONTROL_NODES = gaussLegendre(40);
const PIECES = 60;

/** The sums over the top doses while they stay below 0, for a walk without drift: places, and the density there after each step. */
interface Walk {
  places: Float64Array;
  weights: Float64Array;
  /** Of the sum after the last 1, 2, ... doses, for all but the lowest dose. */
  densities: Float64Array[];
  /** Animals in those doses. */
  totals: number[];
}

function walkDown(sizes: ArrayLike<number>): Walk {
  const total = Array.from(sizes).reduce((a, b) => a + b, 0);
  const depth = 9 * Math.sqrt(total);
  const places = WALK_NODES.nodes.map((node) => -depth * (1 - node));
  const weights = WALK_NODES.weights.map((weight) => depth * weight);
  const densities: Float64Array[] = [];
  const totals: number[] = [];
  for (let i = sizes.length - 1; i > 0; i--) {
    const root = Math.sqrt(sizes[i]);
    const before = densities[densities.length - 1];
    densities.push(
      places.map((w) => {
        if (before === undefined) return normal.density(w / root) / root;
        let sum = 0;
        for (let at = 0; at < places.length; at++) sum += weights[at] * before[at] * normal.density((w - places[at]) / root);
        return sum / root;
      }),
    );
    totals.push((totals[totals.length - 1] ?? 0) + sizes[i]);
  }
  return { places, weights, densities, totals };
}

/**
 * P(some mean of the last j doses exceeds y), j = 1 .. k, of unit-variance observations: the sums n (mean - y) from the top dose down are a
 * random walk with drift, and the chances of its first step above 0 are added up. The drift is a factor exp(-w y - N y^2 / 2) on the density
 * of the walk without it.
 */
function someTopMeanAbove(y: number, sizes: ArrayLike<number>, { places, weights, densities, totals }: Walk): number {
  const top = sizes.length - 1;
  let above = normal.upper(y * Math.sqrt(sizes[top]));
  densities.forEach((density, step) => {
    const n = sizes[top - 1 - step];
    const root = Math.sqrt(n);
    const drop = (totals[step] * y * y) / 2;
    for (let at = 0; at < places.length; at++) {
      const v = places[at];
      above += weights[at] * density[at] * exp(-v * y - drop) * normal.upper((n * y - v) / root);
    }
  });
  return Math.min(1, above);
}

/** The null distribution of Williams' statistic of the top dose. */
export interface WilliamsDistribution {
  /** P(statistic > c). */
  upper(c: number, df: number): number;
}

/**
 * Distribution of Williams' (1971) statistic of the top dose, (largest mean of the last j doses - control mean) / se, for any group sizes, by
 * quadrature. Known control mean: a random walk; then the control's own error and the pooled standard deviation are integrated over.
 *
 * @param controlSize animals in the control group
 * @param sizes animals at the doses, ascending
 */
export function williamsDistribution(controlSize: number, sizes: ArrayLike<number>): WilliamsDistribution {
  const controlSd = 1 / Math.sqrt(controlSize);
  const se = Math.sqrt(1 / sizes[sizes.length - 1] + 1 / controlSize);
  const walk = walkDown(sizes);
  const tail = (x: number): number => {
    let sum = 0;
    CONTROL_NODES.nodes.forEach((node, at) => {
      const z = 17 * node - 8.5;
      sum += 17 * CONTROL_NODES.weights[at] * normal.density(z) * someTopMeanAbove(x + z * controlSd, sizes, walk);
    });
    return sum;
  };
  const logTail = chebyshevInterpolant((t) => log(tail(t * se)), -4, 12, PIECES);
  return {
    upper: (c, df) =>
      Math.min(
        1,
        meanOverScale((s) => exp(logTail(Math.min(12, Math.max(-4, c * s)))), df, Math.max(c, 0)),
      ),
  };
}

/** Means made monotone by pooling neighbors that are out of order (weighted; the pool-adjacent-violators algorithm). */
export function amalgamatedMeans(means: ArrayLike<number>, sizes: ArrayLike<number>): Float64Array {
  const pools: { mean: number; size: number; count: number }[] = [];
  for (let i = 0; i < means.length; i++) {
    let pool = { mean: means[i], size: sizes[i], count: 1 };
    for (let last = pools[pools.length - 1]; last !== undefined && last.mean > pool.mean; last = pools[pools.length - 1]) {
      pools.pop();
      const size = last.size + pool.size;
      pool = { mean: (last.mean * last.size + pool.mean * pool.size) / size, size, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return Float64Array.from(pools.flatMap((pool) => new Array<number>(pool.count).fill(pool.mean)));
}

export interface WilliamsTest {
  /** Amalgamated mean, statistic and p of the doses, ascending. */
  doses: {
    mean: number;
    amalgamated: number;
    statistic: number;
    /** One-sided p of this dose given that every higher one differs from control. */
    pvalue: number;
    /** Adjusted for testing from the top dose down: never smaller than that of a higher dose. */
    adjusted: number;
  }[];
  residualDf: number;
  direction: 'increase' | 'decrease';
}

/**
 * Williams' test (1971, 1972): which doses differ from control when the response can only rise (or only fall) with the dose. Tested from the top
 * dose down. p of a lower dose uses the distribution of a top dose among the doses up to it, which its statistic cannot exceed: conservative.
 *
 * @param groups group number of each value: 0 control, then ascending doses
 * @throws RangeError as `doseGroups`
 */
export function williamsTest(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  direction: 'increase' | 'decrease',
): WilliamsTest {
  const { sizes, means, pooledVariance, residualDf } = doseGroups(values, groups);
  const sign = direction === 'increase' ? 1 : -1;
  const turned = amalgamatedMeans(
    means.subarray(1).map((one) => sign * one),
    sizes.subarray(1),
  );
  const doses = Array.from(turned, (amalgamated, i) => {
    const statistic = (amalgamated - sign * means[0]) / Math.sqrt(pooledVariance * (1 / sizes[i + 1] + 1 / sizes[0]));
    const pvalue = williamsDistribution(sizes[0], sizes.subarray(1, i + 2)).upper(statistic, residualDf);
    return { mean: means[i + 1], amalgamated: sign * amalgamated, statistic, pvalue, adjusted: pvalue };
  });
  for (let i = doses.length - 2; i >= 0; i--) doses[i].adjusted = Math.max(doses[i].pvalue, doses[i + 1].adjusted);
  return { doses, residualDf, direction };
}
