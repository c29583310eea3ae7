import { mean, sampleSd } from '../descriptive/index.ts';
import { checkedEvents } from './censored.ts';
import { eventTimes, type HazardData, type Ties } from './partial-likelihood.ts';

/** Hazard data whose columns are centered and scaled, and the scales. */
export interface ScaledHazardData {
  data: HazardData;
  marks: Uint8Array;
  scales: Float64Array;
}

/**
 * Prepares latencies and predictors for fitting.
 *
 * @param predictors n x p row-major, without an intercept
 * @throws RangeError when there is no event, a value is missing, or a predictor does not vary
 */
export function scaledHazardData(
  times: ArrayLike<number>,
  events: ArrayLike<number | boolean>,
  predictors: Float64Array,
  names: readonly string[],
  ties: Ties,
  strata: ArrayLike<number> | undefined,
  offset?: Float64Array,
): ScaledHazardData {
  const marks = checkedEvents(times, events);
  const n = times.length;
  const p = predictors.length / n;
  if (!marks.includes(1)) throw new RangeError('no animal had the event: hazards cannot be compared');
  if (!Number.isInteger(p) || names.length !== p)
    throw new RangeError(`the predictors need one row of ${names.length} values per animal`);
  const x = new Float64Array(n * p);
  const scales = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => predictors[i * p + j]);
    if (column.some((value) => !Number.isFinite(value))) throw new RangeError(`predictor "${names[j]}" has missing values`);
    const center = mean(column);
    scales[j] = sampleSd(column);
    if (!(scales[j] > 0)) throw new RangeError(`predictor "${names[j]}" does not vary`);
    for (let i = 0; i < n; i++) x[i * p + j] = (column[i] - center) / scales[j];
  }
  const data = { n, p, x, offset: offset ?? new Float64Array(n), ties, eventTimes: eventTimes(times, marks, strata) };
  return { data, marks, scales };
}

/** The data without one column, that column times a coefficient being added to the offset. */
export function withColumnFixed(data: HazardData, column: number, coefficient: number): HazardData {
  const { n, p, x } = data;
  const kept = Array.from({ length: p }, (_, j) => j).filter((j) => j !== column);
  return {
    ...data,
    p: p - 1,
    x: Float64Array.from({ length: n * (p - 1) }, (_, at) => x[Math.floor(at / (p - 1)) * p + kept[at % (p - 1)]]),
    offset: data.offset.map((one, i) => one + x[i * p + column] * coefficient),
  };
}
