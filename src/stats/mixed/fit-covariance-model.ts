import { inputError, type Problem } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula, singleResponse } from '../formula/index.ts';
import { type CovarianceEstimates, CovarianceModel } from './covariance-model.ts';
import { type FactorPattern, trapezoidalPattern } from './factor-pattern.ts';
import { type DfMethod, FixedEffectInference } from './inference.ts';
import { BlockLikelihood } from './likelihood.ts';
import { lowerFactor } from './lower-factor.ts';
import { missingNotes } from './notes.ts';
import { expectedParameterCovariance, sandwich, scaledPseudoInverse } from './parameter-covariance.ts';
import { type ResidualStructure, residualRows, structureColumns } from './residual-structure.ts';
import { type PreparedResponse, prepareResponse } from './responses.ts';
import { buildStructuredCore, type StructuredCore } from './structured-core.ts';
import { StructuredDeviance } from './structured-deviance.ts';
import { type Minimum, minimizeNewton } from './trust-region.ts';
import { termComponents } from './variance-components.ts';

const LOG_TWO_PI = 1.8378770664093453;

/** Options of {@link fitCovarianceModel}. */
export interface CovarianceModelOptions {
  readonly reml?: boolean;
  /** Kenward-Roger by default (Satterthwaite for maximum likelihood). */
  readonly df?: DfMethod;
  readonly level?: number;
  readonly contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
}

/**
 * Fits a linear model whose residuals have unequal variances or are correlated within subjects, with or without random
 * effects, by (restricted) maximum likelihood at the exact optimum (as nlme's lme and gls with varIdent, corAR1, corCAR1,
 * corCompSymm, corSymm; the last is the model for repeated measures of clinical trials).
 *
 * @throws InputError as `fitMixedModel`, and when the structure does not fit the data
 */
export function fitCovarianceModel(
  formula: string | Formula,
  data: DataFrame,
  structure: ResidualStructure,
  options: CovarianceModelOptions = {},
): CovarianceModel {
  const restricted = options.reml ?? true;
  const df = options.df ?? (restricted ? 'kenward-roger' : 'satterthwaite');
  if (df === 'kenward-roger' && !restricted) {
    throw inputError({
      code: 'mixed-kenward-roger-ml',
      message: 'Kenward-Roger degrees of freedom are defined for REML fits',
      mend: 'fit by REML, or use Satterthwaite degrees of freedom',
    });
  }
  const design = buildDesign(formula, data, { contrasts: options.contrasts, alsoNeeded: structureColumns(structure) });
  const core = buildStructuredCore(design, residualRows(design, structure));
  const response = singleResponse(design.response);
  const prepared = prepareResponse(
    core,
    response.map((value, i) => value - (design.offset?.[i] ?? 0)),
  );
  return estimate(design, core, prepared, restricted, df, options.level ?? 0.95);
}

/** Lower triangular factors whose variables are in units of `scale`. */
function scaledPattern(widths: readonly number[], scale: number): FactorPattern {
  const pattern = trapezoidalPattern(widths, widths);
  return { ...pattern, entries: pattern.entries.map((entry) => ({ ...entry, value: scale })) };
}

function estimate(
  design: Design,
  core: StructuredCore,
  prepared: PreparedResponse,
  restricted: boolean,
  df: DfMethod,
  level: number,
): CovarianceModel {
  const { n, kept, widths, residual } = core;
  const likelihood = new BlockLikelihood(core.system);
  const scale = Math.sqrt(prepared.residualSquares / (n - kept.length));
  if (!(prepared.residualSquares > 1e-20 * prepared.totalSquares)) throw noVariance(design);
  const pattern = scaledPattern(widths, scale);
  const objective = new StructuredDeviance(core, likelihood, prepared.rotated, restricted, pattern);
  const share = 1 / Math.sqrt(widths.length + (residual === undefined ? 0 : 1));
  const start = new Float64Array(objective.count);
  for (const { row, column, variable } of pattern.entries) if (row === column) start[variable] = share;
  if (residual !== undefined) start.set(residual.start(scale * share), pattern.count);
  const minimum = minimizeNewton(objective, start);
  const inference = structuredInference(core, likelihood, objective, minimum, prepared);
  const size = restricted ? n - kept.length : n;
  objective.value(minimum.point);
  const coefficients = likelihood.coefficients.map((one, i) => one + prepared.effects[i]);
  const deviance = minimum.value + size * LOG_TWO_PI + (restricted ? 2 * core.logUpper : 0);
  const estimates = describe(core, objective, minimum, deviance, scale);
  const notes: Problem[] = [...missingNotes(design), ...structureNotes(estimates)];
  return new CovarianceModel(design, core, inference.of(coefficients), coefficients, restricted, estimates, { notes, df, level });
}

