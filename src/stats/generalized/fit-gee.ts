import { type InputError, inputError, type Problem } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula } from '../formula/index.ts';
import { cholesky, choleskyInverse, choleskySolve, multiply } from '../linear-algebra/index.ts';
import { fixedColumns, missingNotes } from '../mixed/index.ts';
import { type FamilyName, familyOf } from './families.ts';
import { type GeeCorrection, sandwichCovariance } from './gee-covariance.ts';
import { type GeeFit, GeeModel } from './gee-model.ts';
import { fitIrls, type IrlsProblem } from './irls.ts';
import { type LinkName, linkOf } from './links.ts';
import { weightedResponse } from './model-response.ts';
import { type ClusterResiduals, correlationParameter, type WorkingCorrelation, workingMatrix } from './working-correlation.ts';

/** Options of {@link fitGee}. */
export interface GeeOptions {
  readonly family: FamilyName;
  /** Grouping factor of the clusters, e.g. `litter` or `litter:animal`. */
  readonly cluster: string;
  readonly link?: LinkName;
  /** Default exchangeable. */
  readonly correlation?: WorkingCorrelation;
  /** Column of whole-number positions within a cluster, for ar1; default the order of the rows. */
  readonly position?: string;
  /** Column of numbers of trials for proportions. */
  readonly weights?: string;
  /**
   * Small-sample form of the sandwich: `none` is geepack's; `mancl-derouen` (default) corrects its downward bias when
   * clusters are few, and tests then use t on clusters - coefficients degrees of freedom.
   */
  readonly correction?: GeeCorrection;
  readonly contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
  readonly level?: number;
}

/** A cluster of rows. */
export interface GeeCluster {
  readonly rows: Int32Array;
  readonly positions: Float64Array;
}

/**
 * Population-averaged model by generalized estimating equations (Liang and Zeger 1986) with robust standard errors.
 *
 * @throws InputError for an unknown column, an impossible response, fewer clusters than coefficients
 */
export function fitGee(formula: string | Formula, data: DataFrame, options: GeeOptions): GeeModel {
  const family = familyOf(options.family);
  const alsoNeeded = [options.weights, options.position, ...options.cluster.split(':')].filter((name) => name !== undefined);
  const design = buildDesign(formula, data, { contrasts: options.contrasts, alsoNeeded });
  if (design.random.length > 0) throw randomTerms();
  const fixed = fixedColumns(design.matrix, design.rows, design.columns);
  const problem: IrlsProblem = {
    x: fixed.basis,
    n: design.rows,
    p: fixed.kept.length,
    response: weightedResponse(design, family, options.weights),
    offset: design.offset,
    family,
    link: linkOf(options.link ?? family.defaultLink),
    size: NaN,
  };
  const clusters = clustersOf(design, options);
  if (clusters.length <= problem.p) throw tooFewClusters(clusters.length, problem.p);
  const kind = options.correlation ?? 'exchangeable';
  const solved = solve(problem, clusters, kind);
  const correction = options.correction ?? 'mancl-derouen';
  const pieces = clusters.map((cluster) => clusterPieces(problem, cluster, kind, solved));
  const covariance = sandwichCovariance(pieces, problem.p, correction);
  const fit: GeeFit = {
    family: family.name,
    link: problem.link.name,
    correlation: kind,
    alpha: solved.alpha,
    scale: solved.scale,
    clusters: clusters.length,
    largestCluster: clusters.reduce((most, { rows }) => Math.max(most, rows.length), 0),
    converged: solved.converged,
    iterations: solved.iterations,
    fitted: solved.mean,
  };
  const df = correction === 'none' ? Infinity : clusters.length - problem.p;
  return new GeeModel(design, fixed, solved.b, covariance, df, fit, geeNotes(design, fit, correction), options.level ?? 0.95);
}

function randomTerms(): InputError {
  return inputError({
    code: 'gee-random-term',
    message: 'generalized estimating equations have clusters instead of random terms',
    mend: 'leave the random term out of the formula and name its factor as cluster',
  });
}

function tooFewClusters(clusters: number, p: number): InputError {
  return inputError({
    code: 'gee-few-clusters',
    message: 'there are not more clusters than coefficients, so their covariance cannot be estimated from the clusters',
    found: `${clusters} clusters, ${p} coefficients`,
    mend: 'leave out terms, or use a mixed model',
  });
}

function clustersOf(design: Design, { cluster, position }: GeeOptions): GeeCluster[] {
  const { codes, levels } = buildDesign(`~ 1 + (1 | ${cluster})`, design.data).random[0];
  const column = position === undefined ? undefined : design.data.get(position);
  const members: number[][] = levels.map(() => []);
  codes.forEach((code, row) => {
    members[code].push(row);
  });
  const positionOf = (row: number, order: number): number => {
    if (column === undefined) return order;
    return column.kind === 'number' ? column.values[row] : column.codes[row];
  };
  return members.map((rows) => ({ rows: Int32Array.from(rows), positions: Float64Array.from(rows, positionOf) }));
}

