/** Which animals a value is compared with. */
export type ReferenceMode = 'sex-control' | 'control' | 'pooled';

/** Mean and sample standard deviation (n - 1) of the finite values among `members`. */
export function meanAndSd(values: ArrayLike<number>, members: readonly number[]): { n: number; mean: number; sd: number } {
  let n = 0;
  let sum = 0;
  for (const i of members) {
    if (Number.isFinite(values[i])) {
      n++;
      sum += values[i];
    }
  }
  const mean = n > 0 ? sum / n : NaN;
  let squares = 0;
  for (const i of members) if (Number.isFinite(values[i])) squares += (values[i] - mean) * (values[i] - mean);
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN };
}

/**
 * z = (x - mean of the reference) / sd of the reference (Guilloux et al. 2011 J Neurosci Methods 197:21).
 *
 * @param references for each value the positions of its reference animals
 * @returns NaN where the value is missing or the reference has fewer than two values or no spread
 */
export function zScores(values: Float64Array, references: readonly (readonly number[])[]): Float64Array {
  const known = new Map<readonly number[], { mean: number; sd: number }>();
  return values.map((value, i) => {
    const members = references[i];
    let summary = known.get(members);
    if (summary === undefined) {
      summary = meanAndSd(values, members);
      known.set(members, summary);
    }
    return summary.sd > 0 ? (value - summary.mean) / summary.sd : NaN;
  });
}

/**
 * The integrated score: mean z of the outcomes within a test, then mean over the tests. A test counts when at least one
 * of its outcomes is there; a score needs at least half of the tests.
 *
 * @param outcomes per outcome its test and the signed z of every animal
 * @returns score and number of tests per animal
 */
export function integrate(
  outcomes: readonly { test: string; z: Float64Array }[],
  animals: number,
): { score: Float64Array; tests: Uint8Array } {
  const names = [...new Set(outcomes.map((outcome) => outcome.test))];
  const score = new Float64Array(animals).fill(NaN);
  const tests = new Uint8Array(animals);
  for (let a = 0; a < animals; a++) {
    let sum = 0;
    for (const test of names) {
      const z = outcomes
        .filter((outcome) => outcome.test === test && Number.isFinite(outcome.z[a]))
        .map((outcome) => outcome.z[a]);
      if (z.length === 0) continue;
      tests[a]++;
      sum += z.reduce((total, value) => total + value, 0) / z.length;
    }
    if (tests[a] > 0 && 2 * tests[a] >= names.length) score[a] = sum / tests[a];
  }
  return { score, tests };
}