function structuredInference(
  core: StructuredCore,
  likelihood: BlockLikelihood,
  objective: StructuredDeviance,
  minimum: Minimum,
  prepared: PreparedResponse,
): { of(coefficients: Float64Array): FixedEffectInference } {
  const all = likelihood.count;
  const linear = all - (core.residual?.count ?? 0);
  const solve = (): void => {
    objective.solveNatural(minimum.point);
  };
  const sources = {
    solve,
    observed: () =>
      sandwich(
        objective.naturalJacobian(minimum.point),
        scaledPseudoInverse(minimum.hessian, objective.count),
        all,
        objective.count,
        2,
      ),
    expected: () => {
      likelihood.differentiate(prepared.rotated, 0, true, false);
      return expectedParameterCovariance(likelihood.terms.traces, all, new Set());
    },
    curvature: (k: number, l: number) =>
      k < linear || l < linear ? undefined : objective.second[((k - linear) * (k - linear + 1)) / 2 + l - linear],
  };
  return { of: (coefficients) => new FixedEffectInference(likelihood, coefficients, 0, sources) };
}

function describe(
  core: StructuredCore,
  objective: StructuredDeviance,
  minimum: Minimum,
  deviance: number,
  scale: number,
): CovarianceEstimates {
  const { pattern } = objective;
  const factors = factorsIn(core, pattern, minimum.point);
  const residualPoint = minimum.point.subarray(pattern.count);
  const { residualRows: rows, residual } = core;
  const last = factors[core.terms.length];
  const width = rows.times.length;
  const sds =
    residual === undefined
      ? Float64Array.from({ length: width }, (_, t) => rowLength(last, width, t))
      : residual.standardDeviations(residualPoint);
  const names = residual === undefined ? rows.times : rows.levels;
  const correlations = new Float64Array(residual === undefined ? width * width : 0);
  if (residual === undefined) {
    for (let a = 0; a < width; a++)
      for (let b = 0; b < width; b++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += last[a * width + k] * last[b * width + k];
        correlations[a * width + b] = sum / (sds[a] * sds[b]);
      }
  }
  return {
    components: termComponents(core.terms, factors, 1),
    residualSd: names.map((name, i) => ({ level: name, sd: sds[i] })),
    correlation: residual?.correlation(residualPoint) ?? NaN,
    correlations,
    singular: core.terms.some(({ effects }, t) => smallestDiagonal(factors[t], effects.length) < 1e-5 * scale),
    deviance,
    covarianceParameters: objective.count,
    converged: minimum.converged,
    iterations: minimum.iterations,
  };
}

/** Absolute factors in the user's covariates; the unstructured residual's last. */
function factorsIn(core: StructuredCore, pattern: FactorPattern, point: Float64Array): Float64Array[] {
  const factors = pattern.widths.map((width) => new Float64Array(width * width));
  for (const { term, row, column, variable, value } of pattern.entries)
    factors[term][row * pattern.widths[term] + column] = value * point[variable];
  return factors.map((factor, t) => {
    const width = pattern.widths[t];
    const transform = core.terms[t]?.transform;
    if (transform === undefined) return lowerFactor(factor, width, width);
    const product = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++)
        for (let k = i; k < width; k++) product[i * width + j] += transform[i * width + k] * factor[k * width + j];
    return lowerFactor(product, width, width);
  });
}

function rowLength(factor: Float64Array, width: number, row: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += factor[row * width + k] * factor[row * width + k];
  return Math.sqrt(sum);
}

function smallestDiagonal(factor: Float64Array, width: number): number {
  let least = Infinity;
  for (let a = 0; a < width; a++) least = Math.min(least, Math.abs(factor[a * width + a]));
  return least;
}

function structureNotes({ converged, iterations, singular }: CovarianceEstimates): Problem[] {
  const notes: Problem[] = [];
  if (!converged) {
    notes.push({
      code: 'not-converged',
      severity: 'warning',
      message: `the likelihood was not maximized to full precision in ${iterations} steps; do not rely on this fit`,
      mend: 'use a simpler residual structure',
    });
  }
  if (singular) {
    notes.push({
      code: 'singular-covariance',
      severity: 'warning',
      message: 'a random effect has no variance beside this residual structure',
      mend: 'leave out the random effect, or the correlation of the residuals',
    });
  }
  return notes;
}

function noVariance(design: Design): Error {
  return inputError({
    code: 'mixed-zero-variance',
    message: 'the response does not vary around the fixed effects, so there is no variance to estimate',
    found: `${design.response?.label ?? 'response'} in ${design.rows} rows`,
    mend: 'check the column, or leave this outcome out',
  });
}
