import { chiSquared } from '../distributions/index.ts';
import { log } from '../elementary/index.ts';
import { buildDesign, type Design, type RandomDesign } from '../formula/index.ts';
import { qrDecomposition, qrEffects } from '../linear-algebra/index.ts';
import { fitDesign } from './fit-mixed-model.ts';
import { buildMixedCore } from './mixed-design.ts';
import type { MixedModel } from './mixed-model.ts';

const LOG_TWO_PI = 1.8378770664093453;

/** A likelihood-ratio test of two nested models. */
export interface LikelihoodRatioTest {
  /** What the smaller model lacks. */
  readonly term: string;
  /** Log-likelihood of the smaller model and its number of parameters. */
  readonly logLik: number;
  readonly parameters: number;
  readonly aic: number;
  readonly statistic: number;
  readonly df: number;
  /** From a chi-squared distribution on `df` degrees of freedom; conservative for variances. */
  readonly pvalue: number;
  /**
   * For a random term: from the equal mixture of chi-squared distributions on df - 1 and df degrees of freedom, the
   * distribution when a variance is 0 (Self and Liang 1987; Stram and Lee 1994). Else equal to `pvalue`.
   */
  readonly boundaryPvalue: number;
}

interface Fitted {
  logLik: number;
  parameters: number;
}

function ratioTest(term: string, smaller: Fitted, larger: Fitted, random: boolean): LikelihoodRatioTest {
  const statistic = Math.max(0, 2 * (larger.logLik - smaller.logLik));
  const df = larger.parameters - smaller.parameters;
  const pvalue = df > 0 ? chiSquared.upper(statistic, df) : NaN;
  const below = df > 1 ? chiSquared.upper(statistic, df - 1) : statistic > 0 ? 0 : 1;
  return {
    term,
    logLik: smaller.logLik,
    parameters: smaller.parameters,
    aic: -2 * smaller.logLik + 2 * smaller.parameters,
    statistic,
    df,
    pvalue,
    boundaryPvalue: random ? (pvalue + below) / 2 : pvalue,
  };
}

/** The model fitted by maximum likelihood (itself if it was). */
export function asMaximumLikelihood(model: MixedModel): MixedModel {
  return model.reml ? fitDesign(model.design, model.core, { reml: false, level: model.level }) : model;
}

/**
 * Compares two nested models fitted to the same rows. When their fixed effects differ, both are refitted by maximum
 * likelihood, since restricted likelihoods are then not comparable.
 *
 * @throws RangeError when the rows differ or the models have equally many parameters
 */
export function likelihoodRatioTest(one: MixedModel, other: MixedModel): LikelihoodRatioTest {
  const [smaller, larger] = one.parameters <= other.parameters ? [one, other] : [other, one];
  if (smaller.n !== larger.n || smaller.design.usedRows.some((row, i) => row !== larger.design.usedRows[i]))
    throw new RangeError(
      `the models use different rows (${smaller.n} and ${larger.n}); fit both to the rows complete in all columns`,
    );
  if (smaller.parameters === larger.parameters)
    throw new RangeError('the models have equally many parameters and are not nested');
  const sameFixed =
    smaller.columns.length === larger.columns.length && smaller.columns.every((name, i) => name === larger.columns[i]);
  const term = `${smaller.formula} against ${larger.formula}`;
  if (sameFixed && smaller.reml === larger.reml) return ratioTest(term, smaller, larger, true);
  return ratioTest(term, asMaximumLikelihood(smaller), asMaximumLikelihood(larger), false);
}

/**
 * Likelihood-ratio test of each fixed term that no other contains, by maximum likelihood.
 */
export function dropTermTests(model: MixedModel): LikelihoodRatioTest[] {
  const full = asMaximumLikelihood(model);
  const { design, core } = full;
  const removable = design.terms.filter(
    (term) =>
      !design.terms.some((other) => other !== term && term.variables.every((variable) => other.variables.includes(variable))),
  );
  return removable.map(({ label, start, width }) => {
    const smaller = withoutColumns(design, start, width);
    const smallCore = buildMixedCore(smaller.matrix, smaller.rows, smaller.columns, smaller.random, core.weights);
    return ratioTest(label, fitDesign(smaller, smallCore, { reml: false }), full, false);
  });
}

/** The design without some columns; its terms are not adjusted, so it serves for fitting only. */
function withoutColumns(design: Design, start: number, width: number): Design {
  const p = design.columns.length;
  const keep = Array.from({ length: p }, (_, j) => j).filter((j) => j < start || j >= start + width);
  const matrix = new Float64Array(design.rows * keep.length);
  for (let i = 0; i < design.rows; i++)
    keep.forEach((j, position) => {
      matrix[i * keep.length + position] = design.matrix[i * p + j];
    });
  return { ...design, matrix, columns: keep.map((j) => design.columns[j]) };
}

/**
 * Likelihood-ratio test of each part of the random effects (as lmerTest's ranova): each slope is taken out in turn, and
 * terms without slopes as a whole. REML fits are compared by restricted likelihood, the fixed effects being the same.
 */
export function randomEffectTests(model: MixedModel): LikelihoodRatioTest[] {
  const { design } = model;
  return design.random.flatMap((term, t) => {
    const { terms, intercept } = term.term.effects;
    if (terms.length === 0 || (terms.length === 1 && !intercept))
      return [reducedTest(model, `(${term.label})`, without(design.random, t))];
    return terms.map(({ label }) => {
      const rest = [intercept ? '1' : '0', ...terms.filter((one) => one.label !== label).map((one) => one.label)];
      const [reduced] = buildDesign(`~ 1 + (${rest.join(' + ')} | ${term.groupLabel})`, design.data).random;
      const random = design.random.map((one, i) => (i === t ? reduced : one));
      return reducedTest(model, `${label} in (${term.label})`, random);
    });
  });
}

function without(random: readonly RandomDesign[], t: number): RandomDesign[] {
  return random.filter((_, i) => i !== t);
}

function reducedTest(model: MixedModel, label: string, random: readonly RandomDesign[]): LikelihoodRatioTest {
  const { design, core, reml } = model;
  if (random.length === 0) return ratioTest(label, linearFit(model), model, true);
  const smallCore = buildMixedCore(design.matrix, design.rows, design.columns, random, core.weights);
  return ratioTest(label, fitDesign(design, smallCore, { reml, df: 'satterthwaite' }), model, true);
}

/** (Restricted) log-likelihood without random effects. */
function linearFit(model: MixedModel): Fitted {
  const { design, core, reml, response, n } = model;
  const p = design.columns.length;
  const roots = core.weights?.map((weight) => Math.sqrt(weight));
  const root = (i: number): number => (roots === undefined ? 1 : roots[i]);
  const x = design.matrix.map((value, i) => value * root(Math.floor(i / p)));
  const qr = qrDecomposition(x, n, p);
  const effects = qrEffects(
    qr,
    response.map((value, i) => (value - (design.offset?.[i] ?? 0)) * root(i)),
  );
  let squares = 0;
  for (let i = qr.rank; i < n; i++) squares += effects[i] * effects[i];
  const size = reml ? n - qr.rank : n;
  const weightLogs = core.weights === undefined ? 0 : core.weights.reduce((sum, weight) => sum + log(weight), 0);
  const deviance = size * (1 + LOG_TWO_PI + log(squares / size)) + (reml ? 2 * core.logUpper : 0) - weightLogs;
  return { logLik: -deviance / 2, parameters: qr.rank + 1 };
}
