import { exp, log, log1p } from '../elementary/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';
import { type RandomStream, randomStream } from '../random.ts';
import type { BootstrapTest } from './bootstrap.ts';
import { randomEffectTests } from './likelihood-ratio.ts';
import type { MixedModel } from './mixed-model.ts';

/** Relative variances at which the simulated likelihood ratio is evaluated: 0 and a geometric grid, as RLRsim has it. */
const GRID = Float64Array.from({ length: 200 }, (_, i) => (i === 0 ? 0 : exp(-10 + (18 * (i - 1)) / 198)));

/**
 * Restricted likelihood-ratio test of a single variance against zero with its exact finite-sample null distribution, drawn
 * through its spectral representation (Crainiceanu and Ruppert 2004; RLRsim's exactRLRT). Valid for small and unbalanced
 * designs, where the chi-squared mixture is not.
 *
 * @throws RangeError unless the model is a REML fit with one random term of one effect
 */
export function exactRestrictedTest(model: MixedModel, options: { samples?: number; seed?: number } = {}): BootstrapTest {
  const { samples = 10000, seed = 1 } = options;
  const { core, reml } = model;
  if (!reml || core.terms.length !== 1 || core.terms[0].effects.length !== 1)
    throw new RangeError('the exact restricted test needs a REML fit with a single random term of a single effect');
  const [{ statistic }] = randomEffectTests(model);
  const table = shrinkageTable(restrictedEigenvalues(model));
  const size = core.n - core.kept.length;
  let extreme = 0;
  for (let sample = 0; sample < samples; sample++) {
    const stream = randomStream(seed, 'exact-restricted-test', sample);
    if (simulatedStatistic(table, size, stream) >= statistic) extreme++;
  }
  const pvalue = (1 + extreme) / (1 + samples);
  return { statistic, pvalue, pvalueSe: Math.sqrt((pvalue * (1 - pvalue)) / samples), samples };
}

/** Positive eigenvalues of Z'(I - QQ')Z. */
function restrictedEigenvalues(model: MixedModel): Float64Array {
  const { core, n } = model;
  const [{ levels, codes, values }] = core.terms;
  const p = core.kept.length;
  const k = levels.length;
  const cross = new Float64Array(k * p);
  const gram = new Float64Array(k * k);
  for (let i = 0; i < n; i++) {
    const z = values[i] * (core.weights === undefined ? 1 : Math.sqrt(core.weights[i]));
    gram[codes[i] * k + codes[i]] += z * z;
    for (let j = 0; j < p; j++) cross[codes[i] * p + j] += z * core.basis[i * p + j];
  }
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++) for (let j = 0; j < p; j++) gram[a * k + b] -= cross[a * p + j] * cross[b * p + j];
  const { values: eigenvalues } = symmetricEigen(gram, k);
  return eigenvalues.filter((value) => value > 1e-10 * eigenvalues[0]);
}

/** 1 / (1 + lambda mu) for each grid point and eigenvalue, and the sum over eigenvalues of log(1 + lambda mu). */
interface ShrinkageTable {
  readonly count: number;
  readonly shrinkage: Float64Array;
  readonly penalty: Float64Array;
}

function shrinkageTable(eigenvalues: Float64Array): ShrinkageTable {
  const count = eigenvalues.length;
  return {
    count,
    shrinkage: Float64Array.from(
      { length: GRID.length * count },
      (_, i) => 1 / (1 + GRID[Math.floor(i / count)] * eigenvalues[i % count]),
    ),
    penalty: GRID.map((lambda) => eigenvalues.reduce((sum, mu) => sum + log1p(lambda * mu), 0)),
  };
}

/** One draw of the restricted likelihood ratio under the null hypothesis. */
function simulatedStatistic({ count, shrinkage, penalty }: ShrinkageTable, size: number, stream: RandomStream): number {
  const squares = new Float64Array(count);
  let rest = 0;
  let total = 0;
  for (let i = 0; i < size; i++) {
    const z = stream.normal();
    total += z * z;
    if (i < count) squares[i] = z * z;
    else rest += z * z;
  }
  let best = 0;
  for (let point = 0; point < penalty.length; point++) {
    let left = rest;
    for (let s = 0; s < count; s++) left += squares[s] * shrinkage[point * count + s];
    best = Math.max(best, size * log(total / left) - penalty[point]);
  }
  return best;
}
