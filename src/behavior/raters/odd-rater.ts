import { median, pearsonCorrelation } from '../../stats/index.ts';

/** A rater who agrees with nobody while the others agree among themselves. */
export interface OddRater {
  rater: string;
  /** Median correlation with the others, and of the others with each other. */
  withOthers: number;
  amongOthers: number;
}

/** Below the first with everybody, while the others reach the second among themselves. */
const POOR = 0.5;
const GOOD = 0.8;

/**
 * Names the raters whose scores should not be used before they were looked at. Needs three raters: of two, nobody can say
 * which is the odd one.
 *
 * @param scores animals x raters, row-major
 */
export function oddRaters(scores: Float64Array, raters: readonly string[]): OddRater[] {
  const k = raters.length;
  if (k < 3) return [];
  const column = (j: number): Float64Array => Float64Array.from({ length: scores.length / k }, (_, i) => scores[i * k + j]);
  const correlation = (i: number, j: number): number => pearsonCorrelation(column(i), column(j));
  const odd: OddRater[] = [];
  raters.forEach((rater, j) => {
    const others = raters.map((_, i) => i).filter((i) => i !== j);
    const own = others.map((i) => correlation(i, j));
    const rest = others.flatMap((a, position) => others.slice(position + 1).map((b) => correlation(a, b)));
    const [withOthers, amongOthers] = [median(own), median(rest)];
    if (withOthers < POOR && amongOthers > GOOD) odd.push({ rater, withOthers, amongOthers });
  });
  return odd;
}
