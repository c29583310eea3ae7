import { inputError, type Problem } from '../../problems/index.ts';
import { exp, log } from '../elementary/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula } from '../formula/index.ts';
import {
  checkTerms,
  type FactorPattern,
  type FixedColumns,
  fixedColumns,
  independentRows,
  type Minimum,
  type MixedTerm,
  minimizeNewton,
  mixedTerm,
  orderedTerms,
  plainBlocks,
  termRows,
  trapezoidalPattern,
} from '../mixed/index.ts';
import { familyOf } from './families.ts';
import { hermiteRule } from './gauss-hermite.ts';
import { type GeneralizedMixedFit, GeneralizedMixedModel } from './generalized-mixed-model.ts';
import { fitIrls, type IrlsProblem } from './irls.ts';
import type { LatentProblem } from './latent-blocks.ts';
import { LatentDeviance } from './latent-deviance.ts';
import { linkOf } from './links.ts';
import { mixedNotes } from './mixed-notes.ts';
import { weightedResponse } from './model-response.ts';
import { type LikelihoodFamily, type LikelihoodFamilyName, likelihoodFamilyOf } from './observation-likelihoods.ts';
import { atPoissonLimit } from './poisson-limit.ts';
import { infiniteColumns, unseparated } from './separation-notes.ts';
import { coefficientCovariance, componentSummary, predictedEffects } from './summarize-latent.ts';

/** Options of {@link fitGeneralizedMixedModel}. */
export interface GeneralizedMixedOptions {
  readonly family: LikelihoodFamilyName;
  /** Nodes of adaptive Gauss-Hermite quadrature, for a single random intercept or slope; 1 (Laplace) by default. */
  readonly nodes?: number;
  /** Column of numbers of trials for proportions. */
  readonly weights?: string;
  readonly contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
  readonly level?: number;
}

/**
 * Fits a generalized linear mixed model by maximum marginal likelihood, the random effects integrated out by Laplace's
 * approximation or, for a single scalar effect, adaptive Gauss-Hermite quadrature. Without random terms it is the exact
 * likelihood (beta regression, for example). Standard errors come from the whole Hessian, so they include the uncertainty
 * of the variances (as glmmTMB and glmer do).
 *
 * @throws InputError for an unknown column, an impossible response, quadrature with more than one effect
 */
export function fitGeneralizedMixedModel(
  formula: string | Formula,
  data: DataFrame,
  options: GeneralizedMixedOptions,
): GeneralizedMixedModel {
  const family = likelihoodFamilyOf(options.family);
  const alsoNeeded = options.weights === undefined ? [] : [options.weights];
  const design = buildDesign(formula, data, { contrasts: options.contrasts, alsoNeeded });
  const n = design.rows;
  checkTerms(
    // An effect for every observation is a legitimate overdispersion term here.
    design.random.filter((term) => term.levels.length < n),
    n,
  );
  const response = weightedResponse(design, family, options.weights);
  if (family.name === 'beta' || family.name === 'gamma') requireVariation(design, response.y);
  const fixed = fixedColumns(design.matrix, n, design.columns);
  const p = fixed.kept.length;
  const terms = orderedTerms(design.random).map((term) => mixedTerm(term, n, undefined));
  const rows = terms.map((term) => termRows(term, n, undefined));
  const nodes = options.nodes ?? 1;
  if (nodes > 1 && !(terms.length === 1 && terms[0].effects.length === 1)) throw quadratureElsewhere(design);
  const groupings = rows.length > 0 ? rows : [{ codes: Int32Array.from({ length: n }, (_, i) => i), levels: n }];
  const problem: LatentProblem = {
    family,
    y: response.y,
    weights: response.weights,
    offset: design.offset,
    // Columns of mean square 1, so that their coefficients are of the size of the linear predictor.
    x: fixed.basis.map((one) => one * Math.sqrt(n)),
    p,
    widths: rows.map((term) => term.width),
    blocks: plainBlocks(independentRows(n, groupings), rows),
  };
  const pattern = trapezoidalPattern(problem.widths, problem.widths);
  const start = startingPoint(problem, fixed, pattern);
  const level = options.level ?? 0.95;
  const separated = separationOf(problem, fixed, family);
  if (separated.length > 0) return separatedModel(design, fixed, family, nodes, separated, level);
  const laplace = new LatentDeviance(problem, pattern, undefined);
  const coarse = minimizeNewton(laplace, start);
  const objective = nodes > 1 ? new LatentDeviance(problem, pattern, hermiteRule(nodes)) : laplace;
  const minimum = nodes > 1 ? minimizeNewton(objective, coarse.point) : coarse;
  const model = summarize(design, fixed, terms, objective, minimum, nodes, level);
  return atPoissonLimit(model, () => fitGeneralizedMixedModel(formula, data, { ...options, family: 'poisson' }));
}

