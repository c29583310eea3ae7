import { chiSquared } from '../distributions/index.ts';
import { cholesky, choleskySolve, dot } from '../linear-algebra/index.ts';
import type { CoxModel } from './cox.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { visitEventTimes } from './partial-likelihood.ts';

/** Test that the effect of one predictor (or of all, `GLOBAL`) does not change with time. */
export interface ProportionalityTest {
  term: string;
  statistic: number;
  df: number;
  pvalue: number;
}

/** Adds g and g^2 times the sums of every event time: the score and the information blocks of coefficients that change with g. */
function timeSums(model: CoxModel, transform: (time: number) => number) {
  const { scaled, point } = model.fit;
  const { p } = scaled.data;
  const score = new Float64Array(p);
  const [plain, once, twice] = [0, 0, 0].map(() => new Float64Array(p * p));
  visitEventTimes(scaled.data, point, ({ time }, sums) => {
    const g = transform(time);
    for (let j = 0; j < p; j++) score[j] += g * sums.score[j];
    for (let at = 0; at < p * p; at++) {
      plain[at] += sums.information[at];
      once[at] += g * sums.information[at];
      twice[at] += g * g * sums.information[at];
    }
  });
  return { score, plain, once, twice };
}

/**
 * Score tests of proportional hazards (Grambsch & Therneau 1994, with the exact information of survival 3's `cox.zph`), against effects that
 * change with 1 minus the Kaplan-Meier curve of all animals.
 *
 * @throws RangeError for a model with exact ties or an infinite coefficient
 */
export function proportionalHazardsTest(model: CoxModel): ProportionalityTest[] {
  const { scaled, times } = model.fit;
  if (scaled.data.ties === 'exact') throw new RangeError('the test of proportional hazards is for Efron’s or Breslow’s ties');
  if (model.coefficients.some((one) => one.infinite))
    throw new RangeError('an infinite hazard ratio leaves nothing to test for change with time');
  const curve = kaplanMeier(times, scaled.marks);
  const before = new Map(Array.from(curve.time, (time, i) => [time, i === 0 ? 1 : curve.survival[i - 1]]));
  const { score, plain, once, twice } = timeSums(model, (time) => 1 - (before.get(time) ?? NaN));
  const p = score.length;
  // the fitted effects are estimated too: what they explain of the changing ones is taken off
  const root = cholesky(plain, p) ?? new Float64Array(p * p).fill(NaN);
  const explained = choleskySolve(root, once, p, p);
  const schur = (j: number, k: number): number => {
    let sum = twice[j * p + k];
    for (let l = 0; l < p; l++) sum -= once[l * p + j] * explained[l * p + k];
    return sum;
  };
  const test = (term: string, columns: readonly number[]): ProportionalityTest => {
    const df = columns.length;
    const v = Float64Array.from(columns, (j) => score[j]);
    const block = cholesky(Float64Array.from(columns.flatMap((j) => columns.map((k) => schur(j, k)))), df);
    const statistic = block === undefined ? NaN : dot(v, choleskySolve(block, v, df));
    return { term, statistic, df, pvalue: chiSquared.upper(statistic, df) };
  };
  return [
    ...model.coefficients.map(({ term }, j) => test(term, [j])),
    test(
      'GLOBAL',
      Array.from({ length: p }, (_, j) => j),
    ),
  ];
}
