import { fitVariancePrior, moderatedVariance, randomStream } from '../../stats/index.ts';
import type { GeneEffects } from './gene-effects.ts';
import { hillNormalDeviates } from './moderated-effects.ts';

/** Result of the rotation test by simulation. */
export interface RoastResult {
  size: number;
  direction: 'Up' | 'Down' | null;
  /** p of the two-sided directional test, and of the non-directional one: (b + 1)/(rotations + 1). */
  pvalue: number;
  mixedPvalue: number;
  /** Shares of genes that clearly go down and up (|z| > sqrt(2)). */
  shareDown: number;
  shareUp: number;
}

/** |z| beyond which a gene counts as clearly changed. */
const CLEAR = Math.SQRT2;

/**
 * Rotation gene set test (Wu et al. 2010) with the mean of moderated z statistics, self-contained. `fry` is its limit for
 * infinitely many rotations and needs no random numbers; roast also tells which share of the genes goes each way.
 *
 * @param sets positions of the genes of each set; each set has its own random numbers
 */
export function roast(
  effects: GeneEffects,
  sets: readonly Int32Array[],
  options: { rotations: number; seed: number },
): RoastResult[] {
  const prior = fitVariancePrior(effects.variance, effects.residualDf);
  const df = Math.min(effects.residualDf + prior.df, effects.residualDf * effects.genes);
  const { residualDf, values } = effects;
  const width = residualDf + 1;
  const deviates = (set: Int32Array, direction: Float64Array | null): Float64Array =>
    hillNormalDeviates(
      Float64Array.from(set, (gene) => {
        let first = 0;
        let total = 0;
        for (let k = 0; k < width; k++) {
          const effect = values[gene * width + k];
          total += effect * effect;
          first += direction === null ? (k === 0 ? effect : 0) : effect * direction[k];
        }
        const variance = Math.max(0, total - first * first) / residualDf;
        return first / Math.sqrt(moderatedVariance(variance, residualDf, prior));
      }),
      df,
    );
  return sets.map((set, index) => {
    const size = set.length;
    if (size === 0) return { size, direction: null, pvalue: NaN, mixedPvalue: NaN, shareDown: NaN, shareUp: NaN };
    const observed = deviates(set, null);
    const [mean, absolute] = means(observed);
    const stream = randomStream(options.seed, 'roast', index);
    const direction = new Float64Array(width);
    let reached = 0;
    let mixed = 0;
    for (let b = 0; b < options.rotations; b++) {
      fillUnit(direction, stream.normal);
      const [rotatedMean, rotatedAbsolute] = means(deviates(set, direction));
      if (Math.abs(rotatedMean) >= Math.abs(mean)) reached++;
      if (rotatedAbsolute >= absolute) mixed++;
    }
    return {
      size,
      direction: mean > 0 ? 'Up' : 'Down',
      pvalue: (reached + 1) / (options.rotations + 1),
      mixedPvalue: (mixed + 1) / (options.rotations + 1),
      shareDown: observed.filter((z) => z < -CLEAR).length / size,
      shareUp: observed.filter((z) => z > CLEAR).length / size,
    };
  });
}

function means(values: Float64Array): [mean: number, absolute: number] {
  let sum = 0;
  let absolute = 0;
  for (const value of values) {
    sum += value;
    absolute += Math.abs(value);
  }
  return [sum / values.length, absolute / values.length];
}

/** A random direction, uniform on the sphere. */
function fillUnit(vector: Float64Array, normal: () => number): void {
  let square = 0;
  for (let k = 0; k < vector.length; k++) {
    vector[k] = normal();
    square += vector[k] * vector[k];
  }
  const length = Math.sqrt(square);
  for (let k = 0; k < vector.length; k++) vector[k] /= length;
}