/** A constant response sends the precision of a continuous distribution to infinity. */
function requireVariation(design: Design, y: Float64Array): void {
  if (y.some((one) => one !== y[0])) return;
  throw inputError({
    code: 'response-constant',
    message: 'the response does not vary, so there is no variance to estimate',
    found: `${design.response?.label ?? ''} = ${y[0]} in ${y.length} rows`,
    mend: 'check the column, or leave this outcome out',
  });
}

function quadratureElsewhere(design: Design): Error {
  return inputError({
    code: 'quadrature-one-effect',
    message: 'adaptive quadrature is for a single random intercept or slope of one grouping factor',
    found: design.random.map((term) => `(${term.label})`).join(' + '),
    mend: "use nodes: 1 (Laplace's approximation)",
  });
}

/** The generalized linear model of the same linear predictor as numbers, to start from and to look for separation. */
function linearProblem({ family, y, weights, offset, x, p }: LatentProblem): IrlsProblem {
  const binary = family.name === 'binomial' || family.name === 'beta';
  const name = binary ? 'quasibinomial' : family.name === 'gamma' ? 'gamma' : 'quasipoisson';
  const link = linkOf(family.link);
  return { x, n: y.length, p, response: { y, weights }, offset, family: familyOf(name), link, size: NaN };
}

function startingPoint(problem: LatentProblem, fixed: FixedColumns, pattern: FactorPattern): Float64Array {
  const { family, p } = problem;
  const dispersed = family.dispersion !== undefined;
  const start = new Float64Array(p + pattern.count + (dispersed ? 1 : 0));
  const linear = linearProblem(problem);
  const fit = fitIrls(linear);
  if (fit.converged) start.set(fit.coefficients);
  for (const { row, column, variable } of pattern.entries) if (row === column) start[p + variable] = 0.5;
  if (!dispersed) return start;
  let pearson = 0;
  fit.mean.forEach((mean, i) => {
    pearson += ((problem.y[i] - mean) * (problem.y[i] - mean)) / linear.family.variance(mean, NaN);
  });
  const ratio = pearson / Math.max(1, problem.y.length - fixed.kept.length);
  const mean = fit.mean.reduce((sum, one) => sum + one, 0) / fit.mean.length;
  start[start.length - 1] = startingDispersion(family, ratio, mean);
  return start;
}

/** Log dispersion from the Pearson ratio (variance over that of the simpler family). */
function startingDispersion(family: LikelihoodFamily, ratio: number, mean: number): number {
  const bounded = (value: number): number => Math.max(-4, Math.min(6, log(value)));
  if (!(ratio > 0) || !Number.isFinite(ratio)) return 0;
  if (family.name === 'gamma') return bounded(1 / ratio);
  if (family.name === 'beta') return bounded(Math.max(1 / ratio - 1, 0.5));
  const excess = Math.max(ratio - 1, 0.2);
  return family.name === 'negative-binomial' ? bounded(mean / excess) : bounded(excess);
}

function separationOf(problem: LatentProblem, fixed: FixedColumns, family: LikelihoodFamily): GeneralizedMixedFit['infinite'] {
  if (family.name === 'gamma' || family.name === 'beta') return [];
  const found = unseparated(linearProblem(problem));
  return found === undefined ? [] : infiniteColumns(fixed, found.direction);
}

