import { pearsonCorrelation, sampleVariance, symmetricEigen } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import { compareArms } from '../models/compare-arms.ts';
import type { DomainScore, Measure } from '../results.ts';
import type { ScoreReliability } from './score-checks.ts';
import { sessionScores, testMeans } from './test-scores.ts';
import { integrate } from './z-scores.ts';

/** Fewest animals that did all tests. */
const MINIMUM = 6;

/**
 * How well the tests of a domain score go together, session by session: Cronbach's alpha (1951) and the correlation of each
 * test with the others after the means of arm and sex are taken out, the first principal component as a check of equal
 * weights, and the differences from control with each test left out.
 */
export function scoreReliability(study: Study, score: DomainScore, measures: readonly Measure[]): ScoreReliability[] {
  const parts = score.parts.flatMap((id) => measures.filter((measure) => measure.id === id));
  const animals = study.animals.length;
  return study.sessions.flatMap((session, s) => {
    const scores = sessionScores(study, parts, s);
    const { tests, z } = testMeans(scores, animals);
    const complete = study.animals.map((_, a) => a).filter((a) => z.every((column) => Number.isFinite(column[a])));
    if (tests.length < 2 || complete.length < MINIMUM) return [];
    const within = z.map((column) => withoutGroupMeans(study, complete, column));
    const { correlation, share } = firstComponent(z.map((column) => Float64Array.from(complete, (a) => column[a])));
    return [
      {
        domain: score.domain,
        session: session.name,
        tests,
        n: complete.length,
        alpha: cronbachAlpha(within),
        withOthers: within.map((column, t) => pearsonCorrelation(column, meanOf(within.filter((_, other) => other !== t)))),
        firstComponentCorrelation: correlation,
        firstComponentShare: share,
        withoutTest: tests.flatMap((test) => {
          const rest = integrate(
            scores.outcomes.filter((outcome) => outcome.test !== test),
            animals,
          ).score;
          const values = new Float64Array(animals * study.sessions.length).fill(NaN);
          rest.forEach((value, a) => {
            values[a * study.sessions.length + s] = value;
          });
          return compareArms(study, `score/${score.domain}`, values, { sessions: [s] }).map(
            ({ arm, estimate, low, high, pvalue }) => ({
              test,
              arm,
              estimate,
              low,
              high,
              pvalue,
            }),
          );
        }),
      },
    ];
  });
}

/** Values of some animals minus the mean of their arm and sex. */
function withoutGroupMeans(study: Study, members: readonly number[], values: Float64Array): Float64Array {
  const groupOf = (a: number): string => JSON.stringify([study.animals[a].arm, study.animals[a].sex]);
  const sums = new Map<string, { sum: number; n: number }>();
  for (const a of members) {
    const entry = sums.get(groupOf(a)) ?? { sum: 0, n: 0 };
    sums.set(groupOf(a), { sum: entry.sum + values[a], n: entry.n + 1 });
  }
  return Float64Array.from(members, (a) => {
    const { sum, n } = sums.get(groupOf(a)) ?? { sum: NaN, n: 1 };
    return values[a] - sum / n;
  });
}

/** Cronbach's alpha of k columns: k/(k-1) (1 - sum of variances / variance of the sum). */
export function cronbachAlpha(columns: readonly Float64Array[]): number {
  const k = columns.length;
  const total = columns[0].map((_, i) => columns.reduce((sum, column) => sum + column[i], 0));
  const parts = columns.reduce((sum, column) => sum + sampleVariance(column), 0);
  return (k / (k - 1)) * (1 - parts / sampleVariance(total));
}

function meanOf(columns: readonly Float64Array[]): Float64Array {
  return columns[0].map((_, i) => columns.reduce((sum, column) => sum + column[i], 0) / columns.length);
}

/** Share of the variance of the first principal component of standardized columns, and its correlation with their mean. */
function firstComponent(columns: readonly Float64Array[]): { correlation: number; share: number } {
  const k = columns.length;
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) matrix[i * k + j] = i === j ? 1 : pearsonCorrelation(columns[i], columns[j]);
  if (!matrix.every(Number.isFinite)) return { correlation: NaN, share: NaN };
  const { values, vectors } = symmetricEigen(matrix, k);
  const first = values.indexOf(Math.max(...values));
  const sd = columns.map((column) => Math.sqrt(sampleVariance(column)));
  const component = columns[0].map((_, i) =>
    columns.reduce((sum, column, t) => sum + (vectors[t * k + first] * column[i]) / sd[t], 0),
  );
  return { correlation: Math.abs(pearsonCorrelation(component, meanOf(columns))), share: values[first] / k };
}
