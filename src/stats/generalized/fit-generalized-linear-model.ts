import { inputError, type Problem } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula } from '../formula/index.ts';
import { type FixedColumns, fixedColumns } from '../mixed/index.ts';
import { type Family, type FamilyName, familyOf } from './families.ts';
import { type GeneralizedFit, GeneralizedLinearModel } from './generalized-linear-model.ts';
import { fitIrls, type IrlsFit, type IrlsProblem } from './irls.ts';
import { type Link, type LinkName, linkOf } from './links.ts';
import { type WeightedResponse, weightedResponse } from './model-response.ts';
import { bestSize, sizeScore } from './negative-binomial-size.ts';
import { generalizedNotes, infiniteColumns, unseparated } from './separation-notes.ts';

/** Options of {@link fitGeneralizedLinearModel}. */
export interface GeneralizedLinearOptions {
  readonly family: FamilyName;
  /** Default: logit for the binomial, log for counts and gamma, identity for the gaussian. */
  readonly link?: LinkName;
  /** Column of prior weights; for proportions, of numbers of trials. */
  readonly weights?: string;
  readonly contrasts?: ContrastName | ReadonlyMap<string, ContrastName>;
  readonly level?: number;
  /** Bias-reduced estimates for the binomial with logit link, finite even when the response is separated (Firth 1993). */
  readonly firth?: boolean;
}

/**
 * Fits a generalized linear model by maximum likelihood; the negative binomial's theta is estimated too. When the response
 * is separated, so that no finite maximum exists, the result says which coefficients run to infinity instead of giving
 * numbers for them.
 *
 * @throws InputError for an unknown column, an impossible response, a link the family does not have
 */
export function fitGeneralizedLinearModel(
  formula: string | Formula,
  data: DataFrame,
  options: GeneralizedLinearOptions,
): GeneralizedLinearModel {
  const family = familyOf(options.family);
  const link = linkFor(family, options.link);
  if (options.firth && !(family.name === 'binomial' && link.name === 'logit')) throw firthElsewhere(family, link);
  const alsoNeeded = options.weights === undefined ? [] : [options.weights];
  const design = buildDesign(formula, data, { contrasts: options.contrasts, alsoNeeded });
  const response = weightedResponse(design, family, options.weights);
  const fixed = fixedColumns(design.matrix, design.rows, design.columns);
  const problem: IrlsProblem = {
    x: fixed.basis,
    n: design.rows,
    p: fixed.kept.length,
    response,
    offset: design.offset,
    family,
    link,
    size: Infinity,
    firth: options.firth,
  };
  const separation = options.firth ? undefined : unseparated(problem);
  if (separation !== undefined) return separatedModel(design, fixed, problem, separation.direction, separation.complete, options);
  const { fit, size } = family.name === 'negative-binomial' ? fitWithSize(problem) : { fit: fitIrls(problem), size: NaN };
  return finish(design, fixed, { ...problem, size }, fit, options.level ?? 0.95);
}

function linkFor(family: Family, name: LinkName | undefined): Link {
  const wanted = name ?? family.defaultLink;
  if (family.links.includes(wanted)) return linkOf(wanted);
  throw inputError({
    code: 'link-not-available',
    message: `the ${family.name} family does not have the link "${wanted}"`,
    expected: family.links.join(', '),
    mend: 'choose one of these',
  });
}

function firthElsewhere(family: Family, link: Link): Error {
  return inputError({
    code: 'firth-not-available',
    message: 'the bias reduction is for the binomial family with logit link',
    found: `${family.name} with ${link.name} link`,
    mend: 'leave it out',
  });
}

/** Alternates between coefficients and theta, whose estimates are asymptotically independent, until both stand still. */
function fitWithSize(problem: IrlsProblem): { fit: IrlsFit; size: number } {
  const { y, weights } = problem.response;
  let fit = fitIrls({ ...problem, size: Infinity });
  let size = bestSize(y, fit.mean, weights, 1);
  for (let round = 0; round < 100; round++) {
    fit = fitIrls({ ...problem, size }, fit.eta);
    const next = bestSize(y, fit.mean, weights, Number.isFinite(size) ? size : 1e7);
    const change = Math.abs(next / size - 1);
    size = next;
    if (!(change > 1e-13)) break;
  }
  return { fit: fitIrls({ ...problem, size }, fit.eta), size };
}

