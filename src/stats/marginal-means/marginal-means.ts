import { inputError, suggestName } from '../../problems/index.ts';
import { type Estimate, estimateRows, halfWidth } from './estimate.ts';
import { type MeansSpecification, parseMeansSpecification } from './means-specification.ts';
import type { ReferenceGrid } from './reference-grid.ts';

/** One estimated marginal mean. */
export interface MarginalMean extends Estimate {
  /** Levels of `factors` followed by those of `by`. */
  readonly levels: readonly string[];
  readonly lower: number;
  readonly upper: number;
}

/** Estimated marginal means (least-squares means): predictions on the reference grid, averaged over the other predictors. */
export interface MarginalMeans {
  readonly factors: readonly string[];
  readonly by: readonly string[];
  /** The levels of `factors[0]` vary fastest, those of the last `by` slowest. */
  readonly means: readonly MarginalMean[];
  /** means × p: the combination of coefficients that each mean is. */
  readonly functions: Float64Array;
  readonly offsets: Float64Array;
  readonly level: number;
  readonly grid: ReferenceGrid;
}

export interface MeansOptions {
  /**
   * How the predictors averaged over are weighted: `equal` (default: as if the design were balanced), `proportional` (by their
   * frequencies in the data), `cells` (by the frequencies in each cell, which gives the raw means of a full model).
   */
  weights?: 'equal' | 'proportional' | 'cells';
  /** Of the intervals. */
  level?: number;
}

/** For each wanted mean, the grid points that it averages. */
function groupsOf(grid: ReferenceGrid, wanted: readonly string[]): { levels: string[]; points: number[] }[] {
  const positions = wanted.map((name) => grid.factors.findIndex((factor) => factor.name === name));
  const strides = grid.factors.map((_, f) => grid.factors.slice(0, f).reduce((product, one) => product * one.levels.length, 1));
  const levelOf = (point: number, f: number): number => Math.floor(point / strides[f]) % grid.factors[f].levels.length;
  const count = positions.reduce((product, f) => product * grid.factors[f].levels.length, 1);
  const groups = Array.from({ length: count }, () => ({ levels: [] as string[], points: [] as number[] }));
  for (let point = 0; point < grid.size; point++) {
    let index = 0;
    let stride = 1;
    for (const f of positions) {
      index += levelOf(point, f) * stride;
      stride *= grid.factors[f].levels.length;
    }
    if (groups[index].points.length === 0) groups[index].levels = positions.map((f) => grid.factors[f].levels[levelOf(point, f)]);
    groups[index].points.push(point);
  }
  return groups;
}

/** Weights of the points of a group, summing to 1; NaN for a cell without observations under `cells`. */
function weightsOf(
  grid: ReferenceGrid,
  groups: readonly { points: number[] }[],
  kind: 'equal' | 'proportional' | 'cells',
): Float64Array[] {
  if (kind === 'equal') return groups.map(({ points }) => new Float64Array(points.length).fill(1 / points.length));
  const counts = groups.map(({ points }) => Float64Array.from(points, (point) => grid.frequencies[point]));
  const pooled = counts[0].map((_, k) => counts.reduce((sum, one) => sum + one[k], 0));
  return counts.map((own) => {
    const used = kind === 'cells' ? own : pooled;
    const total = used.reduce((sum, value) => sum + value, 0);
    return used.map((value) => value / total);
  });
}

function requireFactors(grid: ReferenceGrid, names: readonly string[]): void {
  const known = grid.factors.map((factor) => factor.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw inputError({
    code: 'means-unknown-factor',
    message: `the model has no predictor "${unknown}"`,
    mend: suggestName(unknown, known),
  });
}

/**
 * Estimated marginal means.
 *
 * @param specification `~ a | b` or the parsed form; no factor at all (`~ 1`) gives the overall mean
 * @throws InputError when the model has no such predictor
 */
export function marginalMeans(
  grid: ReferenceGrid,
  specification: MeansSpecification | string,
  options: MeansOptions = {},
): MarginalMeans {
  const { factors, by } = typeof specification === 'string' ? parseMeansSpecification(specification) : specification;
  requireFactors(grid, [...factors, ...by]);
  const level = options.level ?? 0.95;
  const groups = groupsOf(grid, [...factors, ...by]);
  const weights = weightsOf(grid, groups, options.weights ?? 'equal');
  const p = grid.model.coefficients.length;
  const functions = new Float64Array(groups.length * p);
  const offsets = new Float64Array(groups.length);
  groups.forEach(({ points }, g) => {
    points.forEach((point, k) => {
      offsets[g] += weights[g][k] * grid.offsets[point];
      for (let j = 0; j < p; j++) functions[g * p + j] += weights[g][k] * grid.functions[point * p + j];
    });
  });
  const means = estimateRows(grid, functions, offsets).map((one, g) => {
    const half = halfWidth(one, level);
    return { ...one, levels: groups[g].levels, lower: one.estimate - half, upper: one.estimate + half };
  });
  return { factors, by, means, functions, offsets, level, grid };
}
