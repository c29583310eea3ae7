import { dot, quantileOfSorted, randomStream, sorted } from '../../stats/index.ts';
import { groupDesign } from '../group-design.ts';
import { residualSquare, withinSlope } from '../within-slope.ts';
import type { MediationData } from './indirect-effects.ts';

/** Bootstrap of one mediator's indirect effect. */
export interface IndirectBootstrap {
  low: number;
  high: number;
  /** Twice the smaller share of resamples beyond 0 (0 is read as "below 2/resamples"). */
  pvalue: number;
  /** Resamples in which both paths could be estimated. */
  resamples: number;
}

/**
 * Percentile intervals of the indirect effects a*b. Whole animals are resampled with replacement; with labels in `blocks` whole blocks
 * (litters) are, since littermates do not vary independently. All mediators share the resamples.
 *
 * @param rows the animals of each resample, zero-based; see {@link resampledAnimals}
 * Source: MacKinnon, Lockwood & Williams (2004), Multivariate Behav Res 39:99; sample quantiles by linear interpolation.
 */
export function bootstrapIndirect(data: MediationData, rows: readonly ArrayLike<number>[], level = 0.95): IndirectBootstrap[] {
  const n = data.outcome.length;
  const count = data.values.length / n;
  const replicates = Array.from({ length: count }, (): number[] => []);
  for (const chosen of rows) {
    const size = chosen.length;
    const pick = (values: Float64Array, offset = 0): Float64Array =>
      Float64Array.from({ length: size }, (_, i) => values[offset + chosen[i]]);
    const labels = data.others.map((own) => Array.from({ length: size }, (_, i) => own[chosen[i]]));
    const design = groupDesign(labels.length === 0 ? [Array.from({ length: size }, () => '')] : labels);
    const exposure = pick(data.exposure);
    const left = withinSlope(design, exposure, pick(data.outcome)).residual;
    for (let k = 0; k < count; k++) {
      const mediator = pick(data.values, k * n);
      const { slope, residual } = withinSlope(design, exposure, mediator);
      const square = residualSquare(residual, mediator);
      const effect = (slope * dot(residual, left)) / square;
      if (Number.isFinite(effect)) replicates[k].push(effect);
    }
  }
  return replicates.map((one) => summarize(one, level));
}

function summarize(replicates: readonly number[], level: number): IndirectBootstrap {
  const ascending = sorted(replicates);
  const tail = (1 - level) / 2;
  const below = replicates.filter((value) => value < 0).length;
  const above = replicates.filter((value) => value > 0).length;
  const B = replicates.length;
  return {
    low: B > 0 ? quantileOfSorted(ascending, tail) : NaN,
    high: B > 0 ? quantileOfSorted(ascending, 1 - tail) : NaN,
    pvalue: B > 0 ? Math.min(1, 2 * Math.min(1 - below / B, 1 - above / B)) : NaN,
    resamples: B,
  };
}

/**
 * Resamples of animals, or of whole blocks of animals; resample number b depends on (seed, purpose, b) alone.
 *
 * @param animals how many there are
 * @param blocks label per animal; null: every animal by itself
 */
export function resampledAnimals(
  animals: number,
  blocks: readonly string[] | null,
  resamples: number,
  seed: number,
  purpose: string,
): Int32Array[] {
  const members = new Map<string, number[]>();
  for (let i = 0; i < animals; i++) {
    const label = blocks === null ? `${i}` : blocks[i];
    members.set(label, [...(members.get(label) ?? []), i]);
  }
  const units = [...members.values()];
  return Array.from({ length: resamples }, (_, b) => {
    const stream = randomStream(seed, purpose, b);
    return Int32Array.from(units.flatMap(() => units[stream.integer(units.length)]));
  });
}