function finish(design: Design, fixed: FixedColumns, problem: IrlsProblem, fit: IrlsFit, level: number): GeneralizedLinearModel {
  const { response, family, size, n, p } = problem;
  const { y, weights } = response;
  const used = weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0);
  const residualDf = used - p;
  const pearson = Float64Array.from(
    y,
    (one, i) => (one - fit.mean[i]) * Math.sqrt(weights[i] / family.variance(fit.mean[i], size)),
  );
  const chiSquare = pearson.reduce((sum, one) => sum + one * one, 0);
  const dispersion = family.estimated ? chiSquare / residualDf : 1;
  const covariance = fit.unscaled.map((one) => one * dispersion);
  const withSize = family.name === 'negative-binomial';
  const details: GeneralizedFit = {
    family: family.name,
    link: problem.link,
    fitted: fit.mean,
    eta: fit.eta,
    y,
    weights,
    deviance: fit.deviance,
    nullDeviance: nullDeviance(problem, design),
    dispersion,
    dispersionEstimated: family.estimated,
    theta: withSize ? size : NaN,
    thetaSe: withSize && Number.isFinite(size) ? Math.sqrt(-1 / sizeScore(y, fit.mean, weights, size).curvature) : NaN,
    logLik: logLikelihood(response, family, fit, size, n),
    parameters: p + (withSize || family.name === 'gamma' || family.name === 'gaussian' ? 1 : 0),
    residualDf,
    pearson,
    converged: fit.converged,
    iterations: fit.iterations,
    infinite: [],
  };
  const notes: Problem[] = generalizedNotes(design, fixed, details, chiSquare);
  return new GeneralizedLinearModel(design, fixed, fit.coefficients, covariance, details, notes, level);
}

/** With the dispersion at deviance / n for the gamma and gaussian families, as R's AIC has it. */
function logLikelihood({ y, weights }: WeightedResponse, family: Family, fit: IrlsFit, size: number, n: number): number {
  const dispersion = family.estimated ? fit.deviance / n : 1;
  let sum = 0;
  for (let i = 0; i < y.length; i++)
    if (weights[i] > 0) sum += family.logDensity(y[i], fit.mean[i], weights[i], dispersion, size);
  return sum;
}

/** Deviance with an intercept only (and the offset). */
function nullDeviance(problem: IrlsProblem, design: Design): number {
  if (!design.intercept) return NaN;
  return fitIrls({ ...problem, x: new Float64Array(problem.n).fill(1), p: 1, firth: false }).deviance;
}

function separatedModel(
  design: Design,
  fixed: FixedColumns,
  problem: IrlsProblem,
  direction: Float64Array,
  complete: boolean,
  options: GeneralizedLinearOptions,
): GeneralizedLinearModel {
  const { n, p, family, link, response } = problem;
  const none = new Float64Array(n).fill(NaN);
  const details: GeneralizedFit = {
    family: family.name,
    link,
    fitted: none,
    eta: none,
    y: response.y,
    weights: response.weights,
    deviance: NaN,
    nullDeviance: nullDeviance(problem, design),
    dispersion: NaN,
    dispersionEstimated: family.estimated,
    theta: NaN,
    thetaSe: NaN,
    logLik: NaN,
    parameters: p,
    residualDf: n - p,
    pearson: none,
    converged: false,
    iterations: 0,
    infinite: infiniteColumns(fixed, direction),
  };
  const notes = generalizedNotes(design, fixed, details, NaN, complete);
  const unknown = new Float64Array(p).fill(NaN);
  return new GeneralizedLinearModel(
    design,
    fixed,
    unknown,
    new Float64Array(p * p).fill(NaN),
    details,
    notes,
    options.level ?? 0.95,
  );
}
