import { evaluateSpline, fmmSpline, lgamma, log, pow } from '../../stats/index.ts';
import type { CurvePoints } from './log-linear-kernel.ts';

/** log2 of dispersion / 0.1 at the points where likelihoods are computed: -10 to 10. */
export const GRID = Float64Array.from({ length: 21 }, (_, i) => i - 10);

/** The dispersion at a point of the grid's scale. */
export function dispersionAt(point: number): number {
  return 0.1 * pow(2, point);
}

const GRID_DISPERSIONS = GRID.map(dispersionAt);

/** Whole counts below this have their log gamma terms in a table. */
const TABLED = 513;

let points: CurvePoints | undefined;

/** The grid as {@link profileCurves} wants it, each fit going on where that at the last point ended. Made once. */
export function gridPoints(): CurvePoints {
  points ??= {
    dispersions: GRID_DISPERSIONS,
    gammaTerms: { width: TABLED, table: Float64Array.from({ length: GRID.length * TABLED }, tabledTerm) },
    afresh: false,
  };
  return points;
}

function tabledTerm(_: unknown, i: number): number {
  const size = 1 / GRID_DISPERSIONS[Math.floor(i / TABLED)];
  return lgamma((i % TABLED) + size) - lgamma(size) + size * log(size);
}

/**
 * Where a curve known at ascending points is largest: the maximum of its interpolating cubic spline in the two cells next to the
 * best point (edgeR's `maximizeInterpolant`).
 */
export function gridMaximum(values: Float64Array, points: Float64Array = GRID): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  const spline = fmmSpline(points, values);
  let [at, most] = [points[best], values[best]];
  for (const cell of [best - 1, best]) {
    if (cell < 0 || cell >= values.length - 1) continue;
    const [a, b, c] = [3 * spline.d[cell], 2 * spline.c[cell], spline.b[cell]];
    const root = (-b - Math.sqrt(b * b - 4 * a * c)) / (2 * a);
    if (!(root > 0 && root < points[cell + 1] - points[cell])) continue;
    const value = evaluateSpline(spline, points[cell] + root);
    if (value > most) [at, most] = [points[cell] + root, value];
  }
  return at;
}
