/** A distribution on equally spaced sums: `probabilities[i]` belongs to the value `offset + i`. */
export interface SumDistribution {
  offset: number;
  probabilities: Float64Array;
}

/**
 * Exact distribution of the sum of m of N integer scores drawn without replacement (the shift algorithm of Streitberg & Roehmel 1986).
 * Every subset has the same probability; probabilities are built up as proportions, so that no count overflows.
 *
 * @param scores whole numbers (double midranks to make them whole)
 */
export function subsetSums(scores: ArrayLike<number>, m: number): SumDistribution {
  const n = scores.length;
  const least = smallest(scores);
  const shifted = Array.from({ length: n }, (_, i) => scores[i] - least).sort((a, b) => a - b);
  const width = shifted.slice(n - m).reduce((a, b) => a + b, 0) + 1;
  const rows = Array.from({ length: m + 1 }, () => new Float64Array(width));
  rows[0][0] = 1;
  let reach = 0;
  shifted.forEach((score, i) => {
    reach = Math.min(width - 1, reach + score);
    for (let j = Math.min(i + 1, m); j >= 1; j--) {
      // the chance that the (i+1)-th score is the j-th drawn, given how many places are left
      const from = rows[j - 1];
      const to = rows[j];
      for (let s = reach; s >= score; s--) to[s] += from[s - score];
    }
    rescale(rows);
  });
  const total = rows[m].reduce((a, b) => a + b, 0);
  return { offset: m * least, probabilities: rows[m].map((one) => one / total) };
}

const LARGE = 1e200;
/** 2^-600. */
const TINY = 2.409919865102884e-181;

/** Keeps counts inside the range of doubles by dividing all of them by a power of two (exact). */
function rescale(rows: Float64Array[]): void {
  let largest = 0;
  for (const row of rows) for (const value of row) if (value > largest) largest = value;
  if (largest < LARGE) return;
  for (const row of rows) for (let s = 0; s < row.length; s++) row[s] *= TINY;
}

function smallest(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
  return least;
}

/** Exact distribution of the sum of those scores whose fair coin shows heads (signed-rank statistics). Scores are whole and not negative. */
export function signedSums(scores: ArrayLike<number>): SumDistribution {
  let width = 1;
  for (let i = 0; i < scores.length; i++) width += scores[i];
  const probabilities = new Float64Array(width);
  probabilities[0] = 1;
  let reach = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    reach += score;
    for (let s = reach; s >= 0; s--)
      probabilities[s] = 0.5 * probabilities[s] + (s >= score ? 0.5 * probabilities[s - score] : 0);
  }
  return { offset: 0, probabilities };
}

/** P(S <= value), P(S >= value) and P(|S - center| >= |value - center|). */
export function sumTails(
  distribution: SumDistribution,
  value: number,
  center: number,
): { lower: number; upper: number; twoSided: number } {
  const { offset, probabilities } = distribution;
  const distance = Math.abs(value - center) - 1e-9;
  let lower = 0;
  let upper = 0;
  let twoSided = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const at = offset + i;
    const p = probabilities[i];
    if (at <= value + 1e-9) lower += p;
    if (at >= value - 1e-9) upper += p;
    if (Math.abs(at - center) >= distance) twoSided += p;
  }
  return { lower, upper, twoSided: Math.min(1, twoSided) };
}

/** Smallest value whose cumulative probability reaches p. */
export function sumQuantile(distribution: SumDistribution, p: number): number {
  let total = 0;
  for (let i = 0; i < distribution.probabilities.length; i++) {
    total += distribution.probabilities[i];
    if (total >= p * (1 - 1e-13)) return distribution.offset + i;
  }
  return distribution.offset + distribution.probabilities.length - 1;
}
