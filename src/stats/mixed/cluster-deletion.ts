import { cholesky, choleskySolve, solveUpper } from '../linear-algebra/index.ts';
import type { BlockLikelihood } from './likelihood.ts';
import type { MixedModel } from './mixed-model.ts';

/** What leaving out one independent group of rows does to the fixed effects, variances held at their estimates. */
export interface ClusterInfluence {
  /** The coarsest grouping factor, and the level of it that the rows belong to. */
  readonly group: string;
  readonly level: string;
  readonly rows: number;
  /** Cook's distance (b - b_without)' C^-1 (b - b_without) / p; NaN when some effect cannot be estimated without the rows. */
  readonly cooksDistance: number;
  /** b - b_without in standard errors, for each column; NaN as above and for aliased columns. */
  readonly change: Float64Array;
}

/**
 * Leaves out each independent block of rows (each litter with all its animals and sessions) in turn, with the variances
 * held fixed: the information then is X'V^-1X - X_i'V_i^-1X_i exactly, and b - b_without its inverse times X_i'V_i^-1e_i.
 */
export function clusterDeletion(model: MixedModel): ClusterInfluence[] {
  const { core, likelihood, fit, columns } = model;
  fit.solve();
  const { system, information } = likelihood;
  const { p, patterns, blocks } = system;
  const marginal = marginalResiduals(model);
  const coarsest = core.terms.reduce((best, term) => (term.levels.length < best.levels.length ? term : best));
  const t = core.terms.indexOf(coarsest);
  const ses = model.fixedEffects({ df: 'asymptotic' }).map((row) => row.se);
  // The standard errors came from the same likelihood, solved at the same covariances.
  const out: ClusterInfluence[] = [];
  patterns.forEach((pattern, k) => {
    for (const b of pattern.blocks) {
      const { own, score } = blockScore(likelihood, k, b, core.basis, marginal, fit.residualVariance);
      const lower = cholesky(
        information.map((value, i) => value - own[i]),
        p,
      );
      const change = new Float64Array(columns.length).fill(NaN);
      let cooksDistance = NaN;
      if (lower !== undefined && stillEstimable(lower, information, p)) {
        const moved = choleskySolve(lower, score, p);
        cooksDistance = 0;
        for (let a = 0; a < p; a++)
          for (let c = 0; c < p; c++) cooksDistance += (moved[a] * information[a * p + c] * moved[c]) / p;
        solveUpper(core.upper, moved, p).forEach((value, i) => {
          change[core.kept[i]] = value / ses[core.kept[i]];
        });
      }
      const level = coarsest.levels[blocks[b].levels[t][0]];
      out.push({ group: coarsest.group, level, rows: blocks[b].rows.length, cooksDistance, change });
    }
  });
  return out.sort((x, y) => coarsest.levels.indexOf(x.level) - coarsest.levels.indexOf(y.level));
}

/** Pivots that fall to rounding mean that an effect is lost with the rows. */
function stillEstimable(lower: Float64Array, information: Float64Array, p: number): boolean {
  for (let i = 0; i < p; i++) if (lower[i * p + i] * lower[i * p + i] < 1e-10 * information[i * p + i]) return false;
  return true;
}

/** (y - X b) times the roots of the weights. */
function marginalResiduals(model: MixedModel): Float64Array {
  const { core, response } = model;
  const part = model.fixedPart;
  return response.map((value, i) => (value - part[i]) * (core.weights === undefined ? 1 : Math.sqrt(core.weights[i])));
}

/** X_i'V_i^-1X_i and X_i'V_i^-1e_i of one block, in orthonormal columns. */
function blockScore(
  { system, inverse }: BlockLikelihood,
  pattern: number,
  b: number,
  basis: Float64Array,
  residual: Float64Array,
  g0: number,
): { own: Float64Array; score: Float64Array } {
  const { p, squares, blockX } = system;
  const { rows, size, basis: rotation } = system.blocks[b];
  const n = rows.length;
  const own = new Float64Array(p * p);
  const score = new Float64Array(p);
  const add = (left: Float64Array, from: number, right: Float64Array, fromRight: number, value: number, weight: number): void => {
    for (let a = 0; a < p; a++) {
      const factor = weight * left[from + a];
      score[a] += factor * value;
      for (let c = 0; c < p; c++) own[a * p + c] += factor * right[fromRight + c];
    }
  };
  // V^-1 = (I - U U') / g0 + U K U', U being the coordinates with random-effect variance.
  for (const row of rows) add(basis, row * p, basis, row * p, residual[row], 1 / g0);
  const rotated = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let r = 0; r < n; r++) rotated[i] += rotation[i * n + r] * residual[rows[r]];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const weight = inverse[squares[pattern] + i * size + j] - (i === j ? 1 / g0 : 0);
      add(blockX[b], i * p, blockX[b], j * p, rotated[j], weight);
    }
  }
  return { own, score };
}
