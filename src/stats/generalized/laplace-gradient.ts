import type { FactorPattern } from '../mixed/index.ts';
import type { BlockState, LatentProblem } from './latent-blocks.ts';

/** What the gradient of one block is made of, with M = Z F and A = H^-1 M'. */
interface Pieces {
  /** Columns x rows. */
  a: Float64Array;
  /** Diagonal of M A. */
  leverage: Float64Array;
  /** -leverage x third derivative / 2: slope of log|H| / 2 by eta. */
  pull: Float64Array;
  /** v = A pull, and M v. */
  v: Float64Array;
  mv: Float64Array;
}

function pieces({ block, loadings, inverse, derivatives }: BlockState): Pieces {
  const n = block.rows.length;
  const q = block.columns;
  const a = new Float64Array(q * n);
  for (let j = 0; j < q; j++)
    for (let k = 0; k < q; k++) {
      const factor = inverse[j * q + k];
      if (factor !== 0) for (let i = 0; i < n; i++) a[j * n + i] += factor * loadings[i * q + k];
    }
  const leverage = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < q; j++) leverage[i] += loadings[i * q + j] * a[j * n + i];
  const pull = leverage.map((one, i) => -0.5 * one * derivatives[i].third);
  const v = new Float64Array(q);
  for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) v[j] += a[j * n + i] * pull[i];
  const mv = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < q; j++) mv[i] += loadings[i * q + j] * v[j];
  return { a, leverage, pull, v, mv };
}

/**
 * Adds a block's part of the gradient of -log f(y | u) + |u|^2 / 2 + log|H| / 2 by coefficients, factor variables and log
 * dispersion. The mode moves with the parameters by -H^-1 times the change of its score, which `v` accounts for.
 */
export function addLaplaceGradient(out: Float64Array, state: BlockState, problem: LatentProblem, pattern: FactorPattern): void {
  const { block, derivatives, u } = state;
  const { rows, columns, z, starts, levels } = block;
  const n = rows.length;
  const { x, p } = problem;
  const { a, leverage, pull, v, mv } = pieces(state);
  const weighted = mv.map((one, i) => one * derivatives[i].second);
  for (let i = 0; i < n; i++) {
    // -first + pull - W M v, with W = -second.
    const slope = -derivatives[i].first + pull[i] + weighted[i];
    for (let j = 0; j < p; j++) out[j] += slope * x[rows[i] * p + j];
  }
  for (const { term, row, column, variable, value } of pattern.entries) {
    let sum = 0;
    levels[term].forEach((_, position) => {
      const start = starts[term][position];
      const at = start + column;
      for (let i = 0; i < n; i++) {
        const covariate = z[i * columns + start + row];
        if (covariate === 0) continue;
        const { first, second } = derivatives[i];
        sum += covariate * (u[at] * (-first + pull[i] + weighted[i]) + v[at] * first - second * a[at * n + i]);
      }
    });
    out[p + variable] += value * sum;
  }
  if (problem.family.dispersion === undefined) return;
  for (let i = 0; i < n; i++) {
    const { valueS, firstS, secondS } = derivatives[i];
    out[out.length - 1] += -valueS + mv[i] * firstS - 0.5 * leverage[i] * secondS;
  }
}
