import { inputError } from '../../problems/index.ts';
import { type RandomStream, randomStream } from '../random.ts';
import { pooledAcceleration, stratifiedAcceleration } from './acceleration.ts';
import { type BootstrapSummary, summarizeBootstrap } from './bootstrap-interval.ts';

/** A number computed from one or more independent samples. It must not keep the arrays it is given: they are reused. */
export type SampleStatistic = (samples: readonly Float64Array[]) => number;

export interface BootstrapOptions {
  /** Number of resamples, default 5000. */
  resamples?: number;
  /** Level of the intervals, default 0.95. */
  level?: number;
  seed?: number;
  /**
   * How the acceleration is formed from the leave-one-out values; 'stratified' (default) follows the theory for several samples.
   */
  acceleration?: 'stratified' | 'pooled';
  /** Zero-based indices to use instead of random ones: for each sample, resample after resample. */
  indices?: readonly ArrayLike<number>[];
}

export interface Bootstrap extends BootstrapSummary {
  /** Statistic of every resample, in the order drawn. */
  replicates: Float64Array;
}

/** The statistic without each value of each sample in turn. */
export function leaveOneOutValues(samples: readonly Float64Array[], statistic: SampleStatistic): Float64Array[] {
  return samples.map((sample, k) => {
    const parts = samples.slice();
    return Float64Array.from(sample, (_, i) => {
      const rest = new Float64Array(sample.length - 1);
      rest.set(sample.subarray(0, i));
      rest.set(sample.subarray(i + 1), i);
      parts[k] = rest;
      return statistic(parts);
    });
  });
}

/** Fills `into` with one resample of `from`. */
function resample(from: Float64Array, into: Float64Array, stream: RandomStream): void {
  for (let i = 0; i < into.length; i++) into[i] = from[stream.integer(from.length)];
}

function drawReplicates(samples: readonly Float64Array[], statistic: SampleStatistic, options: BootstrapOptions): Float64Array {
  const { indices, seed = 1 } = options;
  const count = indices === undefined ? (options.resamples ?? 5000) : indices[0].length / samples[0].length;
  const drawn = samples.map((sample) => new Float64Array(sample.length));
  return Float64Array.from({ length: count }, (_, b) => {
    if (indices === undefined) {
      const stream = randomStream(seed, 'bootstrap', b);
      samples.forEach((sample, k) => {
        resample(sample, drawn[k], stream);
      });
    } else {
      samples.forEach((sample, k) => {
        for (let i = 0; i < sample.length; i++) drawn[k][i] = sample[indices[k][b * sample.length + i]];
      });
    }
    return statistic(drawn);
  });
}

/**
 * Bootstrap of a statistic of one or more independent samples: each sample is resampled with replacement within itself. Resample
 * number b uses its own random stream, so the replicates do not depend on how many there are. The values are the units that vary
 * independently (animals, litters); for repeated measures pass one number for each unit.
 *
 * @throws InputError when a sample has fewer than two values
 * Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap.
 */
export function bootstrap(
  samples: readonly ArrayLike<number>[],
  statistic: SampleStatistic,
  options: BootstrapOptions = {},
): Bootstrap {
  const small = samples.findIndex((sample) => sample.length < 2);
  if (small >= 0) {
    throw inputError({
      code: 'bootstrap-small-sample',
      message: `Sample ${small + 1} is too small to be resampled`,
      found: `${samples[small].length} values`,
      expected: 'at least 2',
    });
  }
  const data = samples.map((sample) => Float64Array.from(sample));
  const estimate = statistic(data);
  const replicates = drawReplicates(data, statistic, options);
  const leaveOneOut = leaveOneOutValues(data, statistic);
  const acceleration = options.acceleration === 'pooled' ? pooledAcceleration(leaveOneOut) : stratifiedAcceleration(leaveOneOut);
  return { ...summarizeBootstrap(estimate, replicates, acceleration, options.level ?? 0.95), replicates };
}
