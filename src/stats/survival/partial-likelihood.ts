import { exp, log } from '../elementary/index.ts';

/** What is done about events at the same time: Efron's (1977) or Breslow's (1974) approximation, or the exact discrete likelihood (Cox 1972). */
export type Ties = 'efron' | 'breslow' | 'exact';

/** Latencies and predictors of a proportional-hazards model, prepared by {@link eventTimes}. */
export interface HazardData {
  readonly n: number;
  readonly p: number;
  /** n x p row-major. */
  readonly x: Float64Array;
  readonly offset: Float64Array;
  readonly ties: Ties;
  readonly eventTimes: readonly EventTime[];
}

/** One event time of one stratum. */
export interface EventTime {
  readonly time: number;
  /** Rows with the event. */
  readonly deaths: Int32Array;
  /** Rows at risk, the deaths among them: one growing list per stratum, of which the first `riskCount` count. */
  readonly order: Int32Array;
  readonly riskCount: number;
}

/** Sums at one event time: of the log likelihood, of the score (x of the deaths minus their expectation), and of the information. */
export interface EventSums {
  logLik: number;
  score: Float64Array;
  information: Float64Array;
}

/** Event times with their risk sets, strata one after another, times falling within each. */
export function eventTimes(times: ArrayLike<number>, marks: Uint8Array, strata?: ArrayLike<number>): EventTime[] {
  const rows = Int32Array.from({ length: times.length }, (_, i) => i);
  rows.sort((a, b) => (strata ? strata[a] - strata[b] : 0) || times[b] - times[a] || a - b);
  const found: EventTime[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && (strata?.[rows[to]] ?? 0) === (strata?.[rows[from]] ?? 0)) to++;
    const order = rows.subarray(from, to);
    for (let start = 0; start < order.length; ) {
      let end = start;
      while (end < order.length && times[order[end]] === times[order[start]]) end++;
      const deaths = order.slice(start, end).filter((row) => marks[row] === 1);
      if (deaths.length > 0) found.push({ time: times[order[start]], deaths, order, riskCount: end });
      start = end;
    }
    from = to;
  }
  return found;
}

/** Linear predictors x b + offset. */
export function linearPredictors(data: HazardData, coefficients: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: data.n }, (_, i) => {
    let eta = data.offset[i];
    for (let j = 0; j < data.p; j++) eta += data.x[i * data.p + j] * coefficients[j];
    return eta;
  });
}

/** Weighted sums of the predictors over rows: total weight, first and second moments. */
class Moments {
  weight = 0;
  readonly first: Float64Array;
  readonly second: Float64Array;

  constructor(readonly p: number) {
    this.first = new Float64Array(p);
    this.second = new Float64Array(p * p);
  }

  add(x: Float64Array, row: number, weight: number): void {
    const { p, first, second } = this;
    this.weight += weight;
    for (let j = 0; j < p; j++) {
      const value = x[row * p + j];
      if (value === 0) continue;
      const weighted = weight * value;
      first[j] += weighted;
      for (let k = 0; k <= j; k++) second[j * p + k] += weighted * x[row * p + k];
    }
  }
}

/**
 * Walks over the event times with the sums of each by Efron's or Breslow's rule. The arrays handed to `visit` are used again.
 *
 * @returns the log partial likelihood
 */
export function visitEventTimes(
  data: HazardData,
  coefficients: ArrayLike<number>,
  visit: (event: EventTime, sums: EventSums) => void,
): number {
  const { p, x } = data;
  const eta = linearPredictors(data, coefficients);
  const top = eta.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = eta.map((one) => exp(one - top));
  const sums: EventSums = { logLik: 0, score: new Float64Array(p), information: new Float64Array(p * p) };
  let total = 0;
  let order: Int32Array | undefined;
  let risk = new Moments(p);
  let included = 0;
  for (const event of data.eventTimes) {
    if (event.order !== order) {
      order = event.order;
      risk = new Moments(p);
      included = 0;
    }
    for (; included < event.riskCount; included++) risk.add(x, order[included], weights[order[included]]);
    const tied = new Moments(p);
    sums.logLik = 0;
    sums.score.fill(0);
    sums.information.fill(0);
    for (const row of event.deaths) {
      tied.add(x, row, weights[row]);
      sums.logLik += eta[row] - top;
      for (let j = 0; j < p; j++) sums.score[j] += x[row * p + j];
    }
    addTiedDeaths(sums, risk, tied, event.deaths.length, data.ties);
    total += sums.logLik;
    visit(event, sums);
  }
  return total;
}