function summarize(
  design: Design,
  fixed: FixedColumns,
  terms: readonly MixedTerm[],
  objective: LatentDeviance,
  minimum: Minimum,
  nodes: number,
  level: number,
): GeneralizedMixedModel {
  const { problem, pattern } = objective;
  const { family, p } = problem;
  const n = design.rows;
  objective.value(minimum.point);
  const gradient = objective.gradient().reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const hessian = objective.accurateHessian();
  const { factors, components, singular, zero } = componentSummary(terms, pattern, minimum.point.subarray(p));
  const covariance = coefficientCovariance(
    hessian,
    objective.count,
    zero.map((variable) => p + variable),
  );
  const dispersed = family.dispersion !== undefined;
  const last = objective.count - 1;
  const s = dispersed ? minimum.point[last] : 0;
  const { effects, eta } = predictedEffects(terms, objective.states, factors);
  const fitted = eta.map((one) => family.mean(one));
  const fit: GeneralizedMixedFit = {
    family: family.name,
    link: family.link,
    nodes,
    components,
    logSdSe: logSdErrors(terms, pattern, minimum.point.subarray(p), covariance, objective.count, p),
    groups: [...new Map(terms.map(({ group, levels }) => [group, { group, levels: levels.length }])).values()],
    randomEffects: effects,
    dispersion: dispersed ? exp(s) : NaN,
    logDispersionSe: dispersed ? Math.sqrt(covariance[last * objective.count + last]) : NaN,
    dispersionMeaning: family.dispersion,
    logLik: -minimum.value,
    parameters: objective.count,
    singular,
    converged: minimum.converged && gradient < 1e-5,
    iterations: minimum.iterations,
    gradient,
    fitted,
    pearson: fitted.map((mean, i) => (problem.y[i] - mean) / Math.sqrt(family.variance(mean, exp(s), problem.weights[i]))),
    infinite: [],
  };
  const coefficients = Float64Array.from({ length: p }, (_, j) => minimum.point[j] * Math.sqrt(n));
  const own = Float64Array.from({ length: p * p }, (_, i) => covariance[Math.floor(i / p) * objective.count + (i % p)] * n);
  const notes: Problem[] = mixedNotes(design, fixed, fit);
  return new GeneralizedMixedModel(design, fixed, coefficients, own, fit, notes, level);
}

/** Standard error of the log standard deviation of each scalar term, by the delta method; NaN for others. */
function logSdErrors(
  terms: readonly MixedTerm[],
  pattern: FactorPattern,
  point: Float64Array,
  covariance: Float64Array,
  count: number,
  p: number,
): Float64Array {
  const out: number[] = [];
  terms.forEach(({ effects }, t) => {
    effects.forEach((_, a) => {
      // Rows of transformed effects mix when there are several, so the error is given for scalar terms only.
      const entry = pattern.entries.find((one) => one.term === t && one.row === a && one.column === a);
      const scalar = effects.length === 1 && entry !== undefined;
      const variable = p + (entry?.variable ?? 0);
      out.push(scalar ? Math.sqrt(covariance[variable * count + variable]) / Math.abs(point[variable - p]) : NaN);
    });
    for (let k = 0; k < (effects.length * (effects.length - 1)) / 2; k++) out.push(NaN);
  });
  return Float64Array.from(out, (value) => (Number.isFinite(value) ? value : NaN));
}

function separatedModel(
  design: Design,
  fixed: FixedColumns,
  family: LikelihoodFamily,
  nodes: number,
  infinite: GeneralizedMixedFit['infinite'],
  level: number,
): GeneralizedMixedModel {
  const p = fixed.kept.length;
  const none = new Float64Array(design.rows).fill(NaN);
  const fit: GeneralizedMixedFit = {
    family: family.name,
    link: family.link,
    nodes,
    components: [],
    logSdSe: new Float64Array(0),
    groups: design.random.map((term) => ({ group: term.groupLabel, levels: term.levels.length })),
    randomEffects: [],
    dispersion: NaN,
    logDispersionSe: NaN,
    dispersionMeaning: family.dispersion,
    logLik: NaN,
    parameters: NaN,
    singular: false,
    converged: false,
    iterations: 0,
    gradient: NaN,
    fitted: none,
    pearson: none,
    infinite,
  };
  const unknown = new Float64Array(p).fill(NaN);
  const notes = mixedNotes(design, fixed, fit);
  return new GeneralizedMixedModel(design, fixed, unknown, new Float64Array(p * p).fill(NaN), fit, notes, level);
}