interface Solved {
  b: Float64Array;
  alpha: number;
  scale: number;
  mean: Float64Array;
  eta: Float64Array;
  converged: boolean;
  iterations: number;
}

/** What a cluster contributes: D = dmean/db, V^-1 (with the scale), residuals. */
export interface GeePieces {
  readonly n: number;
  readonly d: Float64Array;
  readonly inverse: Float64Array;
  readonly residual: Float64Array;
}

function predictorAt({ x, n, p, offset }: IrlsProblem, b: Float64Array): Float64Array {
  const eta = multiply(x, b, n, p, 1);
  return offset === undefined ? eta : eta.map((one, i) => one + offset[i]);
}

/** Alternates between the coefficients and the moment estimates of scale and correlation. */
function solve(problem: IrlsProblem, clusters: readonly GeeCluster[], kind: WorkingCorrelation): Solved {
  const { p, link } = problem;
  let b = fitIrls(problem).coefficients;
  let eta = predictorAt(problem, b);
  let state: Solved = { b, eta, mean: eta.map((one) => link.mean(one)), alpha: 0, scale: 1, converged: false, iterations: 0 };
  for (let round = 1; round <= 200; round++) {
    const { scale, alpha } = moments(problem, clusters, kind, state.mean);
    state = { ...state, scale, alpha, iterations: round };
    const information = new Float64Array(p * p);
    const score = new Float64Array(p);
    for (const cluster of clusters) addScore(clusterPieces(problem, cluster, kind, state), information, score, p);
    const lower = cholesky(information, p);
    if (lower === undefined) break;
    const step = choleskySolve(lower, score, p);
    b = state.b.map((one, j) => one + step[j]);
    eta = predictorAt(problem, b);
    const size = b.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-8);
    const change = step.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / size;
    state = { ...state, b, eta, mean: eta.map((one) => link.mean(one)), converged: change < 1e-12 };
    if (state.converged) break;
  }
  return state;
}

function moments(
  { response: { y, weights }, family }: IrlsProblem,
  clusters: readonly GeeCluster[],
  kind: WorkingCorrelation,
  mean: Float64Array,
): { scale: number; alpha: number } {
  const standardized = mean.map((one, i) => (y[i] - one) * Math.sqrt(weights[i] / family.variance(one, NaN)));
  const scale = standardized.reduce((sum, one) => sum + one * one, 0) / y.length;
  const residuals: ClusterResiduals[] = clusters.map(({ rows, positions }) => ({
    residuals: Float64Array.from(rows, (row) => standardized[row]),
    positions,
  }));
  return { scale, alpha: correlationParameter(kind, residuals, scale) };
}

function clusterPieces(
  problem: IrlsProblem,
  { rows, positions }: GeeCluster,
  kind: WorkingCorrelation,
  state: Solved,
): GeePieces {
  const { x, p, response, family, link } = problem;
  const n = rows.length;
  const d = new Float64Array(n * p);
  const roots = new Float64Array(n);
  const residual = new Float64Array(n);
  rows.forEach((row, i) => {
    const slope = link.slope(state.eta[row]);
    for (let j = 0; j < p; j++) d[i * p + j] = slope * x[row * p + j];
    roots[i] = Math.sqrt((state.scale * family.variance(state.mean[row], NaN)) / response.weights[row]);
    residual[i] = response.y[row] - state.mean[row];
  });
  const lower = cholesky(workingMatrix(kind, state.alpha, positions), n);
  if (lower === undefined) throw impossibleCorrelation(state.alpha, n);
  const inverse = choleskyInverse(lower, n).map((one, at) => one / (roots[Math.floor(at / n)] * roots[at % n]));
  return { n, d, inverse, residual };
}

function impossibleCorrelation(alpha: number, n: number): InputError {
  return inputError({
    code: 'gee-correlation',
    message: `the estimated working correlation is impossible in a cluster of ${n}`,
    found: alpha.toPrecision(3),
    mend: 'use the independence working correlation',
  });
}

function addScore({ n, d, inverse, residual }: GeePieces, information: Float64Array, score: Float64Array, p: number): void {
  const weighted = multiply(inverse, d, n, n, p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      score[j] += weighted[i * p + j] * residual[i];
      for (let k = 0; k < p; k++) information[j * p + k] += weighted[i * p + j] * d[i * p + k];
    }
  }
}

function geeNotes(design: Design, fit: GeeFit, correction: GeeCorrection): Problem[] {
  const notes: Problem[] = [...missingNotes(design)];
  if (!fit.converged) {
    notes.push({
      code: 'not-converged',
      severity: 'warning',
      message: `the estimating equations were not solved in ${fit.iterations} steps; do not rely on this fit`,
      mend: 'use the independence working correlation',
    });
  }
  if (correction === 'none' && fit.clusters < 40) {
    notes.push({
      code: 'gee-few-clusters',
      severity: 'warning',
      message: `robust standard errors from ${fit.clusters} clusters are too small`,
      mend: 'use the small-sample correction (mancl-derouen)',
    });
  }
  return notes;
}
