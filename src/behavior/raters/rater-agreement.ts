import { intraclassCorrelations } from '../../stats/index.ts';
import { pairAgreement } from './agreement.ts';
import { boutKappa, type ScoredBouts } from './kappa.ts';
import { oddRaters } from './odd-rater.ts';
import type { RaterAgreement, RaterPair } from './rater-results.ts';

/** Fewest animals that two raters must share. */
const MINIMUM = 3;

/** One rater's score of one animal. */
export interface RaterScore {
  animal: string;
  rater: string;
  value: number;
  /** The bouts behind it, for kappa; null where there are none. */
  bouts: ScoredBouts | null;
}

/**
 * How well raters agree on one outcome: intraclass correlations of the animals that all of them scored, and every pair of raters on the
 * animals that both scored. Null with fewer than two raters or three shared animals.
 *
 * @param seconds length of the observations, for kappa; NaN: to the last stop of either rater
 * @param apart names that are no people: they are in the pairs only
 */
export function raterAgreement(
  names: Pick<RaterAgreement, 'outcome' | 'label' | 'unit' | 'session'>,
  scores: readonly RaterScore[],
  seconds = NaN,
  apart: readonly string[] = [],
): RaterAgreement | null {
  const raters = [...new Set(scores.map((one) => one.rater))].sort();
  const animals = [...new Set(scores.map((one) => one.animal))].sort();
  const table = animals.map((animal) =>
    raters.map((rater) => scores.find((one) => one.animal === animal && one.rater === rater)),
  );
  const values = Float64Array.from(table.flat(), (one) => one?.value ?? NaN);
  const pairs = raters.flatMap((_, i) =>
    raters.slice(i + 1).flatMap((__, j) => pairOf(raters, table, i, i + 1 + j, seconds) ?? []),
  );
  if (pairs.length === 0) return null;
  const people = raters.flatMap((rater, i) => (apart.includes(rater) ? [] : [i]));
  const whole = animals
    .map((_, a) => people.map((i) => values[a * raters.length + i]))
    .filter((row) => row.every(Number.isFinite));
  const complete = Float64Array.from(whole.flat());
  return {
    ...names,
    raters,
    animals,
    scores: values,
    complete: whole.length,
    ...intraclassOf(complete, people.length),
    pairs,
    odd:
      whole.length < MINIMUM
        ? []
        : oddRaters(
            complete,
            people.map((i) => raters[i]),
          ),
  };
}

function pairOf(
  raters: readonly string[],
  table: readonly (readonly (RaterScore | undefined)[])[],
  i: number,
  j: number,
  seconds: number,
): RaterPair | null {
  const shared = table.flatMap((row) => {
    const [a, b] = [row[i], row[j]];
    return a !== undefined && b !== undefined && Number.isFinite(a.value + b.value) ? [[a, b] as const] : [];
  });
  if (shared.length < MINIMUM) return null;
  const { blandAltman, ...rest } = pairAgreement(
    shared.map(([a]) => a.value),
    shared.map(([, b]) => b.value),
  );
  const bouts = shared.flatMap(([a, b]) => (a.bouts === null || b.bouts === null ? [] : [[a.bouts, b.bouts] as const]));
  const { bias, biasLow, biasHigh, lower, upper } = blandAltman;
  return {
    first: raters[i],
    second: raters[j],
    ...rest,
    bias,
    biasLow,
    biasHigh,
    lower,
    upper,
    kappa: bouts.length === shared.length ? boutKappa(bouts, seconds) : NaN,
  };
}

/** The two intraclass correlations that a reader asks for; NaN where raters or animals are too few, or nobody differs. */
function intraclassOf(complete: Float64Array, raters: number): Pick<RaterAgreement, 'agreement' | 'consistency'> {
  const unknown = { estimate: NaN, low: NaN, high: NaN };
  try {
    const all = intraclassCorrelations(complete, raters);
    const of = (kind: string): RaterAgreement['agreement'] => {
      const one = all.find((row) => row.kind === kind);
      return one === undefined ? unknown : { estimate: one.estimate, low: one.low, high: one.high };
    };
    return { agreement: of('ICC2'), consistency: of('ICC3') };
  } catch (error) {
    if (error instanceof RangeError) return { agreement: unknown, consistency: unknown };
    throw error;
  }
}