/** Subtracts the expectations of the deaths, one after another leaving a growing share of the tied ones out (Efron). */
function addTiedDeaths(sums: EventSums, risk: Moments, tied: Moments, deaths: number, ties: Ties): void {
  const { p } = risk;
  const means = new Float64Array(p);
  for (let d = 0; d < deaths; d++) {
    const left = ties === 'efron' ? d / deaths : 0;
    const weight = risk.weight - left * tied.weight;
    sums.logLik -= log(weight);
    for (let j = 0; j < p; j++) {
      means[j] = (risk.first[j] - left * tied.first[j]) / weight;
      sums.score[j] -= means[j];
      for (let k = 0; k <= j; k++) {
        const second = (risk.second[j * p + k] - left * tied.second[j * p + k]) / weight;
        sums.information[j * p + k] += second - means[j] * means[k];
      }
    }
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) sums.information[k * p + j] = sums.information[j * p + k];
}

/** Log partial likelihood with its gradient and information (negative Hessian) at given coefficients. */
export interface Evaluation {
  logLik: number;
  score: Float64Array;
  information: Float64Array;
}

/** The log partial likelihood with derivatives, by whichever rule for ties. */
export function evaluatePartialLikelihood(data: HazardData, coefficients: ArrayLike<number>): Evaluation {
  const score = new Float64Array(data.p);
  const information = new Float64Array(data.p * data.p);
  const add = (_: EventTime, sums: EventSums): void => {
    for (let j = 0; j < score.length; j++) score[j] += sums.score[j];
    for (let j = 0; j < information.length; j++) information[j] += sums.information[j];
  };
  const visit = data.ties === 'exact' ? visitExactly : visitEventTimes;
  return { logLik: visit(data, coefficients, add), score, information };
}

/**
 * The same walk for the exact discrete likelihood: the chance of just these deaths among all sets of as many animals at risk. The sum over
 * sets and its derivatives are built up animal by animal (Gail, Lubin & Rubinstein 1981).
 */
function visitExactly(
  data: HazardData,
  coefficients: ArrayLike<number>,
  visit: (event: EventTime, sums: EventSums) => void,
): number {
  const { p, x } = data;
  const eta = linearPredictors(data, coefficients);
  let total = 0;
  for (const event of data.eventTimes) {
    const rows = event.order.subarray(0, event.riskCount);
    const top = rows.reduce((most, row) => Math.max(most, eta[row]), -Infinity);
    const sums: EventSums = { logLik: 0, score: new Float64Array(p), information: new Float64Array(p * p) };
    for (const row of event.deaths) {
      sums.logLik += eta[row] - top;
      for (let j = 0; j < p; j++) sums.score[j] += x[row * p + j];
    }
    const sets = sumOverSets(rows, event.deaths.length, x, p, (row) => exp(eta[row] - top));
    sums.logLik -= log(sets.value);
    for (let j = 0; j < p; j++) {
      sums.score[j] -= sets.gradient[j] / sets.value;
      for (let k = 0; k < p; k++) {
        const product = (sets.gradient[j] / sets.value) * (sets.gradient[k] / sets.value);
        sums.information[j * p + k] = sets.hessian[j * p + k] / sets.value - product;
      }
    }
    total += sums.logLik;
    visit(event, sums);
  }
  return total;
}

interface SetSum {
  value: number;
  gradient: Float64Array;
  hessian: Float64Array;
}

/** Sum over all sets of `size` rows of the product of their weights, with its derivatives by the coefficients. */
function sumOverSets(rows: Int32Array, size: number, x: Float64Array, p: number, weightOf: (row: number) => number): SetSum {
  const sets: SetSum[] = Array.from({ length: size + 1 }, (_, j) => ({
    value: j === 0 ? 1 : 0,
    gradient: new Float64Array(p),
    hessian: new Float64Array(p * p),
  }));
  for (const row of rows) {
    const weight = weightOf(row);
    for (let j = size; j >= 1; j--) {
      const [from, to] = [sets[j - 1], sets[j]];
      if (from.value === 0) continue;
      to.value += weight * from.value;
      for (let a = 0; a < p; a++) {
        const xa = x[row * p + a];
        to.gradient[a] += weight * (from.gradient[a] + xa * from.value);
        for (let b = 0; b < p; b++) {
          const xb = x[row * p + b];
          const cross = xa * from.gradient[b] + xb * from.gradient[a] + xa * xb * from.value;
          to.hessian[a * p + b] += weight * (from.hessian[a * p + b] + cross);
        }
      }
    }
  }
  return sets[size];
}
