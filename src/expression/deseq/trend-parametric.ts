import { log } from '../../stats/index.ts';
import { kernel, putDoubles, roomForDoubles } from '../kernel/kernel.ts';

/** The curve dispersion(mean) = asymptote + extra / mean. */
export interface ParametricTrend {
  kind: 'parametric';
  /** `asymptDisp` in DESeq2. */
  asymptote: number;
  /** `extraPois` in DESeq2. */
  extra: number;
}

const MOST_ROUNDS = 10;
const FAILED = 0;
const CONVERGED = 2;

/**
 * Fits the parametric dispersion trend: a gamma regression with identity link on 1/mean, repeated on the genes whose ratio to
 * the curve is within (1e-4, 15). Source: DESeq2's `parametricDispersionFit` (Love, Huber & Anders 2014, "Dispersion trend").
 *
 * @returns undefined when a coefficient becomes zero or negative or nothing converges (callers fall back to the local fit)
 */
export function fitParametricTrend(means: Float64Array, dispersions: Float64Array): ParametricTrend | undefined {
  const k = kernel();
  k.releaseAll();
  const n = means.length;
  const [meansAt, dispersionsAt] = [putDoubles(k, means), putDoubles(k, dispersions)];
  const [x, y] = [roomForDoubles(k, n), roomForDoubles(k, n)];
  let [asymptote, extra] = [0.1, 1];
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const used = k.gatherNearLine(n, meansAt, dispersionsAt, asymptote, extra, x, y);
    const outcome = k.fitGammaLine(used, x, y, asymptote, extra);
    const [nextAsymptote, nextExtra] = [k.lastAsymptote(), k.lastExtra()];
    if (outcome === FAILED || !(nextAsymptote > 0 && nextExtra > 0)) return undefined;
    const [a, b] = [log(nextAsymptote / asymptote), log(nextExtra / extra)];
    [asymptote, extra] = [nextAsymptote, nextExtra];
    if (a * a + b * b < 1e-6 && outcome === CONVERGED) return { kind: 'parametric', asymptote, extra };
  }
  return undefined;
}
